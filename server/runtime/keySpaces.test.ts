import { describe, expect, it } from 'vitest'
import type { KeySpace } from '#shared/topology/keySpaces.ts'
import { Streams } from '../engine/random.ts'
import { after, milliseconds, START } from '../engine/time.ts'
import { KeySpaces, samplerOf } from './keySpaces.ts'

const DRAWS = 50_000
const AT_START = { now: START }

describe('KeySpaces', () => {
  it('gives each space a range of its own', () => {
    const keys = new KeySpaces()

    expect(keys.register(spaceOf('order-', 100))).toEqual({ base: 0, size: 100, prefix: 'order-' })
    expect(keys.register(spaceOf('device-', 5))).toEqual({ base: 100, size: 5, prefix: 'device-' })

    expect([0, 99, 100, 104].map((key) => keys.text(key))).toEqual([
      'order-0',
      'order-99',
      'device-0',
      'device-4',
    ])
    expect(() => keys.text(105)).toThrow('a key lies in a key space')
  })

  it('takes spaces with the same prefix and size for the same keys', () => {
    const keys = new KeySpaces()
    const first = keys.register(spaceOf('order-', 100))

    expect(keys.register(spaceOf('order-', 100, { kind: 'zipf', exponent: 1 }))).toBe(first)
    expect(keys.register(spaceOf('order-', 10))?.base).toBe(100)
  })

  it('has room for eight million keys, and ends the run that needs more', () => {
    const keys = new KeySpaces()
    const reasons: string[] = []
    const world = { keys, scheduler: AT_START, halt: (reason: string) => reasons.push(reason) }
    for (let n = 0; n < 8; n += 1)
      expect(samplerOf(world, spaceOf(`s${n}-`, 1_000_000))).not.toBeNull()

    expect(samplerOf(world, spaceOf('one-more-', 1))).toBeNull()

    expect(reasons).toEqual([
      "The key spaces of the drawing have too many keys together; 'one-more-' does not fit.",
    ])
  })

  it('knows its ranges again after it was restored', () => {
    const keys = new KeySpaces()
    keys.register(spaceOf('order-', 100))

    const restored = new KeySpaces()
    restored.restore(keys.save())

    expect(restored.register(spaceOf('order-', 100))?.base).toBe(0)
    expect(restored.save()).toEqual(keys.save())
  })
})

describe('samplerOf', () => {
  it('draws nothing without a space', () => {
    expect(samplerOf(worldOf(), undefined)).toBeNull()
  })

  it('draws all keys of a uniform space alike', () => {
    expectShares(spaceOf('k', 8), Array<number>(8).fill(1 / 8))
  })

  it('draws key n of a Zipf space in proportion to 1 / (n + 1)^exponent', () => {
    const weights = [1, 2, 3, 4, 5, 6].map((rank) => rank ** -1.2)
    const sum = weights.reduce((total, weight) => total + weight, 0)

    expectShares(
      spaceOf('k', 6, { kind: 'zipf', exponent: 1.2 }),
      weights.map((weight) => weight / sum),
    )
  })

  it('draws named keys by their weights, and the others share the rest', () => {
    const distribution = { kind: 'weighted' as const, weights: [5, 2], restWeight: 3 }
    expectShares(spaceOf('k', 5, distribution), [0.5, 0.2, 0.1, 0.1, 0.1])
  })

  it('leaves out weights that have no key', () => {
    const distribution = { kind: 'weighted' as const, weights: [1, 3, 100], restWeight: 50 }
    expectShares(spaceOf('k', 2, distribution), [0.25, 0.75])
  })

  it('draws from the distribution of the time', () => {
    const space = {
      ...spaceOf('k', 4),
      phases: [
        {
          fromMs: 1000,
          distribution: { kind: 'weighted' as const, weights: [1, 3], restWeight: 0 },
        },
        { fromMs: 2000, distribution: { kind: 'zipf' as const, exponent: 0 } },
      ],
    }

    expectShares(space, [0.25, 0.25, 0.25, 0.25], 999)
    expectShares(space, [0.25, 0.75], 1000)
    expectShares(space, [0.25, 0.75], 1999)
    expectShares(space, [0.25, 0.25, 0.25, 0.25], 2000)
  })

  it('goes over to the next distribution while it draws', () => {
    const clock = { now: START }
    const only = (key: number) => {
      const weights = [0, 0, 0].map((_, index) => (index === key ? 1 : 0))
      return { kind: 'weighted' as const, weights, restWeight: 0 }
    }
    const phases = [1, 2].map((key) => ({ fromMs: key * 1000, distribution: only(key) }))
    const space = { ...spaceOf('k', 3, only(0)), phases }
    const sampler = samplerOf({ ...worldOf(), scheduler: clock }, space)
    const random = stream()
    const drawnAt = (ms: number) => {
      clock.now = after(START, milliseconds(ms))
      return sampler?.sample(random)
    }

    expect([0, 999.999_999, 1000, 5000, 6000].map(drawnAt)).toEqual([0, 0, 1, 2, 2])
  })

  it('lets other keys be the popular ones, time after time', () => {
    const distribution = { kind: 'weighted' as const, weights: [7, 2], restWeight: 1 }
    const rotation = { everyMs: 100, by: 3 }
    const space = { ...spaceOf('k', 4, distribution), rotation }

    expectShares(space, [0.7, 0.2, 0.05, 0.05], 99)
    expectShares(space, [0.2, 0.05, 0.05, 0.7], 100)
    expectShares(space, [0.05, 0.05, 0.7, 0.2], 250)
    expectShares(space, [0.7, 0.2, 0.05, 0.05], 400)
  })

  it('is told from draws whose hot key has not moved', () => {
    const distribution = { kind: 'weighted' as const, weights: [7, 2], restWeight: 1 }
    const space = { ...spaceOf('k', 4, distribution), rotation: { everyMs: 100, by: 3 } }

    expect(() => expectShares(space, [0.7, 0.2, 0.05, 0.05], 100)).toThrow()
  })

  it('draws from its own range', () => {
    const keys = new KeySpaces()
    keys.register(spaceOf('before', 1000))
    const sampler = samplerOf(worldOf(START, keys), spaceOf('k', 1))
    expect(sampler?.sample(stream())).toBe(1000)
  })
})

function expectShares(space: KeySpace, shares: readonly number[], atMs = 0): void {
  const sampler = samplerOf(worldOf(after(START, milliseconds(atMs))), space)
  const random = stream()
  const counts = countsOf(() => sampler?.sample(random) ?? -1)

  expect([...counts.keys()].every((key) => key >= 0 && key < shares.length)).toBe(true)
  shares.forEach((share, key) => {
    const error = Math.sqrt(DRAWS * share * (1 - share))
    expect(Math.abs((counts.get(key) ?? 0) - DRAWS * share)).toBeLessThanOrEqual(5 * error)
  })
}

function countsOf(draw: () => number): Map<number, number> {
  const counts = new Map<number, number>()
  for (let n = 0; n < DRAWS; n += 1) {
    const key = draw()
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function worldOf(now = START, keys = new KeySpaces()) {
  return { keys, scheduler: { now }, halt: () => {} }
}

function spaceOf(
  prefix: string,
  size: number,
  distribution: KeySpace['distribution'] = { kind: 'uniform' },
): KeySpace {
  return { prefix, size, distribution }
}

function stream() {
  return new Streams(1).of('services/shop/sources/placed', 'keys')
}
