// A room's session: started when it is needed, written down as it goes, mourned when its thread dies.

import { setTimeout as delay } from 'node:timers/promises'
import type { BreakpointChange } from '#shared/protocol/breakpoints.ts'
import type { Dictionary } from '#shared/protocol/frame.ts'
import type { Control, EventDetail, RunState, Timeline } from '#shared/protocol/protocol.ts'
import { startedRun } from '#shared/protocol/startedRun.ts'
import type { Edit } from '#shared/topology/change.ts'
import { ENGINE_VERSION, type RunChange } from '#shared/topology/recipe.ts'
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
import { readBaselines, type StoredBaselines, writeBaselines } from '../storage/baselineFile.ts'
import { diskReason } from '../storage/disk.ts'
import { type Retry, SOON_AGAIN } from '../storage/retry.ts'
import { RunFile, readRun, type StoredRun } from '../storage/runStore.ts'
import type { Workspace } from '../storage/workspace.ts'
import { CHECKPOINT_BYTES_MAX } from './memoryBudget.ts'
import { RequestFailure } from './requestFailure.ts'

/** A running session is written down this often; after a pause or a command, at once. */
const STORE_MS = 1000

/** A run that is being repeated cannot be written down yet; what is on the disk is right then. */
const STOP_MS_MAX = 3000

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
  readonly memoryChanged?: () => void
  /** Why what belongs to the run is not on the disk, in a sentence; null: now it is, or never will be. */
  readonly storeProblem?: (problem: string | null) => void
  readonly storeMs?: number
  readonly startHost?: (start: SessionStart, listener: SessionListener) => SessionHost
}

export class RoomSession {
  readonly #parts: RoomSessionParts
  readonly #file: RunFile
  #host: SessionHost | null = null
  #starting: Promise<void> | null = null
  #state: RunState | null = null
  /** Why the last session ended that did not end by itself. */
  #deathReason: string | null = null
  #generation = 0
  #storing: Promise<void> | null = null
  #storeAgain = false
  #storeTimer: NodeJS.Timeout | null = null
  /** Number of the newest run to compare with that is on the disk. */
  #baselineStored = 0
  /** Why what should have been written has not been, as the log knows already. */
  readonly #complaints = new Map<Kept, string>()
  readonly #retries: { readonly [About in Kept]: Retry }

