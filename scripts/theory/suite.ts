// The suite: which cases a form has, how many messages each needs, and what comes of them.

import { CASES } from './cases.ts'
import relativeErrors from './relativeErrors.json' with { type: 'json' }
import { replicationsOf } from './replications.ts'
import type { TheoryCase } from './theoryCase.ts'
import { type Judged, judged, messagesFor, REPLICATIONS } from './verdict.ts'

export type Form = 'short' | 'long'

/** Share of the truth that four standard errors may come to. */
export const HALF_WIDTHS: { readonly [Each in Form]: number } = { short: 0.05, long: 0.02 }

/** Other seeds give other numbers; this one is what `npm test` runs. */
export const SEED = 20_261_121

export interface CaseResult {
  readonly theoryCase: TheoryCase
  /** Measured in all runs together. */
  readonly messages: number
  readonly metrics: readonly Judged[]
}

/** The cases of a form, with the metrics that it measures. */
export function casesOf(form: Form): readonly TheoryCase[] {
  if (form === 'long') return CASES
  return CASES.filter(({ isLong }) => !isLong).map((theoryCase) => ({
    ...theoryCase,
    metrics: theoryCase.metrics.filter(({ isLong }) => !isLong),
  }))
}

export function resultOf(
  theoryCase: TheoryCase,
  { halfWidth, seed = SEED }: { readonly halfWidth: number; readonly seed?: number },
): CaseResult {
  const errors = theoryCase.metrics.map(({ name }) => relativeErrorOf(theoryCase, name))
  const messages = messagesFor(errors, halfWidth)
  const values = replicationsOf(theoryCase, { messages, runs: REPLICATIONS, seed })
  const metrics = theoryCase.metrics.map((metric, index) =>
    judged(metric, values[index] ?? [], {
      relativeError: errors[index] ?? Number.NaN,
      messages,
      halfWidth,
    }),
  )
  return { theoryCase, messages: messages * REPLICATIONS, metrics }
}

/** A sentence for each metric that is not as theory says. */
export function problemsOf({ theoryCase, metrics }: CaseResult): readonly string[] {
  return metrics.flatMap(({ metric, problems }) =>
    problems.map(
      (problem) => `${theoryCase.name} (${theoryCase.settings}), ${metric.name}: ${problem}`,
    ),
  )
}

/** Of the metric's mean over a million messages: see `calibration.ts`. */
export function relativeErrorOf(theoryCase: TheoryCase, metric: string): number {
  const known = (relativeErrors as Record<string, Record<string, number>>)[theoryCase.id]?.[metric]
  if (known === undefined)
    throw new Error(`How far '${metric}' of ${theoryCase.id} spreads is not known: calibrate it.`)
  return known
}
