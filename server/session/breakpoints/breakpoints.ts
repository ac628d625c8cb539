// The breakpoints of a session, and where the run has paused at them. Nothing of this is part of a run:
// they only say when to pause it.

import {
  BREAKPOINTS_MAX,
  type Breakpoint,
  type BreakpointChange,
  type BreakpointHit,
  type BreakpointList,
} from '#shared/protocol/breakpoints.ts'
import type { LiveRun } from '../liveRun.ts'
import { BreakpointWatch, type Met, Tallies } from './breakpointWatch.ts'
import { metWords, nodeIdOf } from './metWords.ts'

export class Breakpoints {
  #list: readonly Breakpoint[]
  #revision: number
  readonly #tallies = new Tallies()
  #watched: LiveRun | null = null
  #watch: BreakpointWatch | null = null
  #pausedAt: BreakpointHit | null = null

  constructor({ revision, list }: BreakpointList) {
    this.#revision = revision
    this.#list = list
  }

  get known(): BreakpointList {
    return { revision: this.#revision, list: [...this.#list] }
  }

  /** Null: the run is not paused, or for another reason. */
  get pausedAt(): BreakpointHit | null {
    return this.#pausedAt
  }

  /** Why it could not be done; null where it was. */
  change(change: BreakpointChange): string | null {
    const next = this.#changed(change)
    if (typeof next === 'string') return next
    this.#list = next
    this.#revision += 1
    this.#watched = null
    return null
  }

  get areEnabled(): boolean {
    return this.#list.some(({ enabled }) => enabled)
  }

  /** From now on this run pauses at them. A run without any is watched by nobody. */
  arm(run: LiveRun): void {
    this.#pausedAt = null
    if (this.#watched === run) return
    const enabled = this.#list.filter((breakpoint) => breakpoint.enabled)
    this.#watched = run
    this.#watch =
      enabled.length === 0 ? null : new BreakpointWatch(run.simulation, enabled, this.#tallies)
    run.watchWith(this.#watch)
  }

  /** Where the run has come to one since it was last asked; null: nowhere. */
  pause(run: LiveRun): BreakpointHit | null {
    const met = this.#watched === run ? (this.#watch?.take() ?? null) : null
    if (met === null) return null
    this.#pausedAt = hitOf(met, run)
    return this.#pausedAt
  }

  /** The run is at another moment: counting begins again there. */
  jump(): void {
    this.#pausedAt = null
    this.#watched = null
    this.#watch = null
    this.#tallies.clear()
  }

  #changed(change: BreakpointChange): readonly Breakpoint[] | string {
    switch (change.kind) {
      case 'put':
        return this.#with(change.breakpoint)
      case 'remove':
        this.#tallies.forget(change.id)
        return this.#list.filter(({ id }) => id !== change.id)
      case 'clear':
        this.#tallies.clear()
        return []
      case 'bringBack':
        return this.#revision === 0 ? unique(change.list) : this.#list
    }
  }

  #with(breakpoint: Breakpoint): readonly Breakpoint[] | string {
    this.#tallies.forget(breakpoint.id)
    if (this.#list.some(({ id }) => id === breakpoint.id))
      return this.#list.map((other) => (other.id === breakpoint.id ? breakpoint : other))
    if (this.#list.length >= BREAKPOINTS_MAX)
      return `A run has ${BREAKPOINTS_MAX} breakpoints at the most. Delete one to set another.`
    return [...this.#list, breakpoint]
  }
}

function hitOf(met: Met, { simulation }: LiveRun): BreakpointHit {
  const { topology, sight } = simulation
  const { record, breakpoint } = met
  const nodeId = nodeIdOf(record, topology, sight)
  return {
    breakpointId: breakpoint.id,
    atNs: record.atNs,
    text: metWords(met, topology, sight),
    place: breakpoint.place ?? (nodeId === null ? null : { kind: 'node', id: nodeId }),
    event: record.origin < 0 ? null : { origin: record.origin, n: record.n },
  }
}

function unique(list: readonly Breakpoint[]): readonly Breakpoint[] {
  return [...new Map(list.map((breakpoint) => [breakpoint.id, breakpoint])).values()]
}
