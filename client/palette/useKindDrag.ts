import { type PointerEvent as ReactPointerEvent, useState } from 'react'
import { designerStore } from '../store/designerStore.ts'
import type { AnnotationKind, NodeKind } from '../store/viewSlice.ts'

/** So far a pointer may move while it is only pressing. */
const PRESS_PX = 4

export interface KindDrag {
  readonly onPointerDown: (event: ReactPointerEvent) => void
  /** The press that has just ended was a drag: there is nothing to click. */
  readonly wasDrag: () => boolean
}

/** Drags a kind out of the palette by mouse, pen or finger: from then on the canvas follows the pointer. */
export function useKindDrag(kind: NodeKind | AnnotationKind): KindDrag {
  const [press] = useState({ wasDrag: false })
  return {
    wasDrag: () => press.wasDrag,
    onPointerDown: ({ clientX, clientY, button, isPrimary }) => {
      press.wasDrag = false
      if (button !== 0 || !isPrimary) return
      followPress({ x: clientX, y: clientY }, () => {
        press.wasDrag = true
        designerStore.getState().setPlacing(kind, { isHeld: true })
      })
    },
  }
}

interface Point {
  readonly x: number
  readonly y: number
}

/** Calls once, when the pointer has left its place before it was lifted. */
function followPress(start: Point, onLeave: () => void): void {
  const onMove = ({ clientX, clientY }: PointerEvent) => {
    if (Math.hypot(clientX - start.x, clientY - start.y) <= PRESS_PX) return
    stop()
    onLeave()
  }
  const stop = () => {
    window.removeEventListener('pointermove', onMove, { capture: true })
    window.removeEventListener('pointerup', stop)
    window.removeEventListener('pointercancel', stop)
  }
  window.addEventListener('pointermove', onMove, { capture: true })
  window.addEventListener('pointerup', stop)
  window.addEventListener('pointercancel', stop)
}
