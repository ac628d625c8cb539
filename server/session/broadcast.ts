// What a session tells by itself: its state when that changes, and ten frames a second while somebody
// watches and something happens.

import {
  type Dictionary,
  encodeFrame,
  FRAME_ROWS_MAX,
  SLOW_FRAME_ROWS_MAX,
  SLOW_SPEED_MAX,
} from '#shared/protocol/frame.ts'
import type { LiveRun } from './liveRun.ts'
import type { Look, SessionNews } from './messages.ts'
import type { Sample } from './rowSampler.ts'
import type { Clock, Session } from './session.ts'
import { type Achieved, Speedometer } from './speedometer.ts'

const FRAME_MS = 100

/** What frames may cost: one twelfth of the time, or less often two a second. */
const FRAME_COSTS = 12
const FRAME_MS_MAX = 500

/** One that is late is not followed by the next within this part of the time between two. */
const CLOSEST = 4

/** The cheapest of the last so many tells what one costs: others waited for the processor. */
const COSTS_KEPT = 5

/** Dictionary versions of one generation; no run sees more edits. */
const VERSIONS_MAX = 1000 * 1000

export class Broadcast {
  readonly #session: Session
  readonly #clock: Clock
  readonly #tell: (news: SessionNews) => void
  readonly #speedometer = new Speedometer()
  #meters: Achieved = { speed: 0, firedPerSecond: 0 }
  #watching = false
  /** A frame at once: something was done to the run. */
  #isUrgent = false
  /** A frame when the next one may follow, whether or not the run has moved: somebody begins to watch. */
  #isAwaited = false
  #changes = -1
  #sequence = 0
  #dictionaryVersion = -1
  #known: { readonly run: LiveRun | null; readonly dictionary: Dictionary } | null = null
  /** Of the last frame: where the run was, and when the next may follow. */
  #shown: { readonly run: LiveRun; readonly nowNs: number; readonly records: number } | null = null
  #nextMs = 0
  #costsMs: readonly number[] = []

  constructor(session: Session, clock: Clock, tell: (news: SessionNews) => void) {
    this.#session = session
    this.#clock = clock
    this.#tell = tell
  }

  watch(watching: boolean): void {
    this.#watching = watching
    this.#isAwaited = true
  }

  /**
   * For somebody who begins to watch: everything up to now, and what is new in a frame soon. Not at once:
   * it goes to all, and many may come together.
   */
  look(): Look {
    this.#isAwaited = true
    const { run } = this.#session
    const dictionary = this.#dictionary()
    return {
      run: this.#session.state(),
      dictionary,
      timeline: run?.timeline() ?? { bucketNs: 1, published: [], trouble: [] },
      frame: run && this.#encoded(run, dictionary, run.sampler.seen(run.simulation.journal)),
    }
  }

