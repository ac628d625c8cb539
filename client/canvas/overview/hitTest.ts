// What lies at a place of the drawing. A few thousand boxes are looked through faster than an index of
// them would be kept.

import { touch } from '#shared/topology/rectangles.ts'
import type { Box } from '../geometry.ts'
import { contains } from './sight.ts'

type Boxes = ReadonlyMap<string, Box>

interface Place {
  readonly x: number
  readonly y: number
}

/** The topmost box there, or one not farther away than `reach`; null: none. */
export function boxAt(boxes: Boxes, { x, y }: Place, reach = 0): string | null {
  let found: string | null = null
  let nearest = reach
  for (const [id, box] of boxes) {
    const dx = Math.max(box.x - x, 0, x - box.x - box.width)
    const dy = Math.max(box.y - y, 0, y - box.y - box.height)
    const distance = Math.max(dx, dy)
    if (distance > nearest) continue
    nearest = distance
    found = id
  }
  return found
}

/** Touched by the rectangle, or wholly inside it. */
export function boxesWithin(boxes: Boxes, area: Box, wholly: boolean): readonly string[] {
  const lies = wholly ? contains : touch
  return [...boxes].filter(([, box]) => lies(area, box)).map(([id]) => id)
}
