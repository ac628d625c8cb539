// A context that is drawn as one node, with the figures of all that it holds.

import { formatCount, formatRate } from '#shared/lib/units.ts'
import type { Context } from '#shared/topology/layout.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { contextParts, rateOver, waitingIn } from '../../store/live/contextFigures.ts'
import { contentIcons, contentWords } from '../contexts/contentWords.ts'
import { contextStatus } from '../contexts/contextStatus.ts'
import type { Box } from '../geometry.ts'
import type { NodeFigures } from '../nodes/nodeReadings.ts'
import { briefShapes, iconShape, type Pen, rowShapes, statusShape } from './nodeParts.ts'
import { path, rect, type Shape } from './shapes.ts'

export interface DrawnSummary {
  readonly topology: Topology
  readonly contextId: string
  readonly context: Context
  readonly box: Box
  /** Null: there is no run to tell of. */
  readonly figures: NodeFigures | null
}

const RADIUS = 14
const INSET = 12

export function summaryShapes(pen: Pen, drawn: DrawnSummary): readonly Shape[] {
  const { inks } = pen
  const { box } = drawn
  // What it holds lies below it, as a stack.
  const below = { ...box, y: box.y + 4 }
  return [
    rect(below, RADIUS, { fill: inks.canvas, stroke: inks.frameLine }),
    rect(box, RADIUS, { fill: inks.panel, stroke: inks.edge, dash: [4, 3] }),
    ...headShapes(pen, drawn),
    ...figureShapes(pen, drawn),
    ...insideShapes(pen, drawn),
  ]
}

function headShapes({ inks, set }: Pen, drawn: DrawnSummary): readonly Shape[] {
  const { topology, contextId, context, box, figures } = drawn
  const parts = contextParts(topology, contextId)
  const status = figures ? contextStatus(figures, parts) : 'idle'
  const place = { x: box.x + 34, widthMax: box.width - 34 - (status === 'idle' ? INSET : 30) }
  const name = { size: 12.5, weight: 600, fill: inks.t1, top: box.y + 8, line: 15 } as const
  const content = { size: 10.5, fill: inks.t3, top: box.y + 23, line: 13 }
  return [
    iconShape('context', { x: box.x + 12, y: box.y + 14, size: 14, ink: inks.t3 }),
    set.text(context.name, { ...name, ...place }),
    set.text(contentWords(parts), { ...content, ...place }),
    ...statusShape(inks, status, { x: box.x + box.width - 24, y: box.y + 8 }),
  ]
}

function figureShapes(pen: Pen, drawn: DrawnSummary): readonly Shape[] {
  const { topology, contextId, box, figures } = drawn
  if (figures === null) return []
  const parts = contextParts(topology, contextId)
  const top = box.y + 38
  const row = (index: number, words: string, figure: string) =>
    rowShapes(pen, box, { top: top + 22 + 15 * index, inset: INSET, words, figure })
  const number = formatRate(rateOver(figures, parts.inwards))
  return [
    ...briefShapes(pen, box, { top, inset: INSET, number, after: 'in' }),
    ...row(0, 'Out', formatRate(rateOver(figures, parts.outwards))),
    ...row(1, 'Waiting inside', formatCount(waitingIn(figures, parts))),
  ]
}

const ICON_PITCH = 18

function insideShapes({ inks, set }: Pen, drawn: DrawnSummary): readonly Shape[] {
  const { topology, contextId, box } = drawn
  const { icons, more } = contentIcons(topology, contextParts(topology, contextId))
  if (icons.length === 0) return []
  const left = box.x + 1 + INSET
  const y = box.y + box.height - 20
  const line = `M${left} ${y - 5}h${box.width - 2 - 2 * INSET}`
  const words = { size: 10.5, fill: inks.t3, x: left + ICON_PITCH * icons.length, top: y, line: 12 }
  return [
    path(line, { stroke: inks.line, width: 1 }),
    ...icons.map(({ icon }, index) =>
      iconShape(icon, { x: left + ICON_PITCH * index, y, size: 12, ink: inks.t3 }),
    ),
    ...(more === '' ? [] : [set.text(more, words)]),
  ]
}
