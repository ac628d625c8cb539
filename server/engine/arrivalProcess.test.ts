// Arrival processes against the means, variances and distributions of renewal theory. Seeds are fixed; each
// bound is also shown to catch a law that is a little off.

import { describe, expect, it } from 'vitest'
import { type ArrivalShape, arrivalProcess } from './arrivalProcess.ts'
import { Streams } from './random.ts'
import { after, type Duration, milliseconds, type SimTime, START, TIME_MAX } from './time.ts'

const SECOND = 1e9
const SECONDS = 4000

describe('a renewal process', () => {
  it('has as many arrivals as its gaps say, and their variance', () => {
    // Erlang gaps of 4 phases, 20 a second: over a long time t the count has variance cv²·t / mean.
    const { mean, variance } = countsOf(erlang(50, 4), 10)

    expect(Math.abs(mean - 200)).toBeLessThan(4 * Math.sqrt(50 / 400))
    expect(Math.abs(variance - 50)).toBeLessThan(4 * 50 * Math.sqrt(2 / 400))
  })

  it.each([
    ['exponential gaps', { kind: 'renewal', gap: { kind: 'exponential', mean: ms(50) } }],
    ['gaps that are 5 % longer', erlang(52.5, 4)],
  ] as const)('is told from %s', (_, planted) => {
    const { mean, variance } = countsOf(planted, 10)

    const isCaught =
      Math.abs(mean - 200) > 4 * Math.sqrt(50 / 400) ||
      Math.abs(variance - 50) > 4 * 50 * Math.sqrt(2 / 400)
    expect(isCaught).toBe(true)
  })

  it('has the gaps of its law', () => {
    const gaps = gapsOf(arrivalsUntil(erlang(50, 4), SECONDS * SECOND))
    const below = (x: number) => 1 - Math.exp(-x) * (1 + x + x ** 2 / 2 + x ** 3 / 6)

    expect(largestGap(gaps, (gap) => below((4 * gap) / 50e6))).toBeLessThan(bound(gaps))
    expect(largestGap(gaps, (gap) => 1 - Math.exp(-gap / 50e6))).toBeGreaterThan(bound(gaps))
  })

  it('ends where a gap is longer than the longest run', () => {
    const gap = { kind: 'constant', value: TIME_MAX as number as Duration } as const
    expect(arrivalsUntil({ kind: 'renewal', gap }, SECOND)).toEqual([])
  })
})

describe('bursts', () => {
  it('have the mean and the variance of an interrupted Poisson process', () => {
    // 100 a second while on; on for 200 ms and off for 300 ms on average, both exponential: 40 a second.
    const counts = countsOf(INTERRUPTED, 10)
    const { mean, variance } = interruptedMoments({ rate: 100, ends: 1 / 0.2, begins: 1 / 0.3 })

    expect(Math.abs(counts.mean - 10 * mean)).toBeLessThan(4 * Math.sqrt((10 * variance) / 400))
    expect(Math.abs(counts.variance - 10 * variance)).toBeLessThan(
      4 * 10 * variance * Math.sqrt(2 / 400),
    )
    // Poisson arrivals of the same rate vary far less.
    const poisson = countsOf({ kind: 'poisson', perNs: 40 / SECOND }, 10)
    expect(Math.abs(poisson.variance - 10 * variance)).toBeGreaterThan(
      4 * 10 * variance * Math.sqrt(2 / 400),
    )
  })

  it('have gaps as Kuczura says: two exponential phases', () => {
    const gaps = gapsOf(arrivalsUntil(INTERRUPTED, SECONDS * SECOND))
    const below = interruptedGapBelow({ rate: 100, ends: 1 / 0.2, begins: 1 / 0.3 })
    const swapped = interruptedGapBelow({ rate: 100, ends: 1 / 0.3, begins: 1 / 0.2 })

    expect(largestGap(gaps, (gap) => below(gap / SECOND))).toBeLessThan(bound(gaps))
    expect(largestGap(gaps, (gap) => swapped(gap / SECOND))).toBeGreaterThan(bound(gaps))
  })

  it('come evenly while they last, and begin with one', () => {
    const shape: ArrivalShape = {
      kind: 'bursts',
      process: 'constant',
      perNs: 1 / ms(10),
      onTime: { kind: 'constant', value: ms(35) },
      offTime: { kind: 'constant', value: ms(100) },
    }

    expect(arrivalsUntil(shape, ms(300)).map((at) => at / 1e6)).toEqual([
      10, 20, 30, 145, 155, 165, 280, 290, 300,
    ])
  })

  it('let time pass even where neither burst nor pause takes any', () => {
    const nothing = { kind: 'constant', value: ms(0) } as const
    const shape = { ...INTERRUPTED, onTime: nothing, offTime: nothing } as ArrivalShape

    expect(processOf(shape).next(START)).toBe(1)
  })
})

