// Where nodes are while they are being dragged; the drop is the edit.

import type { NodeChange } from 'reactflow'
import type { Position } from '#shared/topology/topology.ts'

export type Dragged = ReadonlyMap<string, Position>

export const NOTHING_DRAGGED: Dragged = new Map()

/** What React Flow says has moved. */
export function movedBy(changes: readonly NodeChange[]): Dragged {
  return new Map(
    changes.flatMap((change) =>
      change.type === 'position' && change.position && change.dragging
        ? [[change.id, change.position] as const]
        : [],
    ),
  )
}

/** Selected nodes that React Flow does not know of come along with one that it moves. */
export function withCompanions(
  moved: Dragged,
  selectedIds: readonly string[],
  restOf: (id: string) => Position | undefined,
): Dragged {
  const leaderId = selectedIds.find((id) => moved.has(id))
  const place = leaderId === undefined ? undefined : moved.get(leaderId)
  const start = leaderId === undefined ? undefined : restOf(leaderId)
  if (!place || !start) return moved
  const all = new Map(moved)
  for (const id of selectedIds) {
    const rest = all.has(id) ? undefined : restOf(id)
    if (rest) all.set(id, { x: rest.x + place.x - start.x, y: rest.y + place.y - start.y })
  }
  return all
}

export function samePlaces(before: Dragged, after: Dragged): boolean {
  if (before.size !== after.size) return false
  return [...after].every(([id, { x, y }]) => before.get(id)?.x === x && before.get(id)?.y === y)
}
