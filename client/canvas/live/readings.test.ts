import { describe, expect, it } from 'vitest'
import { hotPartition } from './hotPartition.ts'
import { shortCount, signedRate } from './readings.ts'

describe('shortCount', () => {
  it.each([
    [0, '0'],
    [340, '340'],
    [2894, '2.89k'],
    [1_200_000, '1.2M'],
    [Number.NaN, '–'],
  ])('writes %d as %s', (count, text) => {
    expect(shortCount(count)).toBe(text)
  })
})

describe('signedRate', () => {
  it.each([
    [52.3, '+52.3/s'],
    [-3, '−3/s'],
    [0.2, ''],
    [Number.NaN, ''],
  ])('writes %d as %s', (rate, text) => {
    expect(signedRate(rate)).toBe(text)
  })
})

describe('hotPartition', () => {
  it.each([
    [[340, 402, 310, 2900, 446, 412], 3],
    [[340, 402, 310, 290, 446, 412], -1],
    [[0, 0, 25], -1],
    [[0, 0, 60], 2],
    [[900], -1],
  ])('finds in %j partition %d', (lags, partition) => {
    expect(hotPartition(lags)).toBe(partition)
  })
})
