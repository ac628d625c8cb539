import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Reply, RunState } from '#shared/protocol/protocol.ts'
import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { setField } from '#shared/topology/edits.ts'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'
import { createDesignerStore } from '../store/designerStore.ts'
import { LiveStore } from '../store/live/liveStore.ts'
import { saveStateOf } from '../store/selectors.ts'
import { type KeptTexts, keepPendingEdits, WriteAhead } from '../store/writeAhead.ts'
import type { ServerSocket } from './requests.ts'
import { TopologyConnection } from './topologyConnection.ts'

describe('the connection', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('opens a topology and follows its run', async () => {
    const { state, open } = setUp()

    await open()

    expect(state().topology.name).toBe('Shop')
    expect(state().run?.status).toBe('paused')
    expect(saveStateOf(state())).toBe('saved')
  })

  it('carries edits to the server in their order', async () => {
    const { state, open, server } = setUp()
    await open()

    state().edit(rename('One'))
    state().edit(rename('Two'))
    await settle()

    expect(server.topology.name).toBe('Two')
    expect(server.applied).toEqual(['edit-0001', 'edit-0002'])
    expect(state().pending).toEqual([])
    expect(state().revision).toBe(2)
  })

  it('keeps edits made while the line is broken, and sends them when it is back', async () => {
    const { state, open, server, line } = setUp()
    await open()

    line.drop()
    state().edit(rename('Offline'))
    server.apply('other-0001', setField(['description'], 'By somebody else', 'Describe'))
    await settle()

    expect(saveStateOf(state())).toBe('offline')
    expect(state().topology.description).toBeUndefined()

    line.restore()
    await settle()

    expect(server.topology).toMatchObject({ name: 'Offline', description: 'By somebody else' })
    expect(state().topology).toEqual(server.topology)
    expect(state().pending).toEqual([])
    expect(saveStateOf(state())).toBe('saved')
  })

  it('sends an edit again whose answer was lost, and it counts once', async () => {
    const { state, open, server, line } = setUp()
    await open()

    server.losesAnswers = true
    state().edit(rename('Once'))
    await settle()
    line.drop()
    server.losesAnswers = false
    line.restore()
    await settle()

    expect(server.applied).toEqual(['edit-0001'])
    expect(server.sentIds).toEqual(['edit-0001', 'edit-0001'])
    expect(state().pending).toEqual([])
    expect(state().revision).toBe(1)
  })

  it('takes up edits that a crashed page has left behind', async () => {
    const texts = new MemoryTexts()
    const crashed = setUp(texts)
    await crashed.open()
    crashed.line.drop()
    crashed.state().edit(rename('Survivor'))

    const { state, open, server } = setUp(texts)
    await open()
    await settle()

    expect(server.topology.name).toBe('Survivor')
    expect(state().topology.name).toBe('Survivor')
    expect(texts.length).toBe(0)
  })

  it('undoes what the server refuses, and says why', async () => {
    const { state, open, server } = setUp()
    await open()
    server.refusal = { code: 'refusedEdit', message: 'It was removed meanwhile.' }

    state().edit(rename('Refused'))
    await settle()

    expect(state().topology.name).toBe('Shop')
    expect(state().notices.map(({ text }) => text)).toEqual(['It was removed meanwhile.'])
  })

  it('tries again while the server cannot save', async () => {
    const { state, open, server } = setUp()
    await open()
    server.refusal = { code: 'saveFailed', message: 'The disk is full.' }
    state().edit(rename('Patient'))
    await settle()

    expect(saveStateOf(state())).toBe('failed')
    server.refusal = null
    await vi.advanceTimersByTimeAsync(2000)
    await settle()

    expect(server.topology.name).toBe('Patient')
    expect(saveStateOf(state())).toBe('saved')
  })

  it('fetches the document again when it was replaced', async () => {
    const { state, open, server, line } = setUp()
    await open()

    server.replace(emptyTopology('From git'))
    line.hear('topology:replaced', { revision: server.revision })
    await settle()

    expect(state().topology.name).toBe('From git')
  })

  it('lets no button wait for a broken line', async () => {
    const { connection, open, line } = setUp()
    await open()
    line.drop()

    expect(await connection.control({ kind: 'run' })).toMatchObject({ ok: false })
    line.restore()
    await settle()

    expect(line.controls).toEqual([])
  })
})

