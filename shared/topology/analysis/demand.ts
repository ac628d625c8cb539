// What the distributions and arrivals of the document amount to.

import { unreachable } from '../../lib/assert.ts'
import { balancedPhases } from '../../lib/distributions.ts'
import { gammaBelow, logGamma } from '../../lib/gamma.ts'
import type { Arrivals, DurationDistribution } from '../fields.ts'

/** The 95th percentile of the standard normal and of the unit exponential distribution. */
const NORMAL_P95 = 1.644_853_627
const EXPONENTIAL_P95 = 2.995_732_274

/** The 95th percentile of a gamma distribution can be as small as a billionth of its mean. */
const HALVINGS = 80

export function meanMs(duration: DurationDistribution): number {
  switch (duration.kind) {
    case 'constant':
      return duration.valueMs
    case 'uniform':
      return (duration.minMs + duration.maxMs) / 2
    case 'exponential':
    case 'logNormal':
    case 'erlang':
    case 'hyperexponential':
    case 'gamma':
    case 'weibull':
    case 'pareto':
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
    case 'erlang':
      return duration.meanMs * gammaP95(duration.shape)
    case 'hyperexponential':
      return duration.meanMs * hyperexponentialP95(duration.cv)
    case 'gamma':
      return duration.meanMs * gammaP95(1 / (duration.cv * duration.cv))
    case 'weibull': {
      const { meanMs, shape } = duration
      return (
        meanMs * Math.exp(Math.log(EXPONENTIAL_P95) / shape - logGamma(1 + 1 / shape, Math.log))
      )
    }
    case 'pareto': {
      const { meanMs, tailIndex } = duration
      return ((meanMs * (tailIndex - 1)) / tailIndex) * 20 ** (1 / tailIndex)
    }
    default:
      return unreachable(duration)
  }
}

function gammaP95(shape: number): number {
  return p95Of((x) => gammaBelow(shape, x * shape))
}

function hyperexponentialP95(cv: number): number {
  const { shortShare, shortMean, longMean } = balancedPhases(cv)
  return p95Of(
    (x) => 1 - shortShare * Math.exp(-x / shortMean) - (1 - shortShare) * Math.exp(-x / longMean),
  )
}

/**
 * Where there is no closed form: halves the range until it is exact to rounding. With a mean of 1, no 95th percentile
 * is above 20 (Markov's inequality). `below`: the chance of being below x.
 */
function p95Of(below: (x: number) => number): number {
  let low = 0
  let high = 20
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2
    if (below(middle) < 0.95) low = middle
    else high = middle
  }
  return high
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
