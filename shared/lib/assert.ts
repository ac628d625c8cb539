/** Thrown when one of our own promises is broken. Bad input is never reported this way. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError'
}

/** `promise` says in words what holds here. A failure is a bug of ours, never of the user's. */
export function assert(condition: unknown, promise: string): asserts condition {
  if (!condition) throw new AssertionError(`Broken promise: ${promise}`)
}

/** Makes the compiler check that a `switch` handles every kind. */
export function unreachable(value: never): never {
  throw new AssertionError(`Broken promise: ${JSON.stringify(value)} is a kind that is handled`)
}
