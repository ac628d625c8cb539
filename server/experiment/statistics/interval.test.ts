import { describe, expect, it } from 'vitest'
import { Streams } from '../../engine/random.ts'
import { estimate } from './interval.ts'

describe('estimate', () => {
  it('is the mean with t deviations of it on either side', () => {
    // The deviation of 1 to 5 is the root of 2.5, and t with four degrees of freedom is 2.776.
    const { halfWidth, ...rest } = estimate([1, 2, 3, 4, 5], 0.95)

    expect(rest).toEqual({ count: 5, mean: 3, deviation: Math.sqrt(2.5), min: 1, max: 5 })
    expect(halfWidth).toBeCloseTo((2.7764 * Math.sqrt(2.5)) / Math.sqrt(5), 3)
  })

  it('knows nothing of chance with one replication, and nothing at all with none', () => {
    const nothing = { mean: null, deviation: null, halfWidth: null, min: null, max: null }

    expect(estimate([7], 0.95)).toEqual({
      ...nothing,
      count: 1,
      mean: 7,
      min: 7,
      max: 7,
    })
    expect(estimate([], 0.95)).toEqual({ ...nothing, count: 0 })
  })

  it('leaves out replications that measured nothing, and says how many did', () => {
    expect(estimate([1, null, 3], 0.95)).toMatchObject({ count: 2, mean: 2 })
  })

  it.each([
    [0.95, 3],
    [0.95, 10],
    [0.8, 5],
  ])('holds the truth as often as it says: %f, %i replications', (confidence, replications) => {
    const experiments = 4000
    const random = new Streams(1).of('test', `${confidence} ${replications}`)
    let held = 0

    for (let experiment = 0; experiment < experiments; experiment += 1) {
      const values = Array.from({ length: replications }, () => 10 + 3 * random.normal())
      const { mean, halfWidth } = estimate(values, confidence)
      if (Math.abs((mean ?? 0) - 10) <= (halfWidth ?? 0)) held += 1
    }

    // Four standard errors of a share.
    const band = 4 * Math.sqrt((confidence * (1 - confidence)) / experiments)
    expect(Math.abs(held / experiments - confidence)).toBeLessThan(band)
  })
})
