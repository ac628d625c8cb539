import { describe, expect, it } from 'vitest'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { Desk } from './desk.ts'
import type { Outcome, SessionRequest } from './messages.ts'
import { SessionDriver, startOf } from './session.fixture.ts'

describe('Desk', () => {
  it('lets commands wait until a run is back where it was, so that they land behind it', () => {
    const { ask, driver, desk } = setUp()
    const fault = { kind: 'crash', serviceId: 'payments' } as const

    const look = ask({ name: 'look', payload: null })
    const change = ask({ name: 'change', payload: { kind: 'fault', fault } })
    const run = ask({ name: 'control', payload: { kind: 'run' } })
    desk.catchUp()
    expect([look, change, run].map(({ length }) => length)).toEqual([1, 0, 0])

    driver.settle()
    desk.catchUp()

    expect(change).toEqual([{ ok: true, value: { atNs: 5_000_000_001 } }])
    expect(run).toMatchObject([{ ok: true, value: { status: 'running' } }])
  })

  it('lets a reset go before all that waits', () => {
    const { ask, desk } = setUp()
    const run = ask({ name: 'control', payload: { kind: 'run' } })

    const reset = ask({ name: 'control', payload: { kind: 'reset' } })
    desk.catchUp()

    expect(reset).toMatchObject([{ ok: true, value: { status: 'paused', nowNs: 0 } }])
    expect(run).toMatchObject([{ ok: true, value: { status: 'running' } }])
  })

  it('lets only so many wait', () => {
    const { ask } = setUp()

    const asked = Array.from({ length: 1001 }, () =>
      ask({ name: 'control', payload: { kind: 'run' } }),
    )

    expect(asked.filter(({ length }) => length === 0)).toHaveLength(1000)
    expect(asked.at(-1)).toMatchObject([{ ok: false }])
  })

  it('lets no keeping wait: what was read leads to where the run will be', () => {
    const { ask } = setUp()

    const kept = ask({ name: 'keep', payload: { key: 'k', has: null } })

    expect(kept).toMatchObject([{ ok: true, value: { untilMs: 5000 } }])
  })

  it('answers null for an event that the run does not know', () => {
    const { ask } = setUp()

    expect(ask({ name: 'event', payload: { origin: 9999, n: 3 } })).toEqual([
      { ok: true, value: null },
    ])
  })
})

/** A session that is on its way back to five seconds. */
function setUp() {
  const first = new SessionDriver(startOf(exampleTopology()))
  first.session.control({ kind: 'runUntil', untilMs: 5000 })
  first.settle()
  const record = first.session.record()
  if (!record.ok) throw new Error(record.reason)
  const driver = new SessionDriver(startOf(exampleTopology(), { recipe: record.value.recipe }))
  const desk = new Desk(driver.session, driver.broadcast)
  const ask = (request: SessionRequest) => {
    const outcomes: Outcome<unknown>[] = []
    desk.take(request, (outcome) => outcomes.push(outcome))
    return outcomes
  }
  return { driver, desk, ask }
}
