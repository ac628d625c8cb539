// Where frames of the run were left out on their way here, because the page or the server was too slow. What
// went wrong meanwhile is not lost by that; the moments between are.

export interface FrameGap {
  readonly fromNs: number
  readonly toNs: number
  readonly frames: number
}

const GAPS_MAX = 60

/** Gaps closer together than this share of the run so far, or a second of it, are one. */
const ONE_SHARE = 0.02
const ONE_NS = 1e9

export class FrameGaps {
  #gaps: readonly FrameGap[] = []
  #last: { readonly sequence: number; readonly nowNs: number } | null = null

  /** Oldest first. */
  get list(): readonly FrameGap[] {
    return this.#gaps
  }

  take({ sequence, nowNs }: { readonly sequence: number; readonly nowNs: number }): void {
    const last = this.#last
    this.#last = { sequence, nowNs }
    // Numbers begin again with a session, and time goes back with a run.
    if (last === null || sequence <= last.sequence + 1 || nowNs < last.nowNs) return
    this.#add({ fromNs: last.nowNs, toNs: nowNs, frames: sequence - last.sequence - 1 })
  }

  clear(): void {
    this.#gaps = []
    this.#last = null
  }

  #add(gap: FrameGap): void {
    const newest = this.#gaps.at(-1)
    const isNear = newest && gap.fromNs - newest.toNs <= Math.max(ONE_NS, gap.toNs * ONE_SHARE)
    if (!newest || !isNear || gap.fromNs < newest.fromNs) {
      this.#gaps = [...this.#gaps, gap].slice(-GAPS_MAX)
      return
    }
    const frames = newest.frames + gap.frames
    this.#gaps = [...this.#gaps.slice(0, -1), { ...newest, toNs: gap.toNs, frames }]
  }
}
