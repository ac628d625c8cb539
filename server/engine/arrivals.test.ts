import { describe, expect, it } from 'vitest'
import { nextArrival, type RateShape } from './arrivals.ts'
import { Streams } from './random.ts'
import { after, type SimTime, START } from './time.ts'

const SECOND = 1e9

describe('nextArrival', () => {
  it('keeps a constant rate exactly', () => {
    const times = arrivalsUntil({ kind: 'constant', perNs: 50 / SECOND }, 1 * SECOND)

    expect(times).toHaveLength(50)
    expect(times.slice(0, 3)).toEqual([20_000_000, 40_000_000, 60_000_000])
  })

  it('has as many Poisson arrivals in a second as the rate says, with their variance', () => {
    const seconds = 2000
    const times = arrivalsUntil({ kind: 'poisson', perNs: 50 / SECOND }, seconds * SECOND)
    const counts = countsBySecond(times, seconds)

    const mean = times.length / seconds
    const variance = counts.reduce((sum, count) => sum + (count - 50) ** 2, 0) / seconds

    // Mean and variance are both 50; the fourth central moment is 50 + 3 · 50².
    expect(Math.abs(mean - 50)).toBeLessThan(5 * Math.sqrt(50 / seconds))
    expect(Math.abs(variance - 50)).toBeLessThan(5 * Math.sqrt((50 + 2 * 50 ** 2) / seconds))
  })

  it.each(['constant', 'poisson'] as const)('never comes at a %s rate of 0', (kind) => {
    expect(nextArrival({ kind, perNs: 0 }, START, stream())).toBeNull()
  })

  it('comes at most once in the longest run at the lowest of rates', () => {
    expect(nextArrival({ kind: 'constant', perNs: 1e-300 }, START, stream())).toBeNull()
  })

  describe('along a profile', () => {
    it('follows the integral of the rate', () => {
      // 10/s, rising to 30/s at 10 s, then falling at once to 5/s for good.
      const shape = profile('constant', [0, 10], [10, 30], [10, 5])

      const times = arrivalsUntil(shape, 20 * SECOND)

      // After t seconds of the rise: 10 t + t².
      expect(times.filter((time) => time <= 5 * SECOND)).toHaveLength(75)
      expect(times.filter((time) => time <= 10 * SECOND)).toHaveLength(200)
      expect(times).toHaveLength(250)
      const fifth = (Math.sqrt(100 + 4 * 5) - 10) / 2
      expect(times[4]).toBeCloseTo(fifth * SECOND, -1)
    })

    it('holds its first rate before its first point and its last one after the last', () => {
      const shape = profile('constant', [5, 10], [6, 20])

      const times = arrivalsUntil(shape, 16 * SECOND)

      expect(countsBySecond(times, 16)).toEqual([
        10, 10, 10, 10, 10, 15, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20,
      ])
    })

    it('waits until a rate of 0 is over, and for ever when it is the last', () => {
      const shape = profile('constant', [0, 0], [10, 0], [10, 2], [12, 2], [12, 0])

      expect(arrivalsUntil(shape, 100 * SECOND).map((time) => time / SECOND)).toEqual([
        10.5, 11, 11.5, 12,
      ])
    })

    it('has Poisson arrivals of its rate at each moment', () => {
      const seconds = 400
      const shape = profile('poisson', [0, 0], [seconds, 400])
      const counts = countsBySecond(arrivalsUntil(shape, seconds * SECOND), seconds)

      // Between second s and s + 1 the mean is s + 1/2.
      const squares = counts.reduce((sum, count, s) => sum + (count - s - 0.5) ** 2 / (s + 0.5), 0)

      expect(Math.abs(sumOf(counts) - 80_000)).toBeLessThan(5 * Math.sqrt(80_000))
      expect(Math.abs(squares - seconds)).toBeLessThan(5 * Math.sqrt(3 * seconds))
    })
  })
})

function profile(process: 'constant' | 'poisson', ...points: [seconds: number, rate: number][]) {
  const shape: RateShape = {
    kind: 'profile',
    process,
    points: points.map(([seconds, rate]) => ({
      at: (seconds * SECOND) as SimTime,
      perNs: rate / SECOND,
    })),
  }
  return shape
}

function arrivalsUntil(shape: RateShape, end: number): number[] {
  const random = stream()
  const times: number[] = []
  let now = START
  for (;;) {
    const gap = nextArrival(shape, now, random)
    if (gap === null) return times
    now = after(now, gap)
    if (now > end) return times
    times.push(now)
  }
}

/** Each second with its end, without its beginning. */
function countsBySecond(times: readonly number[], seconds: number): number[] {
  const counts = Array<number>(seconds).fill(0)
  for (const time of times) {
    const second = Math.max(0, Math.ceil(time / SECOND) - 1)
    counts[second] = (counts[second] as number) + 1
  }
  return counts
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

function stream() {
  return new Streams(1).of('services/shop/sources/placed', 'arrivals')
}
