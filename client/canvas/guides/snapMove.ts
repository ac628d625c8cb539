// Where a box that is being dragged comes to lie: in line with others in view, as far from them as they
// are from each other, or else on the grid. Pure.

import { GRID } from '#shared/topology/nodeSizes.ts'
import { overlap } from '#shared/topology/rectangles.ts'
import type { Position } from '#shared/topology/topology.ts'
import type { Box } from '../geometry.ts'
import { alignmentShift, type GuideLine, linesOf } from './alignment.ts'
import { type GapMark, gapMarksOf, gapShift } from './gaps.ts'
import { type Axis, type Span, spanOf } from './span.ts'

/** In CSS pixels, at any zoom. */
const REACH_PX = 6

export interface SnapRequest {
  /** Where the pointer has brought it: round all that is dragged. */
  readonly moving: Box
  /** What does not move. */
  readonly others: Iterable<Box>
  /** The part of the drawing that is on show. */
  readonly view: Box
  readonly zoom: number
}

export interface Snapped {
  /** How much further than the pointer has brought it. */
  readonly offset: Position
  readonly lines: readonly GuideLine[]
  readonly gaps: readonly GapMark[]
}

export function snapMove({ moving, others, view, zoom }: SnapRequest): Snapped {
  const inView = [...others].filter((box) => overlap(box, view))
  const known = { x: spansOf(inView, 'x'), y: spansOf(inView, 'y') }
  const reach = REACH_PX / zoom
  const x = snapAlong(spanOf(moving, 'x'), known.x, reach)
  // Who lies in a row is seen from the new place.
  const placed = { ...moving, x: moving.x + x }
  const y = snapAlong(spanOf(placed, 'y'), known.y, reach)
  const there = { ...placed, y: moving.y + y }
  const spans = { x: spanOf(there, 'x'), y: spanOf(there, 'y') }
  return {
    offset: { x, y },
    lines: AXES.flatMap((axis) => linesOf(spans[axis], known[axis], axis)),
    gaps: AXES.flatMap((axis) => gapMarksOf(spans[axis], known[axis], axis)),
  }
}

const AXES: readonly Axis[] = ['x', 'y']

/** In line is worth more than equally far, and both more than the grid. Whole pixels in any case. */
function snapAlong(span: Span, others: readonly Span[], reach: number): number {
  const shift = nearer(alignmentShift(span, others, reach), gapShift(span, others, reach))
  const start = shift === null ? toGrid(span.start) : Math.round(span.start + shift)
  return start - span.start
}

function nearer(first: number | null, second: number | null): number | null {
  if (first === null) return second
  return second !== null && Math.abs(second) < Math.abs(first) ? second : first
}

function toGrid(coordinate: number): number {
  return Math.round(coordinate / GRID) * GRID
}

function spansOf(boxes: readonly Box[], axis: Axis): readonly Span[] {
  return boxes.map((box) => spanOf(box, axis))
}
