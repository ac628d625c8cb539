import { describe, expect, it } from 'vitest'
import { carriedOut, planOf, queue } from './experiment.fixture.ts'
import type { Plan } from './plan.ts'

describe('what an experiment warns of', () => {
  it('is nothing, where it was long enough', () => {
    expect(kindsOf({ untilMs: 30_000, replications: 6, metrics: [RATE, BUSY] })).toEqual([])
  })

  it('is a backlog that grows, and no interval then', () => {
    const outcome = carriedOut(planOf({ topology: queue(12) })).outcomeAt(0)

    expect(outcome.warnings.map(({ kind }) => kind)).toEqual(['warmUpNotOver', 'stillGrowing'])
    expect(outcome.warnings[1]?.message).toMatch(
      /^The backlog of jobs still grows: [\d.]+ messages wait in the first/,
    )
  })

  it.each([1, 2])('is a backlog that grows, with %i replications too', (replications) => {
    expect(kindsOf({ topology: queue(12), replications })).toContain('stillGrowing')
  })

  it('is an interval that is too wide, with what would help', () => {
    const outcome = carriedOut(planOf({ topology: queue(9), untilMs: 30_000 })).outcomeAt(0)

    const [warning] = outcome.warnings.filter(({ kind }) => kind === 'tooWide')
    expect(warning?.message).toMatch(
      /^Too short to conclude: \S+ is known only to ±[\d.]+ % of its mean.* Some \d+ replications would/,
    )
  })

  it('is a percentile of too few events', () => {
    expect(kindsOf({ untilMs: 5000, metrics: ['subscriptions.work.waitP99Ms'] })).toContain(
      'tooFewEvents',
    )
  })

  it('is what nothing was measured of', () => {
    const metrics = ['subscriptions.work.waitMeanMs']
    const varied = [{ path: 'services.sender.sources.source.arrivals.ratePerSecond', values: [0] }]

    expect(kindsOf({ metrics, varied })).toEqual(['nothingMeasured'])
  })

  it('is one replication, which knows nothing of chance', () => {
    expect(kindsOf({ replications: 1 })).toEqual(['oneReplication'])
  })

  it('looks for no steady state where the load changes on purpose', () => {
    const crash = { kind: 'fault', fault: { kind: 'crash', serviceId: 'receiver' } } as const
    const commands = [{ atNs: 5_000_000_000, sequence: 0, change: crash }]

    expect(kindsOf({ commands, warmUp: { kind: 'none' }, metrics: [RATE] })).toEqual([])
  })
})

const RATE = 'services.sender.publishedPerSecond'
const BUSY = 'services.receiver.utilisation'

function kindsOf(changes: Partial<Plan>) {
  return carriedOut(planOf(changes))
    .outcomeAt(0)
    .warnings.map(({ kind }) => kind)
}
