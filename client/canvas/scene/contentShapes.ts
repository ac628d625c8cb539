// What lies in a channel, as tapes, columns and cells.

import { partitionLags } from '../../store/live/kafkaLag.ts'
import type { Box } from '../geometry.ts'
import { hotPartition } from '../live/hotPartition.ts'
import { shortCount } from '../live/readings.ts'
import { cellsFilled, columnsPath, DEPTH_CELLS, type NodeFigures } from '../nodes/nodeReadings.ts'
import { faded, type Ink } from './inks.ts'
import { grooveInk, type Pen, rowShapes } from './nodeParts.ts'
import { path, rect, type Shape } from './shapes.ts'

export interface DrawnPartitions {
  readonly channelId: string
  readonly partitions: number
  readonly box: Box
  readonly top: number
  readonly figures: NodeFigures | null
  readonly rail: Ink
}

/** A tape is full at this lag, or at the largest of its topic. */
const TAPE_LAG_MIN = 20
const TAPE_PITCH = 14

/** One tape a partition: the filled tail is what its slowest group has not committed yet. */
export function tapesShapes(pen: Pen, drawn: DrawnPartitions): readonly Shape[] {
  const { channelId, partitions, box, top, figures, rail } = drawn
  const { inks, set } = pen
  const lags = figures
    ? partitionLags(figures, channelId, partitions)
    : Array.from({ length: partitions }, () => 0)
  const full = Math.max(TAPE_LAG_MIN, ...lags)
  const hot = hotPartition(lags)
  const left = box.x + 11
  const right = box.x + box.width - 9
  return lags.flatMap((lag, partition) => {
    const y = top + 5 + TAPE_PITCH * partition
    const isHot = partition === hot
    const line = { face: 'mono', size: 10, top: y, line: 11 } as const
    const numbers = figures
      ? [
          set.text(shortCount(lag), {
            ...line,
            weight: 500,
            fill: isHot ? inks.warn : inks.t2,
            x: right,
            anchor: 'end',
          }),
        ]
      : []
    const end = right - (figures ? 34 : 0)
    const tape = { x: left + 22, y: y + 1, width: end - left - 22, height: 9 }
    const ink = isHot ? inks.warnFill : faded(rail, 0.85)
    return [
      set.text(`P${partition}`, { ...line, weight: 500, fill: inks.t3, x: left }),
      ...tapeShapes(pen, tape, { part: lag / full, ink }),
      ...numbers,
    ]
  })
}

/** A tape whose end is still to be read. */
export function tapeShapes(
  { inks }: Pen,
  tape: Box,
  { part, ink }: { readonly part: number; readonly ink: Ink },
): readonly Shape[] {
  const ticks = Array.from({ length: Math.floor(tape.width / 6) }, (_, index) => 6 * (index + 1))
    .map((x) => `M${tape.x + x} ${tape.y + 1}v${tape.height - 2}`)
    .join('')
  const ground = [
    rect(tape, 2, { fill: grooveInk(inks, 0.32) }),
    path(ticks, { stroke: inks.line, width: 0.75 }),
  ]
  if (!(part > 0)) return ground
  const width = tape.width * Math.min(1, part)
  const tail = { ...tape, x: tape.x + tape.width - width, width }
  const read = { x: tail.x - 1, y: tape.y - 1.5, width: 2, height: tape.height + 3 }
  return [
    ...ground,
    rect(tail, Math.min(2, width / 2), { fill: ink }),
    rect(read, 1, { fill: inks.t1 }),
  ]
}

const STRIP_HEIGHT = 30

/** Many partitions at once: a column for each, as high as its lag. */
export function stripShapes(pen: Pen, drawn: DrawnPartitions): readonly Shape[] {
  const { channelId, partitions, box, top, figures, rail } = drawn
  const strip = { x: box.x + 11, y: top + 6, width: box.width - 20, height: STRIP_HEIGHT }
  const ground = path(`M${strip.x} ${strip.y + STRIP_HEIGHT}h${strip.width}`, {
    stroke: pen.inks.lineStrong,
  })
  if (figures === null) return [ground]
  const lags = partitionLags(figures, channelId, partitions)
  const hot = hotPartition(lags)
  const words = hot < 0 ? 'evenly spread' : `P${hot} lags ${shortCount(lags[hot] ?? 0)}`
  return [
    path(columnsPath(lags, strip), { fill: rail }, { x: strip.x, y: strip.y, scale: 1 }),
    ground,
    ...rowShapes(pen, box, { top: strip.y + STRIP_HEIGHT + 3, inset: 10, words, figure: '' }),
  ]
}

export interface DrawnDepth {
  readonly box: Box
  readonly top: number
  readonly inset: number
  readonly waiting: number
  readonly rail: Ink
}

const CELL_GAP = 2

/** How deep a queue is: filled from the end that is read. */
export function depthShapes({ inks }: Pen, depth: DrawnDepth): readonly Shape[] {
  const { box, top, inset, waiting, rail } = depth
  const count = DEPTH_CELLS.length
  const filled = cellsFilled(waiting)
  const room = box.width - 2 - 2 * inset
  const width = (room - CELL_GAP * (count - 1)) / count
  return DEPTH_CELLS.map((_, index) => {
    const x = box.x + 1 + inset + index * (width + CELL_GAP)
    const fill = index >= count - filled ? rail : grooveInk(inks)
    return rect({ x, y: top, width, height: 9 }, 2, { fill })
  })
}
