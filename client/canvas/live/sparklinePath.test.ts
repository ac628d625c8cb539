import { describe, expect, it } from 'vitest'
import { sparklinePath } from './sparklinePath.ts'

const frame = { width: 100, height: 24, valueMax: 1 }

describe('sparklinePath', () => {
  it('draws nothing from less than two samples', () => {
    expect(sparklinePath(series([]), frame)).toBe('')
    expect(sparklinePath(series([5]), frame)).toBe('')
  })

  it('runs from edge to edge, scaled to the highest value with some air', () => {
    expect(sparklinePath(series([0, 115, 57.5]), frame)).toBe('M0.0 22.0L50.0 4.6L100.0 13.3')
  })

  it('begins where something is known', () => {
    expect(sparklinePath(series([Number.NaN, 10, 10]), frame)).toBe('M0.0 4.6L100.0 4.6')
  })

  it('shows no more points than there is room for', () => {
    const path = sparklinePath(series(Array.from({ length: 240 }, (_, n) => n)), frame)

    expect(path.split('L')).toHaveLength(48)
  })
})

function series(values: readonly number[]) {
  return { times: Float64Array.from(values.keys()), values: Float64Array.from(values) }
}
