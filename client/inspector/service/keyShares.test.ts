import { describe, expect, it } from 'vitest'
import { keyShares } from './keyShares.ts'

describe('keyShares', () => {
  it('falls as Zipf says', () => {
    expect(keyShares(2, { kind: 'zipf', exponent: 2 })).toBe('0,0 60,0 60,24 120,24')
  })

  it('shows what the keys without a weight of their own share', () => {
    expect(keyShares(4, { kind: 'weighted', weights: [4, 2], restWeight: 2 })).toBe(
      '0,0 30,0 30,16 60,16 60,24 90,24 90,24 120,24',
    )
  })

  it('shows the first forty of a million', () => {
    expect(keyShares(1_000_000, { kind: 'zipf', exponent: 1 })?.split(' ')).toHaveLength(80)
  })

  it('is left out where all are alike', () => {
    expect(keyShares(5, { kind: 'uniform' })).toBeNull()
    expect(keyShares(5, { kind: 'zipf', exponent: 0 })).toBeNull()
    expect(keyShares(2, { kind: 'weighted', weights: [0, 0], restWeight: 0 })).toBeNull()
  })
})
