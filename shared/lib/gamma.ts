// The gamma function and the gamma distribution.

import type { Elementary } from './elementary.ts'

const HALF_LOG_TWO_PI = 0.918_938_533_204_672_7

/** From here on five terms of Stirling's series are exact to rounding. */
const STIRLING_FROM = 16

/** Enough for shapes up to 10,000: the number of terms grows with the root of the shape. */
const TERMS_MAX = 10_000

/**
 * Logarithm of the gamma function of a positive number. The logarithm is passed in, because histories
 * must not depend on the platform's.
 */
export function logGamma(x: number, log: (x: number) => number): number {
  let product = 1
  let far = x
  for (; far < STIRLING_FROM; far += 1) product *= far
  const square = 1 / (far * far)
  const series =
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / far
  return (far - 0.5) * log(far) - far + HALF_LOG_TWO_PI + series - log(product)
}

/** The chance that a gamma distribution with scale 1 stays below `x`. */
export function gammaBelow(shape: number, x: number, { exp, log }: Elementary): number {
  if (x <= 0) return 0
  if (x === Infinity) return 1
  const factor = exp(shape * log(x) - x - logGamma(shape, log))
  return x < shape + 1 ? factor * seriesBelow(shape, x) : 1 - factor * fractionAbove(shape, x)
}

function seriesBelow(shape: number, x: number): number {
  let term = 1 / shape
  let sum = term
  for (let n = 1; n < TERMS_MAX && term > sum * Number.EPSILON; n += 1) {
    term *= x / (shape + n)
    sum += term
  }
  return sum
}

/** A continued fraction, by Lentz's method. */
function fractionAbove(shape: number, x: number): number {
  let base = x + 1 - shape
  let ratio = 1 / base
  let carry = Infinity
  let result = ratio
  for (let n = 1; n < TERMS_MAX; n += 1) {
    const numerator = n * (shape - n)
    base += 2
    ratio = 1 / (base + numerator * ratio)
    carry = base + numerator / carry
    result *= ratio * carry
    if (Math.abs(ratio * carry - 1) < 4 * Number.EPSILON) break
  }
  return result
}
