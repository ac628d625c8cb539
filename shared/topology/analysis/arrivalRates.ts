// How many events a second the arrivals of the document amount to.

import { unreachable } from '../../lib/assert.ts'
import type { Arrivals, Batch } from '../arrivals.ts'
import { meanMs } from './demand.ts'

type Of<Kind extends Arrivals['kind']> = Extract<Arrivals, { kind: Kind }>

/** Nobody is faster; the engine keeps to it. */
const THINK_MIN_MS = 0.001

/**
 * What is recorded once, or rises and falls, counts from the start of the run to its last point. Of a
 * closed loop: as if nobody had to wait.
 */
export function averageRate(arrivals: Arrivals): number {
  switch (arrivals.kind) {
    case 'constant':
    case 'poisson':
      return arrivals.ratePerSecond
    case 'profile':
      return averageOfProfile(arrivals)
    case 'renewal':
      return perSecond(1, meanMs(arrivals.gap))
    case 'bursts': {
      const onMs = meanMs(arrivals.onTime)
      const cycleMs = onMs + meanMs(arrivals.offTime)
      return cycleMs > 0 ? (arrivals.ratePerSecond * onMs) / cycleMs : arrivals.ratePerSecond
    }
    case 'recorded': {
      const { timesMs, repeatEveryMs } = arrivals
      return perSecond(timesMs.length, repeatEveryMs ?? timesMs.at(-1) ?? 0)
    }
    case 'recordedGaps': {
      const { gapsMs } = arrivals
      return perSecond(gapsMs.length, sumOf(gapsMs))
    }
    case 'closedLoop':
      return perSecond(arrivals.clients, Math.max(meanMs(arrivals.thinkTime), THINK_MIN_MS))
    default:
      return unreachable(arrivals)
  }
}

/** At the worst: during a burst, at the highest point of a profile, in the fullest second of a recording. */
export function peakRate(arrivals: Arrivals): number {
  switch (arrivals.kind) {
    case 'constant':
    case 'poisson':
    case 'bursts':
      return arrivals.ratePerSecond
    case 'profile':
      return Math.max(...arrivals.points.map(({ ratePerSecond }) => ratePerSecond))
    case 'renewal':
    case 'closedLoop':
      return averageRate(arrivals)
    case 'recorded':
    case 'recordedGaps':
      return Math.max(fullestSecond(recordedTimes(arrivals)), averageRate(arrivals))
    default:
      return unreachable(arrivals)
  }
}

export function meanBatchSize(batch: Batch | undefined): number {
  if (!batch) return 1
  switch (batch.kind) {
    case 'constant':
      return batch.size
    case 'uniform':
      return (batch.minSize + batch.maxSize) / 2
    case 'geometric':
      return batch.meanSize
    default:
      return unreachable(batch)
  }
}

/** In milliseconds after the start of the run, the first time round. */
export function recordedTimes(arrivals: Of<'recorded' | 'recordedGaps'>): readonly number[] {
  if (arrivals.kind === 'recorded') return arrivals.timesMs
  let atMs = 0
  return arrivals.gapsMs.map((gapMs) => {
    atMs += gapMs
    return atMs
  })
}

/** Nothing comes without time: a list that is over at once has no rate. */
function perSecond(count: number, ms: number): number {
  return ms > 0 ? (1000 * count) / ms : 0
}

function fullestSecond(timesMs: readonly number[]): number {
  let first = 0
  let most = 0
  timesMs.forEach((atMs, index) => {
    while (atMs - (timesMs[first] ?? 0) >= 1000) first += 1
    most = Math.max(most, index - first + 1)
  })
  return most
}

/** From the start of the run to its last point. */
function averageOfProfile({ points }: Of<'profile'>): number {
  const [first] = points
  const last = points[points.length - 1]
  if (!first || !last) return 0
  if (!(last.atMs > 0)) return last.ratePerSecond
  let area = first.ratePerSecond * first.atMs
  points.forEach((point, index) => {
    const previous = points[index - 1]
    if (previous && point.atMs > previous.atMs)
      area += ((previous.ratePerSecond + point.ratePerSecond) / 2) * (point.atMs - previous.atMs)
  })
  return area / last.atMs
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
