// What the durations of the document amount to.

import type { Law } from '../../lib/laws/law.ts'
import { meanOf } from '../../lib/laws/means.ts'
import { quantileOf } from '../../lib/laws/quantiles.ts'
import { lawOf } from '../durationLaw.ts'
import type { DurationDistribution } from '../durations.ts'

/** Of what is drawn: shifted and truncated. */
export function meanMs(duration: DurationDistribution): number {
  return meanOf(lawInMs(duration), Math)
}

export function p95Ms(duration: DurationDistribution): number {
  return quantileOf(lawInMs(duration), 0.95, Math)
}

export function lawInMs(duration: DurationDistribution): Law {
  return lawOf(duration, { timeOf: (ms) => ms, math: Math })
}
