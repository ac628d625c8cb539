import type { TopologyEdge } from '#shared/topology/edges.ts'

/** By edge: those that stay keep their slot, so that their marks do; new ones take the lowest that is free. */
export function slotsFor(
  edges: readonly TopologyEdge[],
  known: ReadonlyMap<string, number>,
): Map<string, number> {
  const slots = new Map<string, number>()
  for (const { id } of edges) {
    const slot = known.get(id)
    if (slot !== undefined) slots.set(id, slot)
  }
  const taken = new Set(slots.values())
  let free = 0
  for (const { id } of edges) {
    if (slots.has(id)) continue
    while (taken.has(free)) free += 1
    taken.add(free)
    slots.set(id, free)
  }
  return slots
}
