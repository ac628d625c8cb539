import { describe, expect, it } from 'vitest'
import { chartShape } from './chartShape.ts'

const frame = { left: 40, right: 240, top: 0, bottom: 100 }

describe('chartShape', () => {
  it('marks whole powers of ten around times', () => {
    const { marks, paths } = chartShape([line([20, 200, 400])], frame, 'log')

    expect(marks).toEqual([
      { y: 100, value: 10 },
      { y: 50, value: 100 },
      { y: 0, value: 1000 },
    ])
    expect(paths).toEqual(['M40.0 84.9L140.0 34.9L240.0 19.9'])
  })

  it('counts from zero to a round number', () => {
    const { marks, paths } = chartShape([line([0, 340, 100])], frame, 'linear')

    expect(marks.map(({ value }) => value)).toEqual([0, 250, 500])
    expect(paths).toEqual(['M40.0 100.0L140.0 32.0L240.0 80.0'])
  })

  it('breaks a line where nothing was known', () => {
    const { paths } = chartShape([line([Number.NaN, 1, Number.NaN, 1, 1])], frame, 'linear')

    expect(paths).toEqual(['M90.0 0.0M190.0 0.0L240.0 0.0'])
  })

  it('has an axis before anything is known', () => {
    const { marks, paths } = chartShape([line([])], frame, 'log')

    expect(marks.map(({ value }) => value)).toEqual([1, 10, 100])
    expect(paths).toEqual([''])
  })
})

function line(values: readonly number[]) {
  return { times: Float64Array.from(values.keys()), values: Float64Array.from(values) }
}
