// From the document's arrivals to the engine's.

import { unreachable } from '#shared/lib/assert.ts'
import { recordedTimes } from '#shared/topology/analysis/arrivalRates.ts'
import type { Arrivals, Batch } from '#shared/topology/arrivals.ts'
import type { ArrivalShape } from '../engine/arrivalProcess.ts'
import type { BatchShape } from '../engine/batchSizes.ts'
import { after, between, milliseconds, type SimTime, START } from '../engine/time.ts'
import { durationShape } from './shapes.ts'

const NS_PER_SECOND = 1e9

export function arrivalShape(arrivals: Exclude<Arrivals, { kind: 'closedLoop' }>): ArrivalShape {
  switch (arrivals.kind) {
    case 'constant':
    case 'poisson':
      return { kind: arrivals.kind, perNs: arrivals.ratePerSecond / NS_PER_SECOND }
    case 'profile': {
      const points = arrivals.points.map(({ atMs, ratePerSecond }) => ({
        at: timeAt(atMs),
        perNs: ratePerSecond / NS_PER_SECOND,
      }))
      return { kind: 'profile', process: arrivals.process, points }
    }
    case 'renewal':
      return { kind: 'renewal', gap: durationShape(arrivals.gap) }
    case 'bursts':
      return {
        kind: 'bursts',
        process: arrivals.process,
        perNs: arrivals.ratePerSecond / NS_PER_SECOND,
        onTime: durationShape(arrivals.onTime),
        offTime: durationShape(arrivals.offTime),
      }
    case 'recorded': {
      const { repeatEveryMs } = arrivals
      const period = repeatEveryMs === undefined ? null : milliseconds(repeatEveryMs)
      return { kind: 'recorded', times: arrivals.timesMs.map(timeAt), period }
    }
    case 'recordedGaps': {
      const times = recordedTimes(arrivals).map(timeAt)
      const period = between(START, times.at(-1) ?? START)
      return { kind: 'recorded', times, period: arrivals.repeats ? period : null }
    }
    default:
      return unreachable(arrivals)
  }
}

/** Null: one at a time. */
export function batchShape(batch: Batch | undefined): BatchShape | null {
  if (!batch) return null
  switch (batch.kind) {
    case 'constant':
      return { kind: 'constant', size: batch.size }
    case 'uniform':
      return { kind: 'uniform', min: batch.minSize, max: batch.maxSize }
    case 'geometric':
      return { kind: 'geometric', mean: batch.meanSize }
    default:
      return unreachable(batch)
  }
}

function timeAt(ms: number): SimTime {
  return after(START, milliseconds(ms))
}
