// Keeps the store and the server together: joins the open topology, carries edits out and news in, and
// makes up leeway after every break of the line.

import type { BreakpointChange } from '#shared/protocol/breakpoints.ts'
import { decodeFrame, dictionarySchema } from '#shared/protocol/frame.ts'
import {
  type Control,
  type EventDetail,
  type ReplyOf,
  type RunState,
  runStateSchema,
} from '#shared/protocol/protocol.ts'
import { editSchema } from '#shared/topology/change.ts'
import type { RunChange } from '#shared/topology/recipe.ts'
import type { DesignerStore } from '../store/designerStore.ts'
import type { KeptBreakpoints } from '../store/keptBreakpoints.ts'
import type { LiveStore } from '../store/live/liveStore.ts'
import type { ConfirmedEdit } from '../store/pendingEdits.ts'
import type { WriteAhead } from '../store/writeAhead.ts'
import { fetchTopology } from './documents.ts'
import { sendEdit } from './edits.ts'
import { Outbox } from './outbox.ts'
import { ask, type ServerSocket } from './requests.ts'
import { isGone, type Result } from './result.ts'
import { Stragglers } from './stragglers.ts'

export interface TopologyConnectionOptions {
  readonly socket: ServerSocket
  readonly store: DesignerStore
  readonly live: LiveStore
  readonly writeAhead: WriteAhead
  readonly keptBreakpoints: KeptBreakpoints
}

/** How often a document is fetched that changes while it travels. */
const FETCHES_MAX = 5

/** Before a topology that the server had no place for is asked for again. */
const REJOIN_MS = 4000

export class TopologyConnection {
  readonly #socket: ServerSocket
  readonly #store: DesignerStore
  readonly #live: LiveStore
  readonly #writeAhead: WriteAhead
  readonly #keptBreakpoints: KeptBreakpoints
  readonly #outbox: Outbox
  readonly #stragglers: Stragglers
  /** On show, of this run. */
  readonly #storeProblems = new Set<string>()
  #topologyId: string | null = null
  /** The person deletes it in this page, so it is no news that it is gone. */
  #leavingId: string | null = null
  #rejoin: ReturnType<typeof setTimeout> | null = null
  /** The newest revision that any news has told of. */
  #revisionHeard = 0
  #fetching = false

