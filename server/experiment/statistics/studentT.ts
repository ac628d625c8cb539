// Quantiles of Student's t distribution, by our own elementary functions: an interval must not differ
// from machine to machine either.

import { assert } from '#shared/lib/assert.ts'
import { logGamma } from '#shared/lib/gamma.ts'
import { exp, log } from '../../engine/elementary.ts'

const TERMS_MAX = 500
const HALVINGS = 100
const TINY = 1e-300

/** The value that a t variable with so many degrees of freedom stays below with probability `share`. */
export function studentQuantile(share: number, degrees: number): number {
  assert(share > 0 && share < 1 && degrees >= 1, 'a quantile is asked for a share between 0 and 1')
  if (share === 0.5) return 0
  if (share < 0.5) return -studentQuantile(1 - share, degrees)
  let high = 1
  while (studentAbove(high, degrees) > 1 - share) high *= 2
  let low = 0
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2
    if (studentAbove(middle, degrees) > 1 - share) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** The chance to exceed a value that is not negative. */
function studentAbove(value: number, degrees: number): number {
  return betaBelow(degrees / (degrees + value * value), degrees / 2, 1 / 2) / 2
}

/** The regularised incomplete beta function. */
function betaBelow(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The continued fraction is quick on this side only; the other is its mirror image.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaBelow(1 - x, b, a)
  const logBeta = logGamma(a, log) + logGamma(b, log) - logGamma(a + b, log)
  return (exp(a * log(x) + b * log(1 - x) - logBeta) / a) * betaFraction(x, a, b)
}

/** By Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  let ratio = 1 / kept(1 - ((a + b) * x) / (a + 1))
  let carry = 1
  let result = ratio
  for (let n = 1; n <= TERMS_MAX; n += 1) {
    const even = (n * (b - n) * x) / ((a + 2 * n - 1) * (a + 2 * n))
    ratio = 1 / kept(1 + even * ratio)
    carry = kept(1 + even / carry)
    result *= ratio * carry
    const odd = (-(a + n) * (a + b + n) * x) / ((a + 2 * n) * (a + 2 * n + 1))
    ratio = 1 / kept(1 + odd * ratio)
    carry = kept(1 + odd / carry)
    result *= ratio * carry
    if (Math.abs(ratio * carry - 1) < Number.EPSILON) break
  }
  return result
}

/** Away from zero, which would divide by nothing. */
function kept(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}
