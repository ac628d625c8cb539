/** What came of a request: its value, or a sentence for the person who asked. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false
      readonly message: string
      readonly retryable: boolean
      /** The server's, where it has answered. */
      readonly code?: string
    }

/** The topology was deleted, or the server works on another folder now. */
export function isGone(result: Result<unknown>): boolean {
  return !result.ok && result.code === 'unknownTopology'
}

export const UNREACHABLE: Result<never> = {
  ok: false,
  message: 'The server cannot be reached. Your drawing is safe; trying again.',
  retryable: true,
}

export const NOT_UNDERSTOOD: Result<never> = {
  ok: false,
  message: 'The server answered something this page does not understand. Reload the page.',
  retryable: false,
}
