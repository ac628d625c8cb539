// What lies under the boxes of the overview, and changes with the view and the drawing only: the frames
// of contexts, and the edges.

import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { Context } from '#shared/topology/layout.ts'
import { touch } from '#shared/topology/rectangles.ts'
import type { Box } from '../geometry.ts'
import { POLYLINE_STEPS } from '../polyline.ts'
import type { Route } from '../routes.ts'
import { grouped } from './grouped.ts'
import type { MapColours } from './mapColours.ts'

export type Surface = CanvasRenderingContext2D

/** Scaled and moved so that the drawing's coordinates can be used. */
export interface Pen {
  readonly surface: Surface
  readonly colours: MapColours
  readonly zoom: number
  /** Nothing outside is painted. */
  readonly area: Box
}

/** A path with more edges than this takes longer to paint than several. */
const EDGES_PER_PATH = 150

export function paintFrames({ surface, colours, zoom }: Pen, contexts: Iterable<Context>): void {
  surface.fillStyle = colours.frame
  surface.strokeStyle = colours.frameLine
  surface.lineWidth = 1 / zoom
  for (const { x, y, width, height } of contexts) {
    surface.beginPath()
    surface.roundRect(x, y, width, height, Math.min(14, 6 / zoom))
    surface.fill()
    surface.stroke()
  }
}

export interface Line {
  readonly edge: TopologyEdge
  readonly route: Route
}

export type Look = 'plain' | 'deadLetter' | 'behind' | 'selected'

export function paintLines(pen: Pen, lines: readonly Line[], lookOf: (edge: TopologyEdge) => Look) {
  const shown = lines.filter(({ route }) => touch(pen.area, route.bounds))
  const byLook = grouped(shown, ({ edge }) => lookOf(edge))
  for (const look of LOOKS) paintLook(pen, look, byLook.get(look) ?? [])
}

/** What matters most is painted last. */
const LOOKS: readonly Look[] = ['plain', 'deadLetter', 'behind', 'selected']

function paintLook({ surface, colours, zoom }: Pen, look: Look, lines: readonly Line[]): void {
  const { edge, deadLetter, behind, accent } = colours
  surface.strokeStyle = { plain: edge, deadLetter, behind, selected: accent }[look]
  surface.globalAlpha = look === 'plain' ? Math.min(1, 0.5 + zoom) : 1
  surface.lineWidth = (look === 'selected' ? 2 : Math.max(0.8, 3 * zoom)) / zoom
  surface.setLineDash(look === 'deadLetter' ? [3 / zoom, 2 / zoom] : [])
  // Far away, a curve of few pieces looks like one of many.
  const stride = zoom < 0.15 ? 4 : 2
  for (let from = 0; from < lines.length; from += EDGES_PER_PATH) {
    surface.beginPath()
    for (const { route } of lines.slice(from, from + EDGES_PER_PATH)) trace(surface, route, stride)
    surface.stroke()
  }
  surface.setLineDash([])
  surface.globalAlpha = 1
}

function trace(surface: Surface, { polyline: { points } }: Route, stride: number): void {
  surface.moveTo(points[0] ?? 0, points[1] ?? 0)
  for (let step = stride; step <= POLYLINE_STEPS; step += stride)
    surface.lineTo(points[2 * step] ?? 0, points[2 * step + 1] ?? 0)
}
