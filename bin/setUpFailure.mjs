/** Something that a person can put right. Its message is all that they need to see. */
export class SetUpFailure extends Error {}
