// How hard a drawing is to take in: how small it must be shown to be seen as a whole, how far its edges
// lead, and what they cross.

import type { Context } from '#shared/topology/layout.ts'
import type { Size } from '#shared/topology/nodeSizes.ts'
import { holds, hullOf, type Rectangle, touch } from '#shared/topology/rectangles.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { boxesOf } from '../../canvas/canvasNodes.ts'
import { type Route, routesOf } from '../../canvas/routes.ts'
import { shownEdgesOf } from '../../store/selectors.ts'

/** By so much of it, two edges that cross add to the strain, and an edge that runs over the name of a frame. */
const CROSSING = 0.1
const CROSSED_NAME = 0.3
/** Of the line in which a name stands, and of its letters; a long one is cut off. */
const NAME = { height: 40, letter: 8, around: 30 }

/** How large it can be shown as a whole in this view; 1: as large as it is, or larger. */
export function fitOf({ width, height }: Size, view: Size): number {
  return Math.min(view.width / width, view.height / height, 1)
}

/** Comparable among drawings of the same things, seen in the same view. */
export function strainOf(topology: Topology, view: Size): number {
  const edges = shownEdgesOf(topology)
  const boxes = boxesOf({ topology, edges })
  const routes = [...routesOf(edges, boxes).values()]
  const frames = Object.values(topology.layout.contexts).filter(({ collapsed }) => !collapsed)
  const hull = hullOf([...boxes.values(), ...frames])
  if (hull === null) return 0
  const lengths = routes.reduce((sum, { polyline }) => sum + polyline.length, 0)
  const crossings = CROSSING * crossingsAmong(routes) + CROSSED_NAME * crossedNames(routes, frames)
  // The room counts for more: it makes all words smaller.
  return (Math.sqrt(lengths) * (1 + crossings)) / fitOf(hull, view)
}

function crossedNames(routes: readonly Route[], frames: readonly Context[]): number {
  const names = frames.map(({ x, y, width, name }) => ({
    x,
    y,
    width: Math.min(width, NAME.around + NAME.letter * name.length),
    height: NAME.height,
  }))
  return names.reduce((sum, name) => sum + routes.filter((r) => passes(r, name)).length, 0)
}

function passes({ bounds, polyline: { points } }: Route, box: Rectangle): boolean {
  if (!touch(bounds, box)) return false
  for (let index = 0; index + 1 < points.length; index += 2) {
    const [x = 0, y = 0] = points.subarray(index, index + 2)
    if (holds(box, { x, y })) return true
  }
  return false
}

function crossingsAmong(routes: readonly Route[]): number {
  return routes.reduce(
    (sum, a, index) => sum + routes.slice(index + 1).filter((b) => cross(a, b)).length,
    0,
  )
}

function cross(a: Route, b: Route): boolean {
  if (!touch(a.bounds, b.bounds)) return false
  const [these, those] = [a.polyline.points, b.polyline.points]
  for (let from = 0; from + 3 < these.length; from += 2)
    if (pieceCrosses(these, from, those)) return true
  return false
}

/** Whether the piece of a line that begins at `from` crosses another line. No object: this runs often. */
function pieceCrosses(points: Float32Array, from: number, line: Float32Array): boolean {
  const x0 = points[from] ?? 0
  const y0 = points[from + 1] ?? 0
  const x1 = points[from + 2] ?? 0
  const y1 = points[from + 3] ?? 0
  let [u0 = 0, v0 = 0] = line
  let before = 0
  for (let at = 0; at + 1 < line.length; at += 2) {
    const u1 = line[at] ?? 0
    const v1 = line[at + 1] ?? 0
    const after = (x1 - x0) * (v1 - y0) - (y1 - y0) * (u1 - x0)
    if (before * after < 0) {
      const begin = (u1 - u0) * (y0 - v0) - (v1 - v0) * (x0 - u0)
      const end = (u1 - u0) * (y1 - v0) - (v1 - v0) * (x1 - u0)
      if (begin * end < 0) return true
    }
    u0 = u1
    v0 = v1
    before = after
  }
  return false
}
