import { describe, expect, it } from 'vitest'
import { Histogram } from './histogram.ts'
import { Random } from './random.ts'
import { type Duration, TIME_MAX } from './time.ts'

const SHARES = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1]

describe('Histogram', () => {
  it('knows nothing of nothing', () => {
    const histogram = new Histogram()

    expect(histogram.count).toBe(0)
    expect([histogram.mean, histogram.quantile(0.5)]).toEqual([Number.NaN, Number.NaN])
  })

  it('has count, mean and maximum exactly', () => {
    const histogram = histogramOf([5, 100, 1_000_003])

    expect(histogram.count).toBe(3)
    expect(histogram.mean).toBe(1_000_108 / 3)
    expect(histogram.max).toBe(1_000_003)
    expect(histogram.quantile(1)).toBeCloseTo(1_000_003, -4)
  })

  it.each([
    ['a microsecond', 1e3],
    ['a millisecond', 1e6],
    ['an hour', 3.6e12],
  ])('is off by at most 1.6 %% in every quantile, about %s', (_, mean) => {
    const durations = exponentials(5000, mean)
    const histogram = histogramOf(durations)
    const sorted = durations.toSorted((a, b) => a - b)

    for (const share of SHARES) {
      const exact = sorted[Math.ceil(share * sorted.length) - 1] as number
      expect(Math.abs(histogram.quantile(share) - exact)).toBeLessThanOrEqual(0.016 * exact)
    }
  })

  it('takes zero and the longest duration', () => {
    const histogram = histogramOf([0, 0, 0, TIME_MAX])

    expect(histogram.quantile(0.5)).toBe(0)
    expect(histogram.quantile(1) / TIME_MAX).toBeCloseTo(1, 1)
    expect(histogram.quantile(1)).toBeLessThanOrEqual(TIME_MAX)
  })

  it('has recorded what it is given of another', () => {
    const first = exponentials(1000, 1e6)
    const second = exponentials(300, 5e7)

    const both = histogramOf([...first, ...second])
    const sum = histogramOf(first)
    sum.add(histogramOf(second))

    for (const share of SHARES) expect(sum.quantile(share)).toBe(both.quantile(share))
    expect([sum.count, sum.max]).toEqual([both.count, both.max])
  })

  it('tells what came after a mark as if nothing had come before', () => {
    const later = exponentials(500, 1e6)
    const histogram = histogramOf(exponentials(300, 5e7))
    const mark = histogram.mark()
    for (const duration of later) histogram.record(duration as Duration)

    const since = histogram.since(mark)

    const alone = histogramOf(later)
    expect(since.count).toBe(500)
    expect(since.mean).toBeCloseTo(alone.mean, 6)
    for (const share of SHARES)
      expect(Math.abs(since.quantile(share) / alone.quantile(share) - 1)).toBeLessThan(0.02)
    // What was longer came before the mark: the maximum is known to its bucket.
    expect(Math.abs(since.max / alone.max - 1)).toBeLessThan(0.016)
  })

  it('adds what came after a mark to another', () => {
    const histogram = histogramOf([5, 100, 2e9])
    const mark = histogram.mark()
    histogram.record(100 as Duration)
    const sum = histogramOf([3e6])

    sum.add(histogram.since(mark))

    expect(sum.save()).toEqual(histogramOf([100, 3e6]).save())
  })

  it('has the maximum exactly where nothing before the mark was longer', () => {
    const histogram = histogramOf([5, 100])
    const mark = histogram.mark()
    const nothing = histogram.since(mark)
    histogram.record(1_000_003 as Duration)

    expect(histogram.since(mark).max).toBe(1_000_003)
    expect(nothing.save()).toEqual(new Histogram().save())
  })

  it('forgets', () => {
    const histogram = histogramOf([5, 6])

    histogram.clear()

    expect(histogram.save()).toEqual(new Histogram().save())
  })

  it('goes on where it was saved', () => {
    const histogram = histogramOf(exponentials(100, 1e6))

    const restored = histogramOf([1, 2, 3])
    restored.restore(histogram.save())

    expect(restored.save()).toEqual(histogram.save())
    expect(restored.quantile(0.95)).toBe(histogram.quantile(0.95))
  })
})

function histogramOf(durations: readonly number[]): Histogram {
  const histogram = new Histogram()
  for (const duration of durations) histogram.record(duration as Duration)
  return histogram
}

function exponentials(count: number, mean: number): number[] {
  const random = new Random([1, 2, 3, 4])
  return Array.from({ length: count }, () => Math.round(random.exponential() * mean))
}
