import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { AssertionError, assert } from '#shared/lib/assert.ts'
import { journalKindIndex } from '#shared/lib/journal.ts'
import type { Speed } from '#shared/protocol/protocol.ts'
import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { setField } from '#shared/topology/edits.ts'
import type { Recipe } from '#shared/topology/recipe.ts'
import { shop, sketch } from '#shared/topology/sketch.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'
import { Simulation } from '../simulation/simulation.ts'
import { historyHash, SessionDriver, startOf } from './session.fixture.ts'

const SECOND_NS = 1_000_000_000

describe('Session', () => {
  it('opens paused at the beginning', () => {
    const { session } = setUp()

    expect(session.state()).toEqual({
      status: 'paused',
      seed: 7,
      speed: 1,
      nowNs: 0,
      recordedNs: 0,
      jumps: 0,
      checkpointsNs: [],
      baselines: [],
      reason: null,
      behind: false,
      edited: false,
      hash: hashAt(0),
      breakpoints: { revision: 0, list: [] },
      pausedAt: null,
      hits: [],
      bounds: [],
      faults: [],
      commands: [],
    })
  })

  it('keeps in step with the clock at its speed, and rests when paused', () => {
    const { session, driver, control } = setUp()

    control({ kind: 'setSpeed', speed: 2 })
    control({ kind: 'run' })
    driver.live(5000)
    const state = control({ kind: 'pause' })
    driver.live(5000)

    expect(state.status).toBe('paused')
    expect(state.nowNs).toBeGreaterThan(9.9 * SECOND_NS)
    expect(state.nowNs).toBeLessThanOrEqual(10 * SECOND_NS)
    expect(session.state()).toEqual(state)
    expect(state.hash).toBe(hashAt(state.nowNs))
  })

  it('works no longer at once where each timer publishes a thousand events', () => {
    const arrivals = { kind: 'constant', ratePerSecond: 1_000_000 }
    const batch = { kind: 'constant', size: 1000 }
    const topology = sketch({
      services: { shop: shop('jobs', { arrivals, batch }) },
      channels: { jobs: { kind: 'rabbitQueue', maxLength: 1 } },
    })
    const driver = new SessionDriver(startOf(topology, { speed: 'max' }))
    const { session, clock } = driver
    session.control({ kind: 'run' })
    clock.costMs = 2

    const written: number[] = []
    let before = 0
    for (let tick = 0; tick < 10; tick += 1) {
      session.tick()
      const { length } = session.run?.simulation.journal ?? { length: 0 }
      written.push(length - before)
      before = length
    }

    // At the first, three looks at the clock are as far apart as for timers that do little.
    expect(Math.max(...written.slice(1))).toBeLessThan(4 * 5000)
  })

  it('falls behind rather than hurry when the machine is too slow', () => {
    const { session, driver, control } = setUp()
    driver.clock.costMs = 5

    control({ kind: 'setSpeed', speed: 10_000 })
    control({ kind: 'run' })
    driver.live(1000)
    const lateNs = session.state().nowNs
    control({ kind: 'setSpeed', speed: 1 })
    driver.clock.costMs = 0
    driver.live(1000)

    expect(lateNs).toBeLessThan(10_000 * SECOND_NS)
    expect(session.state().nowNs - lateNs).toBeLessThanOrEqual(SECOND_NS)
  })

  it('gives the same history at any speed and with any pauses', () => {
    const untilNs = 20 * SECOND_NS
    const expected = hashAt(untilNs)

    fc.assert(
      fc.property(fc.array(deed(), { maxLength: 12 }), (deeds) => {
        const { session, driver } = setUp()
        for (const { control, ms } of deeds) {
          session.control(control)
          driver.live(ms)
        }
        fc.pre(session.state().nowNs <= untilNs)
        session.control({ kind: 'runUntil', untilMs: untilNs / 1_000_000 })
        driver.settle()
        expect(session.state()).toMatchObject({ status: 'paused', nowNs: untilNs, hash: expected })
      }),
      { numRuns: 25 },
    )
  })

  it('runs flat out to the moment asked for, and pauses exactly there', () => {
    const { session, driver } = setUp()

    const answer = session.control({ kind: 'runUntil', untilMs: 12_345.000_001 })
    expect(answer).toMatchObject({ ok: true, value: { status: 'running', hash: null } })
    driver.settle()

    const atNs = 12_345_000_001
    expect(session.state()).toMatchObject({ status: 'paused', nowNs: atNs, hash: hashAt(atNs) })
    expect(session.control({ kind: 'runUntil', untilMs: 12_000 })).toEqual({
      ok: false,
      reason: 'The run is at 00:00:12.345 already, after 00:00:12.000. Rewind it to go back.',
    })
  })

  it('steps from record to record', () => {
    const { session, control } = setUp()
    const direct = new Simulation({ topology: exampleTopology(), seed: 7 })

    for (let step = 0; step < 20; step++) {
      control({ kind: 'step' })
      direct.step()
      expect(session.state()).toMatchObject({ nowNs: direct.nowNs, hash: direct.hash() })
    }
  })

  it('says so when nothing happens any more, and goes no further than an hour', () => {
    const { session } = setUp(emptyTopology('Empty'))

    expect(session.control({ kind: 'step' })).toEqual({
      ok: false,
      reason: 'Nothing has happened up to 01:00:00.000.',
    })
    expect(session.state()).toMatchObject({ status: 'paused', nowNs: 3600 * SECOND_NS })
  })

  it('steps over instants that hold bookkeeping alone', () => {
    const { session, control } = setUp()
    const positioned = journalKindIndex.positioned
    let isBookkept = false
    for (let step = 0; step < 1500; step++) {
      const { journal } = session.run?.simulation ?? {}
      const before = journal?.length ?? 0
      control({ kind: 'step' })
      const kinds = journal?.rows(before, 1000).map(({ kind }) => kind) ?? []
      expect(kinds.some((kind) => kind !== positioned)).toBe(true)
      isBookkept ||= kinds.includes(positioned)
    }
    expect(isBookkept).toBe(true)
  })

  it('steps through a drawing that only polls without losing itself in it', () => {
    const { session, driver } = setUp(
      withEdit(exampleTopology(), setField(['services', 'shop', 'sources'], {}, 'Silence')),
    )
    // First the consumers find together.
    let steps = 0
    while (steps < 10 && session.control({ kind: 'step' }).ok) steps += 1
    driver.settle()

    expect(steps).toBeLessThan(10)
    expect(session.state().nowNs).toBeLessThanOrEqual(2 * 3600 * SECOND_NS)
  })

  it('ends after 104 days, and can then only be reset', () => {
    const { session, driver, control } = setUp(emptyTopology('Empty'))
    control({ kind: 'runUntil', untilMs: 9_007_199_254 })
    driver.settle()

    const { status, reason } = session.state()
    expect([status, reason]).toEqual([
      'ended',
      'The run has come to 2501:59:59.254, the longest that can be counted.',
    ])
    for (const kind of ['run', 'pause', 'step'] as const)
      expect(session.control({ kind })).toEqual({
        ok: false,
        reason: `The run is over: ${reason} Reset it to start again, or go back in it.`,
      })
    expect(control({ kind: 'reset' })).toMatchObject({ status: 'paused', nowNs: 0 })
  })

  it('ends with a reason when the simulator breaks a promise of its own', () => {
    const { session, driver, control } = setUp()
    const { simulation } = session.run ?? {}
    if (!simulation) throw new Error('there is a run')
    vi.spyOn(simulation, 'advanceAtMost').mockImplementation(() => {
      throw new AssertionError('Broken promise: time goes on')
    })
    control({ kind: 'run' })
    driver.live(100)

    expect(session.state()).toMatchObject({
      status: 'ended',
      reason: 'The simulator failed, which is a bug: Broken promise: time goes on.',
      hash: null,
    })
    expect(control({ kind: 'reset' })).toMatchObject({ status: 'paused', reason: null })
  })

  it('resets to the beginning, without the commands, with another seed where one is given', () => {
    const { session, driver, control } = setUp()
    session.change({ kind: 'fault', fault: { kind: 'crash', serviceId: 'payments' } })
    control({ kind: 'runUntil', untilMs: 5000 })
    driver.settle()

    const state = control({ kind: 'reset', seed: 11 })

    expect(state).toMatchObject({ status: 'paused', nowNs: 0, seed: 11, commands: [], faults: [] })
    expect(control({ kind: 'reset' }).seed).toBe(11)
  })

  it('stamps a command with the virtual time that follows, and shows at once what it does', () => {
    const { session, driver, control } = setUp()
    control({ kind: 'runUntil', untilMs: 2000 })
    driver.settle()

    const fault = { kind: 'slow', serviceId: 'payments', factor: 3 } as const
    const answer = session.change({ kind: 'fault', fault })

    const atNs = 2 * SECOND_NS + 1
    expect(answer).toEqual({ ok: true, value: { atNs } })
    expect(session.state()).toMatchObject({
      nowNs: atNs,
      faults: [{ fault, sinceNs: atNs }],
      commands: [{ atNs, kind: 'fault', label: 'Slow down Payments ×3' }],
    })
  })

  it('shows at once what a command does to a run that goes on', () => {
    const { session, driver, control } = setUp()
    const fault = { kind: 'crash', serviceId: 'payments' } as const

    control({ kind: 'run' })
    driver.live(2000)
    const outcome = session.change({ kind: 'fault', fault })

    assert(outcome.ok, 'a running run takes a fault')
    expect(session.state()).toMatchObject({
      status: 'running',
      faults: [{ fault, sinceNs: outcome.value.atNs }],
    })
  })

  it('refuses an operation that does not apply, in a sentence, and takes one that does', () => {
    const { session } = setUp()
    const operate = (channelId: string) =>
      session.change({ kind: 'operate', channelId, operation: { kind: 'purge' } })

    expect(operate('nothing')).toEqual({
      ok: false,
      reason: "There is no channel 'nothing' in the run.",
    })
    const { channels } = exampleTopology()
    const queueId = Object.keys(channels).find((id) => channels[id]?.kind === 'rabbitQueue') ?? ''
    const name = channels[queueId]?.name ?? ''
    const answer = operate(queueId)

    assert(answer.ok, 'a queue can be purged')
    expect(session.state().commands).toEqual([
      { atNs: answer.value.atNs, kind: 'operation', label: `Purge ${name}` },
    ])
  })

  it('refuses a fault of what is not there, and an edit that did not go to the document', () => {
    const { session } = setUp()

    const fault = { kind: 'crash', serviceId: 'nobody' } as const
    expect(session.change({ kind: 'fault', fault })).toMatchObject({ ok: false })
    const edits = [setField(['name'], 'Other', 'Rename')]
    expect(session.change({ kind: 'edit', edits })).toMatchObject({ ok: false })
    expect(session.state().commands).toEqual([])
  })

  it('takes an edit into the run as a command', () => {
    const { session, driver, control } = setUp()
    control({ kind: 'runUntil', untilMs: 2000 })
    driver.settle()

    session.edit(MORE_REPLICAS)

    expect(session.run?.simulation.topology.services.payments?.replicas).toBe(3)
    expect(session.state().commands).toEqual([
      { atNs: 2 * SECOND_NS + 1, kind: 'edit', label: 'Set replicas' },
    ])
  })

  it('lets boxes move without a word in the run, and keeps where they stand in the recipe', () => {
    const { session } = setUp()

    session.edit(setField(['layout', 'nodes', 'shop'], { x: 5, y: 5 }, 'Move Shop'))

    expect(session.state().commands).toEqual([])
    expect(recipeOf(session).topology.layout.nodes.shop).toEqual({ x: 5, y: 5 })
  })

  it('stays on the last revision that could run, and then takes all edits since', () => {
    const { session, driver, control } = setUp()
    control({ kind: 'runUntil', untilMs: 1000 })
    driver.settle()

    session.edit(BROKEN)
    session.edit(MORE_REPLICAS)
    const behind = session.state()
    control({ kind: 'runUntil', untilMs: 2000 })
    driver.settle()
    expect(session.run?.simulation.topology.services.payments?.replicas).toBe(1)
    session.edit(MENDED)

    expect(behind).toMatchObject({ status: 'paused', behind: true, commands: [] })
    expect(behind.reason).toContain('gone')
    expect(session.state()).toMatchObject({ behind: false, reason: null })
    expect(session.state().commands).toMatchObject([{ label: 'Break (and 2 more)' }])
    expect(session.run?.simulation.topology.services.payments?.replicas).toBe(3)
  })

  it('keeps a bounded number of edits for later, and takes what they come to', () => {
    const { session } = setUp()
    session.edit(BROKEN)
    for (let count = 1; count <= 500; count += 1)
      session.edit(setField(['services', 'payments', 'replicas'], count, 'Set replicas'))

    session.edit(MENDED)

    expect(session.state()).toMatchObject({ behind: false, reason: null })
    expect(session.run?.simulation.topology.services.payments?.replicas).toBe(500)
    const [command] = session.run?.simulation.commands ?? []
    expect(command?.change.kind === 'edit' && command.change.edits.length).toBeLessThan(210)
  })

  it('takes no more commands than a recipe holds', () => {
    const { session } = setUp()
    const changes = Array.from({ length: 1100 }, () => ({
      path: ['services', 'payments', 'notes'],
      value: 'x'.repeat(4000),
    }))

    session.edit({ label: 'Write a book', changes })

    expect(session.state()).toMatchObject({ behind: true, commands: [] })
    expect(session.state().reason).toBe(
      'This run has taken as many edits, faults and operations as a recipe holds. Reset it to go on.',
    )
  })

  it('holds a drawing with errors, and opens it when they are gone', () => {
    const { session } = setUp(withEdit(exampleTopology(), BROKEN))

    expect(session.state()).toMatchObject({ status: 'held', nowNs: 0, hash: null })
    expect(session.state().reason).toContain('gone')
    const refused = session.control({ kind: 'run' })
    expect(refused).toMatchObject({ ok: false })

    session.edit(MENDED)

    expect(session.state()).toMatchObject({ status: 'paused', reason: null })
  })

  it('goes back to holding when a drawing with errors is reset', () => {
    const { session, control } = setUp()
    session.edit(BROKEN)

    expect(control({ kind: 'reset' }).status).toBe('held')
  })

  it('repeats a recorded run to where it was, then waits, and goes on with the same history', () => {
    const { session, driver, control } = setUp()
    control({ kind: 'runUntil', untilMs: 3000 })
    driver.settle()
    session.change({ kind: 'fault', fault: { kind: 'crash', serviceId: 'payments' } })
    session.edit(MORE_REPLICAS)
    control({ kind: 'runUntil', untilMs: 6000 })
    driver.settle()
    const recipe = JSON.parse(JSON.stringify(recipeOf(session))) as Recipe

    const again = setUp(withEdit(exampleTopology(), MORE_REPLICAS), recipe)
    expect(again.session.state().status).toBe('running')
    expect(again.session.isRepeating).toBe(true)
    again.driver.settle()

    expect(again.session.state()).toEqual(session.state())
    for (const one of [{ control, driver }, again]) {
      one.control({ kind: 'runUntil', untilMs: 9000 })
      one.driver.settle()
    }
    expect(again.session.state()).toEqual(session.state())
    expect(historyHash(recipe, 9 * SECOND_NS)).toBe(session.state().hash)
  })

  it('keeps the place that it was read with, where it is ended on the way there', () => {
    const first = setUp()
    first.control({ kind: 'runUntil', untilMs: 5000 })
    first.driver.settle()
    first.session.change({ kind: 'fault', fault: { kind: 'crash', serviceId: 'payments' } })
    first.control({ kind: 'runUntil', untilMs: 20_000 })
    first.driver.settle()
    const recipe = recipeOf(first.session)

    const { session, driver, control } = setUp(exampleTopology(), recipe)
    driver.clock.costMs = 3
    session.tick()
    expect(session.kept()).toMatchObject({ ok: true, value: { recipe } })
    session.end('There is no room.')

    const { nowNs } = session.state()
    expect(nowNs).toBeLessThan(5_000_000_000)
    expect(recipeOf(session).untilMs).toBe(nowNs / 1_000_000)
    expect(session.kept()).toMatchObject({ ok: true, value: { recipe } })

    control({ kind: 'rewind', toMs: 1 })
    driver.settle()
    expect(session.kept()).toMatchObject({ value: { recipe: { ...recipe, untilMs: 1 } } })
    session.end('There is none again.')
    expect(session.kept()).toMatchObject({ value: { recipe: { ...recipe, untilMs: 1 } } })
    control({ kind: 'reset' })
    expect(session.kept()).toMatchObject({ value: { recipe: { untilMs: 0, commands: [] } } })
  })

  it('keeps the place where it is forked, and not the one that it was on its way to', () => {
    const first = setUp()
    first.control({ kind: 'runUntil', untilMs: 20_000 })
    first.driver.settle()
    const { session, driver, control } = setUp(exampleTopology(), recipeOf(first.session))
    driver.clock.costMs = 3
    session.tick()
    session.end('There is no room.')

    const { nowNs } = control({ kind: 'fork' })

    expect(session.kept()).toMatchObject({ value: { recipe: { untilMs: nowNs / 1_000_000 } } })
  })

  it('takes what the drawing has more than the recorded run, when that is back', () => {
    const { session, driver, control } = setUp()
    control({ kind: 'runUntil', untilMs: 1000 })
    driver.settle()

    const again = setUp(withEdit(exampleTopology(), MORE_REPLICAS), recipeOf(session))
    again.driver.settle()

    expect(again.session.state()).toMatchObject({
      behind: false,
      commands: [{ kind: 'edit', label: 'Changes made outside' }],
    })
    expect(again.session.run?.simulation.topology.services.payments?.replicas).toBe(3)
  })

  it('takes a drawing that somebody wrote into the file', () => {
    const { session } = setUp()

    session.replace(withEdit(exampleTopology(), MORE_REPLICAS))

    expect(session.run?.simulation.topology.services.payments?.replicas).toBe(3)
  })
})

