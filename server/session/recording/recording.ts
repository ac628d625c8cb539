// What has been recorded of a run and outlives going back in it: where it started from, its checkpoints,
// its timeline, and how far it has come. A run that has gone back repeats what is recorded, commands
// included, until somebody changes something: then the rest is cut off and it goes another way.

import type { Timeline } from '#shared/protocol/protocol.ts'
import type { Command } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from '../../simulation/simulation.ts'
import { type Counts, TimelineRecorder } from '../timelineRecorder.ts'
import { type Checkpoint, type CheckpointLimits, Checkpoints, stateOf } from './checkpoints.ts'

/** The log of a moment shall tell at least so much of what led to it. */
const RECORDS_BEFORE = 10_000

const TROUBLE = [
  'failed',
  'unroutable',
  'deadLettered',
  'dropped',
  'expired',
  'refused',
  'lost',
] as const

const NOTHING: Counts = { published: 0, trouble: 0 }

export class Recording {
  readonly #topology: Topology
  readonly #seed: number
  readonly #checkpoints: Checkpoints
  readonly #timeline = new TimelineRecorder()
  #untilNs: number
  /** How far it has been run here: a recipe may tell of a later time. */
  #countedNs = 0
  #counts = NOTHING

  /** `untilNs`: how far the commands that it starts with have been recorded. */
  constructor(start: {
    readonly topology: Topology
    readonly seed: number
    readonly untilNs: number
    readonly limits?: Partial<CheckpointLimits> | undefined
  }) {
    this.#topology = start.topology
    this.#seed = start.seed
    this.#untilNs = start.untilNs
    this.#checkpoints = new Checkpoints(start.limits)
  }

  /** What the run started from. */
  get topology(): Topology {
    return this.#topology
  }

  get seed(): number {
    return this.#seed
  }

  /** The furthest moment that the run has come to on this way. */
  get untilNs(): number {
    return this.#untilNs
  }

  /** A run stops there once, to be counted. */
  get edgeNs(): number {
    return this.#timeline.edgeNs
  }

  get checkpointsNs(): readonly number[] {
    return this.#checkpoints.all.map(({ atNs }) => atNs)
  }

  /** Of memory. */
  get checkpointBytes(): number {
    return this.#checkpoints.bytes
  }

  /** The run has come somewhere, and is between two instants. */
  follow(simulation: Simulation): void {
    if (simulation.isBetweenInstants) this.#checkpoints.offer(simulation)
    const { nowNs } = simulation
    if (nowNs < this.#countedNs) return
    // A step may come past several edges, with nothing to count on the way.
    while (this.#timeline.edgeNs < nowNs) this.#timeline.close(this.#counts)
    this.#counts = countsOf(simulation)
    if (this.#timeline.edgeNs === nowNs) this.#timeline.close(this.#counts)
    this.#countedNs = nowNs
    this.#untilNs = Math.max(this.#untilNs, nowNs)
  }

  timeline(): Timeline {
    return this.#timeline.read(this.#counts)
  }

  /** The run goes another way from here. */
  cut(simulation: Simulation): void {
    this.#countedNs = simulation.nowNs
    this.#untilNs = simulation.nowNs
    this.#counts = countsOf(simulation)
    this.#timeline.cut(simulation.nowNs)
    this.#checkpoints.cut(simulation.nowNs)
  }

  /** A run from which that time is soon reached, with some of its history on the way. */
  restored(untilNs: number, commands: readonly Command[]): Simulation {
    const checkpoint = this.#startFor(untilNs)
    if (checkpoint) return Simulation.restore({ ...stateOf(checkpoint), commands })
    return new Simulation({ topology: this.#topology, seed: this.#seed, commands })
  }

  /** Null: the beginning. */
  #startFor(untilNs: number): Checkpoint | null {
    const nearest = this.#checkpoints.before(untilNs)
    if (nearest === null) return null
    const previous = this.#checkpoints.previous(nearest)
    const recordsPerNs =
      (nearest.records - (previous?.records ?? 0)) / (nearest.atNs - (previous?.atNs ?? 0))
    const isEnough = (untilNs - nearest.atNs) * recordsPerNs >= RECORDS_BEFORE
    return isEnough ? nearest : previous
  }
}

function countsOf({ journal }: Simulation): Counts {
  const trouble = TROUBLE.reduce((sum, kind) => sum + journal.count(kind), 0)
  return { published: journal.count('published'), trouble }
}
