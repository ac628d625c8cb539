// Logarithm and exponential from additions, multiplications and divisions alone, which IEEE 754 rounds
// the same everywhere. A language leaves `Math.log` and `Math.exp` to the platform, and a history must
// not depend on that. Accurate to a few units in the last place.

const LN2 = Math.LN2
/** LN2 in two parts; the first ends in zeros, so that whole multiples of it are exact (fdlibm's split). */
const LN2_HIGH = 6.9314718036912382e-1
const LN2_LOW = 1.9082149292705877e-10
const SQRT2 = Math.SQRT2

/** 1/23, 1/21, … 1/3. */
const ODD_RECIPROCALS = Float64Array.from({ length: 11 }, (_, term) => 1 / (23 - 2 * term))

const bits = new DataView(new ArrayBuffer(8))

/** Natural logarithm of a positive, normal number. */
export function log(x: number): number {
  bits.setFloat64(0, x)
  const high = bits.getUint32(0)
  let exponent = (high >>> 20) - 1023
  bits.setUint32(0, (high & 0x000f_ffff) | 0x3ff0_0000)
  let mantissa = bits.getFloat64(0)
  if (mantissa > SQRT2) {
    mantissa /= 2
    exponent += 1
  }
  // log m = 2 atanh s = 2 (s + s^3/3 + s^5/5 + …) with |s| < 0.172, so that 12 terms suffice.
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  let sum = 0
  for (let term = 0; term < ODD_RECIPROCALS.length; term += 1)
    sum = (sum + (ODD_RECIPROCALS[term] as number)) * square
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
  bits.setUint32(0, (power + 1023) << 20)
  bits.setUint32(4, 0)
  return sum * bits.getFloat64(0)
}

/** x^y for positive x. */
export function power(x: number, y: number): number {
  return exp(y * log(x))
}
