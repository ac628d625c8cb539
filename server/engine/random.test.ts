import { describe, expect, it } from 'vitest'
import { Random, Streams } from './random.ts'

const SOURCE = 'services/shop/sources/placed'

describe('Random', () => {
  it('is sfc32, as its reference says', () => {
    const random = new Random([1, -2, 0x7fff_ffff, 0x1234_5678])
    const reference = sfc32(1n, 0xffff_fffen, 0x7fff_ffffn, 0x1234_5678n)

    for (let draw = 0; draw < 1000; draw += 1) expect(random.next()).toBe(reference())
  })

  it('spreads evenly, in its high bits and in its low ones', () => {
    const random = new Streams(1).of(SOURCE, 'arrivals')
    const high = new Float64Array(256)
    const low = new Float64Array(256)
    for (let draw = 0; draw < 256_000; draw += 1) {
      const word = random.next()
      high[word >>> 24] = (high[word >>> 24] as number) + 1
      low[word & 255] = (low[word & 255] as number) + 1
    }

    // 255 degrees of freedom: 99.9 % lie below 330, and 99.9 % above 188.
    expect(chiSquare(high)).toBeGreaterThan(188)
    expect(chiSquare(high)).toBeLessThan(330)
    expect(chiSquare(low)).toBeGreaterThan(188)
    expect(chiSquare(low)).toBeLessThan(330)
  })

  it('draws between 0 and 1, neither of them', () => {
    const lowest = randomWithNext(0)
    const highest = randomWithNext(0xffff_ffff)

    expect(lowest.fraction()).toBe(0.5 / 2 ** 32)
    expect(highest.fraction()).toBe(1 - 0.5 / 2 ** 32)
    expect(randomWithNext(0xffff_ffff).below(1_000_000)).toBe(999_999)
    expect(randomWithNext(0).below(7)).toBe(0)
  })

  it('draws nothing when there is no doubt', () => {
    const random = new Random([1, 2, 3, 4])

    expect([random.chance(0), random.chance(1)]).toEqual([false, true])

    expect(random.save()).toEqual([1, 2, 3, 4])
  })

  it('says yes as often as it is asked to', () => {
    const random = new Streams(1).of(SOURCE, 'failure')
    let yes = 0
    for (let draw = 0; draw < 100_000; draw += 1) if (random.chance(0.2)) yes += 1

    // Five standard deviations of a binomial.
    expect(Math.abs(yes - 20_000)).toBeLessThan(5 * Math.sqrt(100_000 * 0.2 * 0.8))
  })
})

describe('Streams', () => {
  it('gives the same numbers for a seed and a name for ever', () => {
    expect(firstOf(7, SOURCE, 'arrivals')).toEqual([3005559780, 283658412, 364357927])
    expect(firstOf(7, SOURCE, 'keys')).toEqual([4283025442, 2745323890, 2056906717])
    expect(firstOf(0xffff_ffff, SOURCE, 'arrivals')).toEqual([2712647972, 1445721167, 3792638693])
  })

  it('is one stream whenever it is asked for', () => {
    const streams = new Streams(7)
    const first = streams.of(SOURCE, 'arrivals').next()

    expect([first, streams.of(SOURCE, 'arrivals').next()]).toEqual(
      firstOf(7, SOURCE, 'arrivals').slice(0, 2),
    )
  })

  it('does not depend on which others there are', () => {
    const streams = new Streams(7)
    streams.of('services/other', 'arrivals').next()
    streams.of(SOURCE, 'keys').next()

    expect(streams.of(SOURCE, 'arrivals').next()).toBe(firstOf(7, SOURCE, 'arrivals')[0])
  })

  it('has streams that know nothing of each other, however alike their names and seeds', () => {
    const streams = [0, 1, 2, 0xffff_ffff].flatMap((seed) =>
      ['a', 'b', 'aa', 'ab', 'ba'].map((name) => new Streams(seed).of(name, 'x')),
    )
    const draws = streams.map((random) => Array.from({ length: 2000 }, () => random.fraction()))

    const correlations = draws.flatMap((a, index) =>
      draws.slice(index + 1).map((b) => Math.abs(correlation(a, b))),
    )

    // 190 pairs: 5 standard errors of 1 / sqrt(2000).
    expect(Math.max(...correlations)).toBeLessThan(5 / Math.sqrt(2000))
    expect(new Set(draws.map(([first]) => first)).size).toBe(streams.length)
  })

  it('goes on where it was saved', () => {
    const streams = new Streams(7)
    streams.of(SOURCE, 'arrivals').next()
    streams.of(SOURCE, 'keys').next()

    const restored = new Streams(7)
    restored.restore(structuredClone(streams.save()))

    expect(restored.save()).toEqual(streams.save())
    expect(restored.of(SOURCE, 'arrivals').next()).toBe(streams.of(SOURCE, 'arrivals').next())
  })
})

function firstOf(seed: number, element: string, purpose: string): number[] {
  const random = new Streams(seed).of(element, purpose)
  return [random.next(), random.next(), random.next()]
}

/** The first number is the sum of the state's first, second and fourth word. */
function randomWithNext(word: number): Random {
  return new Random([word | 0, 0, 0, 0])
}

/** Small Fast Counter, 32 bits (PractRand), written for whole numbers of any size. */
function sfc32(a: bigint, b: bigint, c: bigint, counter: bigint): () => number {
  const mask = 0xffff_ffffn
  let [x, y, z, n] = [a, b, c, counter]
  return () => {
    const sum = (x + y + n) & mask
    n = (n + 1n) & mask
    x = y ^ (y >> 9n)
    y = (z + (z << 3n)) & mask
    z = (((z << 21n) | (z >> 11n)) + sum) & mask
    return Number(sum)
  }
}

function chiSquare(counts: Float64Array): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}

/** Of numbers that spread evenly between 0 and 1. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const sum = a.reduce((total, x, index) => total + (x - 0.5) * ((b[index] as number) - 0.5), 0)
  return (sum / a.length) * 12
}
