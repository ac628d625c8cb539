import { describe, expect, it } from 'vitest'
import type { DurationDistribution } from '#shared/topology/durations.ts'
import { CURVE_HEIGHT, CURVE_WIDTH, durationCurve } from './durationCurve.ts'

const SMOOTH: readonly DurationDistribution[] = [
  { kind: 'uniform', minMs: 5, maxMs: 15 },
  { kind: 'uniform', minMs: 14, maxMs: 6 },
  { kind: 'exponential', meanMs: 10 },
  { kind: 'logNormal', meanMs: 10, cv: 0.5 },
  { kind: 'erlang', meanMs: 10, shape: 4 },
  { kind: 'gamma', meanMs: 10, cv: 0.7 },
  { kind: 'hyperexponential', meanMs: 10, cv: 1.5 },
  { kind: 'weibull', meanMs: 10, shape: 1.5 },
  { kind: 'pareto', meanMs: 10, tailIndex: 5 },
  { kind: 'percentiles', points: percentiles(0, 8, 50) },
  { kind: 'exponential', meanMs: 10, shiftMs: 4, atMostMs: 20 },
  // At the bounds of the document.
  { kind: 'gamma', meanMs: 10, cv: 20 },
  { kind: 'gamma', meanMs: 10, cv: 0.01 },
  { kind: 'erlang', meanMs: 10, shape: 1000 },
  { kind: 'hyperexponential', meanMs: 10, cv: 20 },
  { kind: 'weibull', meanMs: 10, shape: 0.2 },
  { kind: 'weibull', meanMs: 10, shape: 20 },
  { kind: 'pareto', meanMs: 10, tailIndex: 1.1 },
  { kind: 'pareto', meanMs: 9_007_199_254, tailIndex: 100 },
]

