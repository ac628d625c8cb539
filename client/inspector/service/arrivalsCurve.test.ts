import { describe, expect, it } from 'vitest'
import type { Arrivals } from '#shared/topology/arrivals.ts'
import { arrivalsCurve } from './arrivalsCurve.ts'
import { CURVE_HEIGHT, CURVE_WIDTH } from './durationCurve.ts'

const second = { kind: 'constant', valueMs: 1000 } as const

describe('arrivalsCurve', () => {
  it('is a flat line for an even rate, not at the very top', () => {
    expect(arrivalsCurve({ kind: 'poisson', ratePerSecond: 50 })).toEqual({
      points: '0,12.8 120,12.8',
      averageY: null,
    })
  })

  it('follows a profile from the start of the run, and holds after its last point', () => {
    const points = [
      { atMs: 1000, ratePerSecond: 10 },
      { atMs: 2000, ratePerSecond: 40 },
    ]
    const curve = arrivalsCurve({ kind: 'profile', process: 'poisson', points })

    expect(curve?.points).toBe('0,24 52.17,24 104.35,0 120,0')
    // 17.5 a second on average.
    expect(curve?.averageY).toBe(18)
  })

  it('shows bursts and the pauses between them', () => {
    const curve = arrivalsCurve({
      kind: 'bursts',
      process: 'poisson',
      ratePerSecond: 100,
      onTime: second,
      offTime: { kind: 'exponential', meanMs: 3000 },
    })

    expect(curve?.points).toMatch(/^0,32 0,0 10,0 10,32 40,32 40,32 40,0 /)
    expect(curve?.averageY).toBe(24)
  })

  it.each<Arrivals>([
    { kind: 'recorded', timesMs: [0, 10, 10, 500] },
    { kind: 'recorded', timesMs: [0], repeatEveryMs: 1000 },
    { kind: 'recorded', timesMs: [0] },
    { kind: 'recordedGaps', gapsMs: [5, 0, 5], repeats: true },
  ])('stays inside for %o', (arrivals) => {
    const curve = arrivalsCurve(arrivals)
    const points = (curve?.points ?? '').split(' ').map((point) => point.split(',').map(Number))

    expect(points.every(([x = -1]) => x >= 0 && x <= CURVE_WIDTH)).toBe(true)
    expect(points.every(([, y = -1]) => y >= 0 && y <= CURVE_HEIGHT)).toBe(true)
    expect(Math.min(...points.map(([, y = -1]) => y))).toBe(0)
    expect(curve?.averageY).toBeGreaterThan(0)
  })

  it('is left out where nothing comes, or where the gaps are drawn', () => {
    expect(arrivalsCurve({ kind: 'constant', ratePerSecond: 0 })).toBeNull()
    expect(arrivalsCurve({ kind: 'renewal', gap: second })).toBeNull()
  })
})