const MORE_REPLICAS = setField(['services', 'payments', 'replicas'], 3, 'Set replicas')
const OUTPUT = ['services', 'shop', 'sources', 'placed', 'channelId'] as const
const BROKEN = setField([...OUTPUT], 'gone', 'Break')
const MENDED = setField([...OUTPUT], 'placed', 'Mend')

function deed() {
  const speed: fc.Arbitrary<Speed> = fc.constantFrom<Speed>(0.1, 1, 3)
  const control = fc.oneof(
    fc.constant({ kind: 'run' } as const),
    fc.constant({ kind: 'pause' } as const),
    fc.constant({ kind: 'step' } as const),
    speed.map((value) => ({ kind: 'setSpeed', speed: value }) as const),
  )
  return fc.record({ control, ms: fc.integer({ min: 0, max: 800 }) })
}

function withEdit(topology: Topology, edit: Edit): Topology {
  const outcome = applyEdit(topology, edit)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.topology
}

function hashAt(untilNs: number): string {
  return historyHash({ topology: exampleTopology(), seed: 7 }, untilNs)
}

function recipeOf(session: SessionDriver['session']): Recipe {
  const record = session.record()
  if (!record.ok) throw new Error(record.reason)
  return record.value.recipe
}

function setUp(topology: Topology = exampleTopology(), recipe: Recipe | null = null) {
  const driver = new SessionDriver(startOf(topology, { recipe }))
  const { session } = driver
  const control = (wish: Parameters<typeof session.control>[0]) => {
    const answer = session.control(wish)
    if (!answer.ok) throw new Error(answer.reason)
    return answer.value
  }
  return { driver, session, control }
}
