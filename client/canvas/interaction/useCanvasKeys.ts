// The keyboard on the canvas: one Tab stop, arrows from node to node. What concerns the whole page
// (delete, undo, run …) is the app's business.

import type { KeyboardEvent } from 'react'
import { type ReactFlowInstance, useReactFlow } from 'reactflow'
import { moveOnCanvas } from '#shared/topology/canvasMoves.ts'
import { GRID } from '#shared/topology/nodeSizes.ts'
import { thingOf } from '../../store/canvasIds.ts'
import { designerStore } from '../../store/designerStore.ts'
import { type CanvasCommand, canvasKeys } from '../../store/keys/canvasKeys.ts'
import { keymapStore, keysOf } from '../../store/keys/keymap.ts'
import { matches } from '../../store/keys/keys.ts'
import { selectedCanvasIds } from '../../store/selectionSlice.ts'
import { shownEdgesOf } from '../../store/selectors.ts'
import { placeOnCanvas } from '../annotations/annotationDrafts.ts'
import { annotationKey } from '../annotations/annotationKey.ts'
import { moveOf } from '../contexts/carried.ts'
import type { Box } from '../geometry.ts'
import { canvasStore, type ScreenPoint } from './canvasStore.ts'
import { beginConnecting, finishConnecting, pointAtNode, stopConnecting } from './connect.ts'
import { focusNode } from './focusNode.ts'
import { type Direction, neighbourOf } from './navigation.ts'
import { nodeIdOf } from './nodeAtPoint.ts'

type Boxes = ReadonlyMap<string, Box>

interface KeyContext {
  readonly event: KeyboardEvent
  /** What the person's keys mean here; null: nothing. */
  readonly command: CanvasCommand | null
  /** The node with the focus. */
  readonly nodeId: string | null
  readonly boxes: Boxes
  readonly flow: ReactFlowInstance
}

/** What the canvas does with a key; those that it has no use for go on to the app. */
export function useCanvasKeys(boxes: Boxes): (event: KeyboardEvent) => void {
  const flow = useReactFlow()
  return (event) => {
    if (event.target instanceof HTMLElement && event.target.closest('input, button')) return
    const command = commandOf(event.nativeEvent)
    const context = { event, command, nodeId: nodeIdOf(event.target), boxes, flow }
    const taken = connectingKey(context) || directionKey(context) || nodeKey(context)
    if (!taken) return
    event.preventDefault()
    event.stopPropagation()
  }
}

/** While an edge is drawn by keyboard: arrows choose its other end, Enter draws it. */
function connectingKey({ event, command, boxes }: KeyContext): boolean {
  const { connecting } = canvasStore.getState()
  if (!connecting) return false
  if (event.key === 'Escape') {
    stopConnecting()
    focusNode(connecting.nodeId)
    return true
  }
  if (connecting.via === 'drag') return false
  const otherId = connecting.otherId
  if (event.key === 'Enter' && otherId !== null) {
    finishConnecting(otherId, pointBeside(otherId))
    focusNode(otherId)
    return true
  }
  if (command?.kind !== 'go') return false
  // Edges are not followed here: the wish is for a place, connected or not.
  const from = otherId ?? connecting.nodeId
  const next = neighbourOf(from, command.direction, { edges: [], boxes })
  if (next !== null) pointAtNode(next, pointBeside(next))
  return true
}

function directionKey({ command, nodeId, boxes, flow }: KeyContext): boolean {
  if (nodeId === null || command === null || !('direction' in command)) return false
  const { kind, direction } = command
  if (kind === 'nudge' || kind === 'nudgeFar') return nudge(direction, nodeId, kind === 'nudgeFar')
  const state = designerStore.getState()
  const { topology, select } = state
  const next = neighbourOf(nodeId, direction, { edges: shownEdgesOf(topology), boxes })
  if (next === null) return true
  const selected = selectedCanvasIds(state)
  select({ nodeIds: kind === 'extend' ? [...new Set([...selected, nodeId, next])] : [next] })
  reveal(next, boxes, flow)
  focusNode(next)
  return true
}

