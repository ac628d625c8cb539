import type { TopologyEdge } from '#shared/topology/edges.ts'

/** With whatever is connected to them: its ends make room for each other when one of them moves. */
export function withNeighbours(
  nodeIds: ReadonlySet<string>,
  edges: readonly Pick<TopologyEdge, 'fromId' | 'toId'>[],
): ReadonlySet<string> {
  if (nodeIds.size === 0) return nodeIds
  const all = new Set(nodeIds)
  for (const { fromId, toId } of edges)
    if (nodeIds.has(fromId) || nodeIds.has(toId)) all.add(fromId).add(toId)
  return all
}
