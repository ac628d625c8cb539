import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gammaBelow } from '../../lib/gamma.ts'
import {
  type DurationDistribution,
  durationDistributionSchema,
  type SimpleDuration,
} from '../durations.ts'
import { arbitraryOf } from '../topology.arbitrary.ts'
import { meanMs, p95Ms } from './demand.ts'

describe('meanMs and p95Ms', () => {
  // Percentiles from published tables of the chi-squared distribution, and from closed forms.
  it.each<[DurationDistribution, number]>([
    [{ kind: 'erlang', meanMs: 10, shape: 1 }, 10 * Math.log(20)],
    [{ kind: 'erlang', meanMs: 10, shape: 5 }, 18.307_038],
    [{ kind: 'gamma', meanMs: 1, cv: Math.SQRT2 }, 3.841_459],
    [{ kind: 'gamma', meanMs: 10, cv: Math.sqrt(0.2) }, 18.307_038],
    [{ kind: 'hyperexponential', meanMs: 10, cv: 1 }, 10 * Math.log(20)],
    [{ kind: 'weibull', meanMs: 10, shape: 1 }, 10 * Math.log(20)],
    [{ kind: 'weibull', meanMs: Math.sqrt(Math.PI) / 2, shape: 2 }, Math.sqrt(Math.log(20))],
    [{ kind: 'pareto', meanMs: 20, tailIndex: 2 }, 10 * Math.sqrt(20)],
  ])('of %o', (duration, expected) => {
    expect(meanMs(duration)).toBe((duration as { meanMs: number }).meanMs)
    expect(p95Ms(duration)).toBeCloseTo(expected, 5)
  })

  it.each([0.01, 0.3, 3, 20])('leaves one in twenty above, for a gamma variation of %d', (cv) => {
    const shape = 1 / cv ** 2
    const p95 = p95Ms({ kind: 'gamma', meanMs: 1, cv })
    expect(gammaBelow(shape, p95 * shape, Math)).toBeCloseTo(0.95, 9)
  })

  it('leaves one in twenty above, for hyperexponential times of which one phase is known', () => {
    // A variation of √7 puts (1 + √(6/8)) / 2 of them into the short phase.
    const p = (1 + Math.sqrt(0.75)) / 2
    const x = p95Ms({ kind: 'hyperexponential', meanMs: 1, cv: Math.sqrt(7) })
    const above = p * Math.exp(-2 * p * x) + (1 - p) * Math.exp(-2 * (1 - p) * x)
    expect(above).toBeCloseTo(0.05, 12)
  })
})

describe('meanMs', () => {
  // Each worked out by hand.
  it.each<[DurationDistribution, number]>([
    [{ kind: 'empirical', valuesMs: [10, 20, { valueMs: 50, weight: 2 }] }, 32.5],
    [{ kind: 'empirical', valuesMs: [10, 20, { valueMs: 50, weight: 2 }], atMostMs: 20 }, 15],
    [{ kind: 'percentiles', points: [{ share: 1, valueMs: 30 }] }, 15],
    [{ kind: 'percentiles', points: latencies(0, 10) }, 2.5 + 5 + 15],
    [
      { kind: 'percentiles', points: latencies(0, 10), atLeastMs: 10, shiftMs: 5 },
      5 + (1.875 + 5 + 15) / 0.75,
    ],
    [{ kind: 'constant', valueMs: 3, shiftMs: 4 }, 7],
    [{ kind: 'exponential', meanMs: 10, shiftMs: 4 }, 14],
    // It remembers nothing.
    [{ kind: 'exponential', meanMs: 10, atLeastMs: 25 }, 35],
    [{ kind: 'exponential', meanMs: 10, shiftMs: 4, atLeastMs: 25 }, 35],
    [{ kind: 'exponential', meanMs: 10, atMostMs: 10 }, (10 * (1 - 2 / Math.E)) / (1 - 1 / Math.E)],
    [{ kind: 'uniform', minMs: 0, maxMs: 10, atMostMs: 4 }, 2],
    // Scaled, it is the same again.
    [{ kind: 'pareto', meanMs: 10, tailIndex: 2, atLeastMs: 15 }, 30],
    [mixtureOf(3, { kind: 'exponential', meanMs: 40, atLeastMs: 10 }), (3 * 2 + 50) / 4],
    [{ ...mixtureOf(3, { kind: 'constant', valueMs: 50 }), atLeastMs: 3 }, 50],
  ])('of %o', (duration, expected) => {
    expect(meanMs(duration)).toBeCloseTo(expected, 9)
  })

  it('is within the limits, and every figure a number, whatever the document says', () => {
    fc.assert(
      fc.property(arbitraryOf(durationDistributionSchema), (written) => {
        const duration = durationDistributionSchema.parse(written)
        const { atLeastMs = 0, atMostMs = Infinity } = duration
        const p95 = p95Ms(duration)

        expect(Number.isFinite(p95) && p95 >= 0).toBe(true)
        expect(Number.isFinite(meanMs(duration))).toBe(true)
        if (atLeastMs > atMostMs) return
        expect(meanMs(duration)).toBeGreaterThanOrEqual(atLeastMs * (1 - 1e-12))
        expect(meanMs(duration)).toBeLessThanOrEqual(atMostMs * (1 + 1e-12))
      }),
      { seed: 4, numRuns: 1000 },
    )
  })
})

