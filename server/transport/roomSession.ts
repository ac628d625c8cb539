// A room's session: started when it is needed, kept as it goes, mourned when its thread dies.

import type { BreakpointChange } from '#shared/protocol/breakpoints.ts'
import type { Dictionary } from '#shared/protocol/frame.ts'
import type { Control, EventDetail, RunState, Timeline } from '#shared/protocol/protocol.ts'
import { startedRun } from '#shared/protocol/startedRun.ts'
import type { Edit } from '#shared/topology/change.ts'
import type { RunChange } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type {
  ComparedRecipes,
  Look,
  Outcome,
  RecipeText,
  RecordedRun,
  SessionNews,
  SessionStart,
} from '../session/messages.ts'
import { SessionHost, type SessionListener } from '../session/sessionHost.ts'
import type { Workspace } from '../storage/workspace.ts'
import { CHECKPOINT_BYTES_MAX, SECOND_RUN_BYTES_MAX } from './memoryBudget.ts'
import { RequestFailure } from './requestFailure.ts'
import { RunKeeper } from './runKeeper.ts'

/** Of one thread; each begins a generation. */
const RESETS_MAX = 1_000_000

const SEED = 1

export interface RoomSessionParts {
  readonly workspace: Workspace
  readonly id: string
  /** The drawing as it is now. */
  readonly topology: () => Topology
  readonly tell: (news: SessionNews) => void
  readonly log: (line: string) => void
  /** Before a thread begins: makes place for it, or throws `RequestFailure`. */
  readonly takeSeat?: () => Promise<void>
  readonly memoryChanged?: () => void
  /** Why what belongs to the run is not on the disk, in a sentence; null: now it is, or never will be. */
  readonly storeProblem?: (problem: string | null) => void
  readonly storeMs?: number
  readonly startHost?: (start: SessionStart, listener: SessionListener) => SessionHost
}

export class RoomSession {
  readonly #parts: RoomSessionParts
  readonly #keeper: RunKeeper
  #host: SessionHost | null = null
  /** Waits for a seat, and then starts its thread. */
  #beginning: Promise<void> | null = null
  #starting: Promise<void> | null = null
  /** Its thread may be about to end: what is asked for meanwhile waits for what comes of that. */
  #leaving: Promise<string | null> | null = null
  #isClosed = false
  #state: RunState | null = null
  /** Why the last session ended that did not end by itself. */
  #deathReason: string | null = null
  /** It was released: it comes back when somebody opens it again, and there is room for it. */
  #comesBack = false
  #generation = 0
  #isEnding = false
  #isWatched = false

