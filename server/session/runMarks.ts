// What the timeline remembers of a run that its journal does not say: where it paused at breakpoints, and
// where it came to a bound and had to end.

import type { BreakpointHit } from '#shared/protocol/breakpoints.ts'
import { HITS_MAX } from '#shared/protocol/breakpoints.ts'
import type { RunState } from '#shared/protocol/protocol.ts'
import type { LiveRun } from './liveRun.ts'

type Bound = RunState['bounds'][number]

const BOUNDS_MAX = 16

export class RunMarks {
  #hits: readonly BreakpointHit[] = []
  #bounds: readonly Bound[] = []

  /** Oldest first, as they were come to. */
  get hits(): BreakpointHit[] {
    return [...this.#hits]
  }

  get bounds(): Bound[] {
    return [...this.#bounds]
  }

  /** A run that is repeated pauses at the same moments again. */
  hit(hit: BreakpointHit): void {
    const others = this.#hits.filter(
      ({ atNs, breakpointId }) => atNs !== hit.atNs || breakpointId !== hit.breakpointId,
    )
    this.#hits = [...others, hit].slice(-HITS_MAX)
  }

  /** Something was done to the run, or has come of it. `over`: why it is; null: it goes on. */
  follow({ simulation, recording }: LiveRun, over: string | null): void {
    if (over !== null) this.#bound({ atNs: simulation.nowNs, text: over })
    this.#forgetAfter(recording.untilNs)
  }

  clear(): void {
    this.#hits = []
    this.#bounds = []
  }

  #bound(bound: Bound): void {
    const others = this.#bounds.filter(
      ({ atNs, text }) => atNs !== bound.atNs || text !== bound.text,
    )
    this.#bounds = [...others, bound].slice(-BOUNDS_MAX)
  }

  /** How far the run is recorded: what came later on another way is no part of it. */
  #forgetAfter(untilNs: number): void {
    const isPast = ({ atNs }: { readonly atNs: number }) => atNs <= untilNs
    if (!this.#hits.every(isPast)) this.#hits = this.#hits.filter(isPast)
    if (!this.#bounds.every(isPast)) this.#bounds = this.#bounds.filter(isPast)
  }
}
