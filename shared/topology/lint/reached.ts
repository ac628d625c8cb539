// Where the events of the sources can come to, along the edges of a drawing.

import { grouped } from '../../lib/grouped.ts'
import type { TopologyEdge } from '../edges.ts'
import type { Topology } from '../topology.ts'

/** Services and channels; a service with a source counts as reached. */
export function reachedFromSources(
  { services }: Topology,
  edges: readonly TopologyEdge[],
): ReadonlySet<string> {
  const bySources = edges.filter(
    ({ kind, elements }) =>
      kind === 'publish' && elements.some((name) => name.includes('/sources/')),
  )
  const reached = new Set(reachedFrom(new Set(bySources.map(({ toId }) => toId)), edges))
  for (const [id, { sources }] of Object.entries(services))
    if (Object.keys(sources).length > 0) reached.add(id)
  return reached
}

/** These, and what edges lead to from there. */
export function reachedFrom(
  ids: ReadonlySet<string>,
  edges: readonly TopologyEdge[],
): ReadonlySet<string> {
  const from = grouped(edges.filter(leads), ({ fromId }) => fromId)
  const reached = new Set(ids)
  // A set hands out what is added to it while it is walked through.
  for (const id of reached) for (const { toId } of from.get(id) ?? []) reached.add(toId)
  return reached
}

/** A binding that takes nothing of what may come to it leads nowhere. */
function leads({ kind, eventTypeIds }: TopologyEdge): boolean {
  return kind !== 'binding' || eventTypeIds.length > 0
}
