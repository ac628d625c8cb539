// How well a drawing can be seen: which edges pass behind nodes that they have nothing to do with, and what
// stands on or too near to something else.

import { entriesById, ownValue } from '#shared/lib/entries.ts'
import { GRID } from '#shared/topology/nodeSizes.ts'
import type { Rectangle } from '#shared/topology/rectangles.ts'
import { overlap } from '#shared/topology/rectangles.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { boxesOf } from '../../canvas/canvasNodes.ts'
import { type Route, routesOf } from '../../canvas/routes.ts'
import { thingOf } from '../../store/canvasIds.ts'
import { shownEdgesOf } from '../../store/selectors.ts'

/** As the canvas calls them. */
interface Hiding {
  readonly edgeId: string
  readonly nodeId: string
  readonly endIds: readonly string[]
}

export interface Sight {
  readonly hidden: readonly Hiding[]
  /** Edges that pass behind something. */
  readonly hiddenEdges: number
  /** Pairs of things that are too near to each other. */
  readonly clashes: number
}

export function sightOf(topology: Topology): Sight {
  const edges = shownEdgesOf(topology)
  const boxes = boxesOf({ topology, edges })
  const nodes = [...boxes].filter(([id]) => thingOf(id).kind !== 'note')
  const routes = routesOf(edges, boxes)
  const hidden = edges.flatMap(({ id: edgeId, fromId, toId }): readonly Hiding[] => {
    const route = routes.get(edgeId)
    if (!route) return []
    return nodes
      .filter(([id, box]) => id !== fromId && id !== toId && passesBehind(route, box))
      .map(([nodeId]) => ({ edgeId, nodeId, endIds: [fromId, toId] }))
  })
  return {
    hidden,
    hiddenEdges: new Set(hidden.map(({ edgeId }) => edgeId)).size,
    clashes: clashesAmong(topology, nodes),
  }
}

/** Between two points of a route. */
const PIECES = 8
/** So near to a node, an edge seems to belong to it. */
const NEAR = 6

function passesBehind({ bounds, polyline: { points } }: Route, box: Rectangle): boolean {
  if (!overlap(bounds, box, NEAR)) return false
  for (let index = 0; index + 3 < points.length; index += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points.subarray(index, index + 4)
    for (let piece = 0; piece < PIECES; piece += 1) {
      const part = piece / PIECES
      const point = { x: x0 + (x1 - x0) * part, y: y0 + (y1 - y0) * part, width: 0, height: 0 }
      if (overlap(point, box, NEAR)) return true
    }
  }
  return false
}

/** Free round a node. */
const ROOM = GRID

function clashesAmong(
  { layout }: Topology,
  nodes: readonly (readonly [string, Rectangle])[],
): number {
  const frames = entriesById(layout.contexts).filter(([, { collapsed }]) => collapsed !== true)
  let clashes = pairs(nodes, ([, a], [, b]) => overlap(a, b, ROOM))
  clashes += pairs(frames, ([, a], [, b]) => overlap(a, b, 0))
  for (const [contextId, frame] of frames)
    clashes += nodes.filter(
      ([id, box]) => ownValue(layout.nodes, id)?.contextId !== contextId && overlap(frame, box, 0),
    ).length
  return clashes
}

function pairs<Value>(values: readonly Value[], count: (a: Value, b: Value) => boolean): number {
  return values.reduce(
    (sum, a, index) => sum + values.slice(index + 1).filter((b) => count(a, b)).length,
    0,
  )
}
