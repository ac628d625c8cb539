import { describe, expect, it } from 'vitest'
import { predictLoad } from '../analysis.ts'
import type { Arrivals } from '../arrivals.ts'
import { shop, sketch } from '../sketch.ts'
import { averageRate, meanBatchSize, peakRate } from './arrivalRates.ts'

describe('averageRate and peakRate', () => {
  it.each<[Arrivals, average: number, peak: number]>([
    [{ kind: 'poisson', ratePerSecond: 7 }, 7, 7],
    [{ kind: 'renewal', gap: { kind: 'erlang', meanMs: 40, shape: 3 } }, 25, 25],
    [{ kind: 'renewal', gap: { kind: 'constant', valueMs: 0 } }, 0, 0],
    [bursts(100, 2000, 3000), 40, 100],
    [bursts(100, 0, 0), 100, 100],
    [{ kind: 'recorded', timesMs: [0, 100, 1000, 1500, 1900, 4000] }, 1.5, 3],
    [{ kind: 'recorded', timesMs: [0, 100], repeatEveryMs: 10 }, 200, 200],
    [{ kind: 'recorded', timesMs: [0] }, 0, 1],
    [{ kind: 'recordedGaps', gapsMs: [500, 1000, 500], repeats: true }, 1.5, 2],
  ])('of %o', (arrivals, average, peak) => {
    expect(averageRate(arrivals)).toBeCloseTo(average, 12)
    expect(peakRate(arrivals)).toBeCloseTo(peak, 12)
  })
})

describe('meanBatchSize', () => {
  it('is one where nothing is said', () => {
    expect(meanBatchSize(undefined)).toBe(1)
    expect(meanBatchSize({ kind: 'constant', size: 4 })).toBe(4)
    expect(meanBatchSize({ kind: 'uniform', minSize: 2, maxSize: 5 })).toBe(3.5)
    expect(meanBatchSize({ kind: 'geometric', meanSize: 2.5 })).toBe(2.5)
  })

  it('multiplies what a source publishes', () => {
    const arrivals = { kind: 'constant', ratePerSecond: 10 }
    const topology = sketch({
      services: { shop: shop('q', { arrivals, batch: { kind: 'constant', size: 5 } }) },
      channels: { q: { kind: 'rabbitQueue' } },
    })

    expect(predictLoad(topology).channels.q).toEqual({ publishedPerSecond: 50 })
  })
})

function bursts(ratePerSecond: number, onMs: number, offMs: number): Arrivals {
  return {
    kind: 'bursts',
    process: 'constant',
    ratePerSecond,
    onTime: { kind: 'exponential', meanMs: onMs },
    offTime: { kind: 'constant', valueMs: offMs },
  }
}
