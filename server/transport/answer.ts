// Every request takes this way: foreign arguments in, one `Reply` out, whatever happens in between.

import { problemWithJson } from '#shared/lib/json.ts'
import {
  type FailureCode,
  type Reply,
  type ReplyOf,
  type RequestName,
  type RequestOf,
  requests,
} from '#shared/protocol/protocol.ts'
import { describePath } from '#shared/topology/paths.ts'
import { describeProblems, parseWith } from '#shared/topology/problems.ts'
import { RequestFailure } from './requestFailure.ts'

/** A request without a handler does not compile. */
export type Handlers = {
  readonly [Name in RequestName]: (request: RequestOf<Name>) => Promise<ReplyOf<Name>>
}

export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name)
}

export async function replyTo<Name extends RequestName>(
  name: Name,
  untrusted: unknown,
  handlers: Handlers,
): Promise<Reply<ReplyOf<Name>>> {
  try {
    const problem = problemWithJson(untrusted ?? null)
    if (problem !== null)
      return failure('malformedRequest', `${describePath(problem.path)}: ${problem.message}`)
    const parsed = parseWith(requests[name].request, untrusted)
    if (!parsed.ok) return failure('malformedRequest', describeProblems(parsed.problems))
    // The schema of a name gives the request of that name.
    return { ok: true, value: await handlers[name](parsed.value as RequestOf<Name>) }
  } catch (error) {
    if (error instanceof RequestFailure) return failure(error.code, error.message)
    console.error(`${name} failed:`, error)
    return failure('internalError', 'The server could not answer. Its log says why.')
  }
}

export function failure(code: FailureCode, message: string) {
  return { ok: false, code, message } as const
}
