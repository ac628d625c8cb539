// Frames and notes under the pointer. It ends with the gesture; the release is the edit.

import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Rectangle } from '#shared/topology/rectangles.ts'

interface AnnotationGesture {
  /** What is being resized, as the canvas calls it, and its box right now. */
  readonly resizing: { readonly canvasId: string; readonly box: Rectangle } | null
}

export const gestureStore = createStore<AnnotationGesture>(() => ({ resizing: null }))

/** The box that something has while it is being resized; null: it is not. */
export function useResizing(canvasId: string): Rectangle | null {
  return useStore(gestureStore, ({ resizing }) =>
    resizing?.canvasId === canvasId ? resizing.box : null,
  )
}
