import type { ScreenPoint } from './canvasStore.ts'

const LONG_MS = 500
/** So far a finger trembles. */
const STILL_PX = 8

/** A finger that rests on one place for a while. */
export class LongPress {
  #timer: ReturnType<typeof setTimeout> | null = null
  #start: ScreenPoint = { x: 0, y: 0 }
  #isDown = false

  begin(at: ScreenPoint, act: (at: ScreenPoint) => void): void {
    this.end()
    this.#start = at
    this.#isDown = true
    this.#timer = setTimeout(() => {
      this.#timer = null
      act(at)
    }, LONG_MS)
  }

  move({ x, y }: ScreenPoint): void {
    if (Math.hypot(x - this.#start.x, y - this.#start.y) > STILL_PX) this.end()
  }

  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#isDown = false
  }

  /** Until the finger is lifted or moved, whether or not it has acted. */
  get isUnderWay(): boolean {
    return this.#isDown
  }
}
