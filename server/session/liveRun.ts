// A simulation with what its watchers see of it: the rows of a frame, the timeline of its recording.

import { BOOKKEEPING_KINDS, JOURNAL_KINDS, type JournalRow } from '#shared/lib/journal.ts'
import { formatClock } from '#shared/lib/units.ts'
import { type EventDetail, STORY_ROWS_MAX, type Timeline } from '#shared/protocol/protocol.ts'
import { DURATION_MAX_MS } from '#shared/topology/fields.ts'
import { COMMANDS_MAX, type Command, type RunChange } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { JournalWatch } from '../simulation/journalWatch.ts'
import { type CommandResult, Simulation } from '../simulation/simulation.ts'
import type { CheckpointLimits } from './recording/checkpoints.ts'
import { Recording } from './recording/recording.ts'
import { RowSampler } from './rowSampler.ts'

/** Timers between two looks at the real clock. */
const TIMERS_AT_ONCE_MAX = 2000
const TIMERS_AT_ONCE_FIRST = 16

/** Fewer timers are fired at once where they write more than this: one may publish a thousand events. */
const RECORDS_AT_ONCE = 5000

/** The longest run: whole nanoseconds up to here are exact. */
const RUN_NS_MAX = DURATION_MAX_MS * 1_000_000

/** A step ends after an hour without a record, or so many instants: consumers that poll never end. */
const STEP_NS_MAX = 3_600_000_000_000
const STEP_INSTANTS_MAX = 100_000

/** Virtual time over which watchers count rates: of a moment gone to, they get its beginning too. */
const RATES_NS = 2_000_000_000

/** Characters of all commands as JSON: with its drawing, a recipe must not become too long to be read. */
const COMMANDS_LENGTH_MAX = 4_000_000

const TOO_MANY_COMMANDS =
  'This run has taken as many edits, faults and operations as a recipe holds. Reset it to go on.'

export interface LiveRunOptions {
  readonly topology: Topology
  readonly seed: number
  readonly commands?: readonly Command[]
  /** How far the commands have been recorded. */
  readonly recordedNs?: number
  readonly checkpoints?: Partial<CheckpointLimits>
}

/** Sees what happens, and may want the run to stay where it is. */
export interface RunWatch extends JournalWatch {
  readonly isMet: boolean
  /** An instant is over. */
  settle(): void
}

/** Figures of a moment before the one on show. */
interface EarlierFigures {
  readonly nowNs: number
  readonly version: number
  readonly figures: Float64Array
}

export class LiveRun {
  readonly simulation: Simulation
  readonly recording: Recording
  readonly sampler = new RowSampler()
  #commandsLength: number
  #timersAtOnce = TIMERS_AT_ONCE_FIRST
  #earlier: EarlierFigures | null = null
  #watch: RunWatch | null = null

  private constructor(simulation: Simulation, recording: Recording, commandsLength: number) {
    this.simulation = simulation
    this.recording = recording
    this.#commandsLength = commandsLength
  }

  static begin(options: LiveRunOptions): LiveRun {
    const { topology, seed, commands = [], recordedNs = 0, checkpoints } = options
    const recording = new Recording({ topology, seed, untilNs: recordedNs, limits: checkpoints })
    const run = new LiveRun(
      new Simulation({ topology, seed, commands }),
      recording,
      sizeOf(commands),
    )
    // A clock rests where all timers of the instant have fired, at the beginning too.
    run.simulation.advance(0)
    recording.follow(run.simulation)
    return run
  }

