// The edges that the canvas draws: those of collapsed contexts lead to the node that stands for them,
// and what leads the same way is one.

import { hiddenIn } from '#shared/topology/contextMembers.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { canvasIds } from './canvasIds.ts'

/** The same list where nothing is collapsed. */
export function shownEdges(
  topology: Topology,
  edges: readonly TopologyEdge[],
): readonly TopologyEdge[] {
  if (!hasCollapsed(topology)) return edges
  const bundles = new Map<string, Bundle>()
  for (const edge of edges) {
    const moved = withShownEnds(topology, edge)
    if (moved.fromId === moved.toId && moved.fromId !== edge.fromId) continue
    const key = moved === edge ? edge.id : mergedId(moved)
    const bundle = bundles.get(key)
    if (bundle) bundle.others.push(moved)
    else bundles.set(key, { first: moved, others: [] })
  }
  return [...bundles].map(([id, bundle]) => joined(id, bundle))
}

function hasCollapsed({ layout }: Topology): boolean {
  return Object.values(layout.contexts).some(({ collapsed }) => collapsed === true)
}

/** What stands for a service or channel on the canvas: itself, or its collapsed context. */
export function shownId(topology: Topology, nodeId: string): string {
  const contextId = hiddenIn(topology, nodeId)
  return contextId === null ? nodeId : canvasIds.context(contextId)
}

interface Bundle {
  readonly first: TopologyEdge
  readonly others: TopologyEdge[]
}

function withShownEnds(topology: Topology, edge: TopologyEdge): TopologyEdge {
  const fromId = shownId(topology, edge.fromId)
  const toId = shownId(topology, edge.toId)
  return fromId === edge.fromId && toId === edge.toId ? edge : { ...edge, fromId, toId }
}

function mergedId({ kind, fromId, toId }: TopologyEdge): string {
  return `merged:${kind}:${fromId}:${toId}`
}

/** One that stands alone keeps its name, so that it can be selected, set and deleted. */
function joined(id: string, { first, others }: Bundle): TopologyEdge {
  if (others.length === 0) return first
  const parts = [first, ...others]
  const elements = parts.flatMap((part) => part.elements)
  const eventTypeIds = [...new Set(parts.flatMap((part) => part.eventTypeIds))].sort()
  return { ...first, id, elements, eventTypeIds }
}

/** The edges of the drawing that an edge on the canvas stands for. */
export function edgesBehind(
  topology: Topology,
  edges: readonly TopologyEdge[],
  shownEdgeId: string,
): readonly TopologyEdge[] {
  if (!shownEdgeId.startsWith('merged:')) return edges.filter(({ id }) => id === shownEdgeId)
  return edges.filter((edge) => mergedId(withShownEnds(topology, edge)) === shownEdgeId)
}
