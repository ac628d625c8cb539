// Whether what was measured is what theory says. The standard error is known before the runs begin, so an
// engine that is wrong cannot widen its own band; and a run that is too short to tell is an error.

import type { Metric } from './theoryCase.ts'

export const REPLICATIONS = 10

/** Of the mean over all runs, in standard errors: once in 1.7 million a right engine is further off. */
const ERRORS_ALLOWED = 5

/** 99.9 % of chi-square with 9 degrees of freedom lies between these, as a ratio of deviations. */
const SPREAD_MIN = 0.33
const SPREAD_MAX = 2

/** The length of the runs is chosen so that this many standard errors are within the half-width. */
const ERRORS_WITHIN = 4

const MILLION = 1e6

export interface Judged {
  readonly metric: Metric
  readonly mean: number
  /** Of the mean over all runs. */
  readonly standardError: number
  /** Standard errors off. */
  readonly z: number
  /** Deviation between the runs over the one expected. */
  readonly spread: number
  /** Empty: it is as theory says. */
  readonly problems: readonly string[]
}

export interface Terms {
  /** Relative standard error over a million messages. */
  readonly relativeError: number
  /** Measured in each run. */
  readonly messages: number
  /** Share of the truth that four standard errors may come to. */
  readonly halfWidth: number
}

export function judged(metric: Metric, values: readonly number[], terms: Terms): Judged {
  const { truth } = metric
  const { relativeError, messages, halfWidth } = terms
  const runs = values.length
  const deviation = Math.abs(truth) * relativeError * Math.sqrt(MILLION / messages)
  const standardError = deviation / Math.sqrt(runs)
  const mean = values.reduce((sum, value) => sum + value, 0) / runs
  const z = (mean - truth) / standardError
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const spread = Math.sqrt(squares / (runs - 1)) / deviation
  const problems: string[] = []
  if (ERRORS_WITHIN * standardError > halfWidth * Math.abs(truth) * (1 + 1e-9))
    problems.push(`${runs} runs of ${messages} messages are too few to tell`)
  // Written so that a value that is no number is a problem too.
  if (!(Math.abs(z) <= ERRORS_ALLOWED)) problems.push(`${z.toFixed(1)} standard errors off`)
  if (!(spread >= SPREAD_MIN && spread <= SPREAD_MAX))
    problems.push(`runs spread ${spread.toFixed(2)} times as far as they should`)
  return { metric, mean, standardError, z, spread, problems }
}

/** Messages to measure in each run, for the metric that needs most. */
export function messagesFor(relativeErrors: readonly number[], halfWidth: number): number {
  const largest = Math.max(...relativeErrors)
  const all = MILLION * ((ERRORS_WITHIN * largest) / halfWidth) ** 2
  return Math.max(MESSAGES_MIN, Math.ceil(all / REPLICATIONS))
}

/** In fewer a queue has not forgotten how it began. */
const MESSAGES_MIN = 4000
