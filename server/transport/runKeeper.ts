// Writes a room's run down as it goes, and the runs that it is compared with. What cannot be written is
// told, and tried again.

import { setTimeout as delay } from 'node:timers/promises'
import type { RunState } from '#shared/protocol/protocol.ts'
import { ENGINE_VERSION } from '#shared/topology/recipe.ts'
import type { SessionHost } from '../session/sessionHost.ts'
import { readBaselines, type StoredBaselines, writeBaselines } from '../storage/baselineFile.ts'
import { diskReason, StorageRefused } from '../storage/disk.ts'
import { type Retry, SOON_AGAIN } from '../storage/retry.ts'
import { RunFile, readRun, type StoredRun } from '../storage/runStore.ts'
import type { Workspace } from '../storage/workspace.ts'

/** A running session is written down this often; after a pause or a command, at once. */
const STORE_MS = 1000

/** Whoever needs the thread waits so long for what is to be written first. */
const SETTLE_MS_MAX = 3000

export interface RunKeeperParts {
  readonly workspace: Workspace
  readonly id: string
  /** The thread that has the run; null: there is none. */
  readonly host: () => SessionHost | null
  /** As told last. */
  readonly state: () => RunState | null
  readonly log: (line: string) => void
  /** Why what belongs to the run is not on the disk, in a sentence; null: now it is, or never will be. */
  readonly storeProblem?: (problem: string | null) => void
  readonly storeMs?: number
}

export class RunKeeper {
  readonly #parts: RunKeeperParts
  readonly #file: RunFile
  #storing: Promise<void> | null = null
  #storeAgain = false
  #timer: NodeJS.Timeout | null = null
  /** Number of the newest run to compare with that is on the disk. */
  #baselineStored = 0
  /** Why what should have been written has not been, as the log knows already. */
  readonly #complaints = new Map<Kept, string>()
  readonly #retries: { readonly [About in Kept]: Retry }

  constructor(parts: RunKeeperParts) {
    this.#parts = parts
    this.#file = new RunFile(parts.workspace, parts.id)
    const retry = () => parts.workspace.retryOf(() => void this.keep(), parts.storeMs)
    this.#retries = { run: retry(), baselines: retry() }
  }

  /** As `storeProblem` told them; none: all is on the disk that there was to be written. */
  get problems(): readonly string[] {
    if (this.#parts.host() === null) return []
    return [...this.#complaints].map(([about, reason]) => sentenceOf(about, reason))
  }

  /** Why that is not on the disk, the end of a sentence; null: it is. */
  get reason(): string | null {
    const [reason] = this.#complaints.values()
    return this.#parts.host() === null ? null : (reason ?? null)
  }

  /** What is lost when the thread ends now, in sentences. */
  get losses(): readonly string[] {
    return [...this.#complaints].map(
      ([about, reason]) => `${notWritten(about, this.#parts.id, reason)} What is new is lost.`,
    )
  }

  /** What a thread begins with. Null: the drawing, at its beginning. */
  async readRun(): Promise<StoredRun | null> {
    const { workspace, id, log } = this.#parts
    const reading = await readRun(workspace, id)
    if (reading.kind === 'broken') log(reading.problem)
    if (reading.kind !== 'read') return null
    const { engineVersion } = reading.run.recipe
    if (engineVersion !== ENGINE_VERSION)
      log(
        `The run of ${id} was recorded with engine ${engineVersion}, ` +
          `and this is ${ENGINE_VERSION}: its history may differ.`,
      )
    return reading.run
  }

  async readBaselines(): Promise<StoredBaselines> {
    const reading = await readBaselines(this.#parts.workspace, this.#parts.id)
    if (reading.kind === 'broken') this.#parts.log(reading.problem)
    const baselines = reading.kind === 'read' ? reading.baselines : []
    this.#baselineStored = baselines.at(-1)?.id ?? 0
    return baselines
  }

  /** One write at a time; what changes meanwhile goes into the next one. */
  async keep(): Promise<void> {
    if (this.#storing !== null) {
      this.#storeAgain = true
      return this.#storing
    }
    this.#storing = this.#storeRepeatedly().finally(() => {
      this.#storing = null
    })
    return this.#storing
  }

  /** Somebody has done something to the run, which is to be written too. */
  tryAgainNow(): void {
    for (const retry of Object.values(this.#retries)) retry.now()
  }

  /** Before the thread ends: writes all that there is. Answers as `reason` does. */
  async settle(): Promise<string | null> {
    this.tryAgainNow()
    const late = delay(SETTLE_MS_MAX, true, { ref: false })
    const isLate = await Promise.race([this.keep().then(() => false), late])
    if (isLate) this.#complain('run', new StorageRefused(TOO_SLOW))
    return this.reason
  }

  /** The thread ends: what has not been written by now never will be. */
  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    if (this.#complaints.size > 0) this.#parts.storeProblem?.(null)
    this.#complaints.clear()
    for (const retry of Object.values(this.#retries)) retry.stop()
  }

  async #storeRepeatedly(): Promise<void> {
    do {
      this.#storeAgain = false
      await this.#storeOnce()
    } while (this.#storeAgain)
    const { host, state, storeMs = STORE_MS } = this.#parts
    if (state()?.status !== 'running' || host() === null) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.keep(), storeMs).unref()
  }

  async #storeOnce(): Promise<void> {
    const host = this.#parts.host()
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
      if (host.isAlive) this.#complain('run', error)
    }
  }

  async #storeBaselines(host: SessionHost): Promise<void> {
    const newest = this.#parts.state()?.baselines[0]?.id ?? 0
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
      if (host.isAlive) this.#complain('baselines', error)
    }
  }

  /** Of what is tried again for the same reason, once. */
  #complain(about: Kept, error: unknown): void {
    const reason = diskReason(error)
    if (this.#parts.host() !== null) this.#retries[about].failed()
    if (this.#complaints.get(about) === reason) return
    this.#complaints.set(about, reason)
    this.#parts.log(notWritten(about, this.#parts.id, reason))
    this.#parts.storeProblem?.(sentenceOf(about, reason))
  }

  #recovered(about: Kept): void {
    if (this.#complaints.delete(about) && this.#complaints.size === 0)
      this.#parts.storeProblem?.(null)
    this.#retries[about].succeeded()
  }
}

const TOO_SLOW = `writing it takes longer than ${SETTLE_MS_MAX / 1000} seconds`

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

function notWritten(about: Kept, id: string, reason: string): string {
  return `${IN_THE_LOG[about](id)} not written down: ${reason}.`
}

function sentenceOf(about: Kept, reason: string): string {
  return FOR_PEOPLE[about](reason)
}
