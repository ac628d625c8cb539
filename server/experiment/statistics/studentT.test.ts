import { describe, expect, it } from 'vitest'
import { studentQuantile } from './studentT.ts'

describe('studentQuantile', () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2: upper critical values.
  it.each([
    [0.9, 1, 3.078],
    [0.95, 1, 6.314],
    [0.975, 1, 12.706],
    [0.975, 2, 4.303],
    [0.995, 3, 5.841],
    [0.975, 4, 2.776],
    [0.95, 9, 1.833],
    [0.975, 9, 2.262],
    [0.99, 9, 2.821],
    [0.995, 9, 3.25],
    [0.999, 9, 4.297],
    [0.975, 19, 2.093],
    [0.995, 19, 2.861],
    [0.975, 30, 2.042],
    [0.975, 60, 2.0],
    [0.975, 100, 1.984],
    [0.999, 100, 3.174],
  ])('of %f with %i degrees of freedom is %f', (share, degrees, tabulated) => {
    expect(studentQuantile(share, degrees)).toBeCloseTo(tabulated, 3)
  })

  it('is the closed form for one and for two degrees of freedom', () => {
    const share = 0.983
    const two = (2 * share - 1) * Math.sqrt(2 / (4 * share * (1 - share)))

    expect(studentQuantile(share, 1)).toBeCloseTo(Math.tan(Math.PI * (share - 0.5)), 9)
    expect(studentQuantile(share, 2)).toBeCloseTo(two, 9)
  })

  it('comes to the normal distribution, and is symmetric', () => {
    expect(studentQuantile(0.975, 100_000)).toBeCloseTo(1.959_964, 4)
    expect(studentQuantile(0.1, 7)).toBe(-studentQuantile(0.9, 7))
    expect(studentQuantile(0.5, 7)).toBe(0)
  })
})
