import { unreachable } from '#shared/lib/assert.ts'
import { balancedPhases } from '#shared/lib/distributions.ts'
import { logGamma } from '#shared/lib/gamma.ts'
import type { Law, Percentile } from '#shared/lib/laws/law.ts'
import { exp, log } from './elementary.ts'
import { gammaDraw } from './gammaDraw.ts'
import type { Random } from './random.ts'
import { type Duration, nanoseconds } from './time.ts'
import { truncatedDraw } from './truncatedDraw.ts'

/** How long something takes, in nanoseconds. */
export type DurationShape = Law<Duration>

/** Nanoseconds, not yet whole. */
type Draw = (random: Random) => number

export class DurationSampler {
  readonly #draw: Draw
  /** Of the commonest law, which is drawn here and now; 0: it is another. */
  readonly #exponentialMean: number

  constructor(shape: DurationShape) {
    this.#draw = drawOf(shape)
    this.#exponentialMean = shape.kind === 'exponential' ? shape.mean : 0
  }

  sample(random: Random): Duration {
    const mean = this.#exponentialMean
    return nanoseconds(mean > 0 ? random.exponential() * mean : this.#draw(random))
  }
}

function drawOf(shape: DurationShape): Draw {
  switch (shape.kind) {
    case 'constant':
      return () => shape.value
    case 'uniform':
      return (random) => shape.min + random.fraction() * (shape.max - shape.min)
    case 'exponential':
      return (random) => random.exponential() * shape.mean
    case 'logNormal':
      return logNormalDraw(shape.mean, shape.cv)
    case 'gamma': {
      const draw = gammaDraw(shape.shape)
      const scale = shape.mean / shape.shape
      return (random) => draw(random) * scale
    }
    case 'hyperexponential':
      return hyperexponentialDraw(shape.mean, shape.cv)
    case 'weibull': {
      const logScale = logOf(shape.mean) - logGamma(1 + 1 / shape.shape, log)
      return (random) => exp(logScale + log(random.exponential()) / shape.shape)
    }
    case 'pareto': {
      const logMin = logOf((shape.mean * (shape.tailIndex - 1)) / shape.tailIndex)
      return (random) => exp(logMin - log(fineFraction(random)) / shape.tailIndex)
    }
    case 'empirical': {
      const chosen = new WeightedIndex(shape.weights)
      return (random) => shape.values[chosen.sample(random)] as Duration
    }
    case 'percentiles':
      return percentilesDraw(shape.points)
    case 'mixture': {
      const chosen = new WeightedIndex(shape.parts.map(({ weight }) => weight))
      const draws = shape.parts.map(({ law }) => drawOf(law))
      return (random) => (draws[chosen.sample(random)] as Draw)(random)
    }
    case 'shifted': {
      const draw = drawOf(shape.law)
      return (random) => shape.by + draw(random)
    }
    case 'truncated':
      return truncatedDraw(shape, drawOf(shape.law))
    default:
      return unreachable(shape)
  }
}

function logNormalDraw(mean: Duration, cv: number): Draw {
  const variance = log(1 + cv * cv)
  const sigma = Math.sqrt(variance)
  const mu = logOf(mean) - variance / 2
  return (random) => exp(mu + sigma * random.normal())
}

function hyperexponentialDraw(mean: Duration, cv: number): Draw {
  const { shortShare, shortMean, longMean } = balancedPhases(cv)
  return (random) => {
    const phaseMean = random.chance(shortShare) ? shortMean : longMean
    return random.exponential() * phaseMean * mean
  }
}

/** Straight from percentile to percentile. */
function percentilesDraw(points: readonly Percentile[]): Draw {
  const shares = Float64Array.from(points, ({ share }) => share)
  const values = Float64Array.from(points, ({ value }) => value)
  return (random) => {
    const share = random.fraction()
    let end = 1
    while (end < shares.length - 1 && (shares[end] as number) < share) end += 1
    const [from, to] = [shares[end - 1] as number, shares[end] as number]
    const [fromValue, toValue] = [values[end - 1] as number, values[end] as number]
    return fromValue + ((share - from) / (to - from)) * (toValue - fromValue)
  }
}

/** Between 0 and 1 in steps of 2^-64: in the far tail of Pareto's lies a good part of its mean. */
function fineFraction(random: Random): number {
  return (random.next() + random.fraction()) / 4_294_967_296
}

function logOf(mean: number): number {
  return mean > 0 ? log(mean) : -Infinity
}

/** Draws an index in proportion to its weight. */
export class WeightedIndex {
  /** Sums of the weights up to and including each index. */
  readonly #sums: Float64Array

  constructor(weights: ArrayLike<number>) {
    this.#sums = new Float64Array(weights.length)
    let sum = 0
    for (let index = 0; index < weights.length; index += 1) {
      sum += weights[index] as number
      this.#sums[index] = sum
    }
  }

  /** Always 0 when all weights are 0. */
  sample(random: Random): number {
    const total = this.#sums[this.#sums.length - 1] as number
    const target = random.fraction() * total
    let low = 0
    let high = this.#sums.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#sums[middle] as number) > target) high = middle
      else low = middle + 1
    }
    return total > 0 ? low : 0
  }
}
