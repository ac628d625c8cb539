// Alt has two meanings in a drag. Held when it begins: copies are dragged. Pressed later: nothing snaps.

import type { ScreenPoint } from '../interaction/canvasStore.ts'

class HeldAlt {
  #isDown = false
  /** The press that made the drag one of copies is not yet over. */
  #isSpent = false
  #pointer: ScreenPoint = { x: 0, y: 0 }

  /** Answers how to stop. */
  listen(): () => void {
    const onPointer = ({ altKey, clientX, clientY }: PointerEvent) => {
      this.#see(altKey)
      this.#pointer = { x: clientX, y: clientY }
    }
    const onKey = ({ altKey }: KeyboardEvent) => this.#see(altKey)
    window.addEventListener('pointermove', onPointer, { capture: true, passive: true })
    window.addEventListener('keydown', onKey, { capture: true })
    window.addEventListener('keyup', onKey, { capture: true })
    return () => {
      window.removeEventListener('pointermove', onPointer, { capture: true })
      window.removeEventListener('keydown', onKey, { capture: true })
      window.removeEventListener('keyup', onKey, { capture: true })
    }
  }

  begin(altKey: boolean): void {
    this.#isDown = altKey
    this.#isSpent = altKey
  }

  get suspends(): boolean {
    return this.#isDown && !this.#isSpent
  }

  /** Where the pointer was last, in the window. */
  get pointer(): ScreenPoint {
    return this.#pointer
  }

  #see(altKey: boolean): void {
    this.#isDown = altKey
    if (!altKey) this.#isSpent = false
  }
}

export const heldAlt = new HeldAlt()
