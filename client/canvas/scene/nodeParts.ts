// What all nodes have in common: icon, name, what stands under it, status, figures in rows.

import type { IconName } from '../../ui/Icon.tsx'
import { iconShapes } from '../../ui/iconShapes.tsx'
import type { Box } from '../geometry.ts'
import type { Status } from '../live/status.ts'
import { faded, type Ink, type Inks, mixed } from './inks.ts'
import { path, rect, type Shape, type TextShape } from './shapes.ts'
import type { Silhouette } from './silhouettes.ts'
import type { Typesetting } from './typesetting.ts'

/** How a silhouette sets its contents, in pixels from its border. */
export interface Insets {
  readonly headTop: number
  readonly headLeft: number
  readonly headRight: number
  readonly headHeight: number
  readonly rows: number
}

const INSETS = {
  service: { headTop: 7, headLeft: 8, headRight: 7, headHeight: 34, rows: 9 },
  projection: { headTop: 7, headLeft: 8, headRight: 7, headHeight: 34, rows: 9 },
  external: { headTop: 9, headLeft: 10, headRight: 6, headHeight: 34, rows: 12 },
  rail: { headTop: 7, headLeft: 10, headRight: 7, headHeight: 34, rows: 11 },
  pill: { headTop: 8, headLeft: 10, headRight: 6, headHeight: 34, rows: 14 },
  store: { headTop: 13, headLeft: 10, headRight: 10, headHeight: 40, rows: 9 },
  'dead-letter': { headTop: 9, headLeft: 8, headRight: 7, headHeight: 34, rows: 9 },
} as const satisfies { [S in Silhouette]: Insets }

export interface Pen {
  readonly inks: Inks
  readonly set: Typesetting
}

export interface Head {
  readonly silhouette: Silhouette
  readonly box: Box
  readonly icon: IconName
  readonly name: string
  readonly subtitle: string
  readonly status: Status
}

export function insetsOf(silhouette: Silhouette): Insets {
  return INSETS[silhouette]
}

/** Where the rows under the head begin. */
export function bodyTop({ silhouette, box }: Pick<Head, 'silhouette' | 'box'>): number {
  return box.y + 1 + INSETS[silhouette].headHeight
}

export function headShapes(pen: Pen, head: Head): readonly Shape[] {
  const { inks } = pen
  const { silhouette, box, icon, status } = head
  const { headTop, headLeft, headHeight } = INSETS[silhouette]
  const left = box.x + 1 + headLeft
  const middle = box.y + 1 + (headTop + headHeight) / 2
  const isTrouble = status === 'error' || silhouette === 'dead-letter'
  const tile = { x: left, y: middle - 11, width: 22, height: 22 }
  const fill = isTrouble ? inks.errSoft : inks.hover
  return [
    rect(tile, silhouette === 'pill' ? 11 : 6, { fill }),
    iconShape(icon, {
      x: left + 4.5,
      y: middle - 6.5,
      size: 13,
      ink: isTrouble ? inks.err : inks.t1,
    }),
    ...titleShapes(pen, head, { left: left + 28, middle }),
    ...statusShapes(inks, head),
  ]
}

function titleShapes(
  { inks, set }: Pen,
  head: Head,
  { left, middle }: { readonly left: number; readonly middle: number },
): readonly Shape[] {
  const { silhouette, box, name, subtitle } = head
  const { headRight } = INSETS[silhouette]
  const marked = saysStatus(head) ? 21 : 0
  const widthMax = box.x + box.width - 1 - headRight - marked - left
  const isMono =
    silhouette !== 'service' && silhouette !== 'projection' && silhouette !== 'external'
  const top = middle - (subtitle === '' ? 7.5 : 14)
  const type = isMono
    ? ({ face: 'mono', size: 11, spacing: -0.06 } as const)
    : ({ face: 'sans', size: 12.5 } as const)
  const shapes: Shape[] = [
    set.text(name, { ...type, weight: 600, fill: inks.t1, x: left, top, line: 15, widthMax }),
  ]
  if (subtitle !== '')
    shapes.push(
      set.text(subtitle, { size: 10.5, fill: inks.t3, x: left, top: top + 15, line: 13, widthMax }),
    )
  return shapes
}

/** Channels and clients say only what is wrong: room is for their names. */
function saysStatus({ silhouette, status }: Head): boolean {
  if (status === 'warning' || status === 'error') return true
  return status === 'ok' && (silhouette === 'service' || silhouette === 'projection')
}

function statusShapes(inks: Inks, head: Head): readonly Shape[] {
  const { status, silhouette, box } = head
  if (!saysStatus(head)) return []
  const { headTop, headRight } = INSETS[silhouette]
  const x = box.x + box.width - 1 - headRight - 15
  return statusShape(inks, status, { x, y: box.y + 1 + headTop })
}