  /** To be called after each slice of work and each request. */
  flush(): void {
    if (this.#changes !== this.#session.changes) {
      this.#changes = this.#session.changes
      this.#isUrgent = true
      this.#tell({ kind: 'state', state: this.#session.state() })
    }
    const nowMs = this.#clock.nowMs()
    const { run } = this.#session
    this.#letGoOfAllBut(run)
    if (!this.#watching || (!this.#isUrgent && nowMs < this.#nextMs)) return
    const dictionary = this.#dictionary()
    if (dictionary.version !== this.#dictionaryVersion) {
      this.#dictionaryVersion = dictionary.version
      this.#tell({ kind: 'dictionary', dictionary })
      this.#isUrgent = true
    }
    const isWanted = this.#isUrgent || this.#isAwaited
    if (run !== null && (isWanted || this.#hasMoved(run))) this.#frame(run, dictionary, nowMs)
    this.#isUrgent = false
    this.#isAwaited = false
  }

  /** Milliseconds until a frame that is awaited may follow; null when none is. */
  get awaitedInMs(): number | null {
    if (!this.#watching || !this.#isAwaited) return null
    return Math.max(0, this.#nextMs - this.#clock.nowMs())
  }

  /** While nobody watches, what has been shown would keep the memory of a run that is gone. */
  #letGoOfAllBut(run: LiveRun | null): void {
    if (this.#shown?.run !== run) this.#shown = null
    if (this.#known?.run !== run) this.#known = null
  }

  #hasMoved({ simulation }: LiveRun): boolean {
    const shown = this.#shown
    if (shown === null || shown.nowNs !== simulation.nowNs) return true
    return shown.records !== simulation.journal.length
  }

  #frame(run: LiveRun, dictionary: Dictionary, nowMs: number): void {
    const { simulation } = run
    const { nowNs, fired } = simulation
    if (this.#shown?.run !== run) this.#speedometer.clear()
    this.#meters = this.#speedometer.read({ atMs: nowMs, nowNs, fired })
    this.#tellEarlier(run, dictionary)
    this.#sequence += 1
    const bytes = this.#encoded(
      run,
      dictionary,
      run.sampler.take(simulation.journal, this.#rowsMax),
    )
    this.#tell({ kind: 'frame', bytes })
    this.#shown = { run, nowNs, records: simulation.journal.length }
    this.#costsMs = [...this.#costsMs, this.#clock.nowMs() - nowMs].slice(-COSTS_KEPT)
    this.#nextMs = this.#nextAfter(nowMs)
  }

  /**
   * Slices of work make frames late; the next ones keep to the times at which they would have been due. Of
   * those that have been missed altogether, none is made up for.
   */
  #nextAfter(nowMs: number): number {
    const dearMs = Math.min(...this.#costsMs) * FRAME_COSTS
    const periodMs = Math.min(Math.max(FRAME_MS, dearMs), FRAME_MS_MAX)
    const dueMs = Math.min(this.#nextMs, nowMs)
    const missed = Math.floor((nowMs - dueMs) / periodMs)
    const nextMs = dueMs + (missed + 1) * periodMs
    return nextMs - nowMs < periodMs / CLOSEST ? nextMs + periodMs : nextMs
  }

  get #rowsMax(): number {
    const { speed } = this.#session
    return speed !== 'max' && speed <= SLOW_SPEED_MAX ? SLOW_FRAME_ROWS_MAX : FRAME_ROWS_MAX
  }

  /** Of a moment that the run has gone to, rates can be told from its very first frame. */
  #tellEarlier(run: LiveRun, dictionary: Dictionary): void {
    const earlier = run.takeEarlier()
    if (earlier === null) return
    this.#sequence += 1
    const { figures, nowNs } = earlier
    const head = {
      dictionaryVersion: dictionary.version,
      sequence: this.#sequence,
      nowNs,
      omittedRows: 0,
      oneStoryIn: 1,
      ...this.#meters,
    }
    this.#tell({ kind: 'earlierFrame', bytes: encodeFrame({ head, figures, rows: [] }) })
  }

  #encoded(
    run: LiveRun,
    dictionary: Dictionary,
    { rows, omitted, oneStoryIn }: Sample,
  ): ArrayBuffer {
    return encodeFrame({
      head: {
        dictionaryVersion: dictionary.version,
        sequence: this.#sequence,
        nowNs: run.simulation.nowNs,
        omittedRows: omitted,
        oneStoryIn,
        ...this.#meters,
      },
      figures: run.figures(),
      rows,
    })
  }

  #dictionary(): Dictionary {
    const { run, generation } = this.#session
    const version = generation * VERSIONS_MAX + (run?.simulation.dictionaryVersion ?? 0)
    const known = this.#known
    if (known?.run === run && known.dictionary.version === version) return known.dictionary
    const names = run?.simulation.dictionary() ?? { elements: [], keySpaces: [] }
    const dictionary = { ...names, version }
    this.#known = { run, dictionary }
    return dictionary
  }
}
