// What the figures of a frame mean, by the dictionary that they were written with.

import { type ElementSort, METRICS } from '#shared/lib/metrics.ts'
import { type Dictionary, figureOffsets } from '#shared/protocol/frame.ts'
import type { ElementName } from '#shared/topology/elements.ts'

/** A dictionary, made ready for looking things up. */
export interface Layout {
  readonly dictionary: Dictionary
  readonly indexOf: ReadonlyMap<ElementName, number>
  readonly offsets: Int32Array
  readonly length: number
}

/** The figures of one moment. */
export interface Snapshot {
  readonly nowNs: number
  readonly layout: Layout
  readonly figures: Float64Array
}

export const EMPTY_LAYOUT = layoutOf({ version: -1, elements: [], keySpaces: [] })

export function layoutOf(dictionary: Dictionary): Layout {
  const indexOf = new Map<ElementName, number>()
  dictionary.elements.forEach(({ name, removed }, index) => {
    // A name that was removed and added again stands twice: the one that lives counts.
    if (!removed || !indexOf.has(name)) indexOf.set(name, index)
  })
  return { dictionary, indexOf, ...figureOffsets(dictionary) }
}

/** NaN where the element or its metric is not known. */
export function figureOf(snapshot: Snapshot, name: ElementName, metric: string): number {
  const { layout, figures } = snapshot
  const index = layout.indexOf.get(name)
  if (index === undefined) return Number.NaN
  const offset = layout.offsets[index] ?? -1
  const sort = layout.dictionary.elements[index]?.sort ?? null
  if (offset < 0 || sort === null) return Number.NaN
  const column = columnOf(sort, metric)
  return column === undefined ? Number.NaN : (figures[offset + column] ?? Number.NaN)
}

/** Counts per virtual second between two moments; NaN where one of them does not know the count. */
export function rateBetween(
  earlier: Snapshot,
  later: Snapshot,
  count: { readonly name: ElementName; readonly metric: string },
): number {
  const seconds = (later.nowNs - earlier.nowNs) / 1e9
  const before = figureOf(earlier, count.name, count.metric)
  const after = figureOf(later, count.name, count.metric)
  if (Number.isNaN(after)) return Number.NaN
  if (seconds <= 0) return Number.NaN
  // What an edit has just added had not counted anything before.
  return (after - (Number.isNaN(before) ? 0 : before)) / seconds
}

/** Where a metric stands among those of its sort. */
export function columnOf(sort: ElementSort, metric: string): number | undefined {
  return columnsOf.get(sort)?.get(metric)
}

const columnsOf: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(METRICS).map(([sort, metrics]) => [
    sort,
    new Map<string, number>(metrics.map((metric, column) => [metric, column])),
  ]),
)
