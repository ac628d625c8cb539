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
/** Where a double keeps its sign and exponent on this machine. */
const HIGH = highWordIndex()

/** Powers of two that are normal numbers, from the smallest to the largest. */
const LOWEST = -1022
const HIGHEST = 1023
const POWERS_OF_TWO = powersOfTwo()

/** Natural logarithm of a positive, normal number. */
export function log(x: number): number {
  double[0] = x
  const high = words[HIGH] as number
  const binade = (high >>> 20) - 1023
  // In two halves: no power of two brings the largest numbers down to 1, or up to it the smallest.
  const scaled = x * powerOfTwo(-(binade >> 1)) * powerOfTwo((binade >> 1) - binade)
  // Which side of the root it is on nobody can foresee, so the processor is not made to guess.
  const isAbove = Number(scaled > SQRT2)
  const mantissa = scaled * (1 - isAbove / 2)
  const exponent = binade + isAbove
  // log m = 2 atanh s = 2 (s + s^3/3 + s^5/5 + …) with |s| < 0.172, so that 12 terms suffice. In pairs, written
  // out: a term after the other, each would wait for the one before.
  const s = (mantissa - 1) / (mantissa + 1)
  const square = s * s
  const fourth = square * square
  let sum = (1 / 23) * fourth + (1 / 19 + square * (1 / 21))
  sum = sum * fourth + (1 / 15 + square * (1 / 17))
  sum = sum * fourth + (1 / 11 + square * (1 / 13))
  sum = sum * fourth + (1 / 7 + square * (1 / 9))
  sum = (sum * fourth + (1 / 3 + square * (1 / 5))) * square
  return exponent * LN2_HIGH + (2 * s + (2 * s * sum + exponent * LN2_LOW))
}

/** e^x; 0 below -700 and Infinity above 700, where no duration of ours lies. */
export function exp(x: number): number {
  if (x < -700) return 0
  if (x > 700) return Infinity
  const power = Math.round(x / LN2)
  const rest = x - power * LN2_HIGH - power * LN2_LOW
  // |rest| < 0.35: what follows the 14th power in the Taylor sum is less than rounding. In pairs, written out: a
  // term after the other, each would wait for the one before.
  const square = rest * rest
  let sum = (1 / 87_178_291_200) * square + (1 / 479_001_600 + rest * (1 / 6_227_020_800))
  sum = sum * square + (1 / 3_628_800 + rest * (1 / 39_916_800))
  sum = sum * square + (1 / 40_320 + rest * (1 / 362_880))
  sum = sum * square + (1 / 720 + rest * (1 / 5040))
  sum = sum * square + (1 / 24 + rest * (1 / 120))
  sum = sum * square + (1 / 2 + rest * (1 / 6))
  return (1 + (rest + sum * square)) * powerOfTwo(power)
}

/** x^y for positive x. */
export function power(x: number, y: number): number {
  return exp(y * log(x))
}

function highWordIndex(): 0 | 1 {
  double[0] = 1
  return words[0] === 0 ? 1 : 0
}

function powerOfTwo(exponent: number): number {
  return POWERS_OF_TWO[exponent - LOWEST] as number
}

/** By doubling and halving, which lose nothing. */
function powersOfTwo(): Float64Array {
  const powers = new Float64Array(HIGHEST - LOWEST + 1)
  powers[-LOWEST] = 1
  for (let at = -LOWEST; at < HIGHEST - LOWEST; at += 1) powers[at + 1] = 2 * (powers[at] as number)
  for (let at = -LOWEST; at > 0; at -= 1) powers[at - 1] = (powers[at] as number) / 2
  return powers
}
