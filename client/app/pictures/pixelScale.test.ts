import { describe, expect, it } from 'vitest'
import { filmSize, pixelScale } from './pixelScale.ts'

describe('pixelScale', () => {
  it('is two pixels a unit, or as many as a picture may have', () => {
    expect(pixelScale({ width: 1000, height: 600 })).toBe(2)
    expect(pixelScale({ width: 16_384, height: 100 })).toBe(0.5)
    expect(pixelScale({ width: 8000, height: 8000 })).toBeCloseTo(Math.SQRT1_2, 3)
  })
})

describe('filmSize', () => {
  it('is at most 1,200 pixels, and whole ones', () => {
    expect(filmSize({ width: 800.4, height: 300.6 })).toEqual({ scale: 1, width: 800, height: 300 })
    expect(filmSize({ width: 2400, height: 901 })).toEqual({ scale: 0.5, width: 1200, height: 450 })
  })
})
