// Document and gestures in, React Flow's nodes and edges out.

import { useEffect, useMemo, useRef, useState } from 'react'
import type { EdgeChange, NodeChange } from 'reactflow'
import { moveNodes } from '#shared/topology/edits.ts'
import type { Position } from '#shared/topology/topology.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { edgesOf } from '../store/selectors.ts'
import { type CanvasEdge, reconcileEdges } from './canvasEdges.ts'
import { type CanvasNode, reconcileNodes } from './canvasNodes.ts'
import type { Box } from './geometry.ts'
import { useCanvas } from './interaction/canvasStore.ts'
import { refusedIds } from './interaction/connect.ts'
import { firstNode } from './interaction/navigation.ts'
import { type Routes, routesOf } from './routes.ts'

export interface CanvasGraph {
  readonly nodes: CanvasNode[]
  readonly edges: CanvasEdge[]
  readonly routes: Routes
  readonly boxes: ReadonlyMap<string, Box>
  readonly onNodesChange: (changes: NodeChange<CanvasNode>[]) => void
  readonly onEdgesChange: (changes: EdgeChange<CanvasEdge>[]) => void
  /** The drop: one edit for all that was moved. */
  readonly commitMove: () => void
}

export function useCanvasGraph(): CanvasGraph {
  const [dragged, setDragged] = useState(NOTHING_DRAGGED)
  // The drop may come before React has taken in the last move.
  const newest = useRef(NOTHING_DRAGGED)
  const drag = (next: Dragged) => {
    newest.current = next
    setDragged(next)
  }
  const nodes = useNodes(dragged)
  const boxes = useMemo(() => boxesOf(nodes), [nodes])
  const { edges, routes } = useEdges(boxes)
  return {
    nodes,
    edges,
    routes,
    boxes,
    onNodesChange: (changes) => {
      selectAsChanged('selectedNodeIds', changes)
      const moved = movedBy(changes)
      if (moved.size > 0) drag(new Map([...newest.current, ...moved]))
    },
    onEdgesChange: (changes) => selectAsChanged('selectedEdgeIds', changes),
    commitMove: () => {
      commit(newest.current)
      drag(NOTHING_DRAGGED)
    },
  }
}

type Dragged = ReadonlyMap<string, Position>
const NOTHING_DRAGGED: Dragged = new Map()

function useNodes(dragged: Dragged): CanvasNode[] {
  const topology = useDesigner((state) => state.topology)
  const selectedNodeIds = useDesigner((state) => state.selectedNodeIds)
  const tabStopId = useTabStop()
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
        edges: edgesOf(topology),
        dragged,
        selectedIds: new Set(selectedNodeIds),
        tabStopId,
        refusedIds: refused,
        targetId,
      }),
    [topology, dragged, selectedNodeIds, tabStopId, refused, targetId],
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
    if (wanted !== null && (Object.hasOwn(services, wanted) || Object.hasOwn(channels, wanted)))
      return wanted
    const places = [...Object.keys(services), ...Object.keys(channels)].map(
      (id) => [id, { x: 0, y: 0, ...layout.nodes[id], width: 0, height: 0 }] as const,
    )
    return firstNode(new Map(places))
  }, [topology, wanted])
}

function useEdges(boxes: ReadonlyMap<string, Box>): { edges: CanvasEdge[]; routes: Routes } {
  const topology = useDesigner((state) => state.topology)
  const selectedEdgeIds = useDesigner((state) => state.selectedEdgeIds)
  const knownRoutes = useRef<Routes>(new Map())
  const shown = useRef<CanvasEdge[]>([])
  const derived = edgesOf(topology)
  const routes = useMemo(() => routesOf(derived, boxes, knownRoutes.current), [derived, boxes])
  const edges = useMemo(
    () =>
      reconcileEdges(shown.current, {
        topology,
        edges: derived,
        routes,
        selectedIds: new Set(selectedEdgeIds),
      }),
    [topology, derived, routes, selectedEdgeIds],
  )
  useEffect(() => {
    knownRoutes.current = routes
    shown.current = edges
  })
  return { edges, routes }
}

function boxesOf(nodes: readonly CanvasNode[]): ReadonlyMap<string, Box> {
  return new Map(
    nodes.map(({ id, position, width = 0, height = 0 }) => [id, { ...position, width, height }]),
  )
}

type SelectionKey = 'selectedNodeIds' | 'selectedEdgeIds'

/** React Flow says what to select and what no longer; the store keeps who is selected. */
function selectAsChanged(
  key: SelectionKey,
  changes: readonly (NodeChange<CanvasNode> | EdgeChange<CanvasEdge>)[],
): void {
  const picks = changes.flatMap((change) => (change.type === 'select' ? [change] : []))
  if (picks.length === 0) return
  const { selectedNodeIds, selectedEdgeIds, select } = designerStore.getState()
  const ids = new Set(key === 'selectedNodeIds' ? selectedNodeIds : selectedEdgeIds)
  for (const { id, selected } of picks) {
    if (selected) ids.add(id)
    else ids.delete(id)
  }
  const kept = { nodeIds: selectedNodeIds, edgeIds: selectedEdgeIds }
  select({ ...kept, [key === 'selectedNodeIds' ? 'nodeIds' : 'edgeIds']: [...ids] })
}

function movedBy(changes: readonly NodeChange<CanvasNode>[]): Dragged {
  return new Map(
    changes.flatMap((change) =>
      change.type === 'position' && change.position && change.dragging
        ? [[change.id, change.position] as const]
        : [],
    ),
  )
}

function commit(dragged: Dragged): void {
  const { topology, edit } = designerStore.getState()
  const moved = [...dragged].filter(([id, { x, y }]) => {
    const place = topology.layout.nodes[id]
    return place?.x !== x || place.y !== y
  })
  if (moved.length > 0) edit(moveNodes(topology, Object.fromEntries(moved)))
}
