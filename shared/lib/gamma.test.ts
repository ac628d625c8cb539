import { describe, expect, it } from 'vitest'
import { gammaBelow, logGamma } from './gamma.ts'

describe('logGamma', () => {
  it('is the logarithm of a factorial', () => {
    expect(logGamma(1, Math.log)).toBeCloseTo(0, 13)
    expect(logGamma(5, Math.log)).toBeCloseTo(Math.log(24), 13)
    expect(logGamma(0.5, Math.log)).toBeCloseTo(Math.log(Math.PI) / 2, 13)
    expect(logGamma(101, Math.log)).toBeCloseTo(363.739_375_555_563_47, 10)
  })

  it.each([0.0025, 0.3, 2.7, 15.5, 16, 9999.5])(
    'grows by its argument from %d to one more',
    (x) => {
      const grown = logGamma(x + 1, Math.log) - logGamma(x, Math.log)
      expect(grown).toBeCloseTo(Math.log(x), 9)
    },
  )
})

describe('gammaBelow', () => {
  it.each([0.01, 0.5, 1, 1.9, 2.1, 10, 40])('is what it is for whole shapes, at %d', (x) => {
    expect(gammaBelow(1, x, Math)).toBeCloseTo(1 - Math.exp(-x), 13)
    const three = 1 - Math.exp(-x) * (1 + x + (x * x) / 2)
    expect(gammaBelow(3, x, Math)).toBeCloseTo(three, 13)
  })

  it('is a chi-squared distribution of one degree for a shape of a half', () => {
    expect(gammaBelow(0.5, 3.841_458_820_694_124 / 2, Math)).toBeCloseTo(0.95, 12)
  })

  it.each([0.0025, 0.7, 60, 10_000])(
    'has no step where the method changes, at a shape of %d',
    (k) => {
      const step =
        gammaBelow(k, (k + 1) * (1 + 1e-12), Math) - gammaBelow(k, (k + 1) * (1 - 1e-12), Math)
      expect(Math.abs(step)).toBeLessThan(1e-9)
    },
  )

  it('begins at 0', () => {
    expect(gammaBelow(2, 0, Math)).toBe(0)
    expect(gammaBelow(2, -1, Math)).toBe(0)
  })
})
