import { describe, expect, it } from 'vitest'
import type { DurationDistribution } from '#shared/topology/fields.ts'
import { CURVE_HEIGHT, CURVE_WIDTH, densityAt, durationCurve } from './durationCurve.ts'

const KINDS: readonly DurationDistribution[] = [
  { kind: 'uniform', minMs: 5, maxMs: 15 },
  { kind: 'uniform', minMs: 14, maxMs: 6 },
  { kind: 'exponential', meanMs: 10 },
  { kind: 'logNormal', meanMs: 10, cv: 0.5 },
  { kind: 'erlang', meanMs: 10, shape: 4 },
  { kind: 'gamma', meanMs: 10, cv: 0.7 },
  { kind: 'hyperexponential', meanMs: 10, cv: 1.5 },
  { kind: 'weibull', meanMs: 10, shape: 1.5 },
  { kind: 'pareto', meanMs: 10, tailIndex: 5 },
]

describe('densityAt', () => {
  it.each(KINDS)('of $kind adds up to 1, and to the mean', (duration) => {
    const stepMs = 0.002
    let area = 0
    let mean = 0
    for (let ms = stepMs / 2; ms < 400; ms += stepMs) {
      const share = densityAt(duration, ms) * stepMs
      area += share
      mean += share * ms
    }

    expect(area).toBeCloseTo(1, 2)
    expect(mean).toBeCloseTo(10, 1)
  })

  it('is 0 before time begins', () => {
    expect(densityAt({ kind: 'exponential', meanMs: 10 }, -1)).toBe(0)
  })
})

describe('durationCurve', () => {
  it.each(KINDS)('of $kind fills the height, and ends inside the width', (duration) => {
    const points = pointsOf(duration)
    const ys = points.map(([, y]) => y)

    expect(points).toHaveLength(CURVE_WIDTH)
    expect(Math.min(...ys)).toBe(0)
    expect(Math.max(...ys)).toBeLessThanOrEqual(CURVE_HEIGHT)
    expect(points.every(([x]) => x > 0 && x < CURVE_WIDTH)).toBe(true)
  })

  it('has its peak where most durations are', () => {
    const erlang = { kind: 'erlang', meanMs: 10, shape: 5 } as const
    const endMs = durationCurve(erlang)?.endMs ?? 0
    const peak = pointsOf(erlang).find(([, y]) => y === 0)

    // Of Erlang's, that is at (shape - 1) / shape of the mean.
    expect(((peak?.[0] ?? 0) / CURVE_WIDTH) * endMs).toBeCloseTo(8, 0)
  })

  it('marks the mean', () => {
    const curve = durationCurve({ kind: 'uniform', minMs: 0, maxMs: 20 })
    expect(((curve?.meanX ?? 0) / CURVE_WIDTH) * (curve?.endMs ?? 0)).toBeCloseTo(10, 9)
  })

  it.each<DurationDistribution>([
    { kind: 'constant', valueMs: 20 },
    { kind: 'uniform', minMs: 20, maxMs: 20 },
    { kind: 'uniform', minMs: 19.999, maxMs: 20.001 },
  ])('is one spike at the mean for what is always the same, or nearly: %o', (duration) => {
    const meanX = durationCurve(duration)?.meanX ?? 0
    expect(pointsOf(duration).filter(([, y]) => y === 0)).toEqual([[meanX, 0]])
  })

  it.each<DurationDistribution>([
    { kind: 'gamma', meanMs: 10, cv: 20 },
    { kind: 'gamma', meanMs: 10, cv: 0.01 },
    { kind: 'erlang', meanMs: 10, shape: 1000 },
    { kind: 'hyperexponential', meanMs: 10, cv: 20 },
    { kind: 'weibull', meanMs: 10, shape: 0.2 },
    { kind: 'weibull', meanMs: 10, shape: 20 },
    { kind: 'pareto', meanMs: 10, tailIndex: 1.1 },
    { kind: 'pareto', meanMs: 9_007_199_254, tailIndex: 100 },
  ])('draws what is at the bounds of the document: %o', (duration) => {
    const points = pointsOf(duration)
    expect(points.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y))).toBe(true)
    expect(points.some(([, y]) => y === 0)).toBe(true)
  })

  it('is nothing where all takes no time', () => {
    expect(durationCurve({ kind: 'weibull', meanMs: 0, shape: 2 })).toBeNull()
  })
})

function pointsOf(duration: DurationDistribution): (readonly [number, number])[] {
  const points = durationCurve(duration)?.points ?? ''
  return points.split(' ').map((point) => {
    const [x, y] = point.split(',')
    return [Number(x), Number(y)]
  })
}
