// What a request asks about, parsed before anything looks at it.

import type { z } from 'zod'
import { problemWithJson } from '#shared/lib/json.ts'
import { versionIdSchema } from '#shared/protocol/versions.ts'
import { describePath } from '#shared/topology/paths.ts'
import { describeProblems, parseWith } from '#shared/topology/problems.ts'
import { isTopologyId } from '../storage/slug.ts'
import { RequestFailure } from './requestFailure.ts'

/** Looked up, never joined to a path: the schema is the only gate. */
export function topologyIdIn(text: string): string {
  if (isTopologyId(text)) return text
  throw new RequestFailure(
    'unknownTopology',
    'A topology is named by a slug such as order-to-cash.',
  )
}

export function versionIdIn(text: string): string {
  const parsed = versionIdSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw new RequestFailure(
    'unknownTopology',
    'A version is named by the moment at which it was kept.',
  )
}

export function bodyAs<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const problem = problemWithJson(body ?? null)
  if (problem !== null) throw malformed(`${describePath(problem.path)}: ${problem.message}`)
  const parsed = parseWith(schema, body)
  if (!parsed.ok) throw malformed(describeProblems(parsed.problems))
  return parsed.value
}

export function malformed(message: string): RequestFailure {
  return new RequestFailure('malformedRequest', message)
}
