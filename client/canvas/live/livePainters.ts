// Whatever shows a live figure on the canvas paints itself, straight into its element, at most four
// times a second. Where very much is on show, each paints less often; while the view moves, none does.

import { type LiveStore, live, type Unsubscribe } from '../../store/live/liveStore.ts'

type Paint = (live: LiveStore) => void

/** About 60 nodes. Beyond, the painters take turns. */
const PAINTERS_AT_ONCE_MAX = 360
const TURNS = 4

export class LivePainters {
  readonly #painters = new Set<Paint>()
  #held = false
  #turn = 0
  #unsubscribe: Unsubscribe | null = null
  readonly #live: LiveStore

  constructor(live: LiveStore) {
    this.#live = live
  }

  /** Paints now, and again whenever figures have changed. */
  add(paint: Paint): Unsubscribe {
    this.#painters.add(paint)
    this.#unsubscribe ??= this.#live.subscribe(() => this.#paintAll())
    paint(this.#live)
    return () => {
      this.#painters.delete(paint)
      if (this.#painters.size > 0) return
      this.#unsubscribe?.()
      this.#unsubscribe = null
    }
  }

  /** While held, nothing is painted; afterwards, everything at once. */
  hold(held: boolean): void {
    if (this.#held === held) return
    this.#held = held
    if (!held) for (const paint of this.#painters) paint(this.#live)
  }

  #paintAll(): void {
    if (this.#held) return
    const turns = this.#painters.size > PAINTERS_AT_ONCE_MAX ? TURNS : 1
    this.#turn = (this.#turn + 1) % TURNS
    let index = 0
    for (const paint of this.#painters) {
      if (index % turns === this.#turn % turns) paint(this.#live)
      index += 1
    }
  }
}

export const livePainters = new LivePainters(live)
