// The route of every edge: which side of a box it touches and where, spread so that edges do not
// share an end. Routes that did not change stay the same object.

import type { TopologyEdge } from '#shared/topology/edges.ts'
import {
  type Box,
  curveBetween,
  type Port,
  pathOf,
  type Side,
  sameBox,
  sidesBetween,
} from './geometry.ts'
import { type Polyline, pointAt, polylineOf } from './polyline.ts'

export interface Route {
  readonly from: Port
  readonly to: Port
  /** `d` of the SVG path. */
  readonly path: string
  readonly polyline: Polyline
  readonly middle: { readonly x: number; readonly y: number }
  /** All of it lies in here. */
  readonly bounds: Box
}

export type Routes = ReadonlyMap<string, Route>

type RoutedEdge = Pick<TopologyEdge, 'id' | 'fromId' | 'toId'>
type Boxes = ReadonlyMap<string, Box>

/** Edges with an end that has no box are left out. */
export function routesOf(
  edges: readonly RoutedEdge[],
  boxes: Boxes,
  previous: Routes = new Map(),
): Routes {
  return new Router(previous).route(edges, boxes)
}

/** Ends on one side of a box lie this far apart where there is room. */
const PORT_GAP = 22
/** Free of ports at both ends of a side. */
const PORT_MARGIN = 16

interface Ports {
  from: Port | null
  to: Port | null
}

interface End {
  readonly edgeId: string
  readonly end: 'from' | 'to'
  /** Where the other end lies, along this side: ends are put in that order. */
  readonly towards: number
}

/**
 * Keeps the routes of a drawing up to date: only what touches a box that moved, or its neighbours, is
 * laid anew. The neighbours are concerned because ends share the side of a box in the order of what
 * lies at their other ends.
 */
export class Router {
  #edges: readonly RoutedEdge[] = []
  #edgeById: ReadonlyMap<string, RoutedEdge> = new Map()
  #edgesAt: ReadonlyMap<string, readonly RoutedEdge[]> = new Map()
  #boxes: Boxes = new Map()
  #ports = new Map<string, Ports>()
  #routes: Routes

  /** Routes that lead as before stay the same object. */
  constructor(known: Routes = new Map()) {
    this.#routes = known
  }

  /** Edges with an end that has no box are left out. */
  route(edges: readonly RoutedEdge[], boxes: Boxes): Routes {
    const touched = movedIds(this.#boxes, boxes)
    this.#boxes = boxes
    if (edges !== this.#edges) this.#takeEdges(edges, touched)
    if (touched.size === 0) return this.#routes
    const concerned = this.#withNeighbours(touched)
    for (const nodeId of concerned) this.#placePorts(nodeId)
    this.#routes = this.#laid(concerned)
    return this.#routes
  }

  #takeEdges(edges: readonly RoutedEdge[], touched: Set<string>): void {
    const known = this.#edgeById
    const next = new Map(edges.map((edge) => [edge.id, edge]))
    const touch = ({ fromId, toId }: RoutedEdge) => touched.add(fromId).add(toId)
    for (const edge of edges) if (!sameEnds(known.get(edge.id), edge)) touch(edge)
    for (const [id, edge] of known) {
      if (sameEnds(next.get(id), edge)) continue
      touch(edge)
      this.#ports.delete(id)
    }
    this.#edges = edges
    this.#edgeById = next
    this.#edgesAt = edgesByNode(edges)
  }

  #withNeighbours(touched: ReadonlySet<string>): ReadonlySet<string> {
    const concerned = new Set(touched)
    for (const nodeId of touched)
      for (const { fromId, toId } of this.#edgesAt.get(nodeId) ?? [])
        concerned.add(fromId).add(toId)
    return concerned
  }

  #placePorts(nodeId: string): void {
    const box = this.#boxes.get(nodeId)
    const sides: Record<Side, End[]> = { left: [], right: [], top: [], bottom: [] }
    for (const edge of this.#edgesAt.get(nodeId) ?? []) {
      const from = this.#boxes.get(edge.fromId)
      const to = this.#boxes.get(edge.toId)
      const ports = this.#portsOf(edge.id)
      if (edge.fromId === nodeId) ports.from = null
      if (edge.toId === nodeId) ports.to = null
      if (!from || !to) continue
      const used = sidesBetween(from, to)
      if (edge.fromId === nodeId) sides[used.from].push(endAt(edge.id, 'from', [used.from, to]))
      if (edge.toId === nodeId) sides[used.to].push(endAt(edge.id, 'to', [used.to, from]))
    }
    if (!box) return
    for (const side of SIDES) {
      const ends = sides[side].sort(inOrder)
      ends.forEach(({ edgeId, end }, index) => {
        this.#portsOf(edgeId)[end] = portAt(box, side, { index, count: ends.length })
      })
    }
  }

