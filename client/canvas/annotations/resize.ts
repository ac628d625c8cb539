// Boxes that are resized by one of eight handles.

import { GRID, type Size } from '#shared/topology/nodeSizes.ts'
import type { Rectangle } from '#shared/topology/rectangles.ts'

export const HANDLES = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const
export type Handle = (typeof HANDLES)[number]

interface Pull {
  readonly handle: Handle
  /** How far the pointer has gone, in the drawing's coordinates. */
  readonly dx: number
  readonly dy: number
  readonly sizeMin: Size
  readonly snaps: boolean
}

/** The sides that are not pulled stay where they are. */
export function pulled(box: Rectangle, { handle, dx, dy, sizeMin, snaps }: Pull): Rectangle {
  const place = (coordinate: number) =>
    snaps ? Math.round(coordinate / GRID) * GRID : Math.round(coordinate)
  let { x, y } = box
  let right = x + box.width
  let bottom = y + box.height
  if (handle.includes('w')) x = Math.min(place(x + dx), right - sizeMin.width)
  if (handle.includes('e')) right = Math.max(place(right + dx), x + sizeMin.width)
  if (handle.includes('n')) y = Math.min(place(y + dy), bottom - sizeMin.height)
  if (handle.includes('s')) bottom = Math.max(place(bottom + dy), y + sizeMin.height)
  return { x, y, width: right - x, height: bottom - y }
}
