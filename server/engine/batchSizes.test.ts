import { describe, expect, it } from 'vitest'
import { type BatchShape, batchSize } from './batchSizes.ts'
import { Streams } from './random.ts'

const DRAWS = 50_000

describe('batchSize', () => {
  it.each<[BatchShape, share: (size: number) => number, planted: BatchShape]>([
    [
      { kind: 'uniform', min: 2, max: 5 },
      (size) => (size >= 2 && size <= 5 ? 1 / 4 : 0),
      { kind: 'uniform', min: 2, max: 6 },
    ],
    [
      { kind: 'geometric', mean: 4 },
      (size) => (size >= 1 ? 0.75 ** (size - 1) / 4 : 0),
      { kind: 'geometric', mean: 4.2 },
    ],
  ])('has the shares of its law: %o', (shape, share, planted) => {
    expect(chiSquare(shape, share)).toBeLessThan(BOUND)
    expect(chiSquare(planted, share)).toBeGreaterThan(BOUND)
  })

  it('is always the same where it is constant, or where one is the mean', () => {
    expect(new Set(draws({ kind: 'constant', size: 7 }))).toEqual(new Set([7]))
    expect(new Set(draws({ kind: 'geometric', mean: 1 }))).toEqual(new Set([1]))
  })

  it('is a whole number at the bounds of the document', () => {
    for (const size of draws({ kind: 'geometric', mean: 1000 }))
      expect(Number.isSafeInteger(size) && size >= 1).toBe(true)
  })
})

/** Sizes 0 to 20, and all above together: 99.99 % of chi-square with 21 degrees of freedom. */
const BOUND = 54.0

function chiSquare(shape: BatchShape, share: (size: number) => number): number {
  const counts = Array<number>(22).fill(0)
  for (const size of draws(shape)) {
    const index = Math.min(size, 21)
    counts[index] = (counts[index] as number) + 1
  }
  const shares = counts.map((_, size) => (size < 21 ? share(size) : 0))
  shares[21] = 1 - shares.reduce((sum, each) => sum + each, 0)
  return counts.reduce((sum, count, size) => {
    const expected = DRAWS * (shares[size] as number)
    if (expected < 1e-6) return count > 0 ? Infinity : sum
    return sum + (count - expected) ** 2 / expected
  }, 0)
}

function draws(shape: BatchShape): number[] {
  const random = new Streams(1).of('services/shop/sources/placed', 'batch sizes')
  return Array.from({ length: DRAWS }, () => batchSize(shape, random))
}
