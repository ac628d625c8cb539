// Where the events of the sources can come to, along the edges of a drawing.

import { grouped } from '../../lib/grouped.ts'
import type { TopologyEdge } from '../edges.ts'
import type { Topology } from '../topology.ts'

/** Services and channels; a service with a source counts as reached. */
export function reachedFromSources(
  { services }: Topology,
  edges: readonly TopologyEdge[],
): ReadonlySet<string> {
  const from = grouped(edges.filter(leads), ({ fromId }) => fromId)
  const bySources = edges.filter(
    ({ kind, elements }) =>
      kind === 'publish' && elements.some((name) => name.includes('/sources/')),
  )
  // A set hands out what is added to it while it is walked through.
  const reached = new Set(bySources.map(({ toId }) => toId))
  for (const id of reached) for (const { toId } of from.get(id) ?? []) reached.add(toId)
  for (const [id, { sources }] of Object.entries(services))
    if (Object.keys(sources).length > 0) reached.add(id)
  return reached
}

/** A binding that takes nothing of what may come to it leads nowhere. */
function leads({ kind, eventTypeIds }: TopologyEdge): boolean {
  return kind !== 'binding' || eventTypeIds.length > 0
}
