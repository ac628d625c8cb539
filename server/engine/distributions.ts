import { unreachable } from '#shared/lib/assert.ts'
import { balancedPhases } from '#shared/lib/distributions.ts'
import { logGamma } from '#shared/lib/gamma.ts'
import { exp, log } from './elementary.ts'
import { gammaDraw } from './gammaDraw.ts'
import type { Random } from './random.ts'
import { type Duration, nanoseconds } from './time.ts'

/** How long something takes, in nanoseconds. `cv`: standard deviation / mean. */
export type DurationShape =
  | { readonly kind: 'constant'; readonly value: Duration }
  | { readonly kind: 'uniform'; readonly min: Duration; readonly max: Duration }
  | { readonly kind: 'exponential'; readonly mean: Duration }
  | { readonly kind: 'logNormal'; readonly mean: Duration; readonly cv: number }
  /** Erlang's where the shape is whole. */
  | { readonly kind: 'gamma'; readonly mean: Duration; readonly shape: number }
  /** Two phases with balanced means. */
  | { readonly kind: 'hyperexponential'; readonly mean: Duration; readonly cv: number }
  | { readonly kind: 'weibull'; readonly mean: Duration; readonly shape: number }
  /** Type I. */
  | { readonly kind: 'pareto'; readonly mean: Duration; readonly tailIndex: number }

/** Nanoseconds, not yet whole. */
type Draw = (random: Random) => number

export class DurationSampler {
  readonly #draw: Draw

  constructor(shape: DurationShape) {
    this.#draw = drawOf(shape)
  }

  sample(random: Random): Duration {
    return nanoseconds(this.#draw(random))
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
