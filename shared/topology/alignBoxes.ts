// Where nodes are and how large they are drawn.

import { canvasItems } from './contextMembers.ts'
import type { Rectangle } from './rectangles.ts'
import type { Topology } from './topology.ts'

/** By id, in the order of the ids; those that are no services or channels are left out. */
export function rectanglesOf(
  topology: Topology,
  ids: readonly string[],
): ReadonlyMap<string, Rectangle> {
  const boxes = new Map(
    canvasItems(topology).flatMap(({ section, id, box }) =>
      section === 'nodes' ? [[id, box] as const] : [],
    ),
  )
  return new Map(
    ids.flatMap((id) => {
      const box = boxes.get(id)
      return box ? [[id, box] as const] : []
    }),
  )
}
