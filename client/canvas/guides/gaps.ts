// Equal gaps: as far from one neighbour as from the other, or as far as two neighbours are apart.

import { isBeside, type Span } from './span.ts'

/** A stretch between two boxes. */
export interface GapMark {
  readonly axis: 'x' | 'y'
  readonly from: number
  readonly to: number
  /** Across: where it is drawn. */
  readonly at: number
}

/** Rounding may take a pixel from one and give it to the other. */
const EQUAL = 1.01

/** What lies in one row with the span, next to it and next to that. */
interface Row {
  readonly before: Span | null
  readonly beforeThat: Span | null
  readonly after: Span | null
  readonly afterThat: Span | null
}

/** The smallest shift that makes gaps equal; null: none within reach. */
export function gapShift(moving: Span, others: readonly Span[], reach: number): number | null {
  const { before, beforeThat, after, afterThat } = rowOf(moving, others, reach)
  const starts: number[] = []
  const length = moving.end - moving.start
  if (before && after && after.start - before.end >= length)
    starts.push((before.end + after.start - length) / 2)
  if (before && beforeThat) starts.push(before.end + before.start - beforeThat.end)
  if (after && afterThat) starts.push(after.start - (afterThat.start - after.end) - length)
  const shifts = starts
    .map((start) => start - moving.start)
    .filter((shift) => Math.abs(shift) <= reach)
    .sort((a, b) => Math.abs(a) - Math.abs(b))
  return shifts[0] ?? null
}

export function gapMarksOf(
  moving: Span,
  others: readonly Span[],
  axis: GapMark['axis'],
): readonly GapMark[] {
  const { before, beforeThat, after, afterThat } = rowOf(moving, others, 0)
  const marks = new Map<number, GapMark>()
  const showIfEqual = (pairs: readonly (readonly [Span | null, Span | null])[]) => {
    const gaps = pairs.flatMap(([a, b]) => (a && b ? [gapBetween(a, b, axis)] : []))
    const lengths = gaps.map(({ from, to }) => to - from)
    const differ = Math.max(...lengths) - Math.min(...lengths) > EQUAL
    if (gaps.length < 2 || differ || Math.min(...lengths) <= 0) return
    for (const gap of gaps) marks.set(gap.from, gap)
  }
  showIfEqual([
    [before, moving],
    [moving, after],
  ])
  showIfEqual([
    [beforeThat, before],
    [before, moving],
  ])
  showIfEqual([
    [moving, after],
    [after, afterThat],
  ])
  return [...marks.values()]
}

function rowOf(moving: Span, others: readonly Span[], reach: number): Row {
  const row = others.filter((other) => isBeside(moving, other))
  const before = lastBefore(row, moving.start + reach)
  const after = firstAfter(row, moving.end - reach)
  return {
    before,
    beforeThat: before && lastBefore(row, before.start),
    after,
    afterThat: after && firstAfter(row, after.end),
  }
}

function lastBefore(row: readonly Span[], limit: number): Span | null {
  let last: Span | null = null
  for (const span of row) if (span.end <= limit && span.end > (last?.end ?? -Infinity)) last = span
  return last
}

function firstAfter(row: readonly Span[], limit: number): Span | null {
  let first: Span | null = null
  for (const span of row)
    if (span.start >= limit && span.start < (first?.start ?? Infinity)) first = span
  return first
}

function gapBetween(a: Span, b: Span, axis: GapMark['axis']): GapMark {
  const from = Math.max(a.crossStart, b.crossStart)
  const to = Math.min(a.crossEnd, b.crossEnd)
  return { axis, from: a.end, to: b.start, at: (from + to) / 2 }
}
