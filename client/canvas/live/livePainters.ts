// Whatever shows a live figure on the canvas paints itself, straight into its element, at most four
// times a second. Where very much is on show, each paints less often; while the view moves, none does. When
// the figures come to rest, all of them are painted.

import { type LiveStore, live, type Unsubscribe } from '../../store/live/liveStore.ts'

type Paint = (live: LiveStore) => void

/** About 60 nodes. Beyond, the painters take turns. */
const PAINTERS_AT_ONCE_MAX = 360
const TURNS = 4
const SLOW_TURNS = 2
/** After so long without a change of figures, the run rests, or the machine has time. */
const REST_MS = 600

export class LivePainters {
  /** With whether it can be seen from nearby only. */
  readonly #painters = new Map<Paint, boolean>()
  #near = true
  #held = false
  #slow = false
  #turn = 0
  #rest: ReturnType<typeof setTimeout> | undefined
  #unsubscribe: Unsubscribe | null = null
  readonly #live: LiveStore

  constructor(live: LiveStore) {
    this.#live = live
  }

  /** Paints now, and again whenever figures have changed. */
  add(paint: Paint, isDetail = false): Unsubscribe {
    this.#painters.set(paint, isDetail)
    this.#unsubscribe ??= this.#live.subscribe(() => this.#paintAll())
    paint(this.#live)
    return () => {
      this.#painters.delete(paint)
      if (this.#painters.size > 0) return
      this.#unsubscribe?.()
      this.#unsubscribe = null
      clearTimeout(this.#rest)
    }
  }

  /** While held, nothing is painted; afterwards, everything at once. */
  hold(held: boolean): void {
    if (this.#held === held) return
    this.#held = held
    if (!held) this.#paintShown()
  }

  /** From farther away, details are hidden, and nobody need paint them. */
  showDetails(near: boolean): void {
    if (this.#near === near) return
    this.#near = near
    if (near) this.#paintShown()
  }

  #paintShown(): void {
    for (const [paint, isDetail] of this.#painters) if (this.#near || !isDetail) paint(this.#live)
  }

  /** Nobody whose turn it was not is left with figures of an earlier moment. */
  #catchUp(): void {
    if (!this.#held) this.#paintShown()
  }

  /** For machines that do not keep up: half as often. */
  slowDown(slow: boolean): void {
    this.#slow = slow
  }

  #paintAll(): void {
    clearTimeout(this.#rest)
    if (this.#held) return
    const least = this.#slow ? SLOW_TURNS : 1
    const turns = this.#painters.size > PAINTERS_AT_ONCE_MAX ? TURNS : least
    if (turns > 1) this.#rest = setTimeout(() => this.#catchUp(), REST_MS)
    this.#turn = (this.#turn + 1) % TURNS
    let index = 0
    for (const [paint, isDetail] of this.#painters) {
      if (isDetail && !this.#near) continue
      if (index % turns === this.#turn % turns) paint(this.#live)
      index += 1
    }
  }
}

export const livePainters = new LivePainters(live)
