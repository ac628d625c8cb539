import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Histogram } from './histogram.ts'
import { HistogramSum } from './histogramSum.ts'
import { type Duration, TIME_MAX } from './time.ts'

const SHARES = [0.1, 0.5, 0.5, 0.95, 0.99, 1]

const anyDurations = fc.array(fc.oneof(fc.nat(10), fc.nat(1e9), fc.nat(TIME_MAX)), {
  maxLength: 50,
})

describe('HistogramSum', () => {
  it('reads off several histograms what they would say as one, and again after that', () => {
    const sum = new HistogramSum()
    fc.assert(
      fc.property(fc.array(anyDurations, { maxLength: 4 }), (parts) => {
        const one = histogramOf(parts.flat())
        for (const part of parts) sum.add(histogramOf(part))
        const into = new Float64Array(SHARES.length + 1)

        sum.takeQuantiles(SHARES, into, 1)

        expect([...into.subarray(1)]).toEqual(SHARES.map((share) => one.quantile(share)))
        sum.takeQuantiles(SHARES, into, 0)
        expect(into[0]).toBeNaN()
      }),
    )
  })
})

function histogramOf(durations: readonly number[]): Histogram {
  const histogram = new Histogram()
  for (const duration of durations) histogram.record(duration as Duration)
  return histogram
}
