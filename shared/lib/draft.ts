/** What is filled in anew each time, where an object for each would have to be made and thrown away. */
export type Draft<Of> = { -readonly [Field in keyof Of]: Of[Field] }