  constructor(parts: RoomSessionParts) {
    this.#parts = parts
    const { workspace, id, log, storeProblem, storeMs } = parts
    this.#keeper = new RunKeeper({
      workspace,
      id,
      log,
      host: () => this.#host,
      state: () => this.#state,
      ...(storeProblem ? { storeProblem } : {}),
      ...(storeMs === undefined ? {} : { storeMs }),
    })
  }

  /** It has a thread, or is about to. */
  get isLive(): boolean {
    return this.#host !== null || this.#beginning !== null
  }

  get memoryBytes(): number {
    return this.#host?.memoryBytes ?? 0
  }

  /** Why what belongs to the run is not on the disk, as `storeProblem` told it; none: it is. */
  get storeProblems(): readonly string[] {
    return this.#keeper.problems
  }

  /** The same as the end of a sentence; null: it is. */
  get unsavedReason(): string | null {
    return this.#keeper.reason
  }

  /** `ending`: it has been told to, and has not said yet that it has. */
  get status(): RunState['status'] | 'ending' {
    if (this.#host === null) return 'ended'
    return this.#isEnding ? 'ending' : (this.#state?.status ?? 'paused')
  }

  /** For somebody who opens it. A session that died stays dead until somebody resets it. */
  async start(): Promise<void> {
    const isOpenedAgain = this.#leaving === null && this.#comesBack
    while (this.#leaving !== null) await this.#leaving
    if (this.#host !== null) return
    if (this.#deathReason === null) await this.#begin(true)
    else if (isOpenedAgain) await this.#begin(true).catch(unlessFull)
  }

  watch(watching: boolean): void {
    this.#isWatched = watching
    this.#host?.watch(watching)
  }

  async look(): Promise<Look> {
    if (this.#host === null) return this.#lastLook()
    const asked = this.#host.ask('look', null)
    this.#keeper.tryAgainNow()
    const outcome = await asked
    return outcome.ok ? outcome.value : this.#lastLook()
  }

  edit(edit: Edit): void {
    void this.#host?.ask('edit', edit)
    this.#keeper.tryAgainNow()
  }

  replace(topology: Topology): void {
    void this.#host?.ask('replace', topology)
  }

  control(control: Control): Promise<RunState> {
    const isReset = control.kind === 'reset'
    return this.#required((host) => this.#wanted(host.ask('control', control)), isReset)
  }

  change(change: RunChange): Promise<{ atNs: number }> {
    return this.#required((host) => this.#wanted(host.ask('change', change)))
  }

  changeBreakpoints(change: BreakpointChange): Promise<RunState> {
    return this.#required((host) => host.ask('breakpoints', change))
  }

  async event(origin: number, n: number): Promise<EventDetail> {
    const detail = await this.#required((host) => host.ask('event', { origin, n }))
    if (detail !== null) return detail
    throw new RequestFailure('unknownEvent', `This run knows no event ${n} of element ${origin}.`)
  }

  record(): Promise<RecordedRun> {
    return this.#required((host) => host.ask('record', null))
  }

  recipeText(): Promise<RecipeText> {
    return this.#required((host) => host.ask('recipeText', null))
  }

  /** Ends a run that goes on, of which everything is still there to be read. */
  end(reason: string): void {
    if (this.#host === null) return
    this.#isEnding = true
    const jumps = this.#state?.jumps ?? null
    void this.#host.ask('end', { reason, jumps }).then(() => {
      // Also where it did not, as it does not go on by now, or another run is on show.
      this.#isEnding = false
    })
  }

  /**
   * Ends the thread: the reason is all that is left, and what is on the disk. Answers why that is not all
   * of it, or that it has been reset or set going by then, and then nothing has been done.
   */
  release(why: string): Promise<string | null> {
    const before = this.#state
    return this.#leave(async (host) => {
      const unsaved = await this.#keeper.settle()
      if (unsaved !== null) return unsaved
      // It has died by itself meanwhile, of what would only come back with it.
      if (this.#host !== host) return null
      const now = this.#state
      if (now?.status === 'running' || (before !== null && now?.jumps !== before.jumps))
        return 'somebody has reset it or set it going'
      const reason = `${now?.status === 'ended' ? now.reason : 'The run was paused.'} ${why}`
      await this.#end(host, reason)
      this.#died(reason)
      this.#comesBack = true
      return null
    })
  }

  comparedRecipes(baselineId: number): Promise<ComparedRecipes> {
    return this.#required((host) => host.ask('compare', { baselineId }))
  }

  /** Writes the run down and ends its thread. Answers what is not on the disk all the same. */
  async stop(): Promise<readonly string[]> {
    this.#isClosed = true
    let losses: readonly string[] = []
    await this.#leave(async (host) => {
      await this.#keeper.settle()
      losses = this.#keeper.losses
      await this.#end(host)
      return null
    })
    return losses
  }

  /** As `stop`, where all is on the disk then and nobody needs it. Answers why not; null: it rests. */
  rest(isNeeded: () => boolean): Promise<string | null> {
    return this.#leave(async (host) => {
      const unsaved = await this.#keeper.settle()
      if (unsaved !== null) return unsaved
      if (isNeeded()) return 'somebody has come to watch it'
      await this.#end(host)
      return null
    })
  }

  /** `end` answers why the thread has not ended; null: it has, or there was none. */
  async #leave(end: (host: SessionHost) => Promise<string | null>): Promise<string | null> {
    while (this.#leaving !== null || this.#starting !== null)
      await (this.#leaving ?? this.#starting?.catch(() => undefined))
    if (this.#host === null) return null
    this.#leaving = end(this.#host).finally(() => {
      this.#leaving = null
    })
    return this.#leaving
  }

  async #end(host: SessionHost, reason?: string): Promise<void> {
    if (this.#host === host) this.#host = null
    this.#isEnding = false
    this.#keeper.stop()
    await host.stop(reason)
  }

  /** From the disk, or else at the beginning. */
  #begin(fromDisk: boolean): Promise<void> {
    this.#beginning ??= this.#beginNow(fromDisk).finally(() => {
      this.#beginning = null
    })
    return this.#beginning
  }

  async #beginNow(fromDisk: boolean): Promise<void> {
    await this.#parts.takeSeat?.()
    const { id } = this.#parts
    if (this.#isClosed)
      throw new RequestFailure('unknownTopology', `The topology '${id}' was closed meanwhile.`)
    this.#starting = this.#startHost(fromDisk).finally(() => {
      this.#starting = null
    })
    return this.#starting
  }

  async #startHost(fromDisk: boolean): Promise<void> {
    const stored = fromDisk ? await this.#keeper.readRun() : null
    const baselines = await this.#keeper.readBaselines()
    this.#generation += RESETS_MAX
    this.#deathReason = null
    this.#comesBack = false
    const start: SessionStart = {
      topology: this.#parts.topology(),
      seed: stored?.recipe.seed ?? this.#state?.seed ?? SEED,
      speed: stored?.speed ?? this.#state?.speed ?? 1,
      recipe: stored?.recipe ?? null,
      generation: this.#generation,
      checkpointBytesMax: CHECKPOINT_BYTES_MAX,
      secondRunBytesMax: SECOND_RUN_BYTES_MAX,
      baselines,
      ...(this.#state ? { breakpoints: this.#state.breakpoints } : {}),
    }
    const { startHost = newHost } = this.#parts
    const news = (told: SessionNews) => this.#hear(told)
    this.#host = startHost(start, {
      news,
      died: (reason) => this.#died(reason),
      memoryChanged: () => this.#parts.memoryChanged?.(),
    })
    if (this.#isWatched) this.#host.watch(true)
  }

  /** Asks a thread that stays. Where there is none, one begins; for a run that has died, only with a reset. */
  async #required<Value>(
    ask: (host: SessionHost) => Promise<Outcome<Value>>,
    isReset = false,
  ): Promise<Value> {
    while (this.#leaving !== null || this.#host === null) {
      const died = this.#deathReason
      if (this.#leaving !== null) await this.#leaving
      else if (died === null || isReset) await this.#begin(died === null)
      else throw new RequestFailure('refusedControl', `${died} Reset it to start again.`)
    }
    const outcome = await ask(this.#host)
    if (outcome.ok) return outcome.value
    throw new RequestFailure('refusedControl', outcome.reason)
  }

  /** Something that is done to the run, and is to be written too. */
  #wanted<Value>(asked: Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    this.#keeper.tryAgainNow()
    return asked
  }

  #hear(news: SessionNews): void {
    if (news.kind === 'state') {
      this.#state = news.state
      if (news.state.status !== 'running') this.#isEnding = false
      void this.#keeper.keep()
    }
    this.#parts.tell(news)
  }

  #died(reason: string): void {
    this.#host = null
    this.#isEnding = false
    this.#deathReason = reason
    this.#keeper.stop()
    this.#parts.log(`The run of ${this.#parts.id} has died. ${reason}`)
    this.#parts.tell({ kind: 'state', state: this.#lastLook().run })
  }

  #lastLook(): Look {
    const run: RunState = {
      ...(this.#state ?? EMPTY_STATE),
      status: 'ended',
      reason: this.#deathReason ?? 'The run was stopped.',
      hash: null,
    }
    const dictionary: Dictionary = { version: 0, elements: [], keySpaces: [] }
    const timeline: Timeline = { bucketNs: 1, published: [], trouble: [] }
    return { run, dictionary, timeline, frame: null }
  }
}

/** There is no room for it yet: what is known of it is shown. */
function unlessFull(error: unknown): void {
  if (!(error instanceof RequestFailure) || error.code !== 'tooManyRequests') throw error
}

function newHost(start: SessionStart, listener: SessionListener): SessionHost {
  return new SessionHost(start, listener)
}

const EMPTY_STATE = startedRun({ status: 'ended', seed: SEED })
