// Edges with edges and middles with middles: how far off a box is, and the lines that show where it is not.

import { middleOf, type Span } from './span.ts'

/** A line at one coordinate of an axis, as long as what it joins. */
export interface GuideLine {
  readonly axis: 'x' | 'y'
  readonly at: number
  readonly from: number
  readonly to: number
}

/** Rounded places are still in line. */
const EXACT = 0.51

/** The smallest shift that lines the span up with another; null: none within reach. */
export function alignmentShift(
  moving: Span,
  others: readonly Span[],
  reach: number,
): number | null {
  // Looked at for every node in view whenever the pointer moves: nothing is allocated.
  let best = Number.POSITIVE_INFINITY
  const consider = (shift: number) => {
    if (Math.abs(shift) < Math.abs(best)) best = shift
  }
  for (const other of others) {
    consider(other.start - moving.start)
    consider(other.end - moving.end)
    consider(middleOf(other) - middleOf(moving))
    consider(other.end - moving.start)
    consider(other.start - moving.end)
  }
  return Math.abs(best) <= reach ? best : null
}

/** Where the span is in line with others. Boxes of one size have their middles in line anyway. */
export function linesOf(
  moving: Span,
  others: readonly Span[],
  axis: GuideLine['axis'],
): readonly GuideLine[] {
  const lines = new Map<number, GuideLine>()
  const isAt = (a: number, b: number) => Math.abs(a - b) < EXACT
  const inLine = others.filter((other) => alignmentShift(moving, [other], EXACT) !== null)
  for (const other of inLine) {
    const edges = [moving.start, moving.end].filter(
      (edge) => isAt(edge, other.start) || isAt(edge, other.end),
    )
    const middle = middleOf(moving)
    const at = edges.length > 0 || !isAt(middle, middleOf(other)) ? edges : [middle]
    for (const place of at) {
      const known = lines.get(place)
      lines.set(place, {
        axis,
        at: place,
        from: Math.min(known?.from ?? moving.crossStart, other.crossStart),
        to: Math.max(known?.to ?? moving.crossEnd, other.crossEnd),
      })
    }
  }
  return [...lines.values()]
}
