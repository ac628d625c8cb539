import { describe, expect, it } from 'vitest'
import { planOf } from './experiment.fixture.ts'
import type { ReplicationResult } from './replication.ts'
import { warmUpEnd, windowFrom } from './warmUp.ts'

describe('warmUpEnd', () => {
  it('is the next moment after what the average of all shows', () => {
    const falling = Array.from({ length: 100 }, (_, index) => (index < 7 ? 50 - index : index % 2))

    expect(endOf([falling, falling, falling])).toEqual({ fromMs: 2000, isOver: true })
  })

  it('does not follow a single rush', () => {
    const steady = Array.from({ length: 100 }, (_, index) => 4 + 2 * (index % 2))
    const rush = steady.map((load, index) => (index < 8 ? load + 3 : load))

    expect(endOf([rush, ...Array.from({ length: 9 }, () => steady)]).fromMs).toBe(0)
    expect(endOf([rush]).fromMs).toBe(2000)
  })

  it('is not over where the load goes on growing', () => {
    const growing = Array.from({ length: 100 }, (_, index) => index)

    expect(endOf([growing, growing, growing])).toEqual({ fromMs: 10_000, isOver: false })
  })

  it('is what was given, where it was given', () => {
    const plan = planOf({ warmUp: { kind: 'share', share: 0.25 } })

    expect(warmUpEnd(plan, [])).toEqual({ fromMs: 5000, isOver: true })
  })
})

describe('windowFrom', () => {
  it('begins at that moment or at the next one, and at the last one where there is no more', () => {
    const result = resultOf([])

    expect(windowFrom(result, 0).fromMs).toBe(0)
    expect(windowFrom(result, 1500).fromMs).toBe(2000)
    expect(windowFrom(result, 9000).fromMs).toBe(2000)
  })
})

function endOf(loads: readonly (readonly number[])[]) {
  return warmUpEnd(planOf(), loads.map(resultOf))
}

function resultOf(load: readonly number[]): ReplicationResult {
  const windows = [0, 1000, 2000].map((fromMs) => ({
    fromMs,
    waits: {},
    backlogs: {},
    metrics: {},
  }))
  const rest = { seed: 1, historyHash: '', untilMs: 20_000, endedBecause: null, backlogs: {} }
  return { replication: 1, load, windows, ...rest }
}
