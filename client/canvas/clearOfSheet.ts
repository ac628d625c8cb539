// On a narrow page the inspector is a sheet over the canvas: what is selected moves out from under it.

import { type RefObject, useEffect, useRef } from 'react'
import { useReactFlow, useStoreApi } from 'reactflow'
import { overlap, type Rectangle } from '#shared/topology/rectangles.ts'
import type { Position } from '#shared/topology/topology.ts'
import { designerStore } from '../store/designerStore.ts'
import { selectedCanvasIds } from '../store/selectionSlice.ts'
import { boxOnCanvas } from './contexts/boxOnCanvas.ts'
import type { Box } from './geometry.ts'
import { prefersReducedMotion } from './useReducedMotion.ts'

const GAP = 16
const GLIDE_MS = 180

/**
 * By how much the drawing moves so that this box can be seen beside a sheet at the right of the canvas, or
 * above one at its bottom; all in the same pixels. Null: it can be seen, or nothing helps.
 */
export function shiftClearOf(sheet: Rectangle, box: Rectangle, canvas: Rectangle): Position | null {
  // On a wide page the inspector is a panel beside the canvas.
  if (!overlap(sheet, canvas) || !overlap(sheet, box)) return null
  const isBeside = sheet.x > canvas.x
  const shift = isBeside
    ? { x: shiftInto([canvas.x, sheet.x], [box.x, box.width]), y: 0 }
    : { x: 0, y: shiftInto([canvas.y, sheet.y], [box.y, box.height]) }
  return shift.x === 0 && shift.y === 0 ? null : shift
}

/** Its end comes into the room, and its beginning stays there. */
function shiftInto(
  [from, to]: readonly [number, number],
  [at, length]: readonly [number, number],
): number {
  const back = at + length - (to - GAP)
  return 0 - Math.max(0, Math.min(back, at - (from + GAP)))
}

/** Once nobody holds it: what is pressed stays under the pointer. */
export function useClearOfSheet(
  ref: RefObject<HTMLElement | null>,
  boxes: ReadonlyMap<string, Box>,
): void {
  const store = useStoreApi()
  const { setViewport } = useReactFlow()
  const newest = useRef(boxes)
  useEffect(() => {
    newest.current = boxes
  })
  useEffect(() => {
    const clear = () => {
      const canvas = ref.current?.getBoundingClientRect()
      const sheet = document.querySelector('.app-inspector')?.getBoundingClientRect()
      const box = selectedBox(newest.current)
      if (!canvas || !sheet || !box) return
      const [x, y, zoom] = store.getState().transform
      const corner = { x: canvas.x + x + zoom * box.x, y: canvas.y + y + zoom * box.y }
      const seen = { ...corner, width: zoom * box.width, height: zoom * box.height }
      const shift = shiftClearOf(sheet, seen, canvas)
      if (!shift) return
      const duration = prefersReducedMotion() ? 0 : GLIDE_MS
      void setViewport({ x: x + shift.x, y: y + shift.y, zoom }, { duration })
    }
    return whenSelected(clear)
  }, [ref, store, setViewport])
}

/** Of the only thing that is selected. */
function selectedBox(boxes: ReadonlyMap<string, Box>): Box | undefined {
  const state = designerStore.getState()
  const [canvasId, ...others] = selectedCanvasIds(state)
  if (canvasId === undefined || others.length > 0) return undefined
  return boxOnCanvas(state.topology, boxes, canvasId)
}

/** Calls back when another thing is selected, as soon as no pointer is down and the sheet is on the page. */
function whenSelected(call: () => void): () => void {
  let isHeld = false
  let isDue = false
  const callSoon = () => {
    if (isHeld || !isDue) return
    isDue = false
    requestAnimationFrame(call)
  }
  const hold = () => {
    isHeld = true
  }
  const letGo = () => {
    isHeld = false
    callSoon()
  }
  const unsubscribe = designerStore.subscribe((state, previous) => {
    if (selectedCanvasIds(state) === selectedCanvasIds(previous)) return
    isDue = true
    callSoon()
  })
  window.addEventListener('pointerdown', hold, true)
  window.addEventListener('pointerup', letGo, true)
  window.addEventListener('pointercancel', letGo, true)
  return () => {
    unsubscribe()
    window.removeEventListener('pointerdown', hold, true)
    window.removeEventListener('pointerup', letGo, true)
    window.removeEventListener('pointercancel', letGo, true)
  }
}
