// Kafka's partitioner spreads keys as evenly as chance does, and no more: the fullest of six partitions has
// four of twelve keys on average, not two.

import { describe, expect, it } from 'vitest'
import { partitionOf } from '../../server/broker/murmur2.ts'
import { emptyPartitions, fullestPartition } from './formulas.ts'

const KEYS = 12
const PARTITIONS = 6
const DRAWS = 20_000

describe('the partitions of a few keys', () => {
  const chances = fullestPartition(KEYS, PARTITIONS)
  const fullest = chances.reduce((total, chance, keys) => total + keys * chance, 0)
  const variance =
    chances.reduce((total, chance, keys) => total + keys ** 2 * chance, 0) - fullest ** 2
  const empty = emptyPartitions(KEYS, PARTITIONS)

  it('are as full as the urns of theory', () => {
    expect(fullest).toBeCloseTo(3.929197, 6)
    expect(empty.mean).toBeCloseTo(0.67294, 6)

    const spreads = Array.from({ length: DRAWS }, (_, draw) => spreadOf(partitionOf, draw))
    expect(errors(spreads, ({ most }) => most, { mean: fullest, variance })).toBeLessThan(5)
    expect(errors(spreads, ({ none }) => none, empty)).toBeLessThan(5)
  })

  it('are found out where a hash is not what it should be', () => {
    const byLastLetter = (key: string) => key.charCodeAt(key.length - 1) % PARTITIONS
    const spreads = Array.from({ length: DRAWS }, (_, draw) => spreadOf(byLastLetter, draw))

    expect(errors(spreads, ({ none }) => none, empty)).toBeGreaterThan(5)
  })
})

interface Spread {
  readonly most: number
  readonly none: number
}

/** As the keys of a key space are named: one prefix, and numbers. */
function spreadOf(hash: (key: string, partitions: number) => number, draw: number): Spread {
  const counts = new Array<number>(PARTITIONS).fill(0)
  for (let key = 0; key < KEYS; key += 1) {
    const partition = hash(`order-${draw}-${key}`, PARTITIONS)
    counts[partition] = (counts[partition] ?? 0) + 1
  }
  return { most: Math.max(...counts), none: counts.filter((count) => count === 0).length }
}

/** How many standard errors the average is off; they are known from theory. */
function errors(
  spreads: readonly Spread[],
  of: (spread: Spread) => number,
  { mean, variance }: { readonly mean: number; readonly variance: number },
): number {
  const average = spreads.reduce((total, spread) => total + of(spread), 0) / spreads.length
  return Math.abs(average - mean) / Math.sqrt(variance / spreads.length)
}