  constructor(options: TopologyConnectionOptions) {
    const { socket, store, live, writeAhead, keptBreakpoints } = options
    this.#socket = socket
    this.#store = store
    this.#live = live
    this.#writeAhead = writeAhead
    this.#keptBreakpoints = keptBreakpoints
    this.#outbox = new Outbox({
      store,
      send: (topologyId, pending) => sendEdit(socket, topologyId, pending),
      catchUp: () => void this.#catchUp(),
      gone: () => this.#takeGone(),
    })
    this.#stragglers = new Stragglers({
      writeAhead,
      openId: () => this.#topologyId,
      send: (topologyId, pending) => sendEdit(socket, topologyId, pending),
      lost: (text) => store.getState().notify({ tone: 'warning', text }),
    })
    store.subscribe((state, previous) => {
      if (state.pending !== previous.pending) void this.#outbox.drain()
    })
    this.#listen()
  }

  start(): void {
    this.#socket.connect()
  }

  /** Shows a topology and follows it. On failure, what was open stays open. */
  async open(topologyId: string): Promise<Result<null>> {
    const result = await fetchTopology(topologyId)
    if (!result.ok) return result
    this.#leave()
    this.#takeStoreProblem(null)
    this.#topologyId = topologyId
    this.#revisionHeard = 0
    this.#live.reset()
    this.#store.getState().setRun(null)
    const kept = this.#writeAhead.takeUp(topologyId)
    this.#store.getState().openTopology({ ...result.value, kept })
    await this.#join()
    return { ok: true, value: null }
  }

  /** Until it is told otherwise: the removal of this one is the person's own doing. */
  expectRemoval(topologyId: string | null): void {
    this.#leavingId = topologyId
  }

  close(): void {
    this.#leave()
    this.#takeStoreProblem(null)
    this.#topologyId = null
    this.#live.reset()
    this.#store.getState().setRun(null)
    this.#store.getState().closeTopology()
  }

  async control(control: Control): Promise<Result<RunState>> {
    const topologyId = this.#topologyId
    if (topologyId === null) return NOTHING_OPEN
    const result = await ask(this.#socket, 'run:control', { topologyId, control })
    if (result.ok && topologyId === this.#topologyId) this.#takeRun(result.value)
    return result
  }

  async changeRun(change: RunChange): Promise<Result<ReplyOf<'run:change'>>> {
    const topologyId = this.#topologyId
    if (topologyId === null) return NOTHING_OPEN
    return ask(this.#socket, 'run:change', { topologyId, change })
  }

  async changeBreakpoints(change: BreakpointChange): Promise<Result<RunState>> {
    const topologyId = this.#topologyId
    if (topologyId === null) return NOTHING_OPEN
    const result = await ask(this.#socket, 'run:breakpoints', { topologyId, change })
    if (result.ok && topologyId === this.#topologyId) this.#takeRun(result.value)
    return result
  }

  async readEvent(origin: number, n: number): Promise<Result<EventDetail>> {
    const topologyId = this.#topologyId
    if (topologyId === null) return NOTHING_OPEN
    return ask(this.#socket, 'event:read', { topologyId, origin, n })
  }

  /** What was never saved of a topology that is gone goes with it: the person was asked. */
  #leave(): void {
    if (this.#topologyId !== null && this.#store.getState().isGone)
      this.#writeAhead.keep(this.#topologyId, [])
  }

  #listen(): void {
    const socket = this.#socket
    socket.on('connect', () => void this.#join())
    socket.on('disconnect', () => this.#store.getState().setConnected(false))
    socket.on('topology:edited', ({ revision, editId, edit }) => {
      const parsed = editSchema.safeParse(edit)
      if (parsed.success) this.#takeEdit({ revision, editId, edit: parsed.data })
      else void this.#catchUp()
    })
    socket.on('topology:replaced', ({ revision }) => {
      this.#revisionHeard = revision
      void this.#catchUp()
    })
    socket.on('topology:removed', ({ topologyId }) => {
      this.#keptBreakpoints.keep(topologyId, [])
      if (topologyId === this.#topologyId && topologyId !== this.#leavingId) this.#takeGone()
    })
    socket.on('topology:saved', ({ revision, problem }) =>
      this.#store.getState().receiveSaved(revision, problem),
    )
    socket.on('topology:versionProblem', ({ problem }) => {
      if (problem !== null && this.#isOpen())
        this.#store.getState().notify({ tone: 'warning', text: problem })
    })
    socket.on('run:storeProblem', ({ problem }) => {
      if (this.#isOpen()) this.#takeStoreProblem(problem)
    })
    socket.on('run:state', (state) => {
      const parsed = runStateSchema.safeParse(state)
      if (parsed.success && this.#isOpen()) this.#takeRun(parsed.data)
    })
    socket.on('run:dictionary', (dictionary) => {
      const parsed = dictionarySchema.safeParse(dictionary)
      if (parsed.success && this.#isOpen()) this.#live.receiveDictionary(parsed.data)
    })
    socket.on('run:frame', (bytes) => {
      const frame = bytes instanceof ArrayBuffer ? decodeFrame(bytes) : null
      if (frame && this.#isOpen()) this.#live.receiveFrame(frame)
    })
  }

  /** It stays on show until it is over: what is done meanwhile would be lost. */
  #takeStoreProblem(problem: string | null): void {
    const { notices, notify, dismissNotice } = this.#store.getState()
    if (problem !== null) {
      this.#storeProblems.add(problem)
      notify({ tone: 'error', text: problem })
      return
    }
    for (const { id, text } of notices) if (this.#storeProblems.has(text)) dismissNotice(id)
    this.#storeProblems.clear()
  }

  #isOpen(): boolean {
    return this.#topologyId !== null && this.#store.getState().topologyId === this.#topologyId
  }

  async #join(): Promise<void> {
    const topologyId = this.#topologyId
    if (this.#rejoin !== null) clearTimeout(this.#rejoin)
    this.#rejoin = null
    if (!this.#socket.connected) return
    // What has the same name now is another topology.
    if (topologyId === null || this.#store.getState().isGone) {
      this.#store.getState().setConnected(true)
      return
    }
    const result = await ask(this.#socket, 'topology:join', { topologyId })
    if (topologyId !== this.#topologyId) return
    if (!result.ok) {
      this.#takeNoEntry(result)
      return
    }
    const { revision, run, dictionary, timeline } = result.value
    // A server that was started anew may count from the beginning.
    this.#revisionHeard = revision
    this.#live.restart()
    this.#live.receiveDictionary(dictionary)
    this.#live.receiveTimeline(timeline, run.recordedNs)
    this.#live.receiveMoment(run)
    this.#store.getState().setRun(run)
    if (revision !== this.#store.getState().revision) await this.#catchUp()
    this.#store.getState().setConnected(true)
    void this.#outbox.drain()
    void this.#stragglers.send()
    this.#bringBreakpointsBack(topologyId, run)
  }

  /** The server has begun anew, and nobody has set any since. */
  #bringBreakpointsBack(topologyId: string, run: RunState): void {
    const list = this.#keptBreakpoints.read(topologyId)
    if (run.breakpoints.revision === 0 && list.length > 0)
      void this.changeBreakpoints({ kind: 'bringBack', list })
  }

  #takeNoEntry(result: Extract<Result<unknown>, { ok: false }>): void {
    if (isGone(result)) {
      this.#takeGone()
      return
    }
    // Nothing that happens there would be heard of here.
    this.#store.getState().setConnected(false)
    this.#store.getState().notify({ tone: 'error', text: result.message })
    if (result.retryable) this.#rejoin = setTimeout(() => void this.#join(), REJOIN_MS)
  }

  /** The drawing stays on show, with the edits that could not be saved. */
  #takeGone(): void {
    const { isGone: isKnown, receiveGone, setConnected, openDialog } = this.#store.getState()
    if (isKnown || this.#topologyId === null) return
    this.#keptBreakpoints.keep(this.#topologyId, [])
    receiveGone()
    setConnected(this.#socket.connected)
    openDialog('gone')
  }

  #takeEdit(news: ConfirmedEdit): void {
    this.#revisionHeard = Math.max(this.#revisionHeard, news.revision)
    if (this.#isOpen() && !this.#store.getState().receiveEdit(news)) void this.#catchUp()
  }

  #takeRun(run: RunState): void {
    // A run that has not come anywhere yet has nothing to show of the one before.
    if (run.recordedNs === 0 && this.#live.nowNs > 0) this.#live.restart()
    this.#live.receiveMoment(run)
    this.#store.getState().setRun(run)
    if (this.#topologyId !== null && run.breakpoints.revision > 0)
      this.#keptBreakpoints.keep(this.#topologyId, run.breakpoints.list)
  }

  /** Fetches the document until it is as new as the newest news. */
  async #catchUp(): Promise<void> {
    const topologyId = this.#topologyId
    if (topologyId === null || this.#fetching) return
    this.#fetching = true
    try {
      for (let count = 0; count < FETCHES_MAX; count += 1) {
        const result = await fetchTopology(topologyId)
        if (topologyId !== this.#topologyId) return
        if (!result.ok) {
          if (isGone(result)) this.#takeGone()
          else this.#store.getState().notify({ tone: 'error', text: result.message })
          return
        }
        this.#store.getState().openTopology(result.value)
        if (result.value.revision >= this.#revisionHeard) return
      }
    } finally {
      this.#fetching = false
    }
  }
}

const NOTHING_OPEN: Result<never> = {
  ok: false,
  message: 'No topology is open.',
  retryable: false,
}
