// Everything that HTTP refuses, as `HttpFailure` with the status that fits.

import type { ErrorRequestHandler, Response } from 'express'
import { BODY_BYTES_MAX, type HttpFailure } from '#shared/protocol/http.ts'
import type { FailureCode } from '#shared/protocol/protocol.ts'
import { RequestFailure } from './requestFailure.ts'

const STATUS_OF: Readonly<Record<FailureCode, number>> = {
  malformedRequest: 400,
  unknownTopology: 404,
  unknownEvent: 404,
  refusedEdit: 409,
  refusedControl: 409,
  tooManyRequests: 429,
  saveFailed: 507,
  internalError: 500,
}

export function sendFailure(response: Response, status: number, failure: HttpFailure): void {
  response.status(status).json(failure)
}

/** The last stop of every request that failed. What went wrong inside stays inside, in the log. */
export const answerFailure: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error)
  if (error instanceof RequestFailure) {
    const { code, message } = error
    return sendFailure(response, STATUS_OF[code], { code, message })
  }
  const refusal = bodyRefusal(error)
  if (refusal !== null) return sendFailure(response, refusal.status, refusal.failure)
  console.error('A request failed:', error)
  sendFailure(response, 500, {
    code: 'internalError',
    message: 'The server could not answer. Its log says why.',
  })
}

/** What Express says about a body or an address that it cannot read, in our words. */
function bodyRefusal(error: unknown): { status: number; failure: HttpFailure } | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number')
    return null
  const { status } = error
  if (status < 400 || status >= 500) return null
  return { status, failure: { code: 'malformedRequest', message: sentenceFor(status, error) } }
}

function sentenceFor(status: number, error: Error): string {
  if (status === 413) return `A body has at most ${BODY_BYTES_MAX} bytes.`
  if (status === 415) return 'A body in this encoding is not read here.'
  if ('type' in error && error.type === 'entity.parse.failed')
    return 'The body is no JSON document: it is cut off, or has a mistake in its syntax.'
  return 'The request cannot be read.'
}
