// The geometry of a drawing in miniature, for what stands still in it and for what moves.

import type { Miniature } from '#shared/protocol/miniature.ts'

export const NODE_WIDTH = 130
export const NODE_HEIGHT = 84
const MARGIN = 24

export interface Point {
  readonly x: number
  readonly y: number
}

/** A cubic Bézier curve: from, two handles, to. */
export type Curve = readonly [Point, Point, Point, Point]

interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** Around all nodes, with a margin. */
export function boxOf({ nodes }: Miniature): Box {
  if (nodes.length === 0) return { x: 0, y: 0, width: 400, height: 200 }
  const left = Math.min(...nodes.map(({ x }) => x))
  const top = Math.min(...nodes.map(({ y }) => y))
  const right = Math.max(...nodes.map(({ x }) => x)) + NODE_WIDTH
  const bottom = Math.max(...nodes.map(({ y }) => y)) + NODE_HEIGHT
  return {
    x: left - MARGIN,
    y: top - MARGIN,
    width: right - left + 2 * MARGIN,
    height: bottom - top + 2 * MARGIN,
  }
}

export function curveOf({ nodes }: Miniature, edge: Miniature['edges'][number]): Curve {
  const from = nodes.find(({ id }) => id === edge.fromId) ?? ORIGIN
  const to = nodes.find(({ id }) => id === edge.toId) ?? ORIGIN
  if (to.x < from.x + NODE_WIDTH) {
    const isBelow = to.y > from.y
    const start = { x: from.x + NODE_WIDTH / 2, y: from.y + (isBelow ? NODE_HEIGHT : 0) }
    const end = { x: to.x + NODE_WIDTH / 2, y: to.y + (isBelow ? 0 : NODE_HEIGHT) }
    const bend = (end.y - start.y) / 2
    return [start, { x: start.x, y: start.y + bend }, { x: end.x, y: end.y - bend }, end]
  }
  const start = { x: from.x + NODE_WIDTH, y: from.y + NODE_HEIGHT / 2 }
  const end = { x: to.x, y: to.y + NODE_HEIGHT / 2 }
  const bend = (end.x - start.x) / 2
  return [start, { x: start.x + bend, y: start.y }, { x: end.x - bend, y: end.y }, end]
}

export function pathText([start, first, second, end]: Curve): string {
  return `M${start.x} ${start.y} C${first.x} ${first.y} ${second.x} ${second.y} ${end.x} ${end.y}`
}

/** Where a mark is after a share of its way. */
export function pointOn([start, first, second, end]: Curve, share: number): Point {
  const rest = 1 - share
  const weights = [rest ** 3, 3 * rest ** 2 * share, 3 * rest * share ** 2, share ** 3] as const
  const along = (axis: 'x' | 'y') =>
    weights[0] * start[axis] +
    weights[1] * first[axis] +
    weights[2] * second[axis] +
    weights[3] * end[axis]
  return { x: along('x'), y: along('y') }
}

/** How many edges lead to the start of each edge: so marks seem to travel on from one to the next. */
export function depthsOf({ edges }: Miniature): readonly number[] {
  const depths = new Map<string, number>()
  // A loop would go on for ever; as many rounds as there are edges reach everything.
  for (let round = 0, grew = true; grew && round < edges.length; round++) {
    grew = false
    for (const { fromId, toId } of edges) {
      const depth = (depths.get(fromId) ?? 0) + 1
      if (depth <= (depths.get(toId) ?? 0) || depth > edges.length) continue
      depths.set(toId, depth)
      grew = true
    }
  }
  return edges.map(({ fromId }) => depths.get(fromId) ?? 0)
}

const ORIGIN: Point = { x: 0, y: 0 }