describe('durationDistributionSchema', () => {
  it('takes every kind shifted and limited, and in a mixture', () => {
    const limits = { shiftMs: 1, atLeastMs: 2, atMostMs: 100 }
    const kinds: readonly SimpleDuration[] = [
      { kind: 'constant', valueMs: 1 },
      { kind: 'uniform', minMs: 1, maxMs: 2 },
      { kind: 'exponential', meanMs: 1 },
      { kind: 'logNormal', meanMs: 1, cv: 1 },
      { kind: 'erlang', meanMs: 1, shape: 2 },
      { kind: 'hyperexponential', meanMs: 1, cv: 2 },
      { kind: 'gamma', meanMs: 1, cv: 2 },
      { kind: 'weibull', meanMs: 1, shape: 2 },
      { kind: 'pareto', meanMs: 1, tailIndex: 2 },
      { kind: 'empirical', valuesMs: [1, { valueMs: 2, weight: 3 }] },
      { kind: 'percentiles', points: latencies(0, 10) },
    ]
    for (const kind of kinds) {
      const duration = { ...kind, ...limits }
      const mixture = { kind: 'mixture', parts: [{ weight: 1, duration }], ...limits }
      expect(durationDistributionSchema.parse(duration)).toEqual(duration)
      expect(durationDistributionSchema.parse(mixture)).toEqual(mixture)
    }
  })

  it.each([
    { kind: 'erlang', meanMs: 1, shape: 1.5 },
    { kind: 'erlang', meanMs: 1, shape: 1001 },
    { kind: 'hyperexponential', meanMs: 1, cv: 0.99 },
    { kind: 'gamma', meanMs: 1, cv: 0 },
    { kind: 'weibull', meanMs: 1, shape: 0.1 },
    { kind: 'pareto', meanMs: 1, tailIndex: 1 },
    { kind: 'constant', valueMs: 1, shiftMs: -1 },
    { kind: 'empirical', valuesMs: [] },
    { kind: 'empirical', valuesMs: Array(1001).fill(1) },
    { kind: 'empirical', valuesMs: [{ valueMs: 1, weight: -1 }] },
    { kind: 'percentiles', points: [{ share: 1.1, valueMs: 1 }] },
    { kind: 'percentiles', points: [] },
    { kind: 'mixture', parts: [] },
    {
      kind: 'mixture',
      parts: Array(9).fill({ weight: 1, duration: { kind: 'constant', valueMs: 1 } }),
    },
    {
      kind: 'mixture',
      parts: [{ weight: 1, duration: mixtureOf(1, { kind: 'constant', valueMs: 1 }) }],
    },
  ])('refuses %o', (duration) => {
    expect(durationDistributionSchema.safeParse(duration).success).toBe(false)
  })
})

/** Half within 10 ms, three quarters within 30 ms, all within 90 ms. */
function latencies(minMs: number, medianMs: number) {
  return [
    { share: 0, valueMs: minMs },
    { share: 0.5, valueMs: medianMs },
    { share: 0.75, valueMs: 30 },
    { share: 1, valueMs: 90 },
  ]
}

/** So much of what takes 2 ms, and one of the other. */
function mixtureOf(weight: number, duration: SimpleDuration): DurationDistribution {
  const usual = { kind: 'constant', valueMs: 2 } as const
  return {
    kind: 'mixture',
    parts: [
      { weight, duration: usual },
      { weight: 1, duration },
    ],
  }
}