function nodeKey({ event, command, nodeId }: KeyContext): boolean {
  if (nodeId !== null && isForSelection(event)) selectFocused(nodeId)
  if (nodeId === null || event.ctrlKey || event.metaKey || event.altKey) return false
  const { select, setRenaming } = designerStore.getState()
  if (annotationKey(event, nodeId)) return true
  if (command?.kind === 'inspect') {
    select({ nodeIds: [nodeId] })
    document.getElementById('inspector')?.focus()
    return true
  }
  if (command?.kind === 'connect') {
    // Nothing leads out of a note; what leads out of a context begins inside it.
    if (thingOf(nodeId).kind === 'node')
      beginConnecting({ nodeId, end: 'from', via: 'keys', at: pointBeside(nodeId) })
    return true
  }
  if (event.key === 'F2') {
    select({ nodeIds: [nodeId] })
    setRenaming(nodeId)
    return true
  }
  return false
}

/** What has the focus is meant, even where nothing was selected; the app looks at the selection. */
function selectFocused(nodeId: string): void {
  const state = designerStore.getState()
  const isBare = selectedCanvasIds(state).length + state.selectedEdgeIds.length === 0
  if (isBare) state.select({ nodeIds: [nodeId] })
}

/** Delete, copy, cut, duplicate, group, break. */
function isForSelection({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (key === 'Delete' || key === 'Backspace' || key === 'F9') return true
  return (ctrlKey || metaKey) && 'cxdg'.includes(key.toLowerCase())
}

function commandOf(event: globalThis.KeyboardEvent): CanvasCommand | null {
  const keymap = keymapStore.getState()
  const key = canvasKeys.find((known) =>
    keysOf(known, keymap).some((written) => matches(written, event)),
  )
  return key?.command ?? null
}

const STEPS: { readonly [D in Direction]: readonly [number, number] } = {
  left: [-GRID, 0],
  right: [GRID, 0],
  up: [0, -GRID],
  down: [0, GRID],
}

function nudge(direction: Direction, nodeId: string, far: boolean): boolean {
  const state = designerStore.getState()
  const { topology, edit } = state
  const selectedIds = selectedCanvasIds(state)
  const ids = selectedIds.includes(nodeId) ? selectedIds : [nodeId]
  const [dx, dy] = STEPS[direction]
  const factor = far ? 5 : 1
  const moved = ids.map((id) => {
    const { x, y } = placeOnCanvas(topology, id) ?? { x: 0, y: 0 }
    return [id, { x: x + dx * factor, y: y + dy * factor }] as const
  })
  // A step at a time, a node would take its frame along wherever it goes, or fall out of it.
  const move = moveOnCanvas(topology, moveOf(new Map(moved)), { keepsMembership: true })
  if (move) edit(move, { coalesce: `nudge ${ids.join(' ')}` })
  return true
}

/** Pans when the node lies outside the view. */
function reveal(nodeId: string, boxes: Boxes, flow: ReactFlowInstance): void {
  const box = boxes.get(nodeId)
  const pane = document.querySelector('.canvas')?.getBoundingClientRect()
  if (!box || !pane) return
  const corner = flow.flowToScreenPosition(box)
  const end = flow.flowToScreenPosition({ x: box.x + box.width, y: box.y + box.height })
  const inside =
    corner.x >= pane.left && corner.y >= pane.top && end.x <= pane.right && end.y <= pane.bottom
  if (inside) return
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  void flow.setCenter(centre.x, centre.y, { zoom: flow.getZoom(), duration: 180 })
}

/** Right below a node, in the window. */
function pointBeside(nodeId: string): ScreenPoint {
  const selector = `.react-flow__node[data-id="${CSS.escape(nodeId)}"]`
  const box = document.querySelector(selector)?.getBoundingClientRect()
  return { x: box ? box.left + box.width / 2 : 0, y: box ? box.bottom : 0 }
}
