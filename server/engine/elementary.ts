// Logarithm and exponential from additions, multiplications and divisions alone, which IEEE 754 rounds
// the same everywhere. A language leaves `Math.log` and `Math.exp` to the platform, and a history must
// not depend on that. Accurate to a few units in the last place.

const LN2 = Math.LN2
/** LN2 in two parts; the first ends in zeros, so that whole multiples of it are exact (fdlibm's split). */
const LN2_HIGH = 6.9314718036912382e-1
const LN2_LOW = 1.9082149292705877e-10
const SQRT2 = Math.SQRT2

const double = new Float64Array(1)
const words = new Int32Array(double.buffer)
/** Where a double keeps its sign and exponent on this machine, and the rest of its bits. */
const HIGH = highWordIndex()
const LOW = 1 - HIGH

/** Natural logarithm of a positive, normal number. */
export function log(x: number): number {
  double[0] = x
  const high = words[HIGH] as number
  let exponent = (high >>> 20) - 1023
  words[HIGH] = (high & 0x000f_ffff) | 0x3ff0_0000
  let mantissa = double[0] as number
  if (mantissa > SQRT2) {
    mantissa /= 2
    exponent += 1
  }
  // log m = 2 atanh s = 2 (s + s^3/3 + s^5/5 + …) with |s| < 0.172, so that 12 terms suffice.
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  // Written out: a loop costs as much again.
  let sum = (1 / 23) * square
  sum = (sum + 1 / 21) * square
  sum = (sum + 1 / 19) * square
  sum = (sum + 1 / 17) * square
  sum = (sum + 1 / 15) * square
  sum = (sum + 1 / 13) * square
  sum = (sum + 1 / 11) * square
  sum = (sum + 1 / 9) * square
  sum = (sum + 1 / 7) * square
  sum = (sum + 1 / 5) * square
  sum = (sum + 1 / 3) * square
  return exponent * LN2_HIGH + (2 * s + (2 * s * sum + exponent * LN2_LOW))
}

/** e^x; 0 below -700 and Infinity above 700, where no duration of ours lies. */
export function exp(x: number): number {
  if (x < -700) return 0
  if (x > 700) return Infinity
  const power = Math.round(x / LN2)
  const rest = x - power * LN2_HIGH - power * LN2_LOW
  // |rest| < 0.35: the Taylor sum to the 15th power is exact to rounding.
  let sum = 1
  for (let n = 15; n >= 1; n -= 1) sum = 1 + (sum * rest) / n
  words[HIGH] = (power + 1023) << 20
  words[LOW] = 0
  return sum * (double[0] as number)
}

/** x^y for positive x. */
export function power(x: number, y: number): number {
  return exp(y * log(x))
}

function highWordIndex(): 0 | 1 {
  double[0] = 1
  return words[0] === 0 ? 1 : 0
}
