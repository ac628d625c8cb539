import { type PointerEvent, useRef } from 'react'
import { useReactFlow } from 'reactflow'
import type { Position } from '#shared/topology/topology.ts'
import { canvasIds } from '../../store/canvasIds.ts'
import { designerStore } from '../../store/designerStore.ts'
import { selectedCanvasIds } from '../../store/selectionSlice.ts'

export interface FrameDrag {
  readonly contextId: string
  /** The drag begins, with Alt or without. */
  readonly onGrab: (event: { readonly altKey: boolean }) => void
  /** Where the pointer has brought the frame. */
  readonly onDrag: (contextId: string, position: Position) => void
  readonly onDrop: (event: { readonly altKey: boolean }) => void
}

/** In CSS pixels; before that it is a click. */
const DRAG_THRESHOLD = 4

interface Start {
  readonly at: Position
  readonly screen: Position
  readonly frame: Position
  isDragging: boolean
}

/** A press selects; further on, the frame and its members follow. */
export function useFrameDrag({ contextId, onGrab, onDrag, onDrop }: FrameDrag) {
  const { screenToFlowPosition } = useReactFlow()
  const start = useRef<Start | null>(null)
  const flowAt = (event: PointerEvent) =>
    screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false })
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const frame = designerStore.getState().topology.layout.contexts[contextId]
      if (event.button !== 0 || !frame) return
      event.currentTarget.setPointerCapture(event.pointerId)
      selectFrame(contextId, event)
      event.currentTarget.closest<HTMLElement>('.context-frame')?.focus({ preventScroll: true })
      const screen = { x: event.clientX, y: event.clientY }
      start.current = { at: flowAt(event), screen, frame, isDragging: false }
    },
    onPointerMove: (event: PointerEvent) => {
      const begun = start.current
      if (!begun) return
      const far = Math.hypot(event.clientX - begun.screen.x, event.clientY - begun.screen.y)
      if (!begun.isDragging && far < DRAG_THRESHOLD) return
      if (!begun.isDragging) onGrab(event)
      begun.isDragging = true
      const at = flowAt(event)
      onDrag(contextId, {
        x: begun.frame.x + at.x - begun.at.x,
        y: begun.frame.y + at.y - begun.at.y,
      })
    },
    onPointerUp: (event: PointerEvent) => {
      if (start.current?.isDragging) onDrop(event)
      start.current = null
    },
    onPointerCancel: (event: PointerEvent) => {
      if (start.current?.isDragging) onDrop(event)
      start.current = null
    },
  }
}

/** With Shift, Ctrl or ⌘ it is added to the selection, or taken out of it. */
function selectFrame(contextId: string, { shiftKey, ctrlKey, metaKey }: PointerEvent): void {
  const state = designerStore.getState()
  const adds = shiftKey || ctrlKey || metaKey
  const isSelected = state.selectedContextIds.includes(contextId)
  if (!adds && isSelected) return
  const canvasId = canvasIds.context(contextId)
  const others = selectedCanvasIds(state).filter((id) => id !== canvasId)
  const edgeIds = adds ? state.selectedEdgeIds : []
  state.select({
    nodeIds: adds ? [...others, ...(isSelected ? [] : [canvasId])] : [canvasId],
    edgeIds,
  })
}
