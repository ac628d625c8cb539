import { unreachable } from '#shared/lib/assert.ts'
import { exp, log } from './elementary.ts'
import type { Random } from './random.ts'
import { type Duration, nanoseconds } from './time.ts'

/** How long something takes, in nanoseconds. `cv`: standard deviation / mean. */
export type DurationShape =
  | { readonly kind: 'constant'; readonly value: Duration }
  | { readonly kind: 'uniform'; readonly min: Duration; readonly max: Duration }
  | { readonly kind: 'exponential'; readonly mean: Duration }
  | { readonly kind: 'logNormal'; readonly mean: Duration; readonly cv: number }

export class DurationSampler {
  readonly #shape: DurationShape
  /** Log-normal: mean and deviation of the logarithm. */
  readonly #mu: number
  readonly #sigma: number

  constructor(shape: DurationShape) {
    this.#shape = shape
    const variance = shape.kind === 'logNormal' ? log(1 + shape.cv * shape.cv) : 0
    this.#sigma = Math.sqrt(variance)
    const mean = shape.kind === 'logNormal' ? shape.mean : 0
    this.#mu = mean > 0 ? log(mean) - variance / 2 : -Infinity
  }

  sample(random: Random): Duration {
    const shape = this.#shape
    switch (shape.kind) {
      case 'constant':
        return shape.value
      case 'uniform':
        return nanoseconds(shape.min + random.fraction() * (shape.max - shape.min))
      case 'exponential':
        return nanoseconds(random.exponential() * shape.mean)
      case 'logNormal':
        return nanoseconds(exp(this.#mu + this.#sigma * random.normal()))
      default:
        return unreachable(shape)
    }
  }
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
