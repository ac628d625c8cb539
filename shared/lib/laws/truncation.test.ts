import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chanceUpTo, chanceWithin } from './chances.ts'
import type { Law } from './law.ts'
import { meanOf } from './means.ts'
import { quantileOf } from './quantiles.ts'
import { truncated } from './truncation.ts'

describe('a truncated law', () => {
  it('is the law under the condition of lying in the range, whatever it is made of', () => {
    fc.assert(
      fc.property(
        anyLaw(),
        anyRange(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (law, range, u) => {
          const kept = chanceWithin(law, range, Math)
          const inside = truncated(law, range, Math)
          fc.pre(kept > 1e-4)
          if (!inside) throw new Error('something lies there')
          const x = range.min + u * (Math.min(range.max, 100) - range.min)

          const wanted = chanceWithin(law, { min: range.min, max: x }, Math) / kept
          expect(chanceUpTo(inside, x, Math)).toBeCloseTo(wanted, 9)
          expect(chanceWithin(inside, range, Math)).toBeCloseTo(1, 9)
        },
      ),
      { seed: 1, numRuns: 500 },
    )
  })

  it('adds up to the law again, range by range', () => {
    fc.assert(
      fc.property(anyLaw(), fc.integer({ min: 1, max: 40 }), (law, limit) => {
        const ranges = [
          { min: 0, max: limit + 0.25 },
          { min: limit + 0.25, max: Infinity },
        ]
        const sum = ranges.reduce((total, range) => {
          const inside = truncated(law, range, Math)
          return inside ? total + chanceWithin(law, range, Math) * meanOf(inside, Math) : total
        }, 0)

        expect(sum).toBeCloseTo(meanOf(law, Math), 6)
      }),
      { seed: 2, numRuns: 500 },
    )
  })

  it('is none where nothing lies', () => {
    const nowhere = { min: 3, max: 3.5 }
    const laws: readonly Law[] = [
      { kind: 'constant', value: 4 },
      { kind: 'uniform', min: 4, max: 5 },
      { kind: 'empirical', values: [1, 3.2, 6], weights: [1, 0, 1] },
      {
        kind: 'percentiles',
        points: [
          { share: 0, value: 4 },
          { share: 1, value: 5 },
        ],
      },
      { kind: 'pareto', mean: 10, tailIndex: 2 },
      { kind: 'exponential', mean: 0 },
      { kind: 'shifted', by: 4, law: { kind: 'exponential', mean: 1 } },
      { kind: 'mixture', parts: [{ weight: 1, law: { kind: 'constant', value: 2 } }] },
      {
        kind: 'mixture',
        parts: [
          { weight: 0, law: { kind: 'constant', value: 3 } },
          { weight: 1, law: { kind: 'constant', value: 2 } },
        ],
      },
    ]

    expect(laws.map((law) => truncated(law, nowhere, Math))).toEqual(laws.map(() => null))
  })

  it('keeps what lies at the very ends of the range', () => {
    const law = { kind: 'empirical', values: [1, 2, 3, 4], weights: [1, 1, 2, 1] } as const
    expect(truncated(law, { min: 2, max: 3 }, Math)).toEqual({
      kind: 'empirical',
      values: [2, 3],
      weights: [1, 2],
    })
  })

  it('keeps the level pieces of percentiles, which have a chance of their own', () => {
    const points = [
      { share: 0, value: 0 },
      { share: 0.5, value: 10 },
      { share: 0.75, value: 10 },
      { share: 1, value: 20 },
    ]
    expect(truncated({ kind: 'percentiles', points }, { min: 10, max: 15 }, Math)).toEqual({
      kind: 'percentiles',
      points: [
        { share: 0, value: 10 },
        { share: 0.25 / 0.375, value: 10 },
        { share: 1, value: 15 },
      ],
    })
  })

  it('is the law itself where nothing is cut off', () => {
    const law = { kind: 'gamma', mean: 3, shape: 2 } as const
    expect(truncated(law, { min: 0, max: Infinity }, Math)).toBe(law)
  })

  it('is known by the nearer limits when it is truncated twice', () => {
    const law = { kind: 'gamma', mean: 3, shape: 2 } as const
    const once = truncated<number>(law, { min: 1, max: 5 }, Math)
    expect(once && truncated(once, { min: 2, max: 9 }, Math)).toEqual({
      kind: 'truncated',
      law,
      min: 2,
      max: 5,
    })
  })
})

describe('quantileOf', () => {
  it('leaves the rest above, and is the least that does', () => {
    fc.assert(
      fc.property(anyLaw(), fc.double({ min: 0.01, max: 0.999, noNaN: true }), (law, share) => {
        const x = quantileOf(law, share, Math)

        expect(chanceUpTo(law, x, Math)).toBeGreaterThan(share - 1e-9)
        if (x > 0) expect(chanceUpTo(law, x * (1 - 1e-9), Math)).toBeLessThan(share + 1e-6)
      }),
      { seed: 3, numRuns: 500 },
    )
  })

  it('is exact for what is always the same', () => {
    expect(quantileOf({ kind: 'constant', value: 12.3 }, 0.95, Math)).toBe(12.3)
    expect(quantileOf({ kind: 'constant', value: 0 }, 0.95, Math)).toBe(0)
  })
})

/** With times of about 10. */
function anyLaw(): fc.Arbitrary<Law> {
  const time = fc.integer({ min: 1, max: 30 })
  const weight = fc.integer({ min: 1, max: 5 })
  const mean = fc.integer({ min: 5, max: 15 })
  const simple = fc.oneof<fc.Arbitrary<Law>[]>(
    fc.record({ kind: fc.constant('constant'), value: time }),
    fc.record({ kind: fc.constant('uniform'), min: time, max: time }),
    fc.record({ kind: fc.constant('exponential'), mean }),
    fc.record({ kind: fc.constant('logNormal'), mean, cv: fc.constantFrom(0.1, 0.5, 2) }),
    fc.record({ kind: fc.constant('gamma'), mean, shape: fc.constantFrom(0.3, 1, 4) }),
    fc.record({ kind: fc.constant('hyperexponential'), mean, cv: fc.constantFrom(1, 2) }),
    fc.record({ kind: fc.constant('weibull'), mean, shape: fc.constantFrom(0.6, 2) }),
    fc.record({ kind: fc.constant('pareto'), mean, tailIndex: fc.constantFrom(1.5, 4) }),
    fc.array(fc.tuple(time, weight), { minLength: 1, maxLength: 5 }).map((entries) => ({
      kind: 'empirical' as const,
      values: entries.map(([value]) => value),
      weights: entries.map(([, each]) => each),
    })),
    fc.array(time, { minLength: 2, maxLength: 5 }).map((values) => ({
      kind: 'percentiles' as const,
      points: values
        .toSorted((a, b) => a - b)
        .map((value, n) => ({ share: n / (values.length - 1), value })),
    })),
  )
  const mixture = fc
    .array(fc.record({ weight, law: simple }), { minLength: 1, maxLength: 3 })
    .map((parts) => ({ kind: 'mixture' as const, parts }))
  const law = fc.oneof(simple, mixture)
  return fc.oneof(law, fc.record({ kind: fc.constant('shifted' as const), by: time, law }))
}

function anyRange() {
  return fc
    .record({
      min: fc.integer({ min: 0, max: 25 }),
      width: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constant(Infinity)),
    })
    .map(({ min, width }) => ({ min, max: min + width }))
}
