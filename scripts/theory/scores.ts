// The suite about itself: over many metrics, how far they are off must look like chance. It sees a small
// bias in all that no single case would see.

import type { CaseResult } from './suite.ts'

const VARIANCE_MIN = 0.7
const VARIANCE_MAX = 1.45

export interface Scores {
  readonly count: number
  readonly mean: number
  readonly meanMax: number
  readonly variance: number
  readonly problems: readonly string[]
}

/** Of one metric a case: those of one case hang together. */
export function scoresOf(results: readonly CaseResult[]): Scores {
  const scores = results.flatMap(({ metrics }) => metrics.slice(0, 1).map(({ z }) => z))
  const count = scores.length
  const mean = scores.reduce((sum, z) => sum + z, 0) / count
  const variance = scores.reduce((sum, z) => sum + z * z, 0) / count
  const meanMax = 3 / Math.sqrt(count)
  const problems: string[] = []
  if (!(Math.abs(mean) <= meanMax))
    problems.push(`on average ${mean.toFixed(2)} standard errors off, and not 0`)
  const spread = varianceBand(count)
  if (!(variance >= spread.min && variance <= spread.max))
    problems.push(`the squares of all scores are ${variance.toFixed(2)} on average, and not 1`)
  return { count, mean, meanMax, variance, problems }
}

/** 0.7 to 1.45 holds for some hundred scores; of fewer, the variance itself is less certain. */
function varianceBand(count: number): { readonly min: number; readonly max: number } {
  const error = 3 * Math.sqrt(2 / count)
  return { min: Math.min(VARIANCE_MIN, 1 - error), max: Math.max(VARIANCE_MAX, 1 + error) }
}
