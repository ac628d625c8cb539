// What independent replications say together. An interval is never taken over the messages of one run:
// their waits hang together, and it would be far too narrow.

import { studentQuantile } from './studentT.ts'

export interface Estimate {
  /** Replications that measured something. */
  readonly count: number
  /** Null where nothing was measured. */
  readonly mean: number | null
  /** Between the replications; null below two. */
  readonly deviation: number | null
  /** Half the width of the confidence interval of the mean; null below two replications. */
  readonly halfWidth: number | null
  readonly min: number | null
  readonly max: number | null
}

/** `confidence`: 0.95 for 95 %. Replications that measured nothing are null. */
export function estimate(values: readonly (number | null)[], confidence: number): Estimate {
  const measured = values.filter((value) => value !== null)
  const count = measured.length
  if (count === 0)
    return { count, mean: null, deviation: null, halfWidth: null, min: null, max: null }
  const mean = meanOf(measured)
  const extremes = { min: Math.min(...measured), max: Math.max(...measured) }
  if (count === 1) return { count, mean, deviation: null, halfWidth: null, ...extremes }
  const squares = measured.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  const deviation = Math.sqrt(squares / (count - 1))
  const halfWidth = quantileOf(confidence, count - 1) * (deviation / Math.sqrt(count))
  return { count, mean, deviation, halfWidth, ...extremes }
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The same few are asked for again and again. */
const known = new Map<string, number>()

function quantileOf(confidence: number, degrees: number): number {
  const key = `${confidence} ${degrees}`
  const quantile = known.get(key) ?? studentQuantile(1 - (1 - confidence) / 2, degrees)
  if (known.size < KNOWN_MAX) known.set(key, quantile)
  return quantile
}

const KNOWN_MAX = 1000
