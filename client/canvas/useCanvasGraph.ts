// Document and gestures in, React Flow's nodes and edges out.

import { useEffect, useMemo, useRef, useState } from 'react'
import { type EdgeChange, type NodeChange, useStoreApi } from 'reactflow'
import { moveOnCanvas } from '#shared/topology/canvasMoves.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { Position } from '#shared/topology/topology.ts'
import { canvasIds } from '../store/canvasIds.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { selectedCanvasIds } from '../store/selectionSlice.ts'
import { shownEdgesOf } from '../store/selectors.ts'
import { isAnnotationOn, isInSight, placeOnCanvas } from './annotations/annotationDrafts.ts'
import { type CanvasEdge, reconcileEdges } from './canvasEdges.ts'
import { boxesOf, type CanvasNode, reconcileNodes } from './canvasNodes.ts'
import { moveOf, withCarried } from './contexts/carried.ts'
import { type Dragged, movedBy, NOTHING_DRAGGED, samePlaces, withCompanions } from './dragging.ts'
import { showRoutes } from './edges/shownRoutes.ts'
import { heldAlt } from './guides/heldAlt.ts'
import { type MoveGesture, useMoveGesture } from './guides/useMoveGesture.ts'
import { useCanvas } from './interaction/canvasStore.ts'
import { refusedIds } from './interaction/connect.ts'
import { firstNode } from './interaction/navigation.ts'
import { livePainters } from './live/livePainters.ts'
import { useOverview } from './overview/overviewStore.ts'
import type { Drawing, Sight } from './overview/sight.ts'
import { type Shown, useShown, useSight } from './overview/useSight.ts'
import { Router, type Routes } from './routes.ts'

export interface CanvasGraph extends Drawing {
  /** What React Flow draws: of a large drawing only a part. */
  readonly nodes: CanvasNode[]
  readonly shownEdges: CanvasEdge[]
  /** The edges of `shownEdges`. */
  readonly shown: Shown
  readonly sight: Sight
  readonly draggedIds: ReadonlySet<string>
  readonly dragged: Dragged
  /** The frame of a context, with its members. */
  readonly dragFrame: (contextId: string, position: Position) => void
  readonly onNodesChange: (changes: NodeChange<CanvasNode>[]) => void
  readonly onEdgesChange: (changes: EdgeChange<CanvasEdge>[]) => void
  readonly onPaneClick: () => void
  readonly beginMove: MoveGesture['start']
  /** The drop: one edit for all that was moved. */
  readonly commitMove: () => void
}

export function useCanvasGraph(): CanvasGraph {
  const { dragged, drag, newest } = useDragged()
  const topology = useDesigner((state) => state.topology)
  const edges = shownEdgesOf(topology)
  const boxes = useBoxes(dragged)
  const routes = useRoutes(boxes)
  const tabStopId = useTabStop()
  const sight = useSight(boxes.size)
  const shown = useShown(sight, { boxes, edges, routes }, useKeptIds(tabStopId, dragged))
  const nodes = useNodes({ dragged, tabStopId, shownIds: shown.nodeIds })
  const shownEdges = useShownEdges(shown.edges)
  useEffect(() => showRoutes(routes), [routes])
  const draggedIds = useMemo(() => new Set(dragged.keys()), [dragged])
  const selecting = useSelecting()
  const gesture = useMoveGesture({ boxes, routes }, () => drag(NOTHING_DRAGGED))
  const follow = (moved: Dragged) => {
    const placed = moved.size > 0 ? gesture.follow(withSelection(moved)) : null
    if (placed && !samePlaces(newest(), placed)) drag(withCarried(topology, placed))
  }
  return {
    nodes,
    shownEdges,
    shown,
    sight,
    edges,
    routes,
    boxes,
    draggedIds,
    dragged,
    ...selecting,
    beginMove: gesture.start,
    onNodesChange: (changes) => {
      selecting.onNodesChange(changes)
      follow(movedBy(changes))
    },
    dragFrame: (contextId, position) => follow(new Map([[canvasIds.context(contextId), position]])),
    commitMove: () => {
      if (!gesture.drop(newest())) commit(newest())
      drag(NOTHING_DRAGGED)
    },
  }
}

