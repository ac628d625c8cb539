import { assert, describe, expect, it, onTestFinished, vi } from 'vitest'
import { JOURNAL_KINDS, type JournalKind } from '#shared/lib/journal.ts'
import {
  BREAKPOINTS_MAX,
  type Breakpoint,
  type BreakpointChange,
  breakpointSchema,
} from '#shared/protocol/breakpoints.ts'
import type { Control, Speed } from '#shared/protocol/protocol.ts'
import { kafka, output, rabbit, shop, sketch, sqs, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Sight } from '../../simulation/sight.ts'
import { Simulation } from '../../simulation/simulation.ts'
import { historyHash, SessionDriver, startOf } from '../session.fixture.ts'

const SECOND_NS = 1_000_000_000

describe('breakpoints', () => {
  it.each<Speed>([0.25, 1, 'max'])('pause exactly at the instant of the record, at %s', (speed) => {
    const { session, put, control, driver } = setUp()
    put({ moments: ['deadLettered'] })
    control({ kind: 'setSpeed', speed })

    control({ kind: 'run' })
    driver.live(20_000)

    const [first] = instantsOf(topology(), 'deadLettered')
    const state = session.state()
    expect(state).toMatchObject({ status: 'paused', nowNs: first, pausedAt: { atNs: first } })
    expect(state.hash).toBe(historyHash({ topology: topology(), seed: 7 }, state.nowNs))
    expect(state.pausedAt?.text).toMatch(/^jobs sent placed #\d+ of key-\d+ to the dead letters$/)
    expect(state.pausedAt).toMatchObject({ place: { kind: 'node', id: 'jobs' }, event: {} })
  })

  it('let the run go on past each of them, and never change its history', () => {
    const { session, put, pauses } = setUp()
    put({ moments: ['deadLettered'] })
    put({ id: 'b', moments: ['stored'], place: { kind: 'node', id: 'dead' }, every: 2 })

    const seen = pauses(30)

    const dead = instantsOf(topology(), 'deadLettered')
    expect(seen).toEqual([...new Set(dead)].slice(0, 30))
    const { nowNs, hash } = session.state()
    expect(hash).toBe(historyHash({ topology: topology(), seed: 7 }, nowNs))
    expect(session.record()).toMatchObject({
      ok: true,
      value: { recipe: { commands: [] } },
    })
  })

  it('never change a history, whatever is done to the run where it pauses', () => {
    const { session, driver, put, pauses, control } = setUp()
    put({ moments: ['deadLettered'] })
    put({ id: 'b', moments: ['stored'], condition: { kind: 'waiting', above: 3 } })
    pauses(4)
    session.change({ kind: 'fault', fault: { kind: 'slow', serviceId: 'clerk', factor: 3 } })
    pauses(4)
    control({ kind: 'rewind', toMs: session.state().nowNs / 2e6 })
    driver.settle()
    pauses(2)
    control({ kind: 'fork' })
    session.change({ kind: 'fault', fault: { kind: 'crash', serviceId: 'clerk' } })
    session.change({ kind: 'recover', serviceId: 'clerk', fault: 'crash' })
    pauses(3)

    const { nowNs, hash } = session.state()
    const recorded = session.record()
    assert(recorded.ok, 'the run has a recipe')
    const { recipe } = recorded.value
    const alone = historyHash({ topology: topology(), seed: 7, commands: recipe.commands }, nowNs)
    expect(hash).toBe(alone)
    const restarted = new SessionDriver(startOf(topology(), { recipe, speed: 'max' }))
    restarted.session.changeBreakpoints({ kind: 'put', breakpoint: breakpoint({}) })
    restarted.settle()
    expect(restarted.session.state()).toMatchObject({ nowNs, hash })
  })

  it('pause a run that is repeated at the same moments', () => {
    const { put, pauses, control, driver, session } = setUp()
    put({ moments: ['deadLettered'] })
    const first = pauses(5)

    control({ kind: 'rewind', toMs: 0 })
    driver.settle()
    expect(session.state()).toMatchObject({ nowNs: 0, pausedAt: null })
    const again = pauses(5)

    expect(again).toEqual(first)
    expect(session.state().hits.map(({ atNs }) => atNs)).toEqual(first)
  })

  it('are forgotten with the way that the run does not take any more', () => {
    const { put, pauses, control, driver, session } = setUp()
    put({ moments: ['deadLettered'] })
    const [first = 0] = pauses(3)

    control({ kind: 'rewind', toMs: Math.ceil(first / 1e6) })
    driver.settle()
    control({ kind: 'fork' })

    expect(session.state().hits.map(({ atNs }) => atNs)).toEqual([first])
  })

  it('ask for a place, a type, a key and an attempt', () => {
    const { session, put, control, driver } = setUp()
    put({
      moments: ['redelivered'],
      place: { kind: 'edge', id: 'subscription:takes' },
      eventTypeId: 'placed',
      key: 'key-3',
      condition: { kind: 'attempt', atLeast: 3 },
    })

    control({ kind: 'runToBreakpoint' })
    driver.settle()

    expect(session.state().pausedAt?.text).toMatch(
      /^clerk was handed placed #\d+ of key-3 \(attempt 3\)$/,
    )
  })

  it('know nothing of other places', () => {
    const { session, put, control, driver } = setUp()
    put({ moments: ['failed'], place: { kind: 'node', id: 'shop' } })
    put({ id: 'gone', moments: ['failed'], place: { kind: 'node', id: 'nowhere' } })
    put({ id: 'type', moments: ['failed'], eventTypeId: 'shipped' })
    put({ id: 'key', moments: ['failed'], key: 'key-' })
    put({ id: 'off', enabled: false, moments: ['failed'] })

    control({ kind: 'runUntil', untilMs: 5000 })
    driver.settle()

    expect(session.state()).toMatchObject({ nowNs: 5 * SECOND_NS, pausedAt: null, hits: [] })
  })

  it('wait for a backlog to rise above a bound, once for each rise', () => {
    const { session, put, pauses } = setUp(slow())
    put({ moments: ['stored'], condition: { kind: 'waiting', above: 20 } })

    pauses(1)

    const waiting = session.run?.simulation.sight.waitingIn('jobs')
    expect(waiting).toBe(21)
    expect(session.state().pausedAt?.text).toBe('jobs got placed #41, with 21 waiting there')
    const { nowNs } = session.state()
    session.control({ kind: 'runUntil', untilMs: nowNs / 1e6 + 2000 })
    while (session.tick() !== null);
    expect(session.state().pausedAt).toBeNull()
  })

  it('wait for a lag, and for an age', () => {
    const lagging = setUp(slow('log'))
    lagging.put({ moments: ['stored'], condition: { kind: 'lag', above: 30 } })
    lagging.pauses(1)
    expect(lagging.session.state().pausedAt?.text).toMatch(/with 31 not read yet$/)

    const aging = setUp(slow())
    aging.put({ moments: ['handled'], condition: { kind: 'age', aboveMs: 250 } })
    aging.pauses(1)
    const { pausedAt, nowNs } = aging.session.state()
    const n = pausedAt?.event?.n ?? -1
    const published = instantsOf(slow(), 'published')[n] ?? 0
    expect(nowNs - published).toBeGreaterThan(250e6)
    expect(nowNs - published).toBeLessThan(400e6)
  })

  it('read attributes and payloads', () => {
    const { put, pauses, session } = setUp(described())
    put({
      moments: ['published'],
      condition: { kind: 'payload', path: 'order.count', equals: 3 },
    })
    pauses(1)
    const { event } = session.state().pausedAt ?? {}
    assert(event)
    expect(session.event(event.origin, event.n)?.cloudEvent.data).toMatchObject({
      order: { count: 3 },
    })

    put({
      moments: ['delivered'],
      condition: { kind: 'attribute', name: 'region', equals: 'north' },
    })
    pauses(1)
    const paused = session.state().pausedAt?.event
    assert(paused)
    expect(session.event(paused.origin, paused.n)?.attributes).toEqual({ region: 'north' })
  })

  it('make a payload once, however many ask for it, and look at the clock after each instant', () => {
    const { session, put, control, driver } = setUp(described())
    const payload = vi.spyOn(Sight.prototype, 'payload')
    onTestFinished(() => payload.mockRestore())
    for (let count = 0; count < BREAKPOINTS_MAX; count += 1)
      put({
        id: `b${count}`,
        moments: ['published'],
        eventTypeId: 'placed',
        condition: { kind: 'payload', path: 'order.count', equals: 100 + count },
      })
    control({ kind: 'run' })
    driver.clock.costMs = 1000

    const moments = Array.from({ length: 20 }, () => {
      session.tick()
      return session.state().nowNs
    })

    expect(new Set(moments).size).toBe(20)
    expect(payload.mock.calls.map(([, n]) => n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })

  it('pause at every nth time only', () => {
    const { put, pauses } = setUp()
    put({ moments: ['published'], every: 25 })

    const instants = instantsOf(topology(), 'published')
    expect(pauses(3)).toEqual([instants[24], instants[49], instants[74]])
  })

  it('see what a fault does at once', () => {
    const { put, control, driver, session } = setUp()
    put({ moments: ['faultBegins'] })
    control({ kind: 'setSpeed', speed: 1 })
    control({ kind: 'run' })
    driver.live(500)

    session.change({ kind: 'fault', fault: { kind: 'crash', serviceId: 'clerk' } })

    expect(session.state()).toMatchObject({ status: 'paused', pausedAt: { text: 'clerk crashed' } })
  })

  it('tell records that a group skips from those that were given up', () => {
    const { put, control, driver, session } = setUp(forgetful())
    put({ moments: ['lost'] })

    // Kafka looks for what is too old every five minutes.
    control({ kind: 'runUntil', untilMs: 301_000 })
    driver.settle()

    expect(session.state().pausedAt?.text).toMatch(/^clerk reads on behind placed #\d+$/)
  })

  it('are kept while the drawing is edited, and follow it', () => {
    const { put, pauses, session, driver } = setUp()
    put({ moments: ['stored'], place: { kind: 'node', id: 'dead' } })
    pauses(1)
    session.edit({
      label: 'Rename jobs',
      changes: [{ path: ['channels', 'dead', 'name'], value: 'The dead' }],
    })
    driver.settle()

    pauses(1)
    expect(session.state().pausedAt?.text).toMatch(/^The dead got placed #\d+/)
  })

  it('are refused with a reason where there are too many, or none to run to', () => {
    const { put, control, session } = setUp()
    expect(control({ kind: 'runToBreakpoint' })).toEqual({
      ok: false,
      reason: 'No breakpoint is switched on, so the run would never stop. Set one first.',
    })
    for (let index = 0; index < BREAKPOINTS_MAX; index += 1)
      expect(put({ id: `b${index}`, moments: ['failed'] })).toMatchObject({ ok: true })

    expect(put({ id: 'more', moments: ['failed'] })).toEqual({
      ok: false,
      reason: 'A run has 50 breakpoints at the most. Delete one to set another.',
    })
    expect(put({ id: 'b7', enabled: false, moments: ['lost'] })).toMatchObject({ ok: true })
    expect(session.state().breakpoints.list).toHaveLength(BREAKPOINTS_MAX)
    expect(session.state().breakpoints.list[7]).toMatchObject({ enabled: false })
  })

  it('are brought back only where nobody has set any yet', () => {
    const { put, change, session } = setUp()
    const list = [breakpoint({ id: 'old', moments: ['lost'] })]
    change({ kind: 'bringBack', list })
    expect(session.state().breakpoints).toEqual({ revision: 1, list })

    put({ id: 'new', moments: ['failed'] })
    change({ kind: 'clear' })
    change({ kind: 'bringBack', list })
    expect(session.state().breakpoints.list).toEqual([])
  })

  it('remember where the run came to a bound', () => {
    const { session, control, driver } = setUp()
    control({ kind: 'runUntil', untilMs: 3000 })
    driver.settle()

    session.end('The machine has no room for this run.')
    control({ kind: 'rewind', toMs: 1000 })
    driver.settle()

    const text = 'The machine has no room for this run.'
    expect(session.state().bounds).toEqual([{ atNs: 3 * SECOND_NS, text }])
  })
})

describe('breakpointSchema', () => {
  it('looks at what waits only where something arrives', () => {
    const condition = { kind: 'lag', above: 10 }
    const parsed = breakpointSchema.safeParse({
      ...breakpoint({ moments: ['handled'] }),
      condition,
    })
    expect(parsed.success).toBe(false)
    expect(breakpointSchema.safeParse(breakpoint({ moments: [] })).success).toBe(false)
  })
})

function breakpoint(parts: Partial<Breakpoint>): Breakpoint {
  return { id: 'a', enabled: true, moments: ['deadLettered'], every: 1, ...parts }
}

function setUp(drawing: Topology = topology()) {
  const driver = new SessionDriver(startOf(drawing, { speed: 'max' }))
  const { session } = driver
  const change = (wanted: BreakpointChange) => session.changeBreakpoints(wanted)
  const control = (wanted: Control) => session.control(wanted)
  const put = (parts: Partial<Breakpoint>) => change({ kind: 'put', breakpoint: breakpoint(parts) })
  /** Runs on so often. */
  const pauses = (count: number) =>
    Array.from({ length: count }, () => {
      // A breakpoint that is never met has to end the test, not the patience.
      control({ kind: 'runUntil', untilMs: session.state().nowNs / 1e6 + 10_000 })
      driver.settle()
      expect(session.state().status).toBe('paused')
      expect(session.state().pausedAt).not.toBeNull()
      return session.state().nowNs
    })
  return { session, driver, change, control, put, pauses }
}

/** Half of all attempts fail; what has failed three times is a dead letter. */
function topology(): Topology {
  return sketch({
    services: {
      shop: shop('jobs', { keys: { prefix: 'key-', size: 20, distribution: { kind: 'uniform' } } }),
      clerk: worker(['takes'], { failure: { probability: 0.5 } }),
    },
    channels: {
      jobs: {
        kind: 'sqsQueue',
        visibilityTimeoutMs: 1000,
        redrivePolicy: { deadLetterQueueId: 'dead', maxReceiveCount: 3 },
      },
      dead: { kind: 'sqsQueue' },
    },
    subscriptions: { takes: sqs('jobs', 'clerk') },
  })
}

/** 100 a second arrive, and 50 are handled. */
function slow(kind: 'queue' | 'log' = 'queue'): Topology {
  return sketch({
    services: {
      shop: shop('jobs'),
      clerk: worker(['takes'], { serviceTime: { kind: 'constant', valueMs: 20 } }),
    },
    channels: {
      jobs: kind === 'log' ? { kind: 'kafkaTopic', partitions: 1 } : { kind: 'rabbitQueue' },
    },
    subscriptions: {
      takes:
        kind === 'log' ? kafka('jobs', 'clerk') : rabbit('jobs', 'clerk', { prefetchCount: 1 }),
    },
  })
}

/** What the group has not read in time is deleted, and it begins anew at the end of the log. */
function forgetful(): Topology {
  return sketch({
    services: {
      shop: shop('jobs'),
      clerk: worker(['takes'], { serviceTime: { kind: 'constant', valueMs: 100 } }),
    },
    channels: {
      jobs: { kind: 'kafkaTopic', partitions: 1, retentionMs: 60_000, segmentMs: 60_000 },
    },
    subscriptions: { takes: kafka('jobs', 'clerk') },
  })
}

function described(): Topology {
  const schema = {
    type: 'object',
    properties: {
      order: {
        type: 'object',
        properties: { count: { type: 'integer', minimum: 1, maximum: 9 } },
        required: ['count'],
      },
    },
    required: ['order'],
  }
  return sketch({
    eventTypes: { placed: { versions: [{ version: 1, schema }] } },
    services: {
      shop: shop('jobs', { attributes: { region: 'north' } }),
      clerk: worker(['takes'], { outputs: { out: output('done', { eventTypeId: 'done' }) } }),
    },
    channels: { jobs: { kind: 'rabbitQueue' }, done: { kind: 'rabbitQueue' } },
    subscriptions: { takes: rabbit('jobs', 'clerk') },
  })
}

/** Of the first seconds, told by a run that nobody watches. */
function instantsOf(drawing: Topology, wanted: JournalKind): readonly number[] {
  const simulation = new Simulation({ topology: drawing, seed: 7 })
  simulation.advance(12 * SECOND_NS)
  const kind = JOURNAL_KINDS.indexOf(wanted)
  return simulation.journal.rows(0, 100_000, (row) => row.kind === kind).map(({ atNs }) => atNs)
}
