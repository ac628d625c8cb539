// Edges as on the canvas. A picture does not move, so arrows say which way events travel, and marks
// which events they are.

import { ownValue } from '#shared/lib/entries.ts'
import { formatRate } from '#shared/lib/units.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { edgeRate } from '../../store/live/edgeRate.ts'
import { fallsBehind, hasRoomForChip, hasRoomForRate, ratePlace } from '../edges/edgePlaces.ts'
import { edgeWeight } from '../edges/edgeWeight.ts'
import type { Port } from '../geometry.ts'
import type { NodeFigures } from '../nodes/nodeReadings.ts'
import { pointAt } from '../polyline.ts'
import type { Route } from '../routes.ts'
import { lookOf } from '../traffic/looks.ts'
import type { Ink } from './inks.ts'
import { markShapes } from './markShapes.ts'
import type { Pen } from './nodeParts.ts'
import { path, rect, type Shape } from './shapes.ts'

export interface DrawnEdge {
  readonly edge: TopologyEdge
  readonly route: Route
  readonly chip: string
  readonly eventTypes: Topology['eventTypes']
  readonly figures: NodeFigures | null
  /** Traffic shows which events travel here. */
  readonly hasTraffic: boolean
}

export function edgeLine(pen: Pen, { edge, route, figures }: DrawnEdge): Shape {
  const rate = figures ? edgeRate(figures, edge) : 0
  const dash = edge.kind === 'deadLetter' ? { dash: [5, 4] } : {}
  return path(route.path, { stroke: inkOf(pen, edge, figures), width: edgeWeight(rate), ...dash })
}

/** Over the marks, so that the way is seen in any crowd. */
export function edgeArrow(pen: Pen, { edge, route, figures }: DrawnEdge): Shape {
  const ink = inkOf(pen, edge, figures)
  return path(arrowPath(route.to), { fill: ink, stroke: ink })
}

function inkOf({ inks }: Pen, edge: TopologyEdge, figures: NodeFigures | null): Ink {
  if (edge.kind === 'deadLetter') return inks.err
  return figures && fallsBehind(figures, edge) ? inks.warnFill : inks.edge
}

const DOT_RADIUS = 3

/** Where edges leave: one dot each. */
export function edgeStart({ inks }: Pen, { route }: DrawnEdge): Shape {
  const { x, y } = route.from
  const box = {
    x: x - DOT_RADIUS,
    y: y - DOT_RADIUS,
    width: 2 * DOT_RADIUS,
    height: 2 * DOT_RADIUS,
  }
  return rect(box, DOT_RADIUS, { fill: inks.canvas, stroke: inks.edgeHi, width: 1.5 })
}

/** Over all lines: what is said on an edge. */
export function edgeTexts(pen: Pen, drawn: DrawnEdge): readonly Shape[] {
  const { edge, route, chip, figures } = drawn
  const rate = figures ? edgeRate(figures, edge) : Number.NaN
  const rateShapes = rate > 0 && hasRoomForRate(route) ? rateText(pen, route, rate) : []
  const chipShapes = chip !== '' && hasRoomForChip(route) ? chipText(pen, route, chip) : []
  return [...(chipShapes.length > 0 ? [] : typeMarks(pen, drawn)), ...chipShapes, ...rateShapes]
}

function rateText({ inks, set }: Pen, route: Route, rate: number): readonly Shape[] {
  const { x, y } = ratePlace(route)
  const place = { x, top: y - 6, line: 12, anchor: 'middle' } as const
  const type = { face: 'mono', size: 10.5, weight: 500 } as const
  const text = set.text(formatRate(rate).replace('/s', ''), { ...type, ...place, fill: inks.t2 })
  const ground = { x: text.x - 2, y: y - 6, width: text.textWidth + 4, height: 12 }
  return [rect(ground, 3, { fill: { ...inks.canvas, alpha: 0.85 } }), text]
}

function chipText({ inks, set }: Pen, { middle }: Route, chip: string): readonly Shape[] {
  const { x, y } = middle
  const place = { x, top: y - 7, line: 14, anchor: 'middle' } as const
  const text = set.text(chip, { size: 10.5, weight: 500, fill: inks.t2, ...place })
  const frame = { x: text.x - 6.5, y: y - 8, width: text.textWidth + 13, height: 16 }
  return [rect(frame, 7, { fill: inks.canvas, stroke: inks.line }), text]
}

const TYPES_MAX = 4
const MARK_GAP = 13
/** Kept free at both ends of an edge, of which one is an arrow. */
const MARK_MARGIN = 14

/** A mark for each type that may travel here, as far as there is room. */
function typeMarks(pen: Pen, drawn: DrawnEdge): readonly Shape[] {
  const { edge, route, eventTypes, hasTraffic } = drawn
  if (hasTraffic) return []
  const room = Math.floor((route.polyline.length - 2 * MARK_MARGIN) / MARK_GAP)
  const marks = edge.eventTypeIds
    .flatMap((id) => ownValue(eventTypes, id) ?? [])
    .slice(0, Math.min(TYPES_MAX, room))
  return markShapes(
    pen.inks,
    marks.map((type, index) => {
      const along = (index - (marks.length - 1) / 2) * MARK_GAP
      const place = pointAt(route.polyline, 0.5 + along / route.polyline.length)
      return { look: lookOf(type), ...place }
    }),
    1.15,
  )
}

const ARROW = 7
const ARROW_HALF = 3.4

function arrowPath({ x, y, side }: Port): string {
  switch (side) {
    case 'left':
      return `M${x - 1} ${y}l${-ARROW} ${-ARROW_HALF}v${2 * ARROW_HALF}z`
    case 'right':
      return `M${x + 1} ${y}l${ARROW} ${-ARROW_HALF}v${2 * ARROW_HALF}z`
    case 'top':
      return `M${x} ${y - 1}l${-ARROW_HALF} ${-ARROW}h${2 * ARROW_HALF}z`
    case 'bottom':
      return `M${x} ${y + 1}l${-ARROW_HALF} ${ARROW}h${2 * ARROW_HALF}z`
  }
}
