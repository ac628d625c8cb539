// The route of every edge: which side of a box it touches and where, spread so that edges do not
// share an end. Routes that did not change stay the same object.

import type { TopologyEdge } from '#shared/topology/edges.ts'
import { type Box, curveBetween, type Port, pathOf, type Side, sidesBetween } from './geometry.ts'
import { type Polyline, pointAt, polylineOf } from './polyline.ts'

export interface Route {
  readonly from: Port
  readonly to: Port
  /** `d` of the SVG path. */
  readonly path: string
  readonly polyline: Polyline
  readonly middle: { readonly x: number; readonly y: number }
}

export type Routes = ReadonlyMap<string, Route>

type RoutedEdge = Pick<TopologyEdge, 'id' | 'fromId' | 'toId'>

/** Ends on one side of a box lie this far apart where there is room. */
const PORT_GAP = 22
/** Free of ports at both ends of a side. */
const PORT_MARGIN = 16

/** Edges with an end that has no box are left out. */
export function routesOf(
  edges: readonly RoutedEdge[],
  boxes: ReadonlyMap<string, Box>,
  previous: Routes = new Map(),
): Routes {
  const ends = endsOf(edges, boxes)
  const ports = portsOf(ends)
  const routes = new Map<string, Route>()
  for (const { id } of edges) {
    const from = ports.get(`${id} from`)
    const to = ports.get(`${id} to`)
    if (!from || !to) continue
    const known = previous.get(id)
    const stays = known && samePort(known.from, from) && samePort(known.to, to)
    routes.set(id, stays ? known : routeBetween(from, to))
  }
  return routes
}

function routeBetween(from: Port, to: Port): Route {
  const curve = curveBetween(from, to)
  const polyline = polylineOf(curve)
  return { from, to, path: pathOf(curve), polyline, middle: pointAt(polyline, 0.5) }
}

interface End {
  /** `<edge id> from` or `<edge id> to` */
  readonly key: string
  readonly nodeId: string
  readonly box: Box
  readonly side: Side
  /** Where the other end lies, along this side: ends are put in that order. */
  readonly towards: number
}

function endsOf(edges: readonly RoutedEdge[], boxes: ReadonlyMap<string, Box>): readonly End[] {
  return edges.flatMap(({ id, fromId, toId }) => {
    const from = boxes.get(fromId)
    const to = boxes.get(toId)
    if (!from || !to) return []
    const sides = sidesBetween(from, to)
    return [
      endAt({ key: `${id} from`, nodeId: fromId, box: from, side: sides.from, other: to }),
      endAt({ key: `${id} to`, nodeId: toId, box: to, side: sides.to, other: from }),
    ]
  })
}

function endAt({ other, ...end }: Omit<End, 'towards'> & { readonly other: Box }): End {
  const upright = end.side === 'left' || end.side === 'right'
  return { ...end, towards: upright ? other.y + other.height / 2 : other.x + other.width / 2 }
}

function portsOf(ends: readonly End[]): ReadonlyMap<string, Port> {
  const sides = new Map<string, End[]>()
  for (const end of ends) {
    const key = `${end.nodeId} ${end.side}`
    const known = sides.get(key)
    if (known) known.push(end)
    else sides.set(key, [end])
  }
  const ports = new Map<string, Port>()
  for (const side of sides.values()) {
    side.sort((a, b) => a.towards - b.towards || (a.key < b.key ? -1 : 1))
    side.forEach((end, index) => {
      ports.set(end.key, portAt(end, index, side.length))
    })
  }
  return ports
}

function portAt({ box, side }: End, index: number, count: number): Port {
  const upright = side === 'left' || side === 'right'
  const length = upright ? box.height : box.width
  const gap = count > 1 ? Math.min(PORT_GAP, (length - 2 * PORT_MARGIN) / (count - 1)) : 0
  const along = length / 2 + (index - (count - 1) / 2) * gap
  if (side === 'left') return { side, x: box.x, y: box.y + along }
  if (side === 'right') return { side, x: box.x + box.width, y: box.y + along }
  if (side === 'top') return { side, x: box.x + along, y: box.y }
  return { side, x: box.x + along, y: box.y + box.height }
}

function samePort(a: Port, b: Port): boolean {
  return a.x === b.x && a.y === b.y && a.side === b.side
}
