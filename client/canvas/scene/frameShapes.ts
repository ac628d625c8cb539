// What lies behind the nodes: the frames of contexts, and notes.

import { entriesById } from '#shared/lib/entries.ts'
import type { Context, Note } from '#shared/topology/layout.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { hueInk, mixed } from './inks.ts'
import type { Pen } from './nodeParts.ts'
import { rect, type Shape } from './shapes.ts'
import { SANS } from './typesetting.ts'

/** Of contexts that are open. */
export function frameShapes(pen: Pen, { layout }: Topology): readonly Shape[] {
  return entriesById(layout.contexts)
    .filter(([, { collapsed }]) => collapsed !== true)
    .map(([, context]) => ({
      kind: 'group',
      label: `${context.name}, context`,
      shapes: contextShapes(pen, context),
    }))
}

function contextShapes({ inks, set }: Pen, context: Context): readonly Shape[] {
  const { name, x, y, width } = context
  const type = { size: 13, weight: 500, fill: inks.t3 } as const
  const place = { x: x + 13, top: y + 7, line: 18, widthMax: width - 26 }
  return [
    rect(context, 14, { fill: inks.frame, stroke: inks.frameLine, dash: [4, 3] }),
    set.text(name, { ...type, ...place }),
  ]
}

const NOTE_TEXT = { ...SANS, size: 12, weight: 400 } as const
const NOTE_LINE = 17
const NOTE_PADDING = 12

export function noteBox({ inks, set }: Pen, note: Note): readonly Shape[] {
  const { text, x, y, width, height, hue } = note
  const paper = hue === undefined ? inks.t3 : hueInk(inks, hue)
  const ground = mixed(paper, inks.canvas, hue === undefined ? 0.09 : 0.13)
  const line = mixed(paper, inks.canvas, hue === undefined ? 0.34 : 0.48)
  const room = { width: width - 2 * NOTE_PADDING, height: height - 2 * NOTE_PADDING }
  const linesMax = Math.max(1, Math.floor(room.height / NOTE_LINE))
  const lines = set.lines(text, NOTE_TEXT, { width: room.width, linesMax })
  return [
    rect(note, 6, { fill: ground, stroke: line }),
    ...lines.map((words, index) =>
      set.text(words, {
        ...NOTE_TEXT,
        fill: inks.t1,
        x: x + NOTE_PADDING,
        top: y + NOTE_PADDING + NOTE_LINE * index,
        line: NOTE_LINE,
        widthMax: room.width,
      }),
    ),
  ]
}
