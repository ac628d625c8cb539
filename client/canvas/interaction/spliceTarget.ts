// Which edge a node that is dropped would come to stand in, and what that would do.

import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { planSplice, type Splice } from '#shared/topology/splice.ts'
import type { Position, Topology } from '#shared/topology/topology.ts'
import type { Route, Routes } from '../routes.ts'

/** How far the middle of the node may be from the edge, in the drawing's pixels. */
const REACH = 24

/** The nearest edge under a place. */
export function edgeIdAt(routes: Routes, place: Position): string | null {
  let nearest: string | null = null
  let best = REACH
  for (const [id, route] of routes) {
    if (!isNear(route, place)) continue
    const distance = distanceTo(route, place)
    if (distance >= best) continue
    nearest = id
    best = distance
  }
  return nearest
}

export interface SplicePlan {
  /** In the drawing with the node at its new place. */
  readonly splice: Splice
  /** Everything in one step; where something is offered, only the placing. */
  readonly edit: Edit
}

/** `placing` adds the node, or moves it to the edge. Null: it cannot be placed. */
export function planDrop(
  topology: Topology,
  placing: Edit,
  { nodeId, edgeId }: { readonly nodeId: string; readonly edgeId: string },
): SplicePlan | null {
  const placed = applyEdit(topology, placing)
  if (!placed.ok) return null
  const splice = planSplice(placed.topology, nodeId, edgeId)
  if (splice.kind !== 'edit') return { splice, edit: placing }
  const { label, changes } = splice.edit
  return { splice, edit: { label, changes: [...placing.changes, ...changes] } }
}

export interface SpliceWords {
  readonly tone: 'ok' | 'warning' | 'error'
  readonly text: string
}

export function wordsOf(splice: Splice): SpliceWords {
  switch (splice.kind) {
    case 'edit':
      return { tone: 'ok', text: splice.edit.label }
    case 'offer':
      return { tone: 'warning', text: `${splice.reason} ${splice.label}?` }
    case 'refused':
      return { tone: 'error', text: splice.reason }
  }
}

function isNear({ bounds }: Route, { x, y }: Position): boolean {
  return (
    x >= bounds.x - REACH &&
    x <= bounds.x + bounds.width + REACH &&
    y >= bounds.y - REACH &&
    y <= bounds.y + bounds.height + REACH
  )
}

function distanceTo({ polyline: { points } }: Route, { x, y }: Position): number {
  let least = Number.POSITIVE_INFINITY
  for (let index = 0; index + 3 < points.length; index += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.subarray(index, index + 4)
    const lengthSquared = (x1 - x0) ** 2 + (y1 - y0) ** 2
    const along = ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / (lengthSquared || 1)
    const part = Math.min(1, Math.max(0, along))
    least = Math.min(least, Math.hypot(x - x0 - part * (x1 - x0), y - y0 - part * (y1 - y0)))
  }
  return least
}