describe('durationCurve', () => {
  it.each(SMOOTH)('fills the height, inside the width, for %o', (duration) => {
    const points = pointsOf(duration)
    const ys = points.map(([, y]) => y)

    expect(points.map(([x]) => x)).toEqual(Array.from({ length: CURVE_WIDTH }, (_, x) => x + 0.5))
    expect(Math.min(...ys)).toBe(0)
    expect(Math.max(...ys)).toBeLessThanOrEqual(CURVE_HEIGHT)
    expect(durationCurve(duration)?.stems).toEqual([])
  })

  it('falls as an exponential does', () => {
    const exponential = { kind: 'exponential', meanMs: 10 } as const
    const endMs = durationCurve(exponential)?.endMs ?? 0
    const heights = pointsOf(exponential).map(([, y]) => CURVE_HEIGHT - y)
    const falls = Math.exp(-endMs / CURVE_WIDTH / 10)

    for (const [x, height] of heights.entries())
      expect(height).toBeCloseTo(CURVE_HEIGHT * falls ** x, 1)
  })

  it('has its peak where most durations are', () => {
    // Of Erlang's, that is at (shape - 1) / shape of the mean.
    expect(peakMs({ kind: 'erlang', meanMs: 10, shape: 5 })).toBeCloseTo(8, 0)
    expect(peakMs({ kind: 'erlang', meanMs: 10, shape: 5, shiftMs: 7 })).toBeCloseTo(15, 0)
  })

  it('is level between percentiles', () => {
    const heights = pointsOf({ kind: 'percentiles', points: percentiles(10, 20, 60) }).map(
      ([, y]) => Math.round((100 * (CURVE_HEIGHT - y)) / CURVE_HEIGHT),
    )
    // Half of all in 10 ms, half in 40 ms; between them one column may belong to both.
    const levels = new Set(heights)
    expect(
      [...levels].filter((level) => heights.filter((one) => one === level).length > 1),
    ).toEqual([0, 100, 25])
  })

  it('shows nothing outside the limits', () => {
    const limited = { kind: 'gamma', meanMs: 10, cv: 1, atLeastMs: 8, atMostMs: 15 } as const
    const endMs = durationCurve(limited)?.endMs ?? 0
    const shown = pointsOf(limited).filter(([, y]) => y < CURVE_HEIGHT)
    const [first, last] = [shown[0]?.[0] ?? 0, shown.at(-1)?.[0] ?? 0]

    expect((first * endMs) / CURVE_WIDTH).toBeCloseTo(8, 0)
    expect((last * endMs) / CURVE_WIDTH).toBeCloseTo(15, 0)
  })

  it('marks the mean, and says it, of what is drawn', () => {
    const curve = durationCurve({ kind: 'uniform', minMs: 0, maxMs: 20, shiftMs: 5, atMostMs: 15 })

    expect(curve?.meanMs).toBeCloseTo(10, 9)
    expect(((curve?.meanX ?? 0) / CURVE_WIDTH) * (curve?.endMs ?? 0)).toBeCloseTo(10, 9)
    expect(curve?.p95Ms).toBeCloseTo(14.5, 9)
  })

  it.each<DurationDistribution>([
    { kind: 'constant', valueMs: 20 },
    { kind: 'constant', valueMs: 15, shiftMs: 5 },
    { kind: 'uniform', minMs: 20, maxMs: 20 },
    { kind: 'exponential', meanMs: 0, shiftMs: 20 },
  ])('is one stem at the mean for what is always the same: %o', (duration) => {
    const curve = durationCurve(duration)
    expect(curve).toMatchObject({ points: '', stems: [{ y: 0 }] })
    expect(curve?.stems[0]?.x).toBeCloseTo(curve?.meanX ?? 0, 2)
  })

  it('is a narrow peak for what is nearly the same', () => {
    const shown = pointsOf({ kind: 'uniform', minMs: 19.999, maxMs: 20.001 }).filter(
      ([, y]) => y < CURVE_HEIGHT,
    )
    expect(shown.length).toBeLessThanOrEqual(2)
  })

  it('has a stem for each recorded value, as high as it is frequent', () => {
    const valuesMs = [10, 20, 10, { valueMs: 40, weight: 4 }]
    const curve = durationCurve({ kind: 'empirical', valuesMs })
    const endMs = curve?.endMs ?? 0

    expect(curve?.points).toBe('')
    expect(curve?.stems.map(({ x, y }) => [Math.round((x * endMs) / CURVE_WIDTH), y])).toEqual([
      [10, CURVE_HEIGHT / 2],
      [20, (CURVE_HEIGHT * 3) / 4],
      [40, 0],
    ])
  })

  it('draws a thousand recorded values as at most one stem for each column', () => {
    const valuesMs = Array.from({ length: 1000 }, (_, n) => 5 + n / 100)
    const stems = durationCurve({ kind: 'empirical', valuesMs })?.stems ?? []

    expect(stems.length).toBeLessThanOrEqual(CURVE_WIDTH)
    expect(new Set(stems.map(({ x }) => x)).size).toBe(stems.length)
  })

  it('has both for a mixture of both', () => {
    const curve = durationCurve({
      kind: 'mixture',
      parts: [
        { weight: 3, duration: { kind: 'constant', valueMs: 1 } },
        { weight: 1, duration: { kind: 'constant', valueMs: 3 } },
        { weight: 2, duration: { kind: 'erlang', meanMs: 20, shape: 9 } },
      ],
    })
    const peak = curve?.points.split(' ').find((point) => point.endsWith(',0'))

    expect(curve?.stems.map(({ y }) => y)).toEqual([0, 21.33])
    expect((Number.parseFloat(peak ?? '') / CURVE_WIDTH) * (curve?.endMs ?? 0)).toBeCloseTo(17.8, 0)
  })

  it('is nothing where all takes no time', () => {
    expect(durationCurve({ kind: 'weibull', meanMs: 0, shape: 2 })).toBeNull()
    expect(durationCurve({ kind: 'empirical', valuesMs: [0] })).toBeNull()
  })
})

function percentiles(minMs: number, medianMs: number, maxMs: number) {
  return [
    { share: 0, valueMs: minMs },
    { share: 0.5, valueMs: medianMs },
    { share: 1, valueMs: maxMs },
  ]
}

function peakMs(duration: DurationDistribution): number {
  const peak = pointsOf(duration).find(([, y]) => y === 0)
  return ((peak?.[0] ?? 0) / CURVE_WIDTH) * (durationCurve(duration)?.endMs ?? 0)
}

function pointsOf(duration: DurationDistribution): (readonly [number, number])[] {
  const points = durationCurve(duration)?.points ?? ''
  return points.split(' ').map((point) => {
    const [x, y] = point.split(',')
    return [Number(x), Number(y)]
  })
}
