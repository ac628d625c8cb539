// Lines up nodes with one another, and spreads them evenly.

import { rectanglesOf } from './alignBoxes.ts'
import { moveOnCanvas } from './canvasMoves.ts'
import type { Edit } from './change.ts'
import { centreOf, hullOf, type Rectangle } from './rectangles.ts'
import type { Position, Topology } from './topology.ts'

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom'

export type Direction = 'horizontally' | 'vertically'

type Rectangles = ReadonlyMap<string, Rectangle>

/** Null: they are lined up already, or there are fewer than two. */
export function alignNodes(topology: Topology, ids: readonly string[], to: Alignment): Edit | null {
  const boxes = rectanglesOf(topology, ids)
  const hull = hullOf([...boxes.values()])
  if (hull === null || boxes.size < 2) return null
  const places = [...boxes].map(([id, box]) => [id, alignedTo(hull, box, to)] as const)
  return relabelled(moveOf(topology, boxes, places), `Align ${boxes.size} nodes`)
}

/** With equal gaps between the outermost two; null: they are spread already, or there are fewer than three. */
export function distributeNodes(
  topology: Topology,
  ids: readonly string[],
  direction: Direction,
): Edit | null {
  const boxes = rectanglesOf(topology, ids)
  const hull = hullOf([...boxes.values()])
  if (hull === null || boxes.size < 3) return null
  const places =
    direction === 'horizontally' ? spreadOut(boxes, hull, ACROSS) : spreadOut(boxes, hull, DOWN)
  return relabelled(moveOf(topology, boxes, places), `Distribute ${boxes.size} nodes`)
}

function alignedTo(hull: Rectangle, box: Rectangle, to: Alignment): Position {
  const { x, y } = box
  const { x: middleX, y: middleY } = centreOf(hull)
  switch (to) {
    case 'left':
      return { x: hull.x, y }
    case 'centre':
      return { x: Math.round(middleX - box.width / 2), y }
    case 'right':
      return { x: hull.x + hull.width - box.width, y }
    case 'top':
      return { x, y: hull.y }
    case 'middle':
      return { x, y: Math.round(middleY - box.height / 2) }
    case 'bottom':
      return { x, y: hull.y + hull.height - box.height }
  }
}

interface Axis {
  readonly start: 'x' | 'y'
  readonly extent: 'width' | 'height'
}

const ACROSS: Axis = { start: 'x', extent: 'width' }
const DOWN: Axis = { start: 'y', extent: 'height' }

type Place = readonly [id: string, position: Position]

function spreadOut(boxes: Rectangles, hull: Rectangle, { start, extent }: Axis): readonly Place[] {
  const ordered = [...boxes].sort(
    ([a, boxA], [b, boxB]) =>
      boxA[start] + boxA[extent] / 2 - (boxB[start] + boxB[extent] / 2) || (a < b ? -1 : 1),
  )
  const filled = ordered.reduce((sum, [, box]) => sum + box[extent], 0)
  const gap = (hull[extent] - filled) / (ordered.length - 1)
  let next = hull[start]
  return ordered.map(([id, { x, y, [extent]: length }]) => {
    const place = Math.round(next)
    next += length + gap
    return [id, { x, y, [start]: place }] as const
  })
}

function moveOf(topology: Topology, boxes: Rectangles, places: readonly Place[]): Edit | null {
  const moved = places.filter(([id, { x, y }]) => boxes.get(id)?.x !== x || boxes.get(id)?.y !== y)
  if (moved.length === 0) return null
  // Nothing joins or leaves a context by being lined up.
  return moveOnCanvas(topology, { nodes: Object.fromEntries(moved) }, { keepsMembership: true })
}

function relabelled(edit: Edit | null, label: string): Edit | null {
  return edit === null ? null : { ...edit, label }
}
