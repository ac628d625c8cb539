import { describe, expect, it } from 'vitest'
import { meanMs, p95Ms } from '#shared/topology/analysis/demand.ts'
import {
  type DurationDistribution,
  durationDistributionSchema,
} from '#shared/topology/durations.ts'
import { DURATION_MAX_MS } from '#shared/topology/fields.ts'
import { KINDS } from './durationSpecs.ts'
import { durationOf, furtherPart } from './newDuration.ts'

const BEFORE: DurationDistribution = { kind: 'gamma', meanMs: 40, cv: 0.6 }

describe('durationOf', () => {
  it.each(KINDS)('takes about as long, of any kind, as $label', ({ value }) => {
    for (const { value: kind } of KINDS) {
      const before = durationOf(kind, BEFORE)
      const after = durationOf(value, before)

      expect(durationDistributionSchema.parse(after)).toEqual(after)
      expect(meanMs(after) / meanMs(before)).toBeGreaterThan(0.99)
      expect(meanMs(after) / meanMs(before)).toBeLessThan(1.01)
    }
  })

  it.each(KINDS)('keeps the shift and the limits as $label', ({ value }) => {
    const adjustment = { shiftMs: 5, atMostMs: 900 }
    expect(durationOf(value, { ...BEFORE, ...adjustment })).toEqual({
      ...durationOf(value, BEFORE),
      ...adjustment,
    })
  })

  it.each(KINDS)('can be as long as the document allows, as $label', ({ value }) => {
    const longest = durationOf(value, { kind: 'constant', valueMs: DURATION_MAX_MS })
    expect(durationDistributionSchema.parse(longest)).toEqual(longest)
  })

  it.each(KINDS)('takes no time where none was taken, as $label', ({ value }) => {
    expect(meanMs(durationOf(value, { kind: 'constant', valueMs: 0 }))).toBe(0)
  })

  it('has the percentiles of what was there, scaled to the mean', () => {
    const { points } = durationOf('percentiles', { kind: 'exponential', meanMs: 10 }) as Percentiles
    const ratios = points.map(
      ({ share, valueMs }) => valueMs / -Math.log(1 - Math.min(share, 0.9999)),
    )

    expect(points.map(({ share }) => share)).toEqual([0.5, 0.9, 0.95, 0.99, 1])
    expect(Math.max(...ratios) / Math.min(...ratios)).toBeLessThan(1.02)
  })
})

type Percentiles = Extract<DurationDistribution, { kind: 'percentiles' }>

describe('furtherPart', () => {
  it('is slower than nearly all there is', () => {
    const mixture = durationOf('mixture', BEFORE)
    expect(meanMs(furtherPart(mixture).duration)).toBeGreaterThan(p95Ms(mixture))
  })
})
