// The boxes of the overview, how they are doing, and what they are called where that can be read.

import type { Context } from '#shared/topology/layout.ts'
import { touch } from '#shared/topology/rectangles.ts'
import type { Draft } from '../canvasNodes.ts'
import type { Box } from '../geometry.ts'
import type { Status } from '../live/status.ts'
import { grouped } from './grouped.ts'
import { cornersOf, FACES, type Face, faceOf } from './mapFaces.ts'
import type { Pen } from './paintGround.ts'
import { fittedLines } from './wording.ts'

export interface MapBox {
  readonly draft: Draft
  readonly box: Box
  readonly status: Status
  readonly selected: boolean
}

/** In pixels of the screen. */
const ROUND_FROM = 14
const NAME_FROM = 44
const NAME_SIZE = 9.5
const NAME_LINE = 11
const PIN_MIN = 3.6
const PIN_MAX = 6.5

export function paintBoxes(pen: Pen, boxes: readonly MapBox[]): void {
  const shown = boxes.filter(({ box }) => touch(pen.area, box))
  const byFace = grouped(shown, ({ draft, status }) => faceOf(draft, status))
  for (const face of FACES) paintFace(pen, face, byFace.get(face) ?? [])
  for (const { box, selected } of shown) if (selected) paintSelected(pen, box)
  for (const { box, status } of shown) paintPin(pen, box, status)
  for (const mapBox of shown) paintName(pen, mapBox)
}

function paintFace({ surface, colours, zoom }: Pen, face: Face, boxes: readonly MapBox[]): void {
  if (boxes.length === 0) return
  const { fill, line } = colours.faces[face]
  surface.beginPath()
  for (const { draft, box } of boxes) {
    const { x, y, width, height } = box
    if (width * zoom < ROUND_FROM) surface.rect(x, y, width, height)
    else surface.roundRect(x, y, width, height, [...cornersOf(draft)])
  }
  surface.fillStyle = fill
  surface.fill()
  surface.strokeStyle = line
  surface.lineWidth = Math.min(1, Math.max(0.6, 4 * zoom)) / zoom
  surface.stroke()
}

function paintSelected({ surface, colours, zoom }: Pen, { x, y, width, height }: Box): void {
  const gap = 1.5 / zoom
  surface.strokeStyle = colours.accent
  surface.lineWidth = 2 / zoom
  surface.beginPath()
  surface.roundRect(x - gap, y - gap, width + 2 * gap, height + 2 * gap, 3 / zoom)
  surface.stroke()
}

/** A triangle, or an octagon with a cross: never smaller than can be told apart. */
function paintPin({ surface, colours, zoom }: Pen, box: Box, status: Status): void {
  if (status !== 'warning' && status !== 'error') return
  const radius = Math.min(PIN_MAX, Math.max(PIN_MIN, 30 * zoom)) / zoom
  const named = box.width * zoom >= NAME_FROM
  const x = named ? box.x + box.width - radius : box.x + box.width / 2
  const y = named ? box.y + radius : box.y + box.height / 2
  const corners = status === 'warning' ? TRIANGLE : OCTAGON
  surface.beginPath()
  for (let index = 0; index < corners.length; index += 2)
    surface.lineTo(x + (corners[index] ?? 0) * radius, y + (corners[index + 1] ?? 0) * radius)
  surface.closePath()
  surface.lineJoin = 'round'
  surface.lineWidth = 2.5 / zoom
  surface.strokeStyle = colours.canvas
  surface.stroke()
  surface.fillStyle = status === 'warning' ? colours.warning : colours.error
  surface.fill()
  if (status === 'warning' || radius * zoom < PIN_FULL) return
  const arm = 0.38 * radius
  surface.beginPath()
  surface.moveTo(x - arm, y - arm)
  surface.lineTo(x + arm, y + arm)
  surface.moveTo(x + arm, y - arm)
  surface.lineTo(x - arm, y + arm)
  surface.lineWidth = 1.4 / zoom
  surface.stroke()
}

/** From here on there is room for the cross. */
const PIN_FULL = 5
const TRIANGLE = [0, -1.05, 1.05, 0.8, -1.05, 0.8] as const
const OCTAGON = Array.from({ length: 8 }, (_, corner) => {
  const angle = (Math.PI / 4) * (corner + 0.5)
  return [Math.cos(angle), Math.sin(angle)]
}).flat()

function paintName({ surface, colours, zoom }: Pen, { draft, box }: MapBox): void {
  const room = box.width * zoom - 6
  if (room + 6 < NAME_FROM) return
  surface.font = `500 ${NAME_SIZE / zoom}px ${colours.font}`
  surface.textAlign = 'center'
  surface.textBaseline = 'middle'
  surface.fillStyle = colours.name
  const linesMax = Math.max(1, Math.min(2, Math.floor((box.height * zoom - 4) / NAME_LINE)))
  const measure = (text: string) => surface.measureText(text).width * zoom
  const lines = fittedLines(draft.name, { room, linesMax, measure })
  const x = box.x + box.width / 2
  const middle = box.y + box.height / 2
  lines.forEach((line, index) => {
    const offset = ((index - (lines.length - 1) / 2) * NAME_LINE) / zoom
    surface.fillText(line, x, middle + offset)
  })
}

/** Names of contexts keep their size on the screen, as those of countries on a map. */
export function paintContextNames(pen: Pen, contexts: Iterable<Context>): void {
  const { surface, colours, zoom } = pen
  for (const context of contexts) {
    if (!touch(pen.area, context)) continue
    const size = Math.min(15, Math.max(10.5, (context.width * zoom) / 11))
    const room = context.width * zoom - 8
    surface.font = `600 ${size / zoom}px ${colours.font}`
    const measure = (text: string) => surface.measureText(text).width * zoom
    const [line] = fittedLines(context.name, { room, linesMax: 1, measure })
    if (line === undefined || room < size * 2) continue
    const width = measure(line) + size * 0.9
    const height = size * 1.45
    const left = context.x + 8 / zoom
    surface.beginPath()
    surface.roundRect(left, context.y - height / 2 / zoom, width / zoom, height / zoom, 4 / zoom)
    surface.fillStyle = colours.canvas
    surface.fill()
    surface.strokeStyle = colours.frameLine
    surface.lineWidth = 1 / zoom
    surface.stroke()
    surface.textAlign = 'left'
    surface.textBaseline = 'middle'
    surface.fillStyle = colours.contextName
    surface.fillText(line, left + (size * 0.45) / zoom, context.y + 0.5 / zoom)
  }
}
