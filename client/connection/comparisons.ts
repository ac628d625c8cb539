// Comparisons: the server runs both.

import {
  type ComparedRuns,
  type ComparisonRequest,
  comparisonSchema,
  type ForkComparison,
  forkComparisonSchema,
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

/** The run on show with one that was kept. */
export function compareFork(
  topologyId: string,
  baselineId: number,
): Promise<Result<ForkComparison>> {
  return postJson(`/api/topologies/${topologyId}/forks/comparisons`, {
    body: { baselineId },
    answer: forkComparisonSchema,
  })
}
