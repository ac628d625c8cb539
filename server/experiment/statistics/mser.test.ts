import { describe, expect, it } from 'vitest'
import { batchMeans, truncation } from './mser.ts'

describe('batchMeans', () => {
  it('takes five observations each, and leaves a rest out', () => {
    expect(batchMeans([1, 2, 3, 4, 5, 0, 0, 0, 0, 10, 99])).toEqual([3, 2])
  })
})

describe('truncation', () => {
  it('cuts where the standard error of the rest is smallest', () => {
    // Squares about the mean of what is kept, over its number squared, by hand:
    // cut 1: 13.64 / 121 = 0.113; cut 2: 2.5 / 100 = 0.025; cut 3: 2.22 / 81 = 0.027; cut 4: 2 / 64 = 0.031
    expect(truncation([9, 5, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2])).toEqual({ cut: 2, isOver: true })
  })

  it('cuts nothing off what was steady from the start', () => {
    expect(truncation([1, 2, 1, 2, 1, 2, 1, 2, 1, 2])).toEqual({ cut: 0, isOver: true })
    expect(truncation(Array.from({ length: 100 }, () => 4))).toEqual({ cut: 0, isOver: true })
    expect(truncation([])).toEqual({ cut: 0, isOver: true })
  })

  it('says when the best cut lies in the second half: it never became steady', () => {
    // Of a straight line the error is (k² - 1) / 12k for k values kept: the fewer, the smaller.
    expect(truncation([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])).toEqual({ cut: 6, isOver: false })
  })
})
