import { describe, expect, it } from 'vitest'
import { meanMs, p95Ms } from '#shared/topology/analysis/demand.ts'
import type { DurationDistribution, SimpleDuration } from '#shared/topology/durations.ts'
import { DurationSampler } from '../engine/distributions.ts'
import { Streams } from '../engine/random.ts'
import { inMilliseconds } from '../engine/time.ts'
import { durationShape } from './shapes.ts'

const DRAWS = 40_000

const PERCENTILES = [
  { share: 0.5, valueMs: 40 },
  { share: 0.95, valueMs: 180 },
  { share: 1, valueMs: 900 },
]

const PARTS = [
  { weight: 3, duration: { kind: 'logNormal', meanMs: 20, cv: 0.5, atMostMs: 60 } },
  { weight: 1, duration: { kind: 'exponential', meanMs: 200, shiftMs: 50 } },
] as const satisfies readonly { weight: number; duration: SimpleDuration }[]

const DISTRIBUTIONS: readonly DurationDistribution[] = [
  { kind: 'uniform', minMs: 50, maxMs: 150 },
  { kind: 'exponential', meanMs: 100 },
  { kind: 'logNormal', meanMs: 100, cv: 0.5 },
  { kind: 'erlang', meanMs: 100, shape: 3 },
  { kind: 'gamma', meanMs: 100, cv: 0.7 },
  { kind: 'hyperexponential', meanMs: 100, cv: 1.5 },
  { kind: 'weibull', meanMs: 100, shape: 1.5 },
  { kind: 'pareto', meanMs: 100, tailIndex: 5 },
  { kind: 'empirical', valuesMs: Array.from({ length: 100 }, (_, n) => n + 1) },
  { kind: 'percentiles', points: PERCENTILES },
  { kind: 'mixture', parts: [...PARTS] },
  { kind: 'logNormal', meanMs: 100, cv: 0.5, shiftMs: 20, atMostMs: 150 },
  { kind: 'gamma', meanMs: 100, cv: 0.7, atLeastMs: 80 },
  { kind: 'hyperexponential', meanMs: 100, cv: 1.5, atLeastMs: 5, atMostMs: 200 },
  { kind: 'percentiles', points: PERCENTILES, shiftMs: 3, atLeastMs: 30, atMostMs: 500 },
  { kind: 'mixture', parts: [...PARTS], shiftMs: 3, atLeastMs: 30, atMostMs: 500 },
  // Hardly any lie there: these are solved for.
  { kind: 'weibull', meanMs: 100, shape: 1.5, atLeastMs: 400 },
]

describe('durationShape', () => {
  it.each(DISTRIBUTIONS)(
    'runs what the document says and the analysis expects: $kind',
    (written) => {
      const drawn = drawsOf(written)
      const mean = drawn.reduce((sum, ms) => sum + ms, 0) / DRAWS
      const deviation = Math.sqrt(drawn.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / DRAWS)
      const p95 = p95Ms(written)
      const above = drawn.filter((ms) => ms > p95).length / DRAWS

      expect(Math.abs(mean - meanMs(written))).toBeLessThan((4 * deviation) / Math.sqrt(DRAWS))
      expect(Math.abs(above - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / DRAWS))
    },
  )

  it('gives the same durations everywhere', () => {
    const firsts = DISTRIBUTIONS.map((written) => drawsOf(written, 1)[0])
    expect(firsts).toEqual([
      64.29177, 46.972656, 51.785924, 39.617068, 29.303404, 20.48076, 66.936784, 118.051846, 15,
      11.433416, 15.05297, 71.785924, 97.008236, 20.48076, 37.254661, 37.278467, 421.015277,
    ])
  })
})

function drawsOf(distribution: DurationDistribution, count = DRAWS): number[] {
  const sampler = new DurationSampler(durationShape(distribution))
  const random = new Streams(7).of('services/payments/handlers/placed', 'service time')
  return Array.from({ length: count }, () => inMilliseconds(sampler.sample(random)))
}
