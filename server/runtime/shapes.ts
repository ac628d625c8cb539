// From the document's milliseconds to the engine's nanoseconds.

import { lawOf } from '#shared/topology/durationLaw.ts'
import type { DurationDistribution } from '#shared/topology/durations.ts'
import type { DurationShape } from '../engine/distributions.ts'
import { exp, log } from '../engine/elementary.ts'
import { milliseconds } from '../engine/time.ts'

export function durationShape(distribution: DurationDistribution): DurationShape {
  return lawOf(distribution, { timeOf: milliseconds, math: { exp, log } })
}
