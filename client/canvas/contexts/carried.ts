// What goes along when something is dragged: a frame takes its members with it.

import { type CanvasMove, carriedBy } from '#shared/topology/canvasMoves.ts'
import type { Position, Topology } from '#shared/topology/topology.ts'
import { canvasIds, thingOf } from '../../store/canvasIds.ts'

type Dragged = ReadonlyMap<string, Position>

/** The same positions where no frame is among them. */
export function withCarried(topology: Topology, dragged: Dragged): Dragged {
  if (![...dragged.keys()].some((id) => thingOf(id).kind === 'context')) return dragged
  const { nodes, notes } = carriedBy(topology, moveOf(dragged))
  return new Map([
    ...dragged,
    ...Object.entries(nodes),
    ...Object.entries(notes).map(([id, place]) => [canvasIds.note(id), place] as const),
  ])
}

/** What was dragged, in the document's words. Members that only went along are left out. */
export function moveOf(dragged: Dragged): CanvasMove {
  const nodes: Record<string, Position> = {}
  const notes: Record<string, Position> = {}
  const contexts: Record<string, Position> = {}
  const places = { node: nodes, note: notes, context: contexts }
  for (const [canvasId, { x, y }] of dragged) {
    const { kind, id } = thingOf(canvasId)
    places[kind][id] = { x, y }
  }
  return { nodes, notes, contexts }
}
