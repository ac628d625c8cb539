// Dragging nodes: they come to lie in line, or their copies do while they stay, and one that has no edges
// yet can be dropped into an edge.

import { useEffect, useRef } from 'react'
import { useStoreApi } from 'reactflow'
import { entriesById } from '#shared/lib/entries.ts'
import { duplicateOnCanvas } from '#shared/topology/canvasCopies.ts'
import { moveOnCanvas } from '#shared/topology/canvasMoves.ts'
import type { Edit } from '#shared/topology/change.ts'
import { moveNodes } from '#shared/topology/edits.ts'
import { hullOf } from '#shared/topology/rectangles.ts'
import type { Position, Topology } from '#shared/topology/topology.ts'
import { canvasIds, idsOfKind, thingOf } from '../../store/canvasIds.ts'
import { designerStore } from '../../store/designerStore.ts'
import { edgesOf } from '../../store/selectors.ts'
import { placeOnCanvas } from '../annotations/annotationDrafts.ts'
import { boxOnCanvas } from '../contexts/boxOnCanvas.ts'
import { withCarried } from '../contexts/carried.ts'
import type { Dragged } from '../dragging.ts'
import type { Box } from '../geometry.ts'
import { hoverSplice, leaveSplice, takeSplice } from '../interaction/splicing.ts'
import { visibleArea } from '../overview/sight.ts'
import type { Routes } from '../routes.ts'
import { guidesStore, NO_GUIDES } from './guidesStore.ts'
import { heldAlt } from './heldAlt.ts'
import { snapMove } from './snapMove.ts'
import { useGivingUp } from './useGivingUp.ts'

interface Drawing {
  readonly boxes: ReadonlyMap<string, Box>
  readonly routes: Routes
}

export interface MoveGesture {
  readonly start: (event: Pick<MouseEvent, 'altKey'>) => void
  /** From where the pointer has brought nodes to where they lie; null: nothing moves. */
  readonly follow: (pointed: Dragged) => Dragged | null
  /** True: the drop was something other than a move, and is done. */
  readonly drop: (dragged: Dragged) => boolean
}

/** `onGiveUp`: everything goes back to where it was. */
export function useMoveGesture(drawing: Drawing, onGiveUp: () => void): MoveGesture {
  const store = useStoreApi()
  const newest = useRef(drawing)
  const copies = useRef(false)
  const givingUp = useGivingUp(() => {
    endGuides()
    onGiveUp()
  })
  useEffect(() => {
    newest.current = drawing
  })
  useEffect(() => heldAlt.listen(), [])
  return {
    start: ({ altKey }) => {
      copies.current = altKey
      heldAlt.begin(altKey)
      givingUp.begin()
    },
    follow: (pointed) => {
      if (givingUp.wasPressed) return null
      const { boxes, routes } = newest.current
      const offset = heldAlt.suspends
        ? withoutGuides()
        : snapped(pointed, { boxes, stays: copies.current, ...store.getState() })
      const placed = shifted(pointed, offset)
      if (copies.current) return showCopies(placed)
      followSplice(placed, { boxes, routes })
      return placed
    },
    drop: (dragged) => {
      guidesStore.setState(NO_GUIDES)
      const isCopying = copies.current
      copies.current = false
      if (givingUp.end()) return true
      return isCopying ? dropCopies() : dropIntoEdge(dragged)
    },
  }
}

function endGuides(): void {
  guidesStore.setState({ ...NO_GUIDES, copying: null })
  leaveSplice()
}

interface Surroundings {
  readonly boxes: ReadonlyMap<string, Box>
  /** What is dragged stays where it is, and is something to line up its copy with. */
  readonly stays: boolean
  readonly transform: readonly [number, number, number]
  readonly width: number
  readonly height: number
}

