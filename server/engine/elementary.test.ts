import { describe, expect, it } from 'vitest'
import { exp, log, power } from './elementary.ts'
import { Random } from './random.ts'

// Math.log and Math.exp of one platform are what ours are held against; the golden values below are
// what every platform must give.

describe('log', () => {
  it.each([
    ['between 0 and 1, as for exponential draws', (r: Random) => r.fraction()],
    ['about 1, where it cancels', (r: Random) => 1 + (r.fraction() - 0.5) / 1000],
    ['of any size', (r: Random) => 2 ** (1000 * (2 * r.fraction() - 1))],
  ])('is accurate to 4 units in the last place %s', (_, draw) => {
    expect(worstError(draw, log, Math.log)).toBeLessThanOrEqual(4)
  })

  it('is exact where it can be', () => {
    expect(log(1)).toBe(0)
    expect(log(Math.E)).toBe(1)
    expect(log(2)).toBe(Math.LN2)
  })

  it('gives the same bits everywhere', () => {
    expect([log(0.1), log(0.5), log(3), log(12_345.678), log(1e300)].map(bits)).toEqual(GOLDEN_LOGS)
  })
})

describe('exp', () => {
  it.each([
    ['about 0', (r: Random) => 2 * r.fraction() - 1],
    ['of any size', (r: Random) => 1380 * (r.fraction() - 0.5)],
  ])('is accurate to 4 units in the last place %s', (_, draw) => {
    expect(worstError(draw, exp, Math.exp)).toBeLessThanOrEqual(4)
  })

  it('has its bounds', () => {
    expect([exp(0), exp(-800), exp(-Infinity), exp(800)]).toEqual([1, 0, 0, Infinity])
  })

  it('gives the same bits everywhere', () => {
    expect([exp(1), exp(-1), exp(0.1), exp(20.5), exp(-345.678)].map(bits)).toEqual(GOLDEN_EXPS)
  })
})

describe('power', () => {
  it('is accurate to what the exponent leaves of the logarithm', () => {
    const random = new Random([5, 6, 7, 8])
    for (let draw = 0; draw < 20_000; draw += 1) {
      const x = 1 + random.fraction() * 1e6
      const y = 10 * (random.fraction() - 0.5)

      const error = unitsOff(power(x, y), x ** y)

      expect(error).toBeLessThanOrEqual(4 + 2 * Math.abs(y * Math.log(x)))
    }
  })

  it('knows the easy ones', () => {
    expect(power(1, 1e9)).toBe(1)
    expect(power(7, 0)).toBe(1)
    expect(power(2, 10)).toBeCloseTo(1024, 9)
    expect(power(4, -0.5)).toBeCloseTo(0.5, 14)
  })
})

const GOLDEN_LOGS = [
  'c0026bb1bbb55515',
  'bfe62e42fefa39ef',
  '3ff193ea7aad030b',
  '4022d79559791e31',
  '4085963447f87fb5',
]
const GOLDEN_EXPS = [
  '4005bf0a8b14576a',
  '3fd78b56362cef38',
  '3ff1aec7b35a00d4',
  '41c7d6c4f0bcdd5c',
  '20c3971a67444e9d',
]

function bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getBigUint64(0).toString(16).padStart(16, '0')
}

function worstError(
  draw: (random: Random) => number,
  ours: (x: number) => number,
  theirs: (x: number) => number,
): number {
  const random = new Random([1, 2, 3, 4])
  let worst = 0
  for (let n = 0; n < 50_000; n += 1) {
    const x = draw(random)
    worst = Math.max(worst, unitsOff(ours(x), theirs(x)))
  }
  return worst
}

/** In units of the last place of what is expected. */
function unitsOff(actual: number, expected: number): number {
  const unit = 2 ** (Math.floor(Math.log2(Math.abs(expected))) - 52)
  return Math.abs(actual - expected) / unit
}
