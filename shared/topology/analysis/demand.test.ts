import { describe, expect, it } from 'vitest'
import { gammaBelow } from '../../lib/gamma.ts'
import { type DurationDistribution, durationDistributionSchema } from '../fields.ts'
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
    expect(gammaBelow(shape, p95 * shape)).toBeCloseTo(0.95, 9)
  })

  it('leaves one in twenty above, for hyperexponential times of which one phase is known', () => {
    // A variation of √7 puts (1 + √(6/8)) / 2 of them into the short phase.
    const p = (1 + Math.sqrt(0.75)) / 2
    const x = p95Ms({ kind: 'hyperexponential', meanMs: 1, cv: Math.sqrt(7) })
    const above = p * Math.exp(-2 * p * x) + (1 - p) * Math.exp(-2 * (1 - p) * x)
    expect(above).toBeCloseTo(0.05, 12)
  })
})

describe('durationDistributionSchema', () => {
  it.each([
    { kind: 'erlang', meanMs: 1, shape: 1.5 },
    { kind: 'erlang', meanMs: 1, shape: 1001 },
    { kind: 'hyperexponential', meanMs: 1, cv: 0.99 },
    { kind: 'gamma', meanMs: 1, cv: 0 },
    { kind: 'weibull', meanMs: 1, shape: 0.1 },
    { kind: 'pareto', meanMs: 1, tailIndex: 1 },
  ])('refuses %o', (duration) => {
    expect(durationDistributionSchema.safeParse(duration).success).toBe(false)
  })
})