  constructor(parts: RoomSessionParts) {
    this.#parts = parts
    const retry = () => parts.workspace.retryOf(() => void this.#store(), parts.storeMs)
    this.#retries = { run: retry(), baselines: retry() }
    this.#file = new RunFile(parts.workspace, parts.id)
  }

  get isLive(): boolean {
    return this.#host !== null || this.#starting !== null
  }

  get memoryBytes(): number {
    return this.#host?.memoryBytes ?? 0
  }

  /** Why what belongs to the run is not on the disk, as `storeProblem` told it; none: it is. */
  get storeProblems(): readonly string[] {
    if (this.#host === null) return []
    return [...this.#complaints].map(([about, reason]) => sentenceOf(about, reason))
  }

  get isRunning(): boolean {
    return this.#host !== null && this.#state?.status === 'running'
  }

  /** A session that died stays dead until somebody resets it. */
  async start(): Promise<void> {
    if (this.#host === null && this.#deathReason === null) await this.#begin(true)
  }

  watch(watching: boolean): void {
    this.#host?.watch(watching)
  }

  async look(): Promise<Look> {
    if (this.#host === null) return this.#lastLook()
    const asked = this.#host.ask('look', null)
    this.#tryAgainNow()
    const outcome = await asked
    return outcome.ok ? outcome.value : this.#lastLook()
  }

  edit(edit: Edit): void {
    void this.#host?.ask('edit', edit)
    this.#tryAgainNow()
  }

  replace(topology: Topology): void {
    void this.#host?.ask('replace', topology)
  }

  async control(control: Control): Promise<RunState> {
    if (this.#host === null && control.kind === 'reset') {
      this.#deathReason = null
      await this.#begin(false)
    }
    return this.#wanted((host) => host.ask('control', control))
  }

  async change(change: RunChange): Promise<{ atNs: number }> {
    return this.#wanted((host) => host.ask('change', change))
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

  /** Ends the run, of which everything is still there to be read. */
  end(reason: string): void {
    void this.#host?.ask('end', { reason })
  }

  /** Ends the thread: the reason is all that is left. */
  async release(reason: string): Promise<void> {
    if (this.#host === null) return
    // Before the thread is gone, or whoever comes meanwhile would begin another one that nobody counts.
    this.#deathReason = reason
    await this.stop()
    // Somebody may have reset it meanwhile.
    if (this.#deathReason === reason) this.#died(reason)
  }

  comparedRecipes(baselineId: number): Promise<ComparedRecipes> {
    return this.#required((host) => host.ask('compare', { baselineId }))
  }

  /** Writes the run down and ends its thread. */
  async stop(): Promise<void> {
    await this.#starting
    const host = this.#host
    if (host === null) return
    this.#tryAgainNow()
    await Promise.race([this.#store(), delay(STOP_MS_MAX, undefined, { ref: false })])
    if (this.#host === host) this.#host = null
    if (this.#storeTimer) clearTimeout(this.#storeTimer)
    this.#giveUpStoring()
    await host.stop()
  }

  #begin(fromDisk: boolean): Promise<void> {
    this.#starting ??= this.#startHost(fromDisk).finally(() => {
      this.#starting = null
    })
    return this.#starting
  }

  async #startHost(fromDisk: boolean): Promise<void> {
    const stored = fromDisk ? await this.#readRun() : null
    const baselines = await this.#readBaselines()
    this.#generation += RESETS_MAX
    const start: SessionStart = {
      topology: this.#parts.topology(),
      seed: stored?.recipe.seed ?? this.#state?.seed ?? SEED,
      speed: stored?.speed ?? this.#state?.speed ?? 1,
      recipe: stored?.recipe ?? null,
      generation: this.#generation,
      checkpointBytesMax: CHECKPOINT_BYTES_MAX,
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
  }

  async #readRun(): Promise<StoredRun | null> {
    const reading = await readRun(this.#parts.workspace, this.#parts.id)
    if (reading.kind === 'broken') this.#parts.log(reading.problem)
    if (reading.kind !== 'read') return null
    const { engineVersion } = reading.run.recipe
    if (engineVersion !== ENGINE_VERSION)
      this.#parts.log(
        `The run of ${this.#parts.id} was recorded with engine ${engineVersion}, ` +
          `and this is ${ENGINE_VERSION}: its history may differ.`,
      )
    return reading.run
  }

  async #readBaselines(): Promise<StoredBaselines> {
    const reading = await readBaselines(this.#parts.workspace, this.#parts.id)
    if (reading.kind === 'broken') this.#parts.log(reading.problem)
    const baselines = reading.kind === 'read' ? reading.baselines : []
    this.#baselineStored = baselines.at(-1)?.id ?? 0
    return baselines
  }

  async #required<Value>(ask: (host: SessionHost) => Promise<Outcome<Value>>): Promise<Value> {
    if (this.#host === null)
      throw new RequestFailure('refusedControl', `${this.#deathReason} Reset it to start again.`)
    const outcome = await ask(this.#host)
    if (outcome.ok) return outcome.value
    throw new RequestFailure('refusedControl', outcome.reason)
  }

  /** As `#required`, by somebody who does something to the run. */
  #wanted<Value>(ask: (host: SessionHost) => Promise<Outcome<Value>>): Promise<Value> {
    const asked = this.#required(ask)
    this.#tryAgainNow()
    return asked
  }

  #hear(news: SessionNews): void {
    if (news.kind === 'state') {
      this.#state = news.state
      void this.#store()
    }
    this.#parts.tell(news)
  }

  #died(reason: string): void {
    this.#host = null
    this.#deathReason = reason
    this.#giveUpStoring()
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

  /** One write at a time; what changes meanwhile goes into the next one. */
  async #store(): Promise<void> {
    if (this.#storing !== null) {
      this.#storeAgain = true
      return this.#storing
    }
    this.#storing = this.#storeRepeatedly().finally(() => {
      this.#storing = null
    })
    return this.#storing
  }

  async #storeRepeatedly(): Promise<void> {
    do {
      this.#storeAgain = false
      await this.#storeOnce()
    } while (this.#storeAgain)
    if (this.#state?.status !== 'running' || this.#host === null) return
    const { storeMs = STORE_MS } = this.#parts
    if (this.#storeTimer) clearTimeout(this.#storeTimer)
    this.#storeTimer = setTimeout(() => void this.#store(), storeMs).unref()
  }

  async #storeOnce(): Promise<void> {
    const host = this.#host
    if (host === null) return
    // Before the run is written that does without them.
    if (!this.#retries.baselines.isWaiting) await this.#storeBaselines(host)
    if (this.#retries.run.isWaiting) return
    const outcome = await host.ask('keep', this.#file.wish())
    if (!host.isAlive) return
    try {
      if (outcome.ok) await this.#file.write(outcome.value)
      else await this.#file.forget()
      this.#recovered('run')
    } catch (error) {
      this.#complain('run', error)
    }
  }

  async #storeBaselines(host: SessionHost): Promise<void> {
    const newest = this.#state?.baselines[0]?.id ?? 0
    if (newest <= this.#baselineStored) return
    const outcome = await host.ask('baselines', null)
    if (!host.isAlive || !outcome.ok) return
    const { workspace, id } = this.#parts
    const { text, newestId } = outcome.value
    try {
      await writeBaselines(workspace, id, text)
      this.#baselineStored = newestId
      this.#recovered('baselines')
    } catch (error) {
      this.#complain('baselines', error)
    }
  }

  /** Of what is tried again for the same reason, once. */
  #complain(about: Kept, error: unknown): void {
    const reason = diskReason(error)
    if (this.#host !== null) this.#retries[about].failed()
    if (this.#complaints.get(about) === reason) return
    this.#complaints.set(about, reason)
    this.#parts.log(`${IN_THE_LOG[about](this.#parts.id)} not written down: ${reason}.`)
    this.#parts.storeProblem?.(sentenceOf(about, reason))
  }

  /** What has not been written by now never will be. */
  #giveUpStoring(): void {
    if (this.#complaints.size > 0) this.#parts.storeProblem?.(null)
    this.#complaints.clear()
    for (const retry of Object.values(this.#retries)) retry.stop()
  }

  /** After what somebody has asked for, so that this is written too. */
  #tryAgainNow(): void {
    for (const retry of Object.values(this.#retries)) retry.now()
  }

  #recovered(about: Kept): void {
    if (this.#complaints.delete(about) && this.#complaints.size === 0)
      this.#parts.storeProblem?.(null)
    this.#retries[about].succeeded()
  }
}

type Kept = 'run' | 'baselines'

const IN_THE_LOG: { readonly [About in Kept]: (id: string) => string } = {
  run: (id) => `The run of ${id} was`,
  baselines: (id) => `The runs to compare that of ${id} with were`,
}

const FOR_PEOPLE: { readonly [About in Kept]: (reason: string) => string } = {
  run: (reason) =>
    `This run is not on the disk: ${reason}. It goes on, and writing is ${SOON_AGAIN}; ` +
    'if the server stops before that works, what happened since is lost.',
  baselines: (reason) =>
    `The runs kept to compare this one with are not on the disk: ${reason}. Writing is ${SOON_AGAIN}; ` +
    'if the server stops before that works, they are lost.',
}

function sentenceOf(about: Kept, reason: string): string {
  return FOR_PEOPLE[about](reason)
}

function newHost(start: SessionStart, listener: SessionListener): SessionHost {
  return new SessionHost(start, listener)
}

const EMPTY_STATE = startedRun({ status: 'ended', seed: SEED })
