import type { TopologyEdge } from '#shared/topology/edges.ts'

export type Along = 'upstream' | 'downstream' | 'connected'

type Link = Pick<TopologyEdge, 'fromId' | 'toId'>

/** The nodes themselves, and all that edges lead to, however far. */
export function reachedFrom(
  nodeIds: readonly string[],
  edges: readonly Link[],
  along: Along,
): readonly string[] {
  const next = new Map<string, string[]>()
  const add = (from: string, to: string) => {
    const known = next.get(from)
    if (known) known.push(to)
    else next.set(from, [to])
  }
  for (const { fromId, toId } of edges) {
    if (along !== 'upstream') add(fromId, toId)
    if (along !== 'downstream') add(toId, fromId)
  }
  const reached = new Set(nodeIds)
  // A set is gone through together with what is added on the way.
  for (const id of reached) for (const other of next.get(id) ?? []) reached.add(other)
  return [...reached]
}
