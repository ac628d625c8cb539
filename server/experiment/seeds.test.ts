import { describe, expect, it } from 'vitest'
import { seedOfReplication } from './seeds.ts'

describe('seedOfReplication', () => {
  it('gives each replication another one, of 32 bits', () => {
    const seeds = Array.from({ length: 10_000 }, (_, index) => seedOfReplication(7, index))

    expect(new Set(seeds).size).toBe(10_000)
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true)
  })

  it('depends on the seed of the experiment, and stays as it is', () => {
    expect([0, 1].map((index) => seedOfReplication(1, index))).toEqual([2_527_132_011, 314_344_336])
    expect(seedOfReplication(2, 0)).not.toBe(seedOfReplication(1, 0))
  })
})
