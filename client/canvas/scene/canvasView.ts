// What the rest of the app may ask of the canvas on show: where things are in the drawing, and to zoom.

import type { Position } from '#shared/topology/topology.ts'

export interface CanvasView {
  /** From a place in the window to the drawing's own coordinates. */
  readonly placeAt: (clientX: number, clientY: number) => Position
  readonly middle: () => Position
  /** `whole`: 100 %. */
  readonly zoom: (to: 'in' | 'out' | 'whole') => void
}

let current: CanvasView | null = null

/** Null while no drawing is on show. */
export function canvasView(): CanvasView | null {
  return current
}

/** Answers how to take it away again. */
export function showCanvasView(view: CanvasView): () => void {
  current = view
  return () => {
    if (current === view) current = null
  }
}
