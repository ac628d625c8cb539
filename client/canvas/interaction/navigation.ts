// Where the arrow keys lead: along the edges, because a drawing is read by following them; where no
// edge leads that way, to what lies there.

import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { Box } from '../geometry.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

export const ARROWS: ReadonlyMap<string, Direction> = new Map([
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
])

interface Drawing {
  readonly edges: readonly Pick<TopologyEdge, 'fromId' | 'toId'>[]
  readonly boxes: ReadonlyMap<string, Box>
}

/** Right: downstream. Left: upstream. Up and down: the nearest there. Null: nothing is. */
export function neighbourOf(
  nodeId: string,
  direction: Direction,
  { edges, boxes }: Drawing,
): string | null {
  const box = boxes.get(nodeId)
  if (!box) return null
  const origin = centreOf(box)
  const connected = connectedTo(nodeId, direction, edges)
  if (connected.length > 0) return nearest(connected, boxes, distanceFrom(origin))
  const there = [...boxes.keys()].filter(
    (id) => id !== nodeId && liesTowards(direction, origin, boxes.get(id)),
  )
  return nearest(there, boxes, distanceAlong(origin, direction))
}

/** Where reading begins: farthest left, then topmost. */
export function firstNode(boxes: ReadonlyMap<string, Box>): string | null {
  const sorted = [...boxes].sort(([, a], [, b]) => a.x - b.x || a.y - b.y)
  return sorted[0]?.[0] ?? null
}

interface Point {
  readonly x: number
  readonly y: number
}

function connectedTo(
  nodeId: string,
  direction: Direction,
  edges: Drawing['edges'],
): readonly string[] {
  if (direction === 'right')
    return edges.filter(({ fromId }) => fromId === nodeId).map(({ toId }) => toId)
  if (direction === 'left')
    return edges.filter(({ toId }) => toId === nodeId).map(({ fromId }) => fromId)
  return []
}

/** Within 45 degrees of the direction. */
function liesTowards(direction: Direction, origin: Point, box: Box | undefined): boolean {
  if (!box) return false
  const centre = centreOf(box)
  const dx = centre.x - origin.x
  const dy = centre.y - origin.y
  if (direction === 'left') return dx < 0 && Math.abs(dy) <= -dx
  if (direction === 'right') return dx > 0 && Math.abs(dy) <= dx
  if (direction === 'up') return dy < 0 && Math.abs(dx) <= -dy
  return dy > 0 && Math.abs(dx) <= dy
}

function nearest(
  ids: readonly string[],
  boxes: ReadonlyMap<string, Box>,
  distanceTo: (centre: Point) => number,
): string | null {
  let best: string | null = null
  let bestDistance = Number.POSITIVE_INFINITY
  for (const id of ids) {
    const box = boxes.get(id)
    const distance = box ? distanceTo(centreOf(box)) : bestDistance
    if (distance >= bestDistance) continue
    best = id
    bestDistance = distance
  }
  return best
}

function distanceFrom(origin: Point): (centre: Point) => number {
  return ({ x, y }) => Math.hypot(x - origin.x, y - origin.y)
}

/** What lies straight ahead is nearer than what lies aside. */
function distanceAlong(origin: Point, direction: Direction): (centre: Point) => number {
  const level = direction === 'left' || direction === 'right'
  return ({ x, y }) => {
    const dx = Math.abs(x - origin.x)
    const dy = Math.abs(y - origin.y)
    return level ? dx + 2 * dy : dy + 2 * dx
  }
}

function centreOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 }
}
