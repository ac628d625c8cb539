import { describe, expect, it } from 'vitest'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { Simulation } from './simulation.ts'

describe('the report since a mark', () => {
  it('counts what came after it, and no more', () => {
    const { before, after, since } = setUp()

    expect([since.fromMs, since.untilMs, before.fromMs]).toEqual([5000, 20_000, 0])
    for (const key of ['published', 'delivered', 'acknowledged'] as const) {
      expect(since.services.payments?.[key]).toBe(difference(key, 'payments'))
      expect(since.services.payments?.[key]).toBeGreaterThan(0)
    }
    expect(since.channels.placed?.accepted).toBe(
      (after.channels.placed?.accepted ?? 0) - (before.channels.placed?.accepted ?? 0),
    )

    function difference(key: 'published' | 'delivered' | 'acknowledged', id: string) {
      return (after.services[id]?.[key] ?? 0) - (before.services[id]?.[key] ?? 0)
    }
  })

  it('averages over the time since, and levels stand as they are', () => {
    const { before, after, since } = setUp()

    // Areas are averages times their time.
    const depth = (20 * mean(after) - 5 * mean(before)) / 15
    const busy = 20 * share(after) - 5 * share(before)
    expect(mean(since)).toBeCloseTo(depth, 9)
    expect(share(since)).toBeCloseTo(busy / 15, 9)
    expect(since.subscriptions['payments-placed']?.lag).toBe(
      after.subscriptions['payments-placed']?.lag,
    )

    function mean(report: typeof since) {
      return report.channels.placed?.depthMean ?? Number.NaN
    }
    function share(report: typeof since) {
      return report.services.payments?.utilisation ?? Number.NaN
    }
  })

  it('has latencies of what was handled since', () => {
    const { before, after, since } = setUp()
    const wait = (report: typeof since) => report.subscriptions['payments-placed']?.waitMs
    const sum = (report: typeof since) => (wait(report)?.mean ?? 0) * (wait(report)?.count ?? 0)

    expect(wait(since)?.count).toBe((wait(after)?.count ?? 0) - (wait(before)?.count ?? 0))
    expect(wait(since)?.mean).toBeCloseTo((sum(after) - sum(before)) / (wait(since)?.count ?? 1), 6)
  })

  it('leaves the run and the whole report as they would have been', () => {
    const { after } = setUp()
    const unmarked = new Simulation({ topology: exampleTopology(), seed: 3 })
    unmarked.advance(20_000_000_000)

    expect(after).toEqual(unmarked.report())
  })
})

function setUp() {
  const simulation = new Simulation({ topology: exampleTopology(), seed: 3 })
  simulation.advance(5_000_000_000)
  const mark = simulation.mark()
  simulation.advance(20_000_000_000)
  return { before: mark.report, after: simulation.report(), since: simulation.report(mark) }
}
