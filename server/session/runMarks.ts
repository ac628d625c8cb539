// What the timeline remembers of a run that its journal does not say: where it paused at breakpoints, and
// where it came to a bound and had to end.

import type { BreakpointHit } from '#shared/protocol/breakpoints.ts'
import { HITS_MAX } from '#shared/protocol/breakpoints.ts'
import type { RunState } from '#shared/protocol/protocol.ts'

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

  bound(bound: Bound): void {
    const others = this.#bounds.filter(
      ({ atNs, text }) => atNs !== bound.atNs || text !== bound.text,
    )
    this.#bounds = [...others, bound].slice(-BOUNDS_MAX)
  }

  /** How far the run is recorded: what came later on another way is no part of it. */
  follow(untilNs: number): void {
    const isPast = ({ atNs }: { readonly atNs: number }) => atNs <= untilNs
    if (!this.#hits.every(isPast)) this.#hits = this.#hits.filter(isPast)
    if (!this.#bounds.every(isPast)) this.#bounds = this.#bounds.filter(isPast)
  }

  clear(): void {
    this.#hits = []
    this.#bounds = []
  }
}