function useDragged() {
  const [dragged, setDragged] = useState(NOTHING_DRAGGED)
  // The drop may come before React has taken in the last move.
  const newest = useRef(NOTHING_DRAGGED)
  return {
    dragged,
    newest: () => newest.current,
    drag: (next: Dragged) => {
      newest.current = next
      livePainters.hold(next.size > 0)
      setDragged(next)
    },
  }
}

/** Handed to React Flow wherever they lie. */
function useKeptIds(tabStopId: string | null, dragged: Dragged): readonly string[] {
  const selectedIds = useDesigner(selectedCanvasIds)
  const startId = useCanvas(({ connecting }) => connecting?.nodeId ?? null)
  const hoveredId = useOverview((state) => state.hoveredId)
  const isDragging = dragged.size > 0
  const held = useRef<readonly string[]>([])
  const kept = useMemo(() => {
    const ids = [tabStopId, startId, hoveredId, ...selectedIds.slice(0, KEPT_SELECTED_MAX)]
    return [...new Set(ids.filter((id) => id !== null))]
  }, [tabStopId, startId, hoveredId, selectedIds])
  useEffect(() => {
    if (!isDragging) held.current = kept
  })
  // Nothing that is being dragged may go away under the pointer.
  return isDragging ? held.current : kept
}

/** More of a large selection follow what is dragged without React Flow. */
const KEPT_SELECTED_MAX = 20

function useBoxes(dragged: Dragged): Drawing['boxes'] {
  const topology = useDesigner((state) => state.topology)
  const known = useRef<Drawing['boxes']>(new Map())
  const resting = useMemo(
    () => boxesOf({ topology, edges: shownEdgesOf(topology) }, known.current),
    [topology],
  )
  useEffect(() => {
    known.current = resting
  })
  return useMemo(() => movedBoxes(resting, dragged), [resting, dragged])
}

function movedBoxes(resting: Drawing['boxes'], dragged: Dragged): Drawing['boxes'] {
  if (dragged.size === 0) return resting
  const boxes = new Map(resting)
  for (const [id, { x, y }] of dragged) {
    const box = boxes.get(id)
    if (box) boxes.set(id, { ...box, x, y })
  }
  return boxes
}

interface NodeOptions {
  readonly dragged: Dragged
  readonly tabStopId: string | null
  readonly shownIds: ReadonlySet<string> | null
}

function useNodes({ dragged, tabStopId, shownIds }: NodeOptions): CanvasNode[] {
  const topology = useDesigner((state) => state.topology)
  const selectedIds = useDesigner(selectedCanvasIds)
  const connecting = useCanvas((state) => state.connecting)
  const startId = connecting?.nodeId ?? null
  const end = connecting?.end ?? 'from'
  const otherId = connecting?.otherId ?? null
  const targetId = otherId === startId ? null : otherId
  const refused = useMemo(
    () => refusedIds(topology, startId === null ? null : { nodeId: startId, end }),
    [topology, startId, end],
  )
  const shown = useRef<CanvasNode[]>([])
  const nodes = useMemo(
    () =>
      reconcileNodes(shown.current, {
        topology,
        edges: shownEdgesOf(topology),
        shownIds,
        dragged,
        selectedIds: new Set(selectedIds),
        tabStopId,
        refusedIds: refused,
        targetId,
      }),
    [topology, shownIds, dragged, selectedIds, tabStopId, refused, targetId],
  )
  useEffect(() => {
    shown.current = nodes
  })
  return nodes
}

