// A box as seen along one axis: where it begins and ends there, and where it lies across.

import type { Box } from '../geometry.ts'

export type Axis = 'x' | 'y'

export interface Span {
  readonly start: number
  readonly end: number
  readonly crossStart: number
  readonly crossEnd: number
}

export function spanOf({ x, y, width, height }: Box, axis: Axis): Span {
  return axis === 'x'
    ? { start: x, end: x + width, crossStart: y, crossEnd: y + height }
    : { start: y, end: y + height, crossStart: x, crossEnd: x + width }
}

export function middleOf({ start, end }: Span): number {
  return (start + end) / 2
}

/** Whether one lies beside the other, at least in part. */
export function isBeside(a: Span, b: Span): boolean {
  return a.crossStart < b.crossEnd && b.crossStart < a.crossEnd
}
