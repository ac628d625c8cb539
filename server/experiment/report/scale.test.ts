import { describe, expect, it } from 'vitest'
import { scaleFor } from './scale.ts'

describe('scaleFor', () => {
  it('begins at zero and has round ticks', () => {
    const scale = scaleFor([12, 47])

    expect(scale.ticks).toEqual([0, 10, 20, 30, 40, 50])
    expect([0, 25, 50].map(scale.at)).toEqual([0, 0.5, 1])
  })

  it('is logarithmic where the largest would hide the others', () => {
    const scale = scaleFor([3, 40, 9000])

    expect(scale).toMatchObject({ isLogarithmic: true, ticks: [1, 10, 100, 1000, 10_000] })
    expect(scale.at(100)).toBeCloseTo(0.5, 12)
    expect(scale.at(0)).toBe(0)
  })

  it('has a height also where there is nothing but zeros, or nothing', () => {
    expect(scaleFor([0, 0]).ticks.at(-1)).toBe(1)
    expect(scaleFor([]).ticks.at(-1)).toBe(1)
  })
})