function setUp(texts: KeptTexts = new MemoryTexts()) {
  let count = 0
  const store = createDesignerStore({
    newEditId: () => `edit-${String(++count).padStart(4, '0')}`,
    nowMs: () => 0,
  })
  const server = new Server()
  const line = new Line(server)
  const writeAhead = new WriteAhead(texts, 'page-1')
  keepPendingEdits(store, writeAhead, () => {})
  const connection = new TopologyConnection({
    // Only what a socket does for the connection.
    socket: line as unknown as ServerSocket,
    store,
    live: new LiveStore(),
    writeAhead,
  })
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(server.stored)))
  const open = async () => {
    connection.start()
    await connection.open('shop')
  }
  return { connection, state: () => store.getState(), server, line, open }
}

function rename(name: string): Edit {
  return setField(['name'], name, 'Rename')
}

/** Lets everything happen that is not waiting for a clock. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0)
}

const paused: RunState = {
  status: 'paused',
  seed: 1,
  speed: 1,
  nowNs: 0,
  reason: null,
  recordedNs: 0,
  jumps: 0,
  checkpointsNs: [],
  baselines: [],
  behind: false,
  edited: false,
  hash: null,
  faults: [],
  commands: [],
}

class Server {
  topology = emptyTopology('Shop')
  revision = 0
  refusal: { readonly code: 'refusedEdit' | 'saveFailed'; readonly message: string } | null = null
  losesAnswers = false
  readonly applied: string[] = []
  readonly sentIds: string[] = []

  get stored() {
    return { id: 'shop', revision: this.revision, topology: this.topology }
  }

  replace(topology: Topology): void {
    this.topology = topology
    this.revision += 1
  }

  apply(editId: string, edit: Edit): void {
    if (this.applied.includes(editId)) return
    const result = applyEdit(this.topology, edit)
    if (!result.ok) throw new Error(result.reason)
    this.applied.push(editId)
    this.replace(result.topology)
  }

  answer(name: string, request: { editId: string; edit: Edit }): Reply<unknown> {
    if (name === 'topology:join') {
      const dictionary = { version: 1, elements: [], keySpaces: [] }
      const timeline = { bucketNs: 1e9, published: [], trouble: [] }
      return { ok: true, value: { revision: this.revision, run: paused, dictionary, timeline } }
    }
    if (this.refusal) return { ok: false, ...this.refusal }
    this.sentIds.push(request.editId)
    this.apply(request.editId, request.edit)
    return { ok: true, value: { revision: this.revision } }
  }
}

type Listener = (news: unknown) => void

/** A socket as far as the connection uses it, with a line that can be cut. */
class Line {
  connected = false
  readonly controls: unknown[] = []
  readonly #server: Server
  readonly #listeners = new Map<string, Listener>()

  constructor(server: Server) {
    this.#server = server
  }

  on(name: string, listener: Listener): void {
    this.#listeners.set(name, listener)
  }

  connect(): void {
    this.connected = true
    this.hear('connect')
  }

  drop(): void {
    this.connected = false
    this.hear('disconnect')
  }

  restore(): void {
    this.connect()
  }

  hear(name: string, news?: unknown): void {
    this.#listeners.get(name)?.(news)
  }

  timeout(): this {
    return this
  }

  async emitWithAck(name: string, request: { editId: string; edit: Edit }): Promise<unknown> {
    if (name === 'run:control') this.controls.push(request)
    const reply = this.#server.answer(name, request)
    if (name === 'topology:edit' && this.#server.losesAnswers) throw new Error('timeout')
    if (name === 'topology:edit' && reply.ok)
      this.hear('topology:saved', { revision: this.#server.revision, problem: null })
    return reply
  }
}

class MemoryTexts implements KeptTexts {
  readonly #texts = new Map<string, string>()

  get length(): number {
    return this.#texts.size
  }

  key(index: number): string | null {
    return [...this.#texts.keys()][index] ?? null
  }

  getItem(key: string): string | null {
    return this.#texts.get(key) ?? null
  }

  setItem(key: string, text: string): void {
    this.#texts.set(key, text)
  }

  removeItem(key: string): void {
    this.#texts.delete(key)
  }
}
