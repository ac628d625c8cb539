// What is under way on the canvas. It ends with the gesture, and nobody else needs to know.

import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Edit } from '#shared/topology/change.ts'
import type { Position } from '#shared/topology/topology.ts'

/** A place in the window, in CSS pixels. */
export interface ScreenPoint {
  readonly x: number
  readonly y: number
}

export interface Connecting {
  /** Where the person began. */
  readonly nodeId: string
  /** Which end of the edge that is. */
  readonly end: 'from' | 'to'
  readonly via: 'drag' | 'tap' | 'keys'
  /** The node under the pointer, or chosen by keyboard. */
  readonly otherId: string | null
  readonly at: ScreenPoint
}

/** An edge that cannot be, and what would do instead. */
export interface Offer {
  readonly reason: string
  readonly label: string
  readonly edit: Edit
  readonly at: ScreenPoint
  /** It completes the step that was done with these words for coalescing. */
  readonly completes?: string
}

export interface QuickAdd {
  readonly position: Position
  readonly at: ScreenPoint
  /** What is added is connected with this node. */
  readonly connectWith: Pick<Connecting, 'nodeId' | 'end'> | null
}

/** A node is held over an edge that it could come to stand in. */
export interface Splicing {
  readonly edgeId: string
  readonly at: ScreenPoint
  /** What dropping it would do, or why it cannot. */
  readonly tone: 'ok' | 'warning' | 'error'
  readonly text: string
}

interface CanvasState {
  /** The one node that Tab reaches. */
  readonly tabStopId: string | null
  readonly connecting: Connecting | null
  readonly offer: Offer | null
  readonly quickAdd: QuickAdd | null
  readonly splicing: Splicing | null
  /** One finger draws a frame to select by, and does not move the view. */
  readonly fingerSelects: boolean
}

export const canvasStore = createStore<CanvasState>(() => ({
  tabStopId: null,
  connecting: null,
  offer: null,
  quickAdd: null,
  splicing: null,
  fingerSelects: false,
}))

export function useCanvas<Value>(select: (state: CanvasState) => Value): Value {
  return useStore(canvasStore, select)
}
