// Puts down a frame or a note.

import type { ReactFlowInstance } from 'reactflow'
import { addContext } from '#shared/topology/contexts.ts'
import { GRID, type Size } from '#shared/topology/nodeSizes.ts'
import { addNote, NOTE_SIZE } from '#shared/topology/notes.ts'
import type { Rectangle } from '#shared/topology/rectangles.ts'
import type { Position } from '#shared/topology/topology.ts'
import { canvasIds } from '../../store/canvasIds.ts'
import { designerStore } from '../../store/designerStore.ts'
import type { AnnotationKind } from '../../store/viewSlice.ts'
import { focusContext } from '../contexts/focusContext.ts'

/** Corners, in the window. */
interface Stretch {
  readonly from: Position
  readonly to: Position
}

type Flow = Pick<ReactFlowInstance, 'screenToFlowPosition'>

/** Of a frame that was clicked, not drawn. */
const FRAME_SIZE: Size = { width: 20 * GRID, height: 12 * GRID }
const FRAME_SIZE_MIN: Size = { width: 6 * GRID, height: 4 * GRID }

export function placeAnnotation(kind: AnnotationKind, flow: Flow, { from, to }: Stretch): void {
  const start = flow.screenToFlowPosition(from, { snapToGrid: false })
  const end = flow.screenToFlowPosition(to, { snapToGrid: false })
  if (kind === 'note') putNote(cornerOf(start, NOTE_SIZE))
  else putFrame(frameBetween(start, end))
}

function frameBetween(start: Position, end: Position): Rectangle {
  const size = { width: Math.abs(end.x - start.x), height: Math.abs(end.y - start.y) }
  const isDrawn = size.width >= GRID && size.height >= GRID
  if (!isDrawn) return { ...cornerOf(start, FRAME_SIZE), ...FRAME_SIZE }
  return {
    x: onGrid(Math.min(start.x, end.x)),
    y: onGrid(Math.min(start.y, end.y)),
    width: Math.max(FRAME_SIZE_MIN.width, onGrid(size.width)),
    height: Math.max(FRAME_SIZE_MIN.height, onGrid(size.height)),
  }
}

export function placeInMiddle(kind: AnnotationKind, flow: Flow): void {
  const pane = document.querySelector('.canvas')?.getBoundingClientRect()
  if (!pane) return
  const middle = { x: pane.left + pane.width / 2, y: pane.top + pane.height / 2 }
  placeAnnotation(kind, flow, { from: middle, to: middle })
}

/** Right away, the text is written. */
function putNote(corner: Position): void {
  const { topology, edit, select, setPlacing, setRenaming } = designerStore.getState()
  setPlacing(null)
  const { edit: addition, id } = addNote(topology, corner)
  if (!edit(addition)) return
  select({ noteIds: [id] })
  setRenaming(canvasIds.note(id))
}

function putFrame(frame: Rectangle): void {
  const { topology, edit, select, setPlacing } = designerStore.getState()
  setPlacing(null)
  const { edit: addition, id } = addContext(topology, frame)
  if (!edit(addition)) return
  select({ contextIds: [id] })
  focusContext(id)
}

function cornerOf({ x, y }: Position, { width, height }: Size): Position {
  return { x: onGrid(x - width / 2), y: onGrid(y - height / 2) }
}

function onGrid(coordinate: number): number {
  return Math.round(coordinate / GRID) * GRID
}
