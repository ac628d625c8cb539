// States of a run at some of its moments, from which any other is soon reached. How dense they lie is
// counted in timers fired, which is what running on costs; so is what taking one costs.

import type { Topology } from '#shared/topology/topology.ts'
import type { Simulation, SimulationState } from '../../simulation/simulation.ts'
import { type Block, type PackedState, pack, unpack } from './packedState.ts'

export interface CheckpointLimits {
  readonly countMax: number
  /** Of all checkpoints together. */
  readonly bytesMax: number
  /** Timers fired between two of them, at least. */
  readonly spacingMin: number
  /** How much of the spacing what they cost asks for: 0 to count timers only. */
  readonly costWeight: number
}

/** A tenth of a second of work, where a timer takes a microsecond. */
const LIMITS: CheckpointLimits = {
  countMax: 512,
  bytesMax: 192 * 2 ** 20,
  spacingMin: 100_000,
  costWeight: 1,
}

/**
 * A tenth of what is written in the time of one timer: of the body one by one, of columns in blocks. So
 * taking checkpoints costs a tenth of the run at the most.
 */
const BODY_BYTES_PER_TIMER = 12
const COLUMN_BYTES_PER_TIMER = 400

/** Of the room, for one with all that it shares with others: where it has more, they would have to go. */
const ALONE_SHARE = 3 / 4

/** After one that was too large to be kept, the next would be too: it is tried so many times less often. */
const PATIENCE_MAX = 16

export interface Checkpoint {
  readonly atNs: number
  /** Timers fired up to then. */
  readonly fired: number
  /** Journal records written up to then. */
  readonly records: number
  /** The revision that ran. */
  readonly topology: Topology
  readonly state: PackedState
}

export class Checkpoints {
  readonly #limits: CheckpointLimits
  /** Oldest first. */
  #kept: Checkpoint[] = []
  readonly #holders = new Map<Block, number>()
  #bytes = 0
  #spacing: number
  /** Timers fired when the last one was taken, which may not have been kept. */
  #takenAt = 0
  #patience = 1

  constructor(limits: Partial<CheckpointLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits }
    this.#spacing = this.#limits.spacingMin
  }

  get all(): readonly Checkpoint[] {
    return this.#kept
  }

  /** What they take together. */
  get bytes(): number {
    return this.#bytes
  }

  /** Takes one where the last one before lies far enough back. The run is between two instants. */
  offer(simulation: Simulation): void {
    const index = this.#countUntil(simulation.nowNs)
    const before = this.#kept[index - 1]
    if (!this.#isDue(simulation.fired, before?.fired ?? 0) || simulation.ended) return
    const { topology, commands: _kept, ...state } = simulation.save()
    const checkpoint: Checkpoint = {
      atNs: simulation.nowNs,
      fired: simulation.fired,
      records: simulation.journal.length,
      topology,
      state: pack(state, before?.state ?? null),
    }
    const { spacingMin, costWeight } = this.#limits
    this.#spacing = Math.max(spacingMin, costWeight * costOf(checkpoint.state))
    this.#takenAt = checkpoint.fired
    this.#patience = this.#keep(checkpoint, index) ? 1 : Math.min(2 * this.#patience, PATIENCE_MAX)
    this.#thin()
  }

  /** One that was not kept has cost as much as any other. */
  #isDue(fired: number, firedBefore: number): boolean {
    if (fired < this.#takenAt) this.#takenAt = 0
    return fired - Math.max(firedBefore, this.#takenAt) >= this.#spacing * this.#patience
  }

  /** False: it would take the room of all others, and is not worth it. */
  #keep(checkpoint: Checkpoint, index: number): boolean {
    const { bytesMax } = this.#limits
    const others = this.#bytes
    this.#kept.splice(index, 0, checkpoint)
    this.#hold(checkpoint)
    const isWorthIt =
      this.#bytes - others <= bytesMax / 2 && bytesOf(checkpoint.state) <= ALONE_SHARE * bytesMax
    if (!isWorthIt) this.#drop(index)
    return isWorthIt
  }

  /** The newest one at that time or before it; null: from the start. */
  before(atNs: number): Checkpoint | null {
    return this.#kept[this.#countUntil(atNs) - 1] ?? null
  }

  /** The one that was taken before this one. */
  previous(checkpoint: Checkpoint): Checkpoint | null {
    return this.#kept[this.#kept.indexOf(checkpoint) - 1] ?? null
  }

  /** Forgets those after this time: the run takes another way. */
  cut(atNs: number): void {
    for (const checkpoint of this.#kept.splice(this.#countUntil(atNs))) this.#release(checkpoint)
  }

  #countUntil(atNs: number): number {
    const next = this.#kept.findIndex((checkpoint) => checkpoint.atNs > atNs)
    return next === -1 ? this.#kept.length : next
  }

  /** Drops where that leaves the smallest gap, until the rest is within its bounds. */
  #thin(): void {
    const { countMax, bytesMax } = this.#limits
    while (this.#kept.length > countMax || this.#bytes > bytesMax) this.#drop(this.#leastMissed())
  }

  #drop(index: number): void {
    for (const checkpoint of this.#kept.splice(index, 1)) this.#release(checkpoint)
  }

  #leastMissed(): number {
    let least = 0
    let smallest = Infinity
    for (let index = 0; index < this.#kept.length - 1; index += 1) {
      const from = this.#kept[index - 1]?.fired ?? 0
      const gap = (this.#kept[index + 1]?.fired ?? Infinity) - from
      if (gap >= smallest) continue
      smallest = gap
      least = index
    }
    return least
  }

  #hold({ state }: Checkpoint): void {
    this.#bytes += state.body.length
    for (const block of blocksOf(state)) {
      const holders = this.#holders.get(block) ?? 0
      if (holders === 0) this.#bytes += block.bytes.length
      this.#holders.set(block, holders + 1)
    }
  }

  #release({ state }: Checkpoint): void {
    this.#bytes -= state.body.length
    for (const block of blocksOf(state)) {
      const holders = (this.#holders.get(block) ?? 1) - 1
      if (holders > 0) this.#holders.set(block, holders)
      else {
        this.#holders.delete(block)
        this.#bytes -= block.bytes.length
      }
    }
  }
}

/** Without its commands: those of the recording are newer. */
export function stateOf({ state, topology }: Checkpoint): Omit<SimulationState, 'commands'> {
  // What `offer` has packed.
  return { ...(unpack(state) as Omit<SimulationState, 'commands' | 'topology'>), topology }
}

/** In timers fired. */
function costOf({ body, columns }: PackedState): number {
  return body.length / BODY_BYTES_PER_TIMER + columnBytesOf(columns) / COLUMN_BYTES_PER_TIMER
}

function bytesOf({ body, columns }: PackedState): number {
  return body.length + columnBytesOf(columns)
}

function columnBytesOf(columns: PackedState['columns']): number {
  return columns.reduce((sum, { byteLength }) => sum + byteLength, 0)
}

function blocksOf({ columns }: PackedState): readonly Block[] {
  return columns.flatMap(({ blocks }) => blocks)
}
