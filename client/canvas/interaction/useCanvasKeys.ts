// The keyboard on the canvas: one Tab stop, arrows from node to node. What concerns the whole page
// (delete, undo, run …) is the app's business.

import type { KeyboardEvent } from 'react'
import { type ReactFlowInstance, useReactFlow } from 'reactflow'
import { moveNodes } from '#shared/topology/edits.ts'
import { GRID } from '#shared/topology/nodeSizes.ts'
import { designerStore } from '../../store/designerStore.ts'
import { edgesOf } from '../../store/selectors.ts'
import type { Box } from '../geometry.ts'
import { canvasStore, type ScreenPoint } from './canvasStore.ts'
import { beginConnecting, finishConnecting, pointAtNode, stopConnecting } from './connect.ts'
import { focusNode } from './focusNode.ts'
import { ARROWS, type Direction, neighbourOf } from './navigation.ts'
import { nodeIdOf } from './nodeAtPoint.ts'

type Boxes = ReadonlyMap<string, Box>

interface KeyContext {
  readonly event: KeyboardEvent
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
    const context = { event, nodeId: nodeIdOf(event.target), boxes, flow }
    const taken =
      connectingKey(context) || arrowKey(context) || nodeKey(context) || zoomKey(context)
    if (!taken) return
    event.preventDefault()
    event.stopPropagation()
  }
}

/** While an edge is drawn by keyboard: arrows choose its other end, Enter draws it. */
function connectingKey({ event, boxes }: KeyContext): boolean {
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
  const direction = ARROWS.get(event.key)
  if (!direction) return false
  // Edges are not followed here: the wish is for a place, connected or not.
  const next = neighbourOf(otherId ?? connecting.nodeId, direction, { edges: [], boxes })
  if (next !== null) pointAtNode(next, pointBeside(next))
  return true
}

function arrowKey({ event, nodeId, boxes, flow }: KeyContext): boolean {
  const direction = ARROWS.get(event.key)
  if (!direction || nodeId === null) return false
  if (event.ctrlKey || event.metaKey) return nudge(direction, nodeId, event.shiftKey)
  if (event.altKey) return false
  const { topology, selectedNodeIds, select } = designerStore.getState()
  const next = neighbourOf(nodeId, direction, { edges: edgesOf(topology), boxes })
  if (next === null) return true
  select({ nodeIds: event.shiftKey ? [...new Set([...selectedNodeIds, nodeId, next])] : [next] })
  reveal(next, boxes, flow)
  focusNode(next)
  return true
}

function nodeKey({ event, nodeId }: KeyContext): boolean {
  if (nodeId === null || event.ctrlKey || event.metaKey || event.altKey) return false
  const { select, setRenaming } = designerStore.getState()
  switch (event.key) {
    case 'Enter':
      select({ nodeIds: [nodeId] })
      document.getElementById('inspector')?.focus()
      return true
    case 'F2':
      select({ nodeIds: [nodeId] })
      setRenaming(nodeId)
      return true
    case 'c':
    case 'C':
      beginConnecting({ nodeId, end: 'from', via: 'keys', at: pointBeside(nodeId) })
      return true
    case 'Delete':
    case 'Backspace': {
      // What has the focus is meant, even where nothing was selected; the app deletes the selection.
      const { selectedNodeIds, selectedEdgeIds } = designerStore.getState()
      if (selectedNodeIds.length + selectedEdgeIds.length === 0) select({ nodeIds: [nodeId] })
      return false
    }
    default:
      return false
  }
}

function zoomKey({ event, flow }: KeyContext): boolean {
  if (event.altKey) return false
  if (event.key === '+' || event.key === '=') void flow.zoomIn({ duration: 120 })
  else if (event.key === '-') void flow.zoomOut({ duration: 120 })
  else if (event.key === '0' && (event.ctrlKey || event.metaKey)) void flow.zoomTo(1)
  else return false
  return true
}

const STEPS: { readonly [D in Direction]: readonly [number, number] } = {
  left: [-GRID, 0],
  right: [GRID, 0],
  up: [0, -GRID],
  down: [0, GRID],
}

function nudge(direction: Direction, nodeId: string, far: boolean): boolean {
  const { topology, selectedNodeIds, edit } = designerStore.getState()
  const ids = selectedNodeIds.includes(nodeId) ? selectedNodeIds : [nodeId]
  const [dx, dy] = STEPS[direction]
  const factor = far ? 5 : 1
  const moved = ids.map((id) => {
    const { x, y } = topology.layout.nodes[id] ?? { x: 0, y: 0 }
    return [id, { x: x + dx * factor, y: y + dy * factor }] as const
  })
  edit(moveNodes(topology, Object.fromEntries(moved)), { coalesce: `nudge ${ids.join(' ')}` })
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
