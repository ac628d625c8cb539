import { describe, expect, it } from 'vitest'
import { trendOf } from './trend.ts'

/** Four samples a second. */
const SAMPLES = 40

describe('trendOf', () => {
  it('is the growth a second of what grows', () => {
    expect(trendOf(series((second) => 12 * second))).toBeCloseTo(12)
  })

  it('is below zero for what shrinks', () => {
    expect(trendOf(series((second) => 500 - 30 * second))).toBeCloseTo(-30)
  })

  it('says nothing while a backlog that grew has begun to drain', () => {
    const level = (second: number) => (second < 7 ? 50 * second : 350 - 36 * (second - 7))

    expect(trendOf(series(level))).toBe(0)
  })

  it('says nothing where little is known', () => {
    const { times, values } = series((second) => second)

    expect(trendOf({ times: times.slice(0, 7), values: values.slice(0, 7) })).toBe(0)
  })

  it('sees a turn in a fast run too, whose samples lie far apart', () => {
    const { times, values } = series((second) => 12 * second)

    expect(trendOf({ times: times.map((second) => second * 4), values })).toBeCloseTo(3)
  })
})

function series(level: (second: number) => number) {
  const times = Float64Array.from({ length: SAMPLES }, (_, sample) => sample / 4)
  return { times, values: times.map(level) }
}
