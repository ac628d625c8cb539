import { describe, expect, it } from 'vitest'
import { parsePercentile, percentileName } from './percentile.ts'

describe('percentiles', () => {
  it.each([
    [0, 'min'],
    [0.07, 'p7'],
    [0.5, 'p50'],
    [0.999, 'p99.9'],
    [0.000_01, 'p0.001'],
    [1, 'max'],
  ])('writes and reads %d as %s', (share, name) => {
    expect(percentileName(share)).toBe(name)
    expect(parsePercentile(name)).toBe(share)
  })

  it.each([
    ['P95', 0.95],
    ['p 95', 0.95],
    ['95', 0.95],
    ['95%', 0.95],
    [' Median ', 0.5],
    ['maximum', 1],
    ['p0', 0],
    ['100 %', 1],
  ])('reads %o', (text, share) => {
    expect(parsePercentile(text)).toBe(share)
  })

  it.each(['', 'p', 'p101', '-1', 'p9a', 'mean', '.'])('does not read %o', (text) => {
    expect(parsePercentile(text)).toBeNull()
  })
})
