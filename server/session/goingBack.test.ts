import { describe, expect, it } from 'vitest'
import type { Control } from '#shared/protocol/protocol.ts'
import type { Edit } from '#shared/topology/change.ts'
import { setField } from '#shared/topology/edits.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Desk } from './desk.ts'
import type { BaselinesText, Outcome, SessionRequest } from './messages.ts'
import { historyHash, SessionDriver, startOf } from './session.fixture.ts'
import type { SessionLimits } from './session.ts'

const SECOND_NS = 1_000_000_000
const CRASH = { kind: 'fault', fault: { kind: 'crash', serviceId: 'payments' } } as const
describe('a session that goes back', () => {
  it('pauses at the moment, with the history that the run had there', () => {
    const { session, driver, go } = setUp()
    go({ kind: 'runUntil', untilMs: 20_000 })
    session.control({ kind: 'run' })
    driver.live(100)

    go({ kind: 'rewind', toMs: 7000.000_001 })

    const atNs = 7 * SECOND_NS + 1
    expect(session.state()).toMatchObject({ status: 'paused', nowNs: atNs, hash: hashAt(atNs) })
    expect(session.state().recordedNs).toBeGreaterThan(20 * SECOND_NS)
  })

  it('shows nothing of the way there', () => {
    const { session, driver, go } = setUp()
    driver.broadcast.watch(true)
    go({ kind: 'runUntil', untilMs: 20_000 })
    const frames = driver.frames.length
    driver.clock.costMs = 3

    session.control({ kind: 'rewind', toMs: 9000 })
    expect(session.isGoingBack).toBe(true)
    expect(session.state()).toMatchObject({ status: 'paused', nowNs: 20 * SECOND_NS })
    driver.settle()

    const told = driver.frames.slice(frames).map(({ head, rows }) => ({
      nowNs: head.nowNs,
      hasRows: rows.length > 20,
      records: rows.length + head.omittedRows,
    }))
    const records = session.run?.simulation.journal.length
    // Rates are counted from the first of them: two seconds, or the checkpoint that it started from.
    expect(told).toEqual([
      { nowNs: expect.any(Number), hasRows: false, records: 0 },
      { nowNs: 9 * SECOND_NS, hasRows: true, records },
    ])
    const [earlier] = told
    expect(earlier?.nowNs).toBeGreaterThanOrEqual(7 * SECOND_NS)
    expect(earlier?.nowNs).toBeLessThan(9 * SECOND_NS)
  })

  it('lets go of the run on show where both take too much, and comes to the same moment', () => {
    const taken = { bytes: 100 }
    const { session, driver, go } = setUp(exampleTopology(), {
      checkpoints: { spacingMin: Infinity },
      secondRun: { bytesTaken: () => taken.bytes, secondRunBytesMax: 50 },
    })
    driver.broadcast.watch(true)
    go({ kind: 'runUntil', untilMs: 20_000 })
    session.change(CRASH)
    driver.clock.costMs = 10
    session.control({ kind: 'rewind', toMs: 19_000 })
    taken.bytes = 150
    session.tick()
    expect(session.state()).toMatchObject({ status: 'paused', nowNs: 20 * SECOND_NS + 1 })

    taken.bytes = 151
    session.tick()
    const { status, nowNs, recordedNs, commands } = session.state()
    expect({ status, recordedNs }).toEqual({ status: 'running', recordedNs: 20 * SECOND_NS + 1 })
    expect(nowNs).toBeLessThan(19 * SECOND_NS)
    expect(commands).toHaveLength(1)
    expect(session.isGoingBack).toBe(true)
    expect(session.kept()).toMatchObject({
      value: { recipe: { untilMs: 19_000, commands: [{ change: CRASH }] } },
    })

    driver.settle()
    const atNs = 19 * SECOND_NS
    expect(session.state()).toMatchObject({ status: 'paused', nowNs: atNs, hash: hashAt(atNs) })
    expect(driver.frames.at(-1)).toMatchObject({ head: { nowNs: atNs } })
    driver.clock.costMs = 0
    go({ kind: 'rewind', toMs: 20_000.000_001 })
    expect(session.state()).toMatchObject({ nowNs: 20 * SECOND_NS + 1, faults: [{}] })
  })

  it('keeps the moment that it was on its way to, where it is ended on the way', () => {
    const { session, driver, go } = setUp(exampleTopology(), {
      checkpoints: { spacingMin: Infinity },
      secondRun: { bytesTaken: () => 1, secondRunBytesMax: -1 },
    })
    go({ kind: 'runUntil', untilMs: 20_000 })
    driver.clock.costMs = 10
    session.control({ kind: 'rewind', toMs: 19_000 })
    session.tick()
    session.end('There is no room.')

    const { status, nowNs } = session.state()
    expect(status).toBe('ended')
    expect(nowNs).toBeLessThan(19 * SECOND_NS)
    expect(session.kept()).toMatchObject({ value: { recipe: { untilMs: 19_000 } } })
    driver.clock.costMs = 0
    go({ kind: 'rewind', toMs: 20_000 })
    expect(session.state()).toMatchObject({ hash: hashAt(20 * SECOND_NS), reason: null })
  })

  it('keeps the beginning where it is reset on the way, on show or not', () => {
    for (const secondRunBytesMax of [-1, Infinity]) {
      const { session, driver, go } = setUp(exampleTopology(), {
        checkpoints: { spacingMin: Infinity },
        secondRun: { bytesTaken: () => 1, secondRunBytesMax },
      })
      go({ kind: 'runUntil', untilMs: 20_000 })
      driver.clock.costMs = 10
      session.control({ kind: 'rewind', toMs: 19_000 })
      session.tick()
      expect(session.isGoingBack).toBe(true)

      session.control({ kind: 'reset' })

      expect(session.kept()).toMatchObject({ value: { recipe: { untilMs: 0 } } })
      expect(session.tick()).toBeNull()
    }
  })

  it('is not forked on the way there, and not run on if it was over', () => {
    const { session, driver, go } = setUp()
    go({ kind: 'runUntil', untilMs: 20_000 })
    session.end('There is no room.')
    driver.clock.costMs = 3
    session.control({ kind: 'rewind', toMs: 9000 })
    expect(session.isGoingBack).toBe(true)

    expect(session.control({ kind: 'fork' })).toEqual({
      ok: false,
      reason: 'The run is going back to another moment. Fork it there.',
    })
    driver.settle()
    expect(session.state()).toMatchObject({ nowNs: 9 * SECOND_NS, baselines: [] })
    expect(session.control({ kind: 'fork' })).toMatchObject({ ok: true })
  })

  it('repeats what was done later, until something else is done', () => {
    const { session, go } = setUp()
    go({ kind: 'runUntil', untilMs: 10_000 })
    session.change(CRASH)
    go({ kind: 'runUntil', untilMs: 20_000 })
    const { hash } = session.state()

    go({ kind: 'rewind', toMs: 5000 })
    expect(session.state()).toMatchObject({ faults: [], commands: [{ label: 'Crash Payments' }] })
    go({ kind: 'runUntil', untilMs: 20_000 })

    expect(session.state()).toMatchObject({ hash, faults: [{ fault: CRASH.fault }], baselines: [] })
  })

  it('cuts off what was to come when something is done in the past, and keeps it to compare', () => {
    const { session, go } = setUp()
    go({ kind: 'runUntil', untilMs: 10_000 })
    session.change(CRASH)
    go({ kind: 'runUntil', untilMs: 20_000 })
    go({ kind: 'rewind', toMs: 5000 })
    const { generation } = session

    const slow = { kind: 'slow', serviceId: 'payments', factor: 3 } as const
    session.change({ kind: 'fault', fault: slow })

    const cutNs = 5 * SECOND_NS
    expect(session.state()).toMatchObject({
      nowNs: cutNs + 1,
      recordedNs: cutNs + 1,
      commands: [{ label: 'Slow down Payments ×3' }],
      baselines: [
        { id: 1, label: 'Without “Slow down Payments ×3”', atNs: cutNs, untilNs: 20 * SECOND_NS },
      ],
    })
    expect(session.generation).toBe(generation + 1)
    const compared = session.compared(1)
    if (!compared.ok) throw new Error(compared.reason)
    const { before, after } = compared.value
    expect([before.untilMs, after.untilMs]).toEqual([20_000, 20_000])
    expect(before.commands.map(({ change }) => change)).toEqual([CRASH])
    expect(after.commands.map(({ change }) => change)).toEqual([{ kind: 'fault', fault: slow }])
  })

  it('keeps what is refused in the past from cutting anything off', () => {
    const { session, go } = setUp()
    go({ kind: 'runUntil', untilMs: 10_000 })
    go({ kind: 'rewind', toMs: 5000 })

    const nobody = { kind: 'crash', serviceId: 'nobody' } as const
    expect(session.change({ kind: 'fault', fault: nobody })).toMatchObject({ ok: false })
    expect(session.state()).toMatchObject({ recordedNs: 10 * SECOND_NS, baselines: [] })
  })

  it('says when the drawing has edits that this moment of the run has not, and takes the next one', () => {
    const { session, go } = setUp()
    go({ kind: 'runUntil', untilMs: 10_000 })
    session.edit(REPLICAS)
    go({ kind: 'runUntil', untilMs: 20_000 })
    expect(session.state().edited).toBe(false)

    go({ kind: 'rewind', toMs: 5000 })
    expect(session.state()).toMatchObject({ edited: true, behind: false })
    session.edit(setField(['layout', 'nodes', 'shop'], { x: 5, y: 5 }, 'Move Shop'))
    expect(session.state().recordedNs).toBe(20 * SECOND_NS)
    session.edit(setField(['services', 'payments', 'concurrency'], 2, 'Set concurrency'))

    expect(session.run?.simulation.topology.services.payments).toMatchObject({
      replicas: 3,
      concurrency: 2,
    })
    expect(session.state()).toMatchObject({
      edited: false,
      recordedNs: 5 * SECOND_NS + 1,
      commands: [{ label: 'Set concurrency, with the drawing as it is' }],
    })
  })

  it('leaves an earlier drawing running when a fault sends it another way, until it is told', () => {
    const { session, go } = setUp()
    go({ kind: 'runUntil', untilMs: 10_000 })
    session.edit(REPLICAS)
    go({ kind: 'rewind', toMs: 5000 })

    session.change(CRASH)
    go({ kind: 'runUntil', untilMs: 6000 })
    expect(session.state()).toMatchObject({ edited: true, behind: false, reason: null })
    expect(session.run?.simulation.topology.services.payments?.replicas).toBe(1)
    go({ kind: 'runDrawing' })

    expect(session.run?.simulation.topology.services.payments?.replicas).toBe(3)
    expect(session.state()).toMatchObject({ edited: false })
    expect(session.state().commands.map(({ label }) => label)).toEqual([
      'Crash Payments',
      'The drawing as it is',
    ])
  })

  it('steps back to where steps have come from', () => {
    const { session, go } = setUp()
    go({ kind: 'runUntil', untilMs: 10_000 })
    const moments = Array.from({ length: 6 }, () => {
      go({ kind: 'step' })
      return [session.state().nowNs, session.state().hash]
    })

    for (const [nowNs, hash] of moments.reverse().slice(1)) {
      go({ kind: 'stepBack' })
      expect(session.state()).toMatchObject({ status: 'paused', nowNs, hash })
    }
    go({ kind: 'rewind', toMs: 0 })
    expect(session.control({ kind: 'stepBack' })).toEqual({
      ok: false,
      reason: 'This is the beginning of the run.',
    })
  })

  it('steps to the commands that are recorded, and back from them', () => {
    const { session, go } = setUp()
    go({ kind: 'runUntil', untilMs: 10_000 })
    const before = session.state().hash
    session.change(CRASH)
    const crashed = session.state()
    go({ kind: 'runUntil', untilMs: 11_000 })
    go({ kind: 'rewind', toMs: 10_000 })

    go({ kind: 'step' })
    expect(session.state()).toMatchObject({ nowNs: crashed.nowNs, hash: crashed.hash })
    go({ kind: 'step' })
    go({ kind: 'stepBack' })
    expect(session.state()).toMatchObject({ nowNs: crashed.nowNs, hash: crashed.hash })
    go({ kind: 'stepBack' })
    expect(session.state().hash).toBe(before)
  })

  it('goes no further than what is recorded', () => {
    const { session, go } = setUp()
    go({ kind: 'runUntil', untilMs: 2000 })

    expect(session.control({ kind: 'rewind', toMs: 3000 })).toEqual({
      ok: false,
      reason: 'The run has come to 00:00:02.000, not to 00:00:03.000. Run it until there.',
    })
  })

  it('brings a run back that was over', () => {
    const { session, go } = setUp()
    go({ kind: 'runUntil', untilMs: 2000 })
    const run = session.run
    if (!run) throw new Error('there is a run')
    run.simulation.advanceAtMost = () => {
      throw new Error('Time stands still')
    }
    go({ kind: 'runUntil', untilMs: 3000 })
    expect(session.state().status).toBe('ended')

    go({ kind: 'rewind', toMs: 1500 })
    expect(session.state()).toMatchObject({ status: 'paused', reason: null, hash: hashAt(1.5e9) })
  })

  it('keeps the run to compare with when it is forked, and lets it go on from here', () => {
    const { session, go } = setUp()
    go({ kind: 'runUntil', untilMs: 10_000 })
    go({ kind: 'rewind', toMs: 5000 })

    go({ kind: 'fork' })

    expect(session.state()).toMatchObject({
      recordedNs: 5 * SECOND_NS,
      baselines: [{ id: 1, label: 'As it was at 00:00:05.000', untilNs: 10 * SECOND_NS }],
    })
    for (let more = 0; more < 10; more += 1) go({ kind: 'fork' })
    expect(session.state().baselines.map(({ id }) => id)).toEqual([11, 10, 9, 8, 7, 6, 5, 4])
    expect(session.compared(1)).toMatchObject({ ok: false })
  })

  it('says so where the run to compare with had another seed', () => {
    const { session, go } = setUp()
    go({ kind: 'runUntil', untilMs: 5000 })
    go({ kind: 'fork' })
    const label = 'As it was at 00:00:05.000'
    expect(session.compared(1)).toMatchObject({ value: { label } })

    go({ kind: 'reset', seed: 99 })
    expect(session.compared(1)).toMatchObject({ value: { label: `${label}, with seed 7` } })
  })

  it('can be compared with what the sessions before it kept', () => {
    const { session, go, driver } = setUp()
    const desk = new Desk(session, driver.broadcast)
    go({ kind: 'runUntil', untilMs: 5000 })
    session.change(CRASH)
    go({ kind: 'fork' })
    const kept: Outcome<unknown>[] = []
    desk.take({ name: 'baselines', payload: null }, (outcome) => kept.push(outcome))
    const [outcome] = kept as Outcome<BaselinesText>[]
    if (!outcome?.ok) throw new Error('the runs to compare with are told at once')
    const { baselines } = JSON.parse(new TextDecoder().decode(outcome.value.text))

    const again = new SessionDriver(startOf(exampleTopology(), { baselines })).session
    again.control({ kind: 'fork' })

    expect(outcome.value.newestId).toBe(1)
    expect(again.state().baselines).toMatchObject([{ id: 2 }, session.state().baselines[0]])
    const compared = again.compared(1)
    if (!compared.ok) throw new Error(compared.reason)
    expect(compared.value.before).toEqual({
      ...baselines[0].recipe,
      topology: exampleTopology(),
      commands: [expect.objectContaining({ change: CRASH })],
    })
  })

  it('cannot be compared with what was spoilt on the disk, and says why', () => {
    const facts = { id: 4, label: 'As it was', atNs: 1, untilNs: 2 }
    const { session } = new SessionDriver(
      startOf(exampleTopology(), { baselines: [{ ...facts, recipe: { format: 'millrace/9' } }] }),
    )

    expect(session.state().baselines).toEqual([facts])
    expect(session.compared(4)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/^This run cannot be read: .+/),
    })
  })

  it('says so where the run to compare with was recorded with another engine', () => {
    const { session, go } = setUp()
    go({ kind: 'runUntil', untilMs: 1000 })
    go({ kind: 'fork' })
    const baselines = session.baselines.map((baseline) => ({
      ...baseline,
      recipe: { ...Object(baseline.recipe), engineVersion: '0.0.1' },
    }))

    const again = new SessionDriver(startOf(exampleTopology(), { baselines })).session

    expect(again.compared(1)).toMatchObject({
      value: { label: 'As it was at 00:00:01.000, recorded with engine 0.0.1' },
    })
  })

  it('goes on after a restart of the server with what was recorded for later', () => {
    const { session, go } = setUp()
    go({ kind: 'runUntil', untilMs: 8000 })
    session.change(CRASH)
    go({ kind: 'rewind', toMs: 5000 })
    const record = session.record()
    if (!record.ok) throw new Error(record.reason)

    const again = new SessionDriver(startOf(exampleTopology(), { recipe: record.value.recipe }))
    again.settle()

    expect(again.session.state()).toMatchObject({
      nowNs: 5 * SECOND_NS,
      recordedNs: 8 * SECOND_NS + 1,
      hash: hashAt(5e9),
      commands: [{ label: 'Crash Payments' }],
    })
  })

  it('answers when it is there, only the newest moment counts, and what else is asked waits', () => {
    const { session, driver, go } = setUp()
    const desk = new Desk(session, driver.broadcast)
    go({ kind: 'runUntil', untilMs: 30_000 })
    driver.clock.costMs = 3
    const ask = (request: SessionRequest) => {
      const outcomes: Outcome<unknown>[] = []
      desk.take(request, (outcome) => outcomes.push(outcome))
      return outcomes
    }

    const first = ask({ name: 'control', payload: { kind: 'rewind', toMs: 20_000 } })
    session.tick()
    const second = ask({ name: 'control', payload: { kind: 'rewind', toMs: 10_000 } })
    const back = ask({ name: 'control', payload: { kind: 'stepBack' } })
    const change = ask({ name: 'change', payload: CRASH })
    session.edit(REPLICAS)
    desk.catchUp()
    expect([first, second, back, change].map(({ length }) => length)).toEqual([0, 0, 0, 0])
    driver.settle()
    expect(desk.catchUp()).toBe(true)

    const there = { ok: true, value: { nowNs: 10 * SECOND_NS + 1 } }
    expect([first, second]).toMatchObject([[there], [there]])
    driver.settle()
    desk.catchUp()
    expect(back).toMatchObject([{ ok: true, value: { nowNs: 10 * SECOND_NS } }])
    expect(change).toEqual([{ ok: true, value: { atNs: 10 * SECOND_NS + 1 } }])
  })
})

const REPLICAS: Edit = setField(['services', 'payments', 'replicas'], 3, 'Set replicas')

function setUp(topology: Topology = exampleTopology(), limits: SessionLimits = {}) {
  const driver = new SessionDriver(startOf(topology), {
    checkpoints: { spacingMin: 300, costWeight: 0 },
    ...limits,
  })
  const { session } = driver
  const go = (control: Control) => {
    const outcome = session.control(control)
    if (!outcome.ok) throw new Error(outcome.reason)
    driver.settle()
  }
  return { driver, session, go }
}

function hashAt(untilNs: number): string {
  return historyHash({ topology: exampleTopology(), seed: 7 }, untilNs)
}