  #portsOf(edgeId: string): Ports {
    const known = this.#ports.get(edgeId)
    if (known) return known
    const fresh = { from: null, to: null }
    this.#ports.set(edgeId, fresh)
    return fresh
  }

  #laid(concerned: ReadonlySet<string>): Routes {
    const routes = new Map<string, Route>()
    for (const { id, fromId, toId } of this.#edges) {
      const known = this.#routes.get(id)
      const route =
        known && !concerned.has(fromId) && !concerned.has(toId)
          ? known
          : routeAlong(this.#portsOf(id), known)
      if (route) routes.set(id, route)
    }
    return routes
  }
}

const SIDES: readonly Side[] = ['left', 'right', 'top', 'bottom']

function movedIds(before: Boxes, after: Boxes): Set<string> {
  const moved = new Set<string>()
  if (before === after) return moved
  for (const [id, box] of after) {
    const known = before.get(id)
    if (known !== box && !(known && sameBox(known, box))) moved.add(id)
  }
  for (const id of before.keys()) if (!after.has(id)) moved.add(id)
  return moved
}

function sameEnds(known: RoutedEdge | undefined, edge: RoutedEdge): boolean {
  return known?.fromId === edge.fromId && known.toId === edge.toId
}

function edgesByNode(edges: readonly RoutedEdge[]): ReadonlyMap<string, readonly RoutedEdge[]> {
  const byNode = new Map<string, RoutedEdge[]>()
  const add = (nodeId: string, edge: RoutedEdge) => {
    const known = byNode.get(nodeId)
    if (known) known.push(edge)
    else byNode.set(nodeId, [edge])
  }
  for (const edge of edges) {
    add(edge.fromId, edge)
    if (edge.toId !== edge.fromId) add(edge.toId, edge)
  }
  return byNode
}

function endAt(edgeId: string, end: End['end'], [side, other]: readonly [Side, Box]): End {
  const upright = side === 'left' || side === 'right'
  const towards = upright ? other.y + other.height / 2 : other.x + other.width / 2
  return { edgeId, end, towards }
}

function inOrder(a: End, b: End): number {
  if (a.towards !== b.towards) return a.towards - b.towards
  if (a.edgeId !== b.edgeId) return a.edgeId < b.edgeId ? -1 : 1
  return a.end === 'from' ? -1 : 1
}

function portAt(
  box: Box,
  side: Side,
  { index, count }: { readonly index: number; readonly count: number },
): Port {
  const upright = side === 'left' || side === 'right'
  const length = upright ? box.height : box.width
  const gap = count > 1 ? Math.min(PORT_GAP, (length - 2 * PORT_MARGIN) / (count - 1)) : 0
  const along = length / 2 + (index - (count - 1) / 2) * gap
  if (side === 'left') return { side, x: box.x, y: box.y + along }
  if (side === 'right') return { side, x: box.x + box.width, y: box.y + along }
  if (side === 'top') return { side, x: box.x + along, y: box.y }
  return { side, x: box.x + along, y: box.y + box.height }
}

function routeAlong({ from, to }: Ports, known: Route | undefined): Route | null {
  if (!from || !to) return null
  if (known && samePort(known.from, from) && samePort(known.to, to)) return known
  const curve = curveBetween(from, to)
  const polyline = polylineOf(curve)
  const middle = pointAt(polyline, 0.5)
  return { from, to, path: pathOf(curve), polyline, middle, bounds: boundsOf(polyline) }
}

function boundsOf({ points }: Polyline): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let index = 0; index < points.length; index += 2) {
    const x = points[index] ?? 0
    const y = points[index + 1] ?? 0
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

function samePort(a: Port, b: Port): boolean {
  return a.x === b.x && a.y === b.y && a.side === b.side
}
