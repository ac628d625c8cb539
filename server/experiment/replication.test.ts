import { describe, expect, it } from 'vitest'
import { Simulation } from '../simulation/simulation.ts'
import { planOf, queue } from './experiment.fixture.ts'
import { replicate } from './replication.ts'
import { seedOfReplication } from './seeds.ts'

describe('replicate', () => {
  it('is the very run that its seed gives, however often it was looked at', () => {
    const result = replicate(planOf(), { point: 0, replication: 2 }, () => {})
    const direct = new Simulation({ topology: queue(5), seed: seedOfReplication(1, 2) })
    direct.advance(20_000_000_000)

    expect(result).toMatchObject({ seed: direct.seed, historyHash: direct.hash(), replication: 3 })
    expect(result.windows.map(({ fromMs }) => fromMs)).toEqual([0, 1000, 2000, 4000, 6000, 10_000])
    expect(result.load).toHaveLength(100)
  })

  it('measures only what came after the beginning of its window', () => {
    const plan = planOf({ warmUp: { kind: 'time', ms: 5000 } })
    const { windows, seed } = replicate(plan, { point: 0, replication: 0 }, () => {})
    const direct = new Simulation({ topology: queue(5), seed })
    direct.advance(5_000_000_000)
    const before = direct.report().subscriptions.work
    direct.advance(20_000_000_000)
    const after = direct.report().subscriptions.work
    const count = (after?.waitMs.count ?? 0) - (before?.waitMs.count ?? 0)
    const sum = (of: typeof after) => (of?.waitMs.mean ?? 0) * (of?.waitMs.count ?? 0)

    const { metrics, waits } = windows[0] ?? {}
    const acknowledged = (after?.acknowledged ?? 0) - (before?.acknowledged ?? 0)
    expect(waits).toEqual({ work: count })
    expect(metrics?.['subscriptions.work.acknowledged']).toBe(acknowledged)
    expect(metrics?.['subscriptions.work.throughputPerSecond']).toBeCloseTo(acknowledged / 15, 9)
    expect(metrics?.['subscriptions.work.waitMeanMs']).toBeCloseTo(
      (sum(after) - sum(before)) / count,
      6,
    )
  })

  it('follows the values of its point, and tells how far it is', () => {
    const varied = [{ path: 'services.receiver.replicas', values: [1, 4] }]
    const metrics = ['services.receiver.utilisation']
    const told: number[] = []
    const utilisationAt = (point: number) =>
      replicate(planOf({ varied, metrics }), { point, replication: 0 }, (share) => told.push(share))
        .windows[0]?.metrics

    // The same events come, and four times as many slots share the work.
    const [one, four] = [utilisationAt(0), utilisationAt(1)]
    const [alone = 0, shared = 0] = [one, four].map((found) => found?.[metrics[0] ?? ''] ?? 0)
    expect(alone / shared).toBeCloseTo(4, 1)
    expect(told.at(-1)).toBe(1)
  })

  it('says why it ended before its time, and what had happened until then', () => {
    const command = {
      atNs: 3_000_000_000,
      sequence: 0,
      change: { kind: 'edit' as const, edits: [brokenEdit] },
    }
    const plan = planOf({ commands: [command], warmUp: { kind: 'time', ms: 10_000 } })

    const result = replicate(plan, { point: 0, replication: 0 }, () => {})

    expect(result.endedBecause).toContain('Break')
    expect(result.windows).toHaveLength(1)
    expect(result.windows[0]?.fromMs).toBe(0)
  })
})

const brokenEdit = {
  label: 'Break',
  changes: [{ path: ['services', 'nobody', 'replicas'], value: 1 }],
}
