// When the overview is painted: at once when the view leaves what is painted, when the drawing changes,
// after the view has come to rest, and as often as figures change, but not while the view moves.

import type { Unsubscribe } from '../../store/live/liveStore.ts'
import type { MapContents, OverviewPainter } from './overviewPainter.ts'
import type { View } from './sight.ts'
import type { BoardChange } from './statusBoard.ts'

interface Surroundings {
  readonly painter: OverviewPainter
  readonly view: () => View
}

/** The view is at rest when it has not moved for so long. */
const SETTLED_MS = 150
/** While it moves, the whole is painted again no sooner. */
const REPAINT_MS = 120

export class OverviewLoop {
  readonly #around: Surroundings
  #contents: MapContents | null = null
  #frame = 0
  #wholly = false
  #missed = false
  #paintedAtMs = 0
  #settling: ReturnType<typeof setTimeout> | null = null
  #unsubscribe: Unsubscribe | null = null

  constructor(surroundings: Surroundings) {
    this.#around = surroundings
  }

  /** `wholly`: frames or edges look different too. */
  show(contents: MapContents, wholly: boolean): void {
    const isFirst = this.#contents === null
    this.#contents = contents
    this.#unsubscribe ??= contents.board.subscribe((change) => this.#takeChange(change))
    this.#wake(wholly || isFirst)
  }

  /** Something else is on show. */
  hide(): void {
    this.#contents = null
    this.#unsubscribe?.()
    this.#unsubscribe = null
    if (this.#settling !== null) clearTimeout(this.#settling)
    this.#settling = null
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    this.#around.painter.clear()
  }

  /** The view has moved. */
  follow(): void {
    if (this.#contents === null) return
    const { painter, view } = this.#around
    const isOverdue = performance.now() - this.#paintedAtMs > REPAINT_MS
    if (!painter.covers(view()) && isOverdue) this.#wake(true)
    if (this.#settling !== null) clearTimeout(this.#settling)
    this.#settling = setTimeout(() => this.#settle(), SETTLED_MS)
  }

  repaint(): void {
    if (this.#contents !== null) this.#wake(true)
  }

  #settle(): void {
    this.#settling = null
    if (this.#missed || !this.#around.painter.isSharpFor(this.#around.view())) this.#wake(true)
    this.#missed = false
  }

  #takeChange(change: BoardChange): void {
    if (this.#settling === null) this.#wake(change === 'edges')
    // What changes while the view moves is seen when it rests.
    else this.#missed = true
  }

  #wake(wholly: boolean): void {
    this.#wholly ||= wholly
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#paint)
  }

  readonly #paint = (): void => {
    this.#frame = 0
    const { painter, view } = this.#around
    const contents = this.#contents
    const now = view()
    if (contents === null || now.width === 0) return
    if (this.#wholly) {
      painter.paintAll(contents, now)
      this.#paintedAtMs = performance.now()
    } else painter.paintTop(contents)
    this.#wholly = false
  }
}
