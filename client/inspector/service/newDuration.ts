// What a duration becomes when another kind is chosen for it: one of about the same times.

import { quantileOf } from '#shared/lib/laws/quantiles.ts'
import { lawInMs, meanMs } from '#shared/topology/analysis/demand.ts'
import type { DurationDistribution, SimpleDuration } from '#shared/topology/durations.ts'
import { DURATION_MAX_MS } from '#shared/topology/fields.ts'

/** With the same mean, before it is shifted and limited as it was. */
export function durationOf(
  kind: DurationDistribution['kind'],
  before: DurationDistribution,
): DurationDistribution {
  const { shiftMs, atLeastMs, atMostMs, ...plain } = before
  const adjustment = {
    ...(shiftMs !== undefined && { shiftMs }),
    ...(atLeastMs !== undefined && { atLeastMs }),
    ...(atMostMs !== undefined && { atMostMs }),
  }
  if (kind !== 'mixture') return { ...simpleDuration(kind, plain), ...adjustment }
  return { ...twoParts(meanMs(plain)), ...adjustment }
}

/** A part more for a mixture: five times as long as the rest, and not often. */
export function furtherPart(mixture: DurationDistribution) {
  const duration = { kind: 'logNormal', meanMs: rounded(5 * meanMs(mixture)), cv: 0.5 } as const
  return { weight: 1, duration }
}

function simpleDuration(
  kind: SimpleDuration['kind'],
  before: DurationDistribution,
): SimpleDuration {
  const mean = 'meanMs' in before ? before.meanMs : bounded(meanMs(before), 6)
  switch (kind) {
    case 'constant':
      return { kind, valueMs: mean }
    case 'uniform':
      return { kind, minMs: mean / 2, maxMs: bounded(mean * 1.5, 15) }
    case 'exponential':
      return { kind, meanMs: mean }
    case 'logNormal':
    case 'gamma':
      return { kind, meanMs: mean, cv: 0.5 }
    case 'erlang':
      return { kind, meanMs: mean, shape: 4 }
    case 'hyperexponential':
      return { kind, meanMs: mean, cv: 2 }
    case 'weibull':
      return { kind, meanMs: mean, shape: 1.5 }
    case 'pareto':
      return { kind, meanMs: mean, tailIndex: 2.5 }
    case 'percentiles':
      return percentilesOf(before)
    case 'empirical':
      return recordingOf(before)
  }
}

/** What a dashboard would show of it. */
function percentilesOf(before: DurationDistribution): SimpleDuration {
  const shares = [0.5, 0.9, 0.95, 0.99, 1]
  const points = shares.map((share) => ({ share, valueMs: timeAt(before, share) }))
  const factor = meanMs(before) / meanMs({ kind: 'percentiles', points }) || 0
  const scaled = points.map(({ share, valueMs }) => ({ share, valueMs: rounded(valueMs * factor) }))
  return { kind: 'percentiles', points: scaled }
}

/** Five of its times, evenly chosen. */
function recordingOf(before: DurationDistribution): SimpleDuration {
  const valuesMs = [0.1, 0.3, 0.5, 0.7, 0.9].map((share) => timeAt(before, share))
  const factor = meanMs(before) / meanMs({ kind: 'empirical', valuesMs }) || 0
  return { kind: 'empirical', valuesMs: valuesMs.map((valueMs) => rounded(valueMs * factor)) }
}

/** Of many laws the longest time has no end. */
function timeAt(duration: DurationDistribution, share: number): number {
  return quantileOf(lawInMs(duration), Math.min(share, 0.9999), Math)
}

/** Nine in ten take half of the mean, such as answers from a cache. */
function twoParts(mean: number): DurationDistribution {
  const part = (weight: number, meanMs: number) => ({
    weight,
    duration: { kind: 'logNormal', meanMs: rounded(meanMs), cv: 0.5 } as const,
  })
  return { kind: 'mixture', parts: [part(9, mean / 2), part(1, mean * 5.5)] }
}

/** Nobody wants to read more digits. */
function rounded(ms: number): number {
  return bounded(ms, 3)
}

function bounded(ms: number, digits: number): number {
  return Math.min(Number(ms.toPrecision(digits)), DURATION_MAX_MS)
}
