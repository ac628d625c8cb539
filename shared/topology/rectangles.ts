// Boxes on the canvas, in its own coordinates.

import { COORDINATE_MAX, EXTENT_MAX, type Position } from './layout.ts'
import type { Size } from './nodeSizes.ts'

/** Top left corner and size. */
export interface Rectangle extends Position, Size {}

export function centreOf({ x, y, width, height }: Rectangle): Position {
  return { x: x + width / 2, y: y + height / 2 }
}

export function holds({ x, y, width, height }: Rectangle, point: Position): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height
}

export function rightOf({ x, width }: Rectangle): number {
  return x + width
}

export function bottomOf({ y, height }: Rectangle): number {
  return y + height
}

export function sameRectangle(a: Rectangle, b: Rectangle): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
}

/** They have more than an edge in common; `room`: or are nearer to each other than that. */
export function overlap(a: Rectangle, b: Rectangle, room = 0): boolean {
  return (
    a.x < b.x + b.width + room &&
    b.x < a.x + a.width + room &&
    a.y < b.y + b.height + room &&
    b.y < a.y + a.height + room
  )
}

/** They have at least a point in common. */
export function touch(a: Rectangle, b: Rectangle): boolean {
  return (
    a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height
  )
}

/** The smallest rectangle round all; null round nothing. */
export function hullOf(rectangles: readonly Rectangle[]): Rectangle | null {
  if (rectangles.length === 0) return null
  const x = Math.min(...rectangles.map((rectangle) => rectangle.x))
  const y = Math.min(...rectangles.map((rectangle) => rectangle.y))
  const right = Math.max(...rectangles.map(rightOf))
  const bottom = Math.max(...rectangles.map(bottomOf))
  return { x, y, width: right - x, height: bottom - y }
}

/** Moved, and kept where a drawing may reach. */
export function moved({ x, y }: Position, offset: Position): Position {
  return { x: withinBounds(x + offset.x), y: withinBounds(y + offset.y) }
}

/** As much of a rectangle as a document may hold. */
export function bounded({ x, y, width, height }: Rectangle): Rectangle {
  return {
    x: withinBounds(x),
    y: withinBounds(y),
    width: Math.min(EXTENT_MAX, width),
    height: Math.min(EXTENT_MAX, height),
  }
}

function withinBounds(coordinate: number): number {
  return Math.max(-COORDINATE_MAX, Math.min(COORDINATE_MAX, coordinate))
}