  /** The same run at a moment from which `untilNs` is soon reached. What is recorded lies before it. */
  restored(untilNs: number): LiveRun {
    const simulation = this.recording.restored(untilNs, this.simulation.commands)
    simulation.advance(simulation.nowNs)
    const run = new LiveRun(simulation, this.recording, this.#commandsLength)
    run.#timersAtOnce = this.#timersAtOnce
    return run
  }

  /** What the run started from. */
  get topology(): Topology {
    return this.recording.topology
  }

  /** More of the run is recorded: it has gone back, and repeats that. */
  get isInPast(): boolean {
    return this.simulation.nowNs < this.recording.untilNs
  }

  /** Why the run is over; null while it is not. */
  get ended(): string | null {
    if (this.simulation.ended) return this.simulation.ended.reason
    if (this.simulation.nowNs < RUN_NS_MAX) return null
    return `The run has come to ${formatClock(RUN_NS_MAX)}, the longest that can be counted.`
  }

  /** Null: it goes on whatever happens, and as fast as it can. */
  watchWith(watch: RunWatch | null): void {
    this.#watch = watch
    this.simulation.journal.watch(watch)
  }

  /** Advances for as long as there is time and no watch is met. True when `targetNs` was reached. */
  advance(targetNs: number, hasTime: () => boolean): boolean {
    const endNs = Math.min(targetNs, RUN_NS_MAX)
    do {
      const stopNs = Math.min(endNs, this.recording.edgeNs)
      const recordsBefore = this.simulation.journal.length
      const reached = this.#advanceAtMost(stopNs, hasTime)
      this.#timersAtOnce = timersFor(
        this.#timersAtOnce,
        this.simulation.journal.length - recordsBefore,
      )
      this.recording.follow(this.simulation)
      if (reached && stopNs === endNs) return true
    } while (this.ended === null && !this.#watch?.isMet && hasTime())
    return false
  }

  /**
   * Instant by instant where somebody watches, so that it can stay at any. What a watch does with a record
   * may take much longer than the record itself, so the time is looked at after each.
   */
  #advanceAtMost(stopNs: number, hasTime: () => boolean): boolean {
    const { simulation } = this
    const watch = this.#watch
    if (watch === null) return simulation.advanceAtMost(stopNs, this.#timersAtOnce)
    const firedMax = simulation.fired + this.#timersAtOnce
    do {
      const nextNs = Math.min(simulation.nextInstantNs, stopNs)
      simulation.advance(nextNs)
      watch.settle()
      if (nextNs === stopNs) return true
    } while (!watch.isMet && simulation.ended === null && simulation.fired < firedMax && hasTime())
    return false
  }

  /** The same to a moment that is to be shown, with what its rates are counted from. */
  approach(toNs: number, hasTime: () => boolean): boolean {
    if (this.#earlier === null) {
      const fromNs = Math.max(this.simulation.nowNs, toNs - RATES_NS)
      if (!this.advance(fromNs, hasTime)) return false
      const version = this.simulation.dictionaryVersion
      this.#earlier = { nowNs: fromNs, version, figures: this.figures() }
    }
    return this.advance(toNs, hasTime)
  }

  /** Once, right after the run has gone to a moment; null where the elements were others. */
  takeEarlier(): EarlierFigures | null {
    const earlier = this.#earlier
    this.#earlier = null
    return earlier?.version === this.simulation.dictionaryVersion ? earlier : null
  }

  /** In the past, it is the end of what was recorded for later. */
  command(change: RunChange): CommandResult {
    const { simulation } = this
    const kept = this.isInPast ? this.#commandsSoFar() : simulation.commands
    const length = (this.isInPast ? sizeOf(kept) : this.#commandsLength) + lengthOf(change)
    if (kept.length >= COMMANDS_MAX || length > COMMANDS_LENGTH_MAX)
      return { ok: false, reason: TOO_MANY_COMMANDS }
    const outcome = simulation.commandInstead(change)
    if (!outcome.ok) return outcome
    if (this.isInPast) this.recording.cut(simulation)
    this.#commandsLength = length
    // One nanosecond passes, so that the state told next says what the command has done.
    this.advance(outcome.command.atNs, () => true)
    return outcome
  }

  /** Gives up what was recorded for later. */
  cut(): void {
    this.simulation.dropCommandsToCome()
    this.#commandsLength = sizeOf(this.simulation.commands)
    this.recording.cut(this.simulation)
  }

  #commandsSoFar(): readonly Command[] {
    const { commands, nowNs } = this.simulation
    return commands.filter(({ atNs }) => atNs <= nowNs)
  }

  /** To the next instant with a record. False when none came for as long as it was worth waiting. */
  step(): boolean {
    const { simulation } = this
    const records = simulation.journal.length
    const horizonNs = Math.min(simulation.nowNs + STEP_NS_MAX, RUN_NS_MAX)
    for (let instants = 0; instants < STEP_INSTANTS_MAX && this.ended === null; instants++) {
      // What is recorded for later may hold a command, which is an instant of its own.
      const nextNs = Math.min(simulation.nextInstantNs, horizonNs)
      simulation.advance(nextNs)
      this.#watch?.settle()
      if (nextNs === horizonNs || this.#hasToldSince(records)) break
    }
    this.recording.follow(simulation)
    return this.#hasToldSince(records)
  }

  /** Bookkeeping is written with every poll, and a step to it would show nothing. */
  #hasToldSince(record: number): boolean {
    return this.simulation.journal.rows(record, 1, isForPeople).length > 0
  }

  /** The last instant before now with a record; null where the journal knows of none. */
  get previousRecordNs(): number | null {
    const { journal, nowNs } = this.simulation
    for (let record = journal.length - 1; record >= journal.oldest; record -= 1) {
      const row = journal.row(record)
      if (row.atNs < nowNs && isForPeople(row)) return row.atNs
    }
    return null
  }

  /** Null when the run knows no such event. */
  eventDetail(origin: number, n: number): EventDetail | null {
    const detail = this.simulation.eventDetail(origin, n)
    if (detail === null || detail.story.length <= STORY_ROWS_MAX) return detail
    return { ...detail, story: detail.story.slice(-STORY_ROWS_MAX), complete: false }
  }

  timeline(): Timeline {
    return this.recording.timeline()
  }

  figures(): Float64Array {
    const figures = new Float64Array(this.simulation.figureWidth)
    this.simulation.writeFigures(figures)
    return figures
  }
}

function isForPeople({ kind }: JournalRow): boolean {
  const name = JOURNAL_KINDS[kind]
  return name !== undefined && !BOOKKEEPING_KINDS.has(name)
}

/** How many timers come next, when so many have written that. */
function timersFor(timers: number, records: number): number {
  const fitting = Math.floor((timers * RECORDS_AT_ONCE) / Math.max(1, records))
  return Math.max(1, Math.min(fitting, 2 * timers, TIMERS_AT_ONCE_MAX))
}

function sizeOf(commands: readonly Command[]): number {
  return commands.reduce((sum, { change }) => sum + lengthOf(change), 0)
}

function lengthOf(change: RunChange): number {
  return JSON.stringify(change).length
}
