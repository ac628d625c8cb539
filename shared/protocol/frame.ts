// A frame: the live figures of a moment and the newest journal rows, as one block of doubles.
//
//   head | figures, in the order of the dictionary | rows, ROW_WIDTH doubles each
//
// Names travel once, in the dictionary; a frame whose dictionary version a watcher does not have is
// skipped until the dictionary arrives.

import { z } from 'zod'
import type { JournalRow } from '../lib/journal.ts'
import { type ElementSort, METRICS } from '../lib/metrics.ts'

const HEAD_WIDTH = 9
const ROW_WIDTH = 10

/** Journal rows in one frame at the most, where all goes well. */
export const FRAME_ROWS_MAX = 200
/** The same in slow motion, where each event is to be followed one by one. */
export const SLOW_FRAME_ROWS_MAX = 2000
/** Up to this speed. */
export const SLOW_SPEED_MAX = 0.25
/** As many of a frame's rows may be about what went wrong; then there are no others. */
export const FRAME_TROUBLE_MAX = 2000

export const dictionarySchema = z.strictObject({
  version: z.int(),
  /** Index here = the number by which rows and figures name an element. */
  elements: z.array(
    z.strictObject({
      name: z.string(),
      /** null: no figures (a handler, the run itself). */
      sort: z.enum(Object.keys(METRICS) as [ElementSort, ...ElementSort[]]).nullable(),
      /** Removed by an edit; its rows may still be on show. */
      removed: z.boolean(),
      /** Sources and outputs: the type of their events. */
      eventTypeId: z.string().nullable(),
    }),
  ),
  /** Key numbers from `base` on belong to this space: the key is `prefix + (number - base)`. */
  keySpaces: z.array(z.strictObject({ base: z.int(), size: z.int(), prefix: z.string() })),
})
export type Dictionary = z.infer<typeof dictionarySchema>

export type { JournalRow }

export interface FrameHead {
  readonly dictionaryVersion: number
  readonly sequence: number
  readonly nowNs: number
  /** Virtual seconds per second, as achieved lately. */
  readonly speed: number
  /** Journal records that it does not carry: since the last frame, in the first one since the start. */
  readonly omittedRows: number
  /** Timers fired per second of real time, lately. */
  readonly firedPerSecond: number
  /** Of the stories of events, the rows tell of one in so many; 1: of all. */
  readonly oneStoryIn: number
}

export interface Frame {
  readonly head: FrameHead
  readonly figures: Float64Array
  readonly rows: readonly JournalRow[]
}

/** Where each element's figures begin in a frame; -1 for those without. */
export function figureOffsets(dictionary: Dictionary): {
  readonly offsets: Int32Array
  readonly length: number
} {
  const offsets = new Int32Array(dictionary.elements.length).fill(-1)
  let length = 0
  dictionary.elements.forEach(({ sort, removed }, index) => {
    if (sort === null || removed) return
    offsets[index] = length
    length += METRICS[sort].length
  })
  return { offsets, length }
}

export function encodeFrame({ head, figures, rows }: Frame): ArrayBuffer {
  const doubles = new Float64Array(HEAD_WIDTH + figures.length + rows.length * ROW_WIDTH)
  doubles.set([
    head.dictionaryVersion,
    head.sequence,
    head.nowNs,
    head.speed,
    head.omittedRows,
    head.firedPerSecond,
    figures.length,
    rows.length,
    head.oneStoryIn,
  ])
  doubles.set(figures, HEAD_WIDTH)
  rows.forEach((row, index) => {
    doubles.set(columnsOf(row), HEAD_WIDTH + figures.length + index * ROW_WIDTH)
  })
  return doubles.buffer
}

/** Null where the bytes are no frame. */
export function decodeFrame(bytes: ArrayBuffer): Frame | null {
  if (bytes.byteLength % 8 !== 0 || bytes.byteLength < HEAD_WIDTH * 8) return null
  const doubles = new Float64Array(bytes)
  const at = (index: number) => doubles[index] ?? 0
  const figureCount = at(6)
  const rowCount = at(7)
  if (doubles.length !== HEAD_WIDTH + figureCount + rowCount * ROW_WIDTH) return null
  const rowsFrom = HEAD_WIDTH + figureCount
  return {
    head: {
      dictionaryVersion: at(0),
      sequence: at(1),
      nowNs: at(2),
      speed: at(3),
      omittedRows: at(4),
      firedPerSecond: at(5),
      oneStoryIn: at(8),
    },
    figures: doubles.slice(HEAD_WIDTH, rowsFrom),
    rows: Array.from({ length: rowCount }, (_, index) =>
      rowOf(doubles, rowsFrom + index * ROW_WIDTH),
    ),
  }
}

function columnsOf(row: JournalRow): number[] {
  return [
    row.atNs,
    row.kind,
    row.attempt,
    row.element,
    row.origin,
    row.n,
    row.key,
    row.rootOrigin,
    row.rootN,
    row.detail,
  ]
}

function rowOf(doubles: Float64Array, from: number): JournalRow {
  const at = (column: number) => doubles[from + column] ?? 0
  return {
    atNs: at(0),
    kind: at(1),
    attempt: at(2),
    element: at(3),
    origin: at(4),
    n: at(5),
    key: at(6),
    rootOrigin: at(7),
    rootN: at(8),
    detail: at(9),
  }
}
