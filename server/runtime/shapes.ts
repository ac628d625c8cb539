// From the document's milliseconds and rates per second to the engine's nanoseconds.

import { unreachable } from '#shared/lib/assert.ts'
import type { Arrivals, DurationDistribution } from '#shared/topology/fields.ts'
import type { ArrivalShape } from '../engine/arrivals.ts'
import type { DurationShape } from '../engine/distributions.ts'
import { after, milliseconds, START } from '../engine/time.ts'

const NS_PER_SECOND = 1e9

export function durationShape(distribution: DurationDistribution): DurationShape {
  switch (distribution.kind) {
    case 'constant':
      return { kind: 'constant', value: milliseconds(distribution.valueMs) }
    case 'uniform':
      return {
        kind: 'uniform',
        min: milliseconds(distribution.minMs),
        max: milliseconds(distribution.maxMs),
      }
    case 'exponential':
      return { kind: 'exponential', mean: milliseconds(distribution.meanMs) }
    case 'logNormal':
      return {
        kind: 'logNormal',
        mean: milliseconds(distribution.meanMs),
        cv: distribution.cv,
      }
    case 'erlang':
      return { kind: 'gamma', mean: milliseconds(distribution.meanMs), shape: distribution.shape }
    case 'gamma':
      return {
        kind: 'gamma',
        mean: milliseconds(distribution.meanMs),
        shape: 1 / (distribution.cv * distribution.cv),
      }
    case 'hyperexponential':
      return {
        kind: 'hyperexponential',
        mean: milliseconds(distribution.meanMs),
        cv: distribution.cv,
      }
    case 'weibull':
      return { kind: 'weibull', mean: milliseconds(distribution.meanMs), shape: distribution.shape }
    case 'pareto':
      return {
        kind: 'pareto',
        mean: milliseconds(distribution.meanMs),
        tailIndex: distribution.tailIndex,
      }
    default:
      return unreachable(distribution)
  }
}

export function arrivalShape(arrivals: Arrivals): ArrivalShape {
  if (arrivals.kind !== 'profile')
    return { kind: arrivals.kind, perNs: arrivals.ratePerSecond / NS_PER_SECOND }
  const points = arrivals.points.map(({ atMs, ratePerSecond }) => ({
    at: after(START, milliseconds(atMs)),
    perNs: ratePerSecond / NS_PER_SECOND,
  }))
  return { kind: 'profile', process: arrivals.process, points }
}