describe('recorded arrivals', () => {
  const times = [0, 10, 10, 25].map((at) => ms(at) as number as SimTime)

  it('come at their times, and once', () => {
    const shape: ArrivalShape = { kind: 'recorded', times, period: null }
    expect(arrivalsUntil(shape, ms(1000)).map((at) => at / 1e6)).toEqual([0, 10, 10, 25])
  })

  it('come again and again', () => {
    const shape: ArrivalShape = { kind: 'recorded', times, period: ms(30) }
    expect(arrivalsUntil(shape, ms(70)).map((at) => at / 1e6)).toEqual([
      0, 10, 10, 25, 30, 40, 40, 55, 60, 70, 70,
    ])
  })

  it('[everywhere.arrivals] leave out after a rest what was due meanwhile', () => {
    const process = processOf({ kind: 'recorded', times, period: ms(30) })
    const now = after(START, ms(42))
    process.begin(now)

    expect(process.next(now)).toBe(ms(13))
    expect(processFrom({ kind: 'recorded', times, period: null }, 42).next(now)).toBeNull()
  })
})

describe('a saved process', () => {
  it.each<ArrivalShape>([
    erlang(50, 4),
    { kind: 'recorded', times: [1, 2, 3e9].map((at) => at as SimTime), period: ms(5000) },
  ])('goes on the same: $kind', (shape) => {
    const random = streams()
    const process = processOf(shape, random)
    let now = START
    for (let n = 0; n < 100; n += 1) now = after(now, process.next(now) ?? ms(0))

    const restored = arrivalProcess(shape, chancesOf(random))
    restored.restore(JSON.parse(JSON.stringify(process.save())))

    expect(restored.save()).toEqual(process.save())
    expect(restored.brings).toBe(process.brings)
  })

  it('remembers where a burst ends', () => {
    const process = processOf(INTERRUPTED)
    const delay = process.next(START)
    const restored = processOf(INTERRUPTED, streams(9))
    restored.restore(process.save())

    expect(delay).not.toBeNull()
    expect(restored.save()).toEqual(process.save())
    expect(restored.save()[1]).toBeGreaterThan(0)
  })
})

const INTERRUPTED: ArrivalShape = {
  kind: 'bursts',
  process: 'poisson',
  perNs: 100 / SECOND,
  onTime: { kind: 'exponential', mean: ms(200) },
  offTime: { kind: 'exponential', mean: ms(300) },
}

/** Per second: of arrivals in a burst, at which a burst ends, and at which a pause does. */
interface Interrupted {
  readonly rate: number
  readonly ends: number
  readonly begins: number
}

/** Of the count in a second, in the long run: W. Fischer and K. Meier-Hellstern, The MMPP cookbook, 1993. */
function interruptedMoments({ rate, ends, begins }: Interrupted) {
  const sum = ends + begins
  const mean = (rate * begins) / sum
  return { mean, variance: mean * (1 + (2 * rate * ends) / sum ** 2) }
}

/** A. Kuczura, The interrupted Poisson process as an overflow process, 1973. */
function interruptedGapBelow({ rate, ends, begins }: Interrupted): (x: number) => number {
  const sum = rate + ends + begins
  const root = Math.sqrt(sum ** 2 - 4 * rate * begins)
  const fast = (sum + root) / 2
  const slow = (sum - root) / 2
  const share = (rate - slow) / (fast - slow)
  return (x) => 1 - share * Math.exp(-fast * x) - (1 - share) * Math.exp(-slow * x)
}

/** Mean and variance of how many come within some seconds. */
function countsOf(shape: ArrivalShape, seconds: number) {
  const counts = Array<number>(SECONDS / seconds).fill(0)
  for (const at of arrivalsUntil(shape, SECONDS * SECOND - 1)) {
    const index = Math.floor(at / (seconds * SECOND))
    counts[index] = (counts[index] as number) + 1
  }
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  const squares = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0)
  return { mean, variance: squares / (counts.length - 1) }
}

function arrivalsUntil(shape: ArrivalShape, end: number): number[] {
  const process = processOf(shape)
  const times: number[] = []
  let now = START
  for (;;) {
    const delay = process.next(now)
    if (delay === null) return times
    now = after(now, delay)
    if (now > end) return times
    if (process.brings) times.push(now)
  }
}

function gapsOf(times: readonly number[]): number[] {
  return times.map((at, index) => at - (times[index - 1] ?? 0))
}

/** Kolmogorov and Smirnov: right draws are above this in one seed of a thousand. */
function bound(values: readonly number[]): number {
  return 1.95 / Math.sqrt(values.length)
}

function largestGap(values: readonly number[], below: (value: number) => number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted.reduce((largest, value, index) => {
    const chance = below(value)
    const count = values.length
    return Math.max(largest, chance - index / count, (index + 1) / count - chance)
  }, 0)
}

function erlang(meanMs: number, shape: number): ArrivalShape {
  return { kind: 'renewal', gap: { kind: 'gamma', mean: ms(meanMs), shape } }
}

function processOf(shape: ArrivalShape, random = streams()) {
  const process = arrivalProcess(shape, chancesOf(random))
  process.begin(START)
  return process
}

function processFrom(shape: ArrivalShape, atMs: number) {
  const process = arrivalProcess(shape, chancesOf(streams()))
  process.begin(after(START, ms(atMs)))
  return process
}

function chancesOf(random: Streams) {
  const source = 'services/shop/sources/placed'
  return {
    gaps: () => random.of(source, 'arrivals'),
    phases: () => random.of(source, 'bursts'),
  }
}

function streams(seed = 1): Streams {
  return new Streams(seed)
}

function ms(count: number): Duration {
  return milliseconds(count)
}
