import type { FailureCode } from '#shared/protocol/protocol.ts'

/** Thrown where a request cannot be met; becomes its answer. The message is for the person who asked. */
export class RequestFailure extends Error {
  readonly code: FailureCode

  constructor(code: FailureCode, message: string) {
    super(message)
    this.code = code
  }
}