/** The node that had the focus last, as long as it is there; otherwise where reading begins. */
function useTabStop(): string | null {
  const topology = useDesigner((state) => state.topology)
  const wanted = useCanvas((state) => state.tabStopId)
  return useMemo(() => {
    const { services, channels, layout } = topology
    const inSight = [...Object.keys(services), ...Object.keys(channels)].filter(isInSight(topology))
    if (wanted !== null && (inSight.includes(wanted) || isAnnotationOn(topology, wanted)))
      return wanted
    const places = inSight.map(
      (id) => [id, { x: 0, y: 0, ...layout.nodes[id], width: 0, height: 0 }] as const,
    )
    return firstNode(new Map(places))
  }, [topology, wanted])
}

function useRoutes(boxes: Drawing['boxes']): Routes {
  const topology = useDesigner((state) => state.topology)
  const [router] = useState(() => new Router())
  const edges = shownEdgesOf(topology)
  return useMemo(() => router.route(edges, boxes), [router, edges, boxes])
}

function useShownEdges(edges: readonly TopologyEdge[]): CanvasEdge[] {
  const topology = useDesigner((state) => state.topology)
  const selectedEdgeIds = useDesigner((state) => state.selectedEdgeIds)
  const shown = useRef<CanvasEdge[]>([])
  const canvasEdges = useMemo(
    () => reconcileEdges(shown.current, { topology, edges, selectedIds: new Set(selectedEdgeIds) }),
    [topology, edges, selectedEdgeIds],
  )
  useEffect(() => {
    shown.current = canvasEdges
  })
  return canvasEdges
}

function useSelecting(): Pick<CanvasGraph, 'onNodesChange' | 'onEdgesChange' | 'onPaneClick'> {
  const store = useStoreApi<CanvasNode, CanvasEdge>()
  const pick = (key: SelectionKey, changes: readonly SelectChange[]) => {
    const { multiSelectionActive, nodeLookup, edgeLookup } = store.getState()
    const known = key === 'selectedNodeIds' ? nodeLookup : edgeLookup
    // Of what is not handed to React Flow it cannot say that it is no longer selected.
    selectAsChanged(key, changes, (id) => multiSelectionActive || known.has(id))
  }
  return {
    onNodesChange: (changes) => pick('selectedNodeIds', changes),
    onEdgesChange: (changes) => pick('selectedEdgeIds', changes),
    onPaneClick: () => {
      if (!store.getState().multiSelectionActive) designerStore.getState().select({})
    },
  }
}

type SelectionKey = 'selectedNodeIds' | 'selectedEdgeIds'
type SelectChange = NodeChange<CanvasNode> | EdgeChange<CanvasEdge>

/** React Flow says what to select and what no longer; the store keeps who is selected. */
function selectAsChanged(
  key: SelectionKey,
  changes: readonly SelectChange[],
  stays: (id: string) => boolean,
): void {
  const picks = changes.flatMap((change) => (change.type === 'select' ? [change] : []))
  if (picks.length === 0) return
  const state = designerStore.getState()
  const { selectedEdgeIds, select } = state
  const nodeIds = selectedCanvasIds(state)
  const ids = new Set((key === 'selectedNodeIds' ? nodeIds : selectedEdgeIds).filter(stays))
  for (const { id, selected } of picks) {
    if (selected) ids.add(id)
    else ids.delete(id)
  }
  const kept = { nodeIds, edgeIds: selectedEdgeIds }
  select({ ...kept, [key === 'selectedNodeIds' ? 'nodeIds' : 'edgeIds']: [...ids] })
}

function withSelection(moved: Dragged): Dragged {
  const state = designerStore.getState()
  return withCompanions(moved, selectedCanvasIds(state), (id) => placeOnCanvas(state.topology, id))
}

function commit(dragged: Dragged): void {
  const { topology, edit } = designerStore.getState()
  const move = moveOnCanvas(topology, moveOf(dragged), { keepsMembership: heldAlt.suspends })
  if (move) edit(move)
}
