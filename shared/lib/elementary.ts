/** `Math`, or functions that are the same everywhere, on which a history may depend. */
export interface Elementary {
  readonly exp: (x: number) => number
  readonly log: (x: number) => number
}
