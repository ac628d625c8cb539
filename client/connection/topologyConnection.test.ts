import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MESSAGE_BYTES_MAX, type Reply, type RunState } from '#shared/protocol/protocol.ts'
import { startedRun } from '#shared/protocol/startedRun.ts'
import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { setField } from '#shared/topology/edits.ts'
import { longEdit } from '#shared/topology/longEdit.fixture.ts'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'
import { createDesignerStore } from '../store/designerStore.ts'
import { KeptBreakpoints } from '../store/keptBreakpoints.ts'
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

  it('says when no version of the drawing is kept any more', async () => {
    const { state, open, line } = setUp()
    await open()

    line.hear('topology:versionProblem', { problem: 'The disk is full.' })
    line.hear('topology:versionProblem', { problem: null })

    expect(state().notices).toMatchObject([{ tone: 'warning', text: 'The disk is full.' }])
  })

  it('says that the run is not on the disk for as long as that is so', async () => {
    const { state, open, line } = setUp()
    await open()

    line.hear('run:storeProblem', { problem: 'The disk is full.' })
    line.hear('run:storeProblem', { problem: 'The runs to compare with are not there.' })
    expect(state().notices).toMatchObject([{ tone: 'error' }, { tone: 'error' }])
    line.hear('run:storeProblem', { problem: null })

    expect(state().notices).toEqual([])
  })

  it('brings breakpoints back to a server that has begun anew', async () => {
    const { open, line } = setUp()
    await open()
    const list = [{ id: 'a', enabled: true, moments: ['failed'], every: 1 }]
    line.hear('run:state', { ...paused, breakpoints: { revision: 3, list } })
    expect(line.breakpointChanges).toEqual([])

    line.drop()
    line.restore()
    await settle()

    expect(line.breakpointChanges).toEqual([
      { topologyId: 'shop', change: { kind: 'bringBack', list } },
    ])
  })

  it.each(['here', 'elsewhere'])(
    'forgets those of a topology that is deleted %s',
    async (where) => {
      const texts = new MemoryTexts()
      const { connection, open, line } = setUp(texts)
      await open()
      const list = [{ id: 'a', enabled: true, moments: ['failed'], every: 1 }]
      line.hear('run:state', { ...paused, breakpoints: { revision: 3, list } })
      expect(texts.length).toBe(1)

      if (where === 'here') connection.expectRemoval('shop')
      line.hear('topology:removed', { topologyId: 'shop' })

      expect(texts.length).toBe(0)
    },
  )

  it('sends an edit that is too long for the live link like a document', async () => {
    const { state, open, server } = setUp()
    await open()

    state().edit(longEdit(MESSAGE_BYTES_MAX))
    state().edit(rename('After it'))
    await settle()

    expect(server.posted).toEqual(['edit-0001'])
    expect(server.sentIds).toEqual(['edit-0002'])
    expect(server.topology).toEqual(state().topology)
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

  it('keeps the drawing and its edits when somebody deletes the topology', async () => {
    const texts = new MemoryTexts()
    const { state, open, server, line } = setUp(texts)
    await open()

    line.hear('topology:removed', { topologyId: 'shop' })
    state().edit(rename('Still here'))
    await settle()

    expect(saveStateOf(state())).toBe('gone')
    expect(state().dialog).toBe('gone')
    expect(state().topology.name).toBe('Still here')
    expect(server.sentIds).toEqual([])
    expect(texts.length).toBe(1)
  })

  it('finds out by an edit, or when the line is back, that the topology is gone', async () => {
    for (const findOut of ['edit', 'line'] as const) {
      const { state, open, server, line } = setUp()
      await open()
      server.isDeleted = true

      state().edit(rename('Unsaved'))
      if (findOut === 'line') line.drop()
      if (findOut === 'line') line.restore()
      await settle()

      expect(saveStateOf(state())).toBe('gone')
      expect(state().topology.name).toBe('Unsaved')
      expect(state().pending).toHaveLength(1)
    }
  })

  it('mixes nothing with a topology that has the name of the one that is gone', async () => {
    const { state, open, server, line } = setUp()
    await open()
    line.hear('topology:removed', { topologyId: 'shop' })
    state().edit(rename('Mine'))

    server.replace(emptyTopology('Somebody else’s'))
    line.drop()
    line.restore()
    await settle()

    expect(state().topology.name).toBe('Mine')
    expect(server.sentIds).toEqual([])
  })

  it('opens what is kept of it under the same name as a topology of its own', async () => {
    const { connection, state, open, server, line } = setUp()
    await open()
    line.hear('topology:removed', { topologyId: 'shop' })
    state().edit(rename('Kept'))

    server.replace(state().topology)
    await connection.open('shop')
    await settle()

    expect(saveStateOf(state())).toBe('saved')
    expect(state().topology.name).toBe('Kept')
    expect(server.sentIds).toEqual([])
  })

  it('forgets what was never saved of a topology that is gone when the person leaves it', async () => {
    const texts = new MemoryTexts()
    const { connection, state, open, line } = setUp(texts)
    await open()
    line.hear('topology:removed', { topologyId: 'shop' })
    state().edit(rename('Given up'))

    connection.close()

    expect(texts.length).toBe(0)
  })

  it('is not told what the person does in this page', async () => {
    const { connection, state, open, line } = setUp()
    await open()

    connection.expectRemoval('shop')
    line.hear('topology:removed', { topologyId: 'shop' })
    line.hear('topology:removed', { topologyId: 'another' })

    expect(saveStateOf(state())).toBe('saved')
  })

  it('sends edits that were kept of another topology, in their order, and once', async () => {
    const texts = new MemoryTexts()
    const kept = ['One', 'Two'].map((name, n) => ({ editId: `left-000${n}`, edit: rename(name) }))
    new WriteAhead(texts, 'page-0').keep('other', kept)
    const { state, open, server } = setUp(texts)

    await open()
    await settle()

    expect(server.sent.map(({ topologyId, editId }) => [topologyId, editId])).toEqual([
      ['other', 'left-0000'],
      ['other', 'left-0001'],
    ])
    expect(texts.length).toBe(0)
    expect(state().topology.name).toBe('Shop')
  })

  it('leaves them where they are while the server cannot take them, and says when it never will', async () => {
    for (const code of ['saveFailed', 'refusedEdit'] as const) {
      const texts = new MemoryTexts()
      const kept = [{ editId: 'left-0000', edit: rename('One') }]
      new WriteAhead(texts, 'page-0').keep('other', kept)
      const { state, open, server } = setUp(texts)
      server.refusal = { code, message: 'No.' }

      await open()
      await settle()

      expect(texts.length).toBe(code === 'saveFailed' ? 1 : 0)
      expect(state().notices.map(({ text }) => text)).toEqual(
        code === 'saveFailed'
          ? []
          : ['Edits to other that this browser had kept were not made: No.'],
      )
    }
  })

  it('does not say that edits are kept where the browser has no room for them', async () => {
    const texts = new MemoryTexts()
    const { state, open, line } = setUp(texts)
    await open()
    line.drop()
    texts.isFull = true

    state().edit(rename('Nowhere'))
    expect(saveStateOf(state())).toBe('unkept')

    texts.isFull = false
    state().edit(rename('Somewhere'))
    expect(saveStateOf(state())).toBe('offline')
    line.restore()
    await settle()
    expect(saveStateOf(state())).toBe('saved')
  })

  it('asks again for a topology that the server had no place for', async () => {
    const { state, open, server } = setUp()
    server.isFull = true
    await open()
    expect(saveStateOf(state())).toBe('offline')

    server.isFull = false
    await vi.advanceTimersByTimeAsync(4000)

    expect(saveStateOf(state())).toBe('saved')
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
    keptBreakpoints: new KeptBreakpoints(texts),
  })
  vi.stubGlobal('fetch', (_path: string, init: RequestInit) =>
    Promise.resolve(Response.json(server.fetched(init))),
  )
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

const paused: RunState = startedRun()

class Server {
  topology = emptyTopology('Shop')
  revision = 0
  refusal: { readonly code: 'refusedEdit' | 'saveFailed'; readonly message: string } | null = null
  losesAnswers = false
  isDeleted = false
  isFull = false
  readonly applied: string[] = []
  readonly posted: string[] = []
  readonly sent: { readonly topologyId: string; readonly editId: string }[] = []

  get stored() {
    return { id: 'shop', revision: this.revision, topology: this.topology }
  }

  /** What HTTP answers: to a POST, which is an edit, its revision, otherwise the document. */
  fetched({ body }: RequestInit): unknown {
    if (typeof body !== 'string') return this.stored
    const { editId, edit } = JSON.parse(body)
    this.posted.push(editId)
    this.apply(editId, edit)
    return { revision: this.revision }
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

  get sentIds(): readonly string[] {
    return this.sent.map(({ editId }) => editId)
  }

  answer(name: string, request: AnyRequest): Reply<unknown> {
    if (this.isDeleted)
      return { ok: false, code: 'unknownTopology', message: "There is no topology 'shop' here." }
    if (name === 'topology:join' && this.isFull)
      return { ok: false, code: 'tooManyRequests', message: 'All seats are taken.' }
    if (name === 'topology:join') {
      const dictionary = { version: 1, elements: [], keySpaces: [] }
      const timeline = { bucketNs: 1e9, published: [], trouble: [] }
      return { ok: true, value: { revision: this.revision, run: paused, dictionary, timeline } }
    }
    if (this.refusal) return { ok: false, ...this.refusal }
    this.sent.push({ topologyId: request.topologyId, editId: request.editId })
    if (request.topologyId === 'shop') this.apply(request.editId, request.edit)
    return { ok: true, value: { revision: this.revision } }
  }
}

interface AnyRequest {
  readonly topologyId: string
  readonly editId: string
  readonly edit: Edit
}

type Listener = (news: unknown) => void

/** A socket as far as the connection uses it, with a line that can be cut. */
class Line {
  connected = false
  readonly controls: unknown[] = []
  readonly breakpointChanges: unknown[] = []
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

  async emitWithAck(name: string, request: AnyRequest): Promise<unknown> {
    if (name === 'run:control') this.controls.push(request)
    if (name === 'run:breakpoints') {
      this.breakpointChanges.push(request)
      return { ok: true, value: paused }
    }
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

  isFull = false

  setItem(key: string, text: string): void {
    if (this.isFull) throw new Error('QuotaExceededError')
    this.#texts.set(key, text)
  }

  removeItem(key: string): void {
    this.#texts.delete(key)
  }
}
