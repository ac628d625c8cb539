// How the whole drawing lies in a small map.

import type { Box } from '../geometry.ts'

export interface MapPlace {
  /** From the drawing's pixels to those of the map. */
  readonly scale: number
  /** Where the drawing's origin lies in the map. */
  readonly x: number
  readonly y: number
}

export interface MapSize {
  readonly width: number
  readonly height: number
}

/** Free at each side, in pixels of the map. */
const MARGIN = 6

/** All of it, in the middle; a small drawing is not blown up. */
export function placeInMap(boxes: Iterable<Box>, { width, height }: MapSize): MapPlace {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const box of boxes) {
    left = Math.min(left, box.x)
    top = Math.min(top, box.y)
    right = Math.max(right, box.x + box.width)
    bottom = Math.max(bottom, box.y + box.height)
  }
  if (left > right) return { scale: SCALE_MAX, x: width / 2, y: height / 2 }
  const wide = (width - 2 * MARGIN) / (right - left)
  const high = (height - 2 * MARGIN) / (bottom - top)
  const scale = Math.min(wide, high, SCALE_MAX)
  return {
    scale,
    x: width / 2 - (scale * (left + right)) / 2,
    y: height / 2 - (scale * (top + bottom)) / 2,
  }
}

const SCALE_MAX = 0.1

/** The view as a rectangle of the map. */
export function inMap({ scale, x, y }: MapPlace, area: Box): Box {
  return {
    x: x + area.x * scale,
    y: y + area.y * scale,
    width: area.width * scale,
    height: area.height * scale,
  }
}

export function fromMap(
  { scale, x, y }: MapPlace,
  place: { readonly x: number; readonly y: number },
) {
  return { x: (place.x - x) / scale, y: (place.y - y) / scale }
}
