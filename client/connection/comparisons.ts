// Swap and compare: the server runs both.

import {
  type ComparedRuns,
  type ComparisonRequest,
  comparisonSchema,
} from '#shared/protocol/comparison.ts'
import { postJson } from './http.ts'
import type { Result } from './result.ts'

export function compareRuns(
  topologyId: string,
  request: ComparisonRequest,
): Promise<Result<ComparedRuns>> {
  return postJson(`/api/topologies/${topologyId}/comparisons`, {
    body: request,
    answer: comparisonSchema,
  })
}
