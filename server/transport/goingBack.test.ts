import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forkComparisonSchema } from '#shared/protocol/comparison.ts'
import type { Control, RunState } from '#shared/protocol/protocol.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { historyHash } from '../session/session.fixture.ts'
import { ask, type Browser, heard, TestServer, tell } from './testServer.fixture.ts'

let server: TestServer
const named = { topologyId: 'design' }

beforeEach(async () => {
  server = await TestServer.start({ design: exampleTopology() })
})

afterEach(() => server.end())

describe('A run that goes back', () => {
  it('answers when it is there, with the history of that moment, and tells everybody', async () => {
    const { browser } = await setUp()
    const other = await server.connect()
    await tell(other, 'topology:join', named)
    await runUntil(browser, 10_000)
    const told = heard(other, 'run:state', ({ nowNs }) => nowNs === 4e9)

    const state = await control(browser, { kind: 'rewind', toMs: 4000 })

    expect(state).toMatchObject({ status: 'paused', nowNs: 4e9, recordedNs: 10e9 })
    expect(state.hash).toBe(historyHash({ topology: exampleTopology(), seed: 1 }, 4e9))
    expect(await told).toEqual(state)
  })

  it('refuses what is not a moment of the run, in a sentence', async () => {
    const { browser } = await setUp()
    const wish = (toMs: unknown) =>
      ask(browser, 'run:control', { ...named, control: { kind: 'rewind', toMs } as Control })

    expect(await wish(5)).toMatchObject({ ok: false, code: 'refusedControl' })
    for (const nonsense of [-1, 'soon', null, Number.NaN])
      expect(await wish(nonsense)).toMatchObject({ ok: false, code: 'malformedRequest' })
    const nothing = { ...named, control: null as unknown as Control }
    expect(await ask(browser, 'run:control', nothing)).toMatchObject({
      message: 'control: must be an object, but is null.',
    })
  })

  it('is compared with the run that it left', async () => {
    const { browser } = await setUp()
    await runUntil(browser, 10_000)
    await control(browser, { kind: 'rewind', toMs: 4000 })
    const fault = { kind: 'crash', serviceId: 'payments' } as const
    await tell(browser, 'run:change', { ...named, change: { kind: 'fault', fault } })
    const { baselines } = await control(browser, { kind: 'pause' })

    const { status, text } = await compare(baselines[0]?.id)

    expect(status).toBe(200)
    const { before, after, untilMs, backlog } = forkComparisonSchema.parse(JSON.parse(text))
    expect([before.name, after.name, untilMs]).toEqual([
      'Without “Crash Payments”',
      'This run',
      10_000,
    ])
    expect(after.handled).toBeLessThan(before.handled)
    expect(backlog.after.at(-1)).toBeGreaterThan(backlog.before.at(-1) ?? 0)
  })

  it('is compared with the same run after the server was started anew', async () => {
    const { browser } = await setUp()
    await runUntil(browser, 10_000)
    await control(browser, { kind: 'rewind', toMs: 4000 })
    const fault = { kind: 'crash', serviceId: 'payments' } as const
    await tell(browser, 'run:change', { ...named, change: { kind: 'fault', fault } })
    await control(browser, { kind: 'pause' })
    const { text: before } = await compare(1)
    await server.close()
    await server.open()

    const again = await setUp()
    const { baselines } = await control(again.browser, { kind: 'fork' })
    const { status, text } = await compare(1)

    expect(baselines.map(({ id, label }) => [id, label])).toEqual([
      [2, 'As it was at 00:00:04.000'],
      [1, 'Without “Crash Payments”'],
    ])
    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual(JSON.parse(before))
  })

  it('is not compared with a run that is not kept', async () => {
    const unknown = await compare(3)
    const malformed = await compare('three')

    expect([unknown.status, unknown.text]).toEqual([
      409,
      expect.stringContaining('This run is not kept any more'),
    ])
    expect(malformed.status).toBe(400)
  })
})

function compare(baselineId: unknown) {
  return server.http('/api/topologies/design/forks/comparisons', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ baselineId }),
  })
}

async function runUntil(browser: Browser, untilMs: number): Promise<void> {
  const there = heard(
    browser,
    'run:state',
    ({ status, nowNs }) => status === 'paused' && nowNs === untilMs * 1e6,
  )
  await control(browser, { kind: 'runUntil', untilMs })
  await there
}

function control(browser: Browser, wish: Control): Promise<RunState> {
  return tell(browser, 'run:control', { ...named, control: wish })
}

async function setUp() {
  const browser = await server.connect()
  await tell(browser, 'topology:join', named)
  return { browser }
}
