// A simulation with what its watchers see of it: the timeline, the rows of a frame.

import { formatClock } from '#shared/lib/units.ts'
import { type Dictionary, figureOffsets } from '#shared/protocol/frame.ts'
import type { Timeline } from '#shared/protocol/protocol.ts'
import { DURATION_MAX_MS } from '#shared/topology/fields.ts'
import { COMMANDS_MAX, type Command, type RunChange } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { type CommandResult, Simulation } from '../simulation/simulation.ts'
import { RowSampler } from './rowSampler.ts'
import { type Counts, TimelineRecorder } from './timelineRecorder.ts'

/** Timers between two looks at the real clock. */
const TIMERS_AT_ONCE = 2000

/** The longest run: whole nanoseconds up to here are exact. */
const RUN_NS_MAX = DURATION_MAX_MS * 1_000_000

/** A step ends after an hour without a record, or so many instants: consumers that poll never end. */
const STEP_NS_MAX = 3_600_000_000_000
const STEP_INSTANTS_MAX = 100_000

/** Characters of all commands as JSON: with its drawing, a recipe must not become too long to be read. */
const COMMANDS_LENGTH_MAX = 4_000_000

const TOO_MANY_COMMANDS =
  'This run has taken as many edits, faults and operations as a recipe holds. Reset it to go on.'

const TROUBLE = [
  'failed',
  'unroutable',
  'deadLettered',
  'dropped',
  'expired',
  'refused',
  'lost',
] as const

export interface LiveRunOptions {
  readonly topology: Topology
  readonly seed: number
  readonly commands?: readonly Command[]
}

export class LiveRun {
  /** What the run started from. */
  readonly topology: Topology
  readonly simulation: Simulation
  readonly sampler = new RowSampler()
  readonly #timeline = new TimelineRecorder()
  #commandsLength = 0

  constructor(options: LiveRunOptions) {
    this.topology = options.topology
    this.simulation = new Simulation(options)
    for (const { change } of options.commands ?? []) this.#commandsLength += lengthOf(change)
    // A clock rests where all timers of the instant have fired, at the beginning too.
    this.simulation.advance(0)
  }

  /** Why the run is over; null while it is not. */
  get ended(): string | null {
    if (this.simulation.ended) return this.simulation.ended.reason
    if (this.simulation.nowNs < RUN_NS_MAX) return null
    return `The run has come to ${formatClock(RUN_NS_MAX)}, the longest that can be counted.`
  }

  /** Advances for as long as there is time. True when `targetNs` was reached. */
  advance(targetNs: number, hasTime: () => boolean): boolean {
    const endNs = Math.min(targetNs, RUN_NS_MAX)
    do {
      const edgeNs = this.#timeline.edgeNs
      const stopNs = Math.min(endNs, edgeNs)
      const reached = this.simulation.advanceAtMost(stopNs, TIMERS_AT_ONCE)
      if (reached && stopNs === edgeNs) this.#timeline.close(this.#counts())
      if (reached && stopNs === endNs) return true
    } while (this.ended === null && hasTime())
    return false
  }

  command(change: RunChange): CommandResult {
    const { simulation } = this
    const length = this.#commandsLength + lengthOf(change)
    if (simulation.commands.length >= COMMANDS_MAX || length > COMMANDS_LENGTH_MAX)
      return { ok: false, reason: TOO_MANY_COMMANDS }
    const outcome = simulation.command(change)
    if (!outcome.ok) return outcome
    this.#commandsLength = length
    // One nanosecond passes, so that the state told next says what the command has done.
    this.advance(outcome.command.atNs, () => true)
    return outcome
  }

  /** To the next instant with a record. False when none came for as long as it was worth waiting. */
  step(): boolean {
    const { simulation } = this
    const before = this.#counts()
    const records = simulation.journal.length
    const horizonNs = Math.min(simulation.nowNs + STEP_NS_MAX, RUN_NS_MAX)
    for (let instants = 0; instants < STEP_INSTANTS_MAX && this.ended === null; instants++) {
      const isQuiet = simulation.advanceAtMost(horizonNs, 1)
      if (isQuiet || simulation.journal.length > records) break
    }
    while (this.#timeline.edgeNs < simulation.nowNs) this.#timeline.close(before)
    return simulation.journal.length > records
  }

  timeline(): Timeline {
    return this.#timeline.read(this.#counts())
  }

  figures(dictionary: Dictionary): Float64Array {
    const figures = new Float64Array(figureOffsets(dictionary).length)
    this.simulation.writeFigures(figures)
    return figures
  }

  #counts(): Counts {
    const { journal } = this.simulation
    const trouble = TROUBLE.reduce((sum, kind) => sum + journal.count(kind), 0)
    return { published: journal.count('published'), trouble }
  }
}

function lengthOf(change: RunChange): number {
  return JSON.stringify(change).length
}