function snapped(pointed: Dragged, { boxes, stays, ...view }: Surroundings): Position {
  const { topology } = designerStore.getState()
  const moving = hullOf(
    [...pointed].flatMap(([id, place]) => {
      const box = boxOnCanvas(topology, boxes, id)
      return box ? [{ ...box, ...place }] : []
    }),
  )
  if (!moving) return withoutGuides()
  const others = stays ? [...boxes.values()] : othersThan(withCarried(topology, pointed), boxes)
  const request = { moving, others, view: visibleArea(view), zoom: view.transform[2] }
  const { offset, lines, gaps } = snapMove(request)
  guidesStore.setState(lines.length + gaps.length > 0 ? { lines, gaps } : NO_GUIDES)
  return offset
}

/** Where a frame is dragged, other frames are something to line it up with. */
function othersThan(dragged: Dragged, boxes: Drawing['boxes']): readonly Box[] {
  const nodes = [...boxes].flatMap(([id, box]) => (dragged.has(id) ? [] : [box]))
  if (![...dragged.keys()].some((id) => thingOf(id).kind === 'context')) return nodes
  const { contexts } = designerStore.getState().topology.layout
  const frames = entriesById(contexts).flatMap(([id, frame]) =>
    frame.collapsed === true || dragged.has(canvasIds.context(id)) ? [] : [frame],
  )
  return [...nodes, ...frames]
}

function withoutGuides(): Position {
  guidesStore.setState(NO_GUIDES)
  return { x: 0, y: 0 }
}

function shifted(pointed: Dragged, { x, y }: Position): Dragged {
  return new Map(
    [...pointed].map(([id, place]) => [
      id,
      { x: Math.round(place.x + x), y: Math.round(place.y + y) },
    ]),
  )
}

function showCopies(placed: Dragged): null {
  const [first] = placed
  if (!first) return null
  const [id, { x, y }] = first
  const rest = placeOnCanvas(designerStore.getState().topology, id) ?? { x: 0, y: 0 }
  const known = guidesStore.getState().copying?.ids
  const ids = known?.length === placed.size ? known : [...placed.keys()]
  guidesStore.setState({ copying: { ids, offset: { x: x - rest.x, y: y - rest.y } } })
  return null
}

function dropCopies(): boolean {
  const { copying } = guidesStore.getState()
  guidesStore.setState({ copying: null })
  if (!copying || (copying.offset.x === 0 && copying.offset.y === 0)) return true
  const { topology, edit, select } = designerStore.getState()
  const chosen = {
    nodeIds: idsOfKind(copying.ids, 'node'),
    contextIds: idsOfKind(copying.ids, 'context'),
    noteIds: idsOfKind(copying.ids, 'note'),
  }
  const copy = duplicateOnCanvas(topology, chosen, copying.offset)
  if (copy && edit(copy.edit)) select(copy.ids)
  return true
}

/** Only one node without edges goes into an edge. */
function followSplice(placed: Dragged, { boxes, routes }: Drawing): void {
  const [first, second] = placed
  const box = first && boxes.get(first[0])
  if (!first || second || !box || isConnected(first[0]) || thingOf(first[0]).kind !== 'node') {
    leaveSplice()
    return
  }
  const [nodeId, { x, y }] = first
  const centre = { x: x + box.width / 2, y: y + box.height / 2 }
  hoverSplice(routes, centre, {
    at: heldAlt.pointer,
    placing: (topology) => ({ edit: movedTo(topology, nodeId, { x, y }), nodeId }),
  })
}

/** Into a frame, or out of one, as any drop. */
function movedTo(topology: Topology, nodeId: string, place: Position): Edit {
  const nodes = { [nodeId]: place }
  return moveOnCanvas(topology, { nodes }) ?? moveNodes(topology, nodes)
}

function isConnected(nodeId: string): boolean {
  const { topology } = designerStore.getState()
  return edgesOf(topology).some(({ fromId, toId }) => fromId === nodeId || toId === nodeId)
}

function dropIntoEdge(dragged: Dragged): boolean {
  const [first] = dragged
  if (!first) return leaveAndAnswerNo()
  const [nodeId, place] = first
  return takeSplice((topology) => ({ edit: movedTo(topology, nodeId, place), nodeId }))
}

function leaveAndAnswerNo(): false {
  leaveSplice()
  return false
}
