// What the distributions and arrivals of the document amount to.

import { unreachable } from '../../lib/assert.ts'
import type { Arrivals, DurationDistribution } from '../fields.ts'

/** The 95th percentile of the standard normal and of the unit exponential distribution. */
const NORMAL_P95 = 1.644_853_627
const EXPONENTIAL_P95 = 2.995_732_274

export function meanMs(duration: DurationDistribution): number {
  switch (duration.kind) {
    case 'constant':
      return duration.valueMs
    case 'uniform':
      return (duration.minMs + duration.maxMs) / 2
    case 'exponential':
    case 'logNormal':
      return duration.meanMs
    default:
      return unreachable(duration)
  }
}

export function p95Ms(duration: DurationDistribution): number {
  switch (duration.kind) {
    case 'constant':
      return duration.valueMs
    case 'uniform':
      return duration.minMs + 0.95 * (duration.maxMs - duration.minMs)
    case 'exponential':
      return duration.meanMs * EXPONENTIAL_P95
    case 'logNormal': {
      const variance = Math.log(1 + duration.cv * duration.cv)
      return duration.meanMs * Math.exp(NORMAL_P95 * Math.sqrt(variance) - variance / 2)
    }
    default:
      return unreachable(duration)
  }
}

/** Over a whole profile, from the start of the run to its last point. */
export function averageRate(arrivals: Arrivals): number {
  if (arrivals.kind !== 'profile') return arrivals.ratePerSecond
  const { points } = arrivals
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

export function peakRate(arrivals: Arrivals): number {
  if (arrivals.kind !== 'profile') return arrivals.ratePerSecond
  return Math.max(...arrivals.points.map(({ ratePerSecond }) => ratePerSecond))
}
