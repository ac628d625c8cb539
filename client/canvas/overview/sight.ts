// How much of a drawing React Flow gets to draw. All of a small one; of a large one what lies in view
// and somewhat around it; and nothing from far away, where one canvas paints the whole.

import type { TopologyEdge } from '#shared/topology/edges.ts'
import { touch } from '#shared/topology/rectangles.ts'
import type { Box } from '../geometry.ts'
import type { Routes } from '../routes.ts'

export type Sight =
  | { readonly kind: 'everything' }
  /** In the drawing's coordinates. */
  | { readonly kind: 'near'; readonly area: Box }
  | { readonly kind: 'overview' }

/** How the drawing lies in the window. */
export interface View {
  readonly transform: readonly [x: number, y: number, zoom: number]
  /** In CSS pixels; 0 as long as the window has not been measured. */
  readonly width: number
  readonly height: number
}

/** From more nodes on, what is drawn depends on the view. */
export const LARGE_NODES = 300

/** Apart, so that a view at the limit does not go to and fro. */
const OVERVIEW_BELOW = 0.38
const NEAR_FROM = 0.42

/** To each side of the view, as a part of it. */
const MARGIN = 0.35
/** Zoomed in, an area grows too large for its view: more would be drawn than is worth it. */
const AREA_MAX = 4

const EVERYTHING: Sight = { kind: 'everything' }
const OVERVIEW: Sight = { kind: 'overview' }

/** Before a window is known. */
export function firstSight(nodeCount: number): Sight {
  return nodeCount > LARGE_NODES ? OVERVIEW : EVERYTHING
}

/** The same object as long as it will do. */
export function sightAfter(before: Sight, view: View, nodeCount: number): Sight {
  if (nodeCount <= LARGE_NODES) return EVERYTHING
  const zoom = view.transform[2]
  const isFar = zoom < (before.kind === 'overview' ? NEAR_FROM : OVERVIEW_BELOW)
  if (isFar || view.width === 0) return OVERVIEW
  const area = areaAfter(before.kind === 'near' ? before.area : null, view)
  return before.kind === 'near' && before.area === area ? before : { kind: 'near', area }
}

/** The view and somewhat around it; the same object as long as it will do. */
export function areaAfter(before: Box | null, view: View): Box {
  const visible = visibleArea(view)
  return before !== null && fits(before, visible) ? before : grown(visible, MARGIN)
}

export function visibleArea({ transform: [x, y, zoom], width, height }: View): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom }
}

/** By a part of its own size to each side. */
export function grown({ x, y, width, height }: Box, part: number): Box {
  return {
    x: x - part * width,
    y: y - part * height,
    width: width * (1 + 2 * part),
    height: height * (1 + 2 * part),
  }
}

export function contains(outer: Box, inner: Box): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  )
}

function fits(area: Box, visible: Box): boolean {
  return contains(area, visible) && area.width <= AREA_MAX * visible.width
}

export interface Drawing {
  readonly boxes: ReadonlyMap<string, Box>
  readonly edges: readonly TopologyEdge[]
  readonly routes: Routes
}

export interface Seen {
  /** In the order of the boxes; null: all. */
  readonly nodeIds: ReadonlySet<string> | null
  readonly edges: readonly TopologyEdge[]
}

/** What to hand on. `keptIds` are handed on wherever they lie: they have the focus, or are being dragged. */
export function seenOf(sight: Sight, drawing: Drawing, keptIds: Iterable<string>): Seen {
  const { boxes, edges, routes } = drawing
  if (sight.kind === 'everything')
    return { nodeIds: null, edges: edges.filter(({ id }) => routes.has(id)) }
  const ids = new Set([...keptIds].filter((id) => boxes.has(id)))
  if (sight.kind === 'overview') return { nodeIds: inOrderOf(boxes, ids), edges: NO_EDGES }
  const { area } = sight
  for (const [id, box] of boxes) if (touch(area, box)) ids.add(id)
  const seen = edges.filter(({ id }) => {
    const bounds = routes.get(id)?.bounds
    return bounds !== undefined && touch(area, bounds)
  })
  // React Flow draws no edge whose ends it does not know.
  for (const { fromId, toId } of seen) ids.add(fromId).add(toId)
  return { nodeIds: inOrderOf(boxes, ids), edges: seen }
}

const NO_EDGES: readonly TopologyEdge[] = []

export function sameSeen(one: Seen, other: Seen): boolean {
  return sameInOrder(one.edges, other.edges) && sameIds(one.nodeIds, other.nodeIds)
}

function sameIds(one: Seen['nodeIds'], other: Seen['nodeIds']): boolean {
  if (one === null || other === null) return one === other
  return sameInOrder([...one], [...other])
}

function sameInOrder(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((part, index) => part === other[index])
}

/** Always one order, so that nothing moves about in the page. */
function inOrderOf(boxes: ReadonlyMap<string, Box>, ids: ReadonlySet<string>): ReadonlySet<string> {
  return ids.size < 2 ? ids : new Set([...boxes.keys()].filter((id) => ids.has(id)))
}

/** The `count` nodes nearest to a place, with the edges between them. */
export function nearestOf(
  seen: Seen,
  boxes: ReadonlyMap<string, Box>,
  { middle, count }: { readonly middle: Place; readonly count: number },
): Seen {
  const ids = [...(seen.nodeIds ?? boxes.keys())]
  if (ids.length <= count) return seen
  const distance = new Map(ids.map((id) => [id, distanceTo(boxes.get(id), middle)]))
  ids.sort((a, b) => (distance.get(a) ?? 0) - (distance.get(b) ?? 0))
  const near = new Set(ids.slice(0, count))
  const edges = seen.edges.filter(({ fromId, toId }) => near.has(fromId) && near.has(toId))
  return { nodeIds: inOrderOf(boxes, near), edges }
}

interface Place {
  readonly x: number
  readonly y: number
}

function distanceTo(box: Box | undefined, { x, y }: Place): number {
  if (!box) return Number.POSITIVE_INFINITY
  return Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y)
}
