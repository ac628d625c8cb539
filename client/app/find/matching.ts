// What a person means who looks for something on the canvas.

import { entriesById } from '#shared/lib/entries.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { placeOnCanvas } from '../../canvas/annotations/annotationDrafts.ts'
import { canvasIds } from '../../store/canvasIds.ts'
import { annotationKinds, nodeKinds } from '../../store/nodeKinds.ts'
import { edgesOf } from '../../store/selectors.ts'
import type { NodeKind } from '../../store/viewSlice.ts'

/**
 * The nodes whose name, id or kind has the words in it, or that carry an event type of that name; frames
 * by their names, and notes by what they say, under what the canvas calls them. From left to right as they are drawn, so that going on is going on in the drawing.
 */
export function foundOnCanvas(topology: Topology, search: string): readonly string[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const { services, channels, layout } = topology
  const carried = eventNames(topology)
  const said = (id: string, name: string, kind: NodeKind) => ({
    id,
    text: [name, id, nodeKinds[kind].label, ...(carried.get(id) ?? [])].join('\n'),
  })
  const found = [
    ...entriesById(services).map(([id, { name, role }]) => said(id, name, role)),
    ...entriesById(channels).map(([id, { name, kind }]) => said(id, name, kind)),
    ...entriesById(layout.contexts).map(([id, { name }]) => ({
      id: canvasIds.context(id),
      text: `${name}\n${annotationKinds.context.label}`,
    })),
    ...entriesById(layout.notes).map(([id, { text }]) => ({
      id: canvasIds.note(id),
      text: `${text}\n${annotationKinds.note.label}`,
    })),
  ].filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)))
  const placeOf = (id: string) => placeOnCanvas(topology, id) ?? { x: 0, y: 0 }
  return found
    .map(({ id }) => id)
    .sort((left, right) => {
      const [a, b] = [placeOf(left), placeOf(right)]
      return a.x - b.x || a.y - b.y || (left < right ? -1 : 1)
    })
}

/** By node: what the edges at both of its ends carry. */
function eventNames(topology: Topology): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>()
  for (const { fromId, toId, eventTypeIds } of edgesOf(topology))
    for (const nodeId of [fromId, toId]) {
      const known = names.get(nodeId) ?? new Set<string>()
      for (const id of eventTypeIds) known.add(topology.eventTypes[id]?.name ?? id)
      names.set(nodeId, known)
    }
  return names
}
