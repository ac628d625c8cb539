import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { journalKindIndex } from '#shared/lib/journal.ts'
import { HISTORY_HASH_HEADER } from '#shared/protocol/http.ts'
import type { Control, RunState } from '#shared/protocol/protocol.ts'
import { setField } from '#shared/topology/edits.ts'
import type { Recipe } from '#shared/topology/recipe.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { historyHash } from '../session/session.fixture.ts'
import {
  ask,
  type Browser,
  frameHeard,
  heard,
  SESSIONS_MAX_HERE,
  TestServer,
  tell,
} from './testServer.fixture.ts'

let server: TestServer
const named = { topologyId: 'design' }

beforeEach(async () => {
  server = await TestServer.start({ design: exampleTopology() })
})

afterEach(() => server.end())

describe('A run', () => {
  it('opens paused, and shows everybody who watches what happens', async () => {
    const { browser, joined } = await setUp()
    const other = await server.connect()
    await tell(other, 'topology:join', named)

    expect(joined.run).toMatchObject({ status: 'paused', nowNs: 0, seed: 1, speed: 1 })
    const running = heard(other, 'run:state', ({ status }) => status === 'running')
    await control(browser, { kind: 'run' })
    await running
    const [one, two] = [await frameHeard(browser), await frameHeard(other)]

    expect(one.figures.length).toBeGreaterThan(0)
    expect(two.head.dictionaryVersion).toBe(joined.dictionary.version)
    const paused = heard(other, 'run:state', ({ status }) => status === 'paused')
    await control(browser, { kind: 'pause' })
    expect((await paused).hash).toMatch(/^[0-9a-f]{32}/)
  })

  it('shows what has happened to whoever comes while it is paused', async () => {
    const { browser } = await setUp()
    await runUntil(browser, 10_000)
    const other = await server.connect()
    const frame = frameHeard(other, ({ rows }) => rows.length > 0)

    const { dictionary, run } = await tell(other, 'topology:join', named)

    const { head, rows } = await frame
    expect(run.status).toBe('paused')
    expect(head).toMatchObject({ dictionaryVersion: dictionary.version, nowNs: run.nowNs })
    expect(rows.length).toBeGreaterThan(10)
  })

  it('has the same history in its thread, at any speed and with any pauses, as headless', async () => {
    const { browser } = await setUp()
    await control(browser, { kind: 'setSpeed', speed: 50 })
    await control(browser, { kind: 'run' })
    await frameHeard(browser)
    await control(browser, { kind: 'pause' })
    await control(browser, { kind: 'step' })
    await tell(browser, 'run:change', {
      ...named,
      change: { kind: 'fault', fault: { kind: 'crash', serviceId: 'payments' } },
    })
    await control(browser, { kind: 'setSpeed', speed: 'max' })
    await control(browser, { kind: 'run' })
    await frameHeard(browser)
    await tell(browser, 'topology:edit', {
      ...named,
      editId: 'edit-0001',
      edit: setField(['services', 'ledger', 'replicas'], 3, 'Set replicas'),
    })
    const { nowNs } = await control(browser, { kind: 'pause' })

    const state = await runUntil(browser, Math.ceil(nowNs / 1_000_000) + 1000)

    const { recipe, hash } = await recipeOf('design')
    expect(recipe.commands.map(({ change }) => change.kind)).toEqual(['fault', 'edit'])
    expect(hash).toBe(state.hash)
    expect(historyHash(recipe, Math.round(recipe.untilMs * 1_000_000))).toBe(state.hash)
  })

  it('tells the story of an event', async () => {
    const { browser } = await setUp()
    await runUntil(browser, 3000)
    const { dictionary } = await tell(browser, 'topology:join', named)
    const origin = dictionary.elements.findIndex(
      ({ name }) => name === 'services/shop/sources/placed',
    )

    const detail = await tell(browser, 'event:read', { ...named, origin, n: 1 })

    expect(detail.cloudEvent).toMatchObject({ specversion: '1.0', type: 'OrderPlaced' })
    expect(detail.story[0]).toMatchObject({ kind: journalKindIndex.published, origin, n: 1 })
    expect(detail.complete).toBe(true)
  })

  it('goes on when it cannot be written down, and tells whoever watches until it can', async () => {
    const inTheWay = join(server.folder, '.millrace', '.design.run.json.tmp')
    await mkdir(inTheWay)
    const browser = await server.connect()
    const isTold = heard(browser, 'run:storeProblem')
    await tell(browser, 'topology:join', named)

    const { nowNs } = await runUntil(browser, 3000)

    expect(await isTold).toEqual({
      problem: expect.stringMatching(
        /^This run is not on the disk: .+\. It goes on, and writing is tried again/,
      ),
    })
    const late = await server.connect()
    const isToldLate = heard(late, 'run:storeProblem')
    await tell(late, 'topology:join', named)
    expect(await isToldLate).toEqual(await isTold)
    const isOver = heard(browser, 'run:storeProblem', ({ problem }) => problem === null)
    await rm(inTheWay, { recursive: true })
    expect(await isOver).toEqual({ problem: null })
    const text = await readFile(join(server.folder, '.millrace', 'design.run.json'), 'utf8')
    expect(JSON.parse(text).recipe.untilMs).toBe(nowNs / 1e6)
  })

  it('comes back after a restart, paused where it was, with its history', async () => {
    const { browser } = await setUp()
    await tell(browser, 'run:change', {
      ...named,
      change: { kind: 'fault', fault: { kind: 'slow', serviceId: 'payments', factor: 2 } },
    })
    await control(browser, { kind: 'setSpeed', speed: 3 })
    const before = await runUntil(browser, 20_000)

    await server.close()
    await server.open()
    const again = await server.connect()
    const back = heard(again, 'run:state', ({ status }) => status === 'paused')
    await tell(again, 'topology:join', named)

    expect(await back).toEqual(before)
  })

  it('comes back paused, though it was running when the server was stopped', async () => {
    const { browser } = await setUp()
    await control(browser, { kind: 'run' })
    const { head } = await frameHeard(browser)

    await server.close()
    await server.open()
    const again = await server.connect()
    const back = heard(again, 'run:state', ({ status }) => status === 'paused')
    await tell(again, 'topology:join', named)

    const { nowNs, hash } = await back
    expect(nowNs).toBeGreaterThanOrEqual(head.nowNs)
    expect((await recipeOf('design')).hash).toBe(hash)
  })

  it('stays on its last revision while the drawing has errors, and says so', async () => {
    const { browser } = await setUp()
    await runUntil(browser, 1000)
    const behind = heard(browser, 'run:state', (state) => state.behind)
    const path = ['services', 'shop', 'sources', 'placed', 'channelId']

    await tell(browser, 'topology:edit', {
      ...named,
      editId: 'edit-0001',
      edit: setField(path, 'gone', 'Break'),
    })
    expect((await behind).reason).toContain('gone')
    const mended = heard(browser, 'run:state', (state) => !state.behind)
    await tell(browser, 'topology:edit', {
      ...named,
      editId: 'edit-0002',
      edit: setField(path, 'placed', 'Mend'),
    })

    expect(await mended).toMatchObject({ reason: null, commands: [{ kind: 'edit' }] })
  })

  it('refuses what makes no sense, with a sentence', async () => {
    const { browser } = await setUp()
    await runUntil(browser, 1000)
    const crash = { kind: 'crash', serviceId: 'nobody' } as const

    const replies = [
      await ask(browser, 'run:control', { ...named, control: { kind: 'runUntil', untilMs: 5 } }),
      await ask(browser, 'run:change', { ...named, change: { kind: 'fault', fault: crash } }),
    ]

    expect(replies).toMatchObject([
      { ok: false, code: 'refusedControl' },
      { ok: false, code: 'refusedControl' },
    ])
  })

  it('is there and running for whoever starts on an empty workspace', async () => {
    await server.http('/api/topologies/design', { method: 'DELETE' })

    await server.welcome()

    const browser = await server.connect()
    const { run } = await tell(browser, 'topology:join', { topologyId: 'order-to-cash' })
    expect(run).toMatchObject({ status: 'running', speed: 1 })
    const { head, rows } = await frameHeard(browser, (frame) => frame.rows.length > 0)
    expect(rows.every(({ atNs }) => atNs <= head.nowNs)).toBe(true)
  })

  it('needs a place of its own, and gets that of one which nobody watches', async () => {
    const watched: { browser: Browser; topologyId: string }[] = []
    for (let count = 0; count < SESSIONS_MAX_HERE; count++) {
      const place = await createAndConnect(`Design ${count}`)
      await tell(place.browser, 'topology:join', { topologyId: place.topologyId })
      watched.push(place)
    }
    const { browser, topologyId } = await createAndConnect('One too many')

    const refused = await ask(browser, 'topology:join', { topologyId })
    const [first, second] = watched
    if (!first || !second) throw new Error('there are two')
    await tell(first.browser, 'topology:join', { topologyId: second.topologyId })
    const granted = await ask(browser, 'topology:join', { topologyId })

    expect(refused).toMatchObject({ ok: false, code: 'tooManyRequests' })
    expect(granted.ok).toBe(true)
  })
})

async function createAndConnect(name: string) {
  const topology = { ...exampleTopology(), name }
  const { text } = await server.post('/api/topologies', { kind: 'topology', topology })
  return { browser: await server.connect(), topologyId: String(JSON.parse(text).id) }
}

function control(browser: Browser, wish: Control): Promise<RunState> {
  return tell(browser, 'run:control', { ...named, control: wish })
}

async function runUntil(browser: Browser, untilMs: number): Promise<RunState> {
  const there = heard(browser, 'run:state', ({ nowNs, status }) => {
    return status === 'paused' && nowNs === untilMs * 1_000_000
  })
  await control(browser, { kind: 'runUntil', untilMs })
  return there
}

async function recipeOf(id: string): Promise<{ recipe: Recipe; hash: unknown }> {
  const { text, headers } = await server.http(`/api/topologies/${id}/recipe`)
  return { recipe: JSON.parse(text), hash: headers[HISTORY_HASH_HEADER.toLowerCase()] }
}

async function setUp() {
  const browser = await server.connect()
  const joined = await tell(browser, 'topology:join', named)
  return { browser, joined }
}