/** Its top left corner is at `at`; what is idle has no mark. */
export function statusShape(
  inks: Inks,
  status: Status,
  at: { readonly x: number; readonly y: number },
): readonly Shape[] {
  if (status === 'idle') return []
  const ink = { ok: inks.ok, warning: inks.warn, error: inks.err }[status]
  return [iconShape(status, { ...at, size: 15, ink, fill: faded(ink, 0.12) })]
}

export interface IconPlace {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly ink: Ink
  readonly fill?: Ink
}

/** Strokes on a grid of 16, as on the page. */
export function iconShape(name: IconName, { x, y, size, ink, fill }: IconPlace): Shape {
  const { d, strokeWidth = 1.5 } = iconShapes[name].props as { d: string; strokeWidth?: number }
  return path(d, { stroke: ink, fill, width: strokeWidth }, { x, y, scale: size / 16 })
}

/** A number in large type with its unit in small, and what it counts. */
function bigFigure(
  { inks, set }: Pen,
  text: string,
  place: { readonly x: number; readonly top: number; readonly ink?: Ink; readonly after?: string },
): readonly TextShape[] {
  const [, number = text, unit = ''] = /^([\d.,]+)(.*)$/.exec(text) ?? []
  const { x, top, ink = inks.t1, after = '' } = place
  const large = set.text(number, {
    size: 15,
    weight: 600,
    spacing: -0.025,
    fill: ink,
    x,
    top: top + 3,
    line: 21,
  })
  const rest = { size: 10.5, fill: inks.t3, top: top + 4.6, line: 21 }
  const small = set.text(unit, { ...rest, weight: 500, x: x + large.textWidth + 1 })
  const gap = after === '' ? 0 : 4
  const afterX = small.x + small.textWidth + gap
  return [large, small, set.text(after, { ...rest, x: afterX })]
}

export interface Brief {
  readonly top: number
  readonly inset: number
  readonly number: string
  readonly ink?: Ink
  /** What the number counts. */
  readonly after?: string
  /** On the right, where there is room. */
  readonly beside?: string
  readonly besideInk?: Ink
}

/** The row that says most: a large number, and another figure beside it. */
export function briefShapes(pen: Pen, box: Box, brief: Brief): readonly Shape[] {
  const { top, inset, number, ink, after = '', beside = '', besideInk = pen.inks.t2 } = brief
  const shapes = bigFigure(pen, number, {
    x: box.x + 1 + inset,
    top,
    after,
    ...(ink && { ink }),
  })
  const end = Math.max(...shapes.map(({ x, textWidth }) => x + textWidth))
  const right = box.x + box.width - 1 - inset
  const place = { x: right, top: top + 7.5, line: 15, anchor: 'end' } as const
  const figure = pen.set.text(beside, { size: 10.5, fill: besideInk, ...place })
  return figure.x - end >= 6 ? [...shapes, figure] : shapes
}

/** Words on the left, a figure on the right. */
export function rowShapes(
  { inks, set }: Pen,
  box: Box,
  row: {
    readonly top: number
    readonly inset: number
    readonly words: string
    readonly figure: string
    readonly face?: 'sans' | 'mono'
    readonly ink?: Ink
  },
): readonly Shape[] {
  const { top, inset, words, figure, face = 'sans', ink = inks.t2 } = row
  const line = { size: 10.5, top, line: 15 }
  const right = box.x + box.width - 1 - inset
  const shown = set.text(figure, {
    ...line,
    face,
    weight: face === 'mono' ? 500 : 400,
    fill: ink,
    x: right,
    anchor: 'end',
  })
  const left = box.x + 1 + inset
  const gap = figure === '' ? 0 : 6
  const widthMax = right - shown.textWidth - gap - left
  return [set.text(words, { ...line, fill: inks.t3, x: left, widthMax }), shown]
}

/** A bolt with a word, on the upper edge of a node. */
export function badgeShapes({ inks, set }: Pen, box: Box, text: string): readonly Shape[] {
  if (text === '') return []
  const right = box.x + box.width - 24
  const words = set.text(text, {
    size: 9.5,
    weight: 600,
    fill: inks.warn,
    x: right - 7,
    top: box.y - 9,
    line: 17,
    anchor: 'end',
  })
  const left = words.x - 18
  const badge = { x: left, y: box.y - 9, width: right - left, height: 17 }
  return [
    rect(badge, 8.5, { fill: inks.raised, stroke: inks.warn }),
    iconShape('bolt', { x: left + 5, y: box.y - 5.5, size: 10, ink: inks.warn }),
    words,
  ]
}

/** The ground of bars, tapes and cells. */
export function grooveInk({ lineStrong, raised }: Inks, part = 0.4): Ink {
  return mixed(lineStrong, raised, part)
}
