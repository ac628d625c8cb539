// What a picture says of itself: its name and moment above, the marks of its events below.

import { entriesById } from '#shared/lib/entries.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { lookOf } from '../traffic/looks.ts'
import { markShapes } from './markShapes.ts'
import type { Pen } from './nodeParts.ts'
import type { Shape } from './shapes.ts'

interface Corner {
  readonly x: number
  readonly y: number
  readonly width: number
}

/** The second line says the moment of the run, if there is one. */
export function titleHeight(moment: string): number {
  return moment === '' ? 26 : 42
}

/** `moment`: of the run; empty without one. */
export function titleShapes(
  { inks, set }: Pen,
  { name, moment }: { readonly name: string; readonly moment: string },
  { x, y, width }: Corner,
): readonly Shape[] {
  const title = { size: 18, weight: 600, spacing: -0.015, fill: inks.t1 } as const
  const time = { face: 'mono', size: 11.5, fill: inks.t3 } as const
  const shown = set.text(name, { ...title, x, top: y, line: 26, widthMax: width })
  if (moment === '') return [shown]
  return [shown, set.text(moment, { ...time, x, top: y + 25, line: 16, widthMax: width })]
}

const ROW = 20
const TYPES_MAX = 40
const NAME_WIDTH_MAX = 220

export interface Legend {
  readonly shapes: readonly Shape[]
  readonly height: number
}

/** The marks with their names, row by row. */
export function legendShapes(pen: Pen, { eventTypes }: Topology, corner: Corner): Legend {
  const { inks, set } = pen
  const shapes: Shape[] = []
  let x = corner.x
  let y = corner.y
  const types = entriesById(eventTypes).map(([, type]) => type)
  for (const type of types.slice(0, TYPES_MAX)) {
    const text = { size: 11.5, fill: inks.t2, line: ROW, widthMax: NAME_WIDTH_MAX }
    const name = set.text(type.name, { ...text, x: x + 14, top: y })
    if (x > corner.x && name.x + name.textWidth > corner.x + corner.width) {
      x = corner.x
      y += ROW
    }
    shapes.push(...markShapes(inks, [{ look: lookOf(type), x: x + 4, y: y + ROW / 2 }], 1.2))
    shapes.push(set.text(type.name, { ...text, x: x + 14, top: y }))
    x += 14 + name.textWidth + 18
  }
  if (types.length > TYPES_MAX) {
    const rest = `and ${types.length - TYPES_MAX} more`
    shapes.push(set.text(rest, { size: 11.5, fill: inks.t3, line: ROW, x, top: y }))
  }
  return { shapes, height: types.length === 0 ? 0 : y + ROW - corner.y }
}
