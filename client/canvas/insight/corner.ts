import type { Size } from '#shared/topology/nodeSizes.ts'
import type { Box } from '../geometry.ts'

export type Corner = 'left' | 'right'

/** From the edges of the canvas to the card. */
const MARGIN = 14

/** The upper corner of the canvas where a card covers the fewest boxes, and the least of them. */
export function quietCorner(paneWidth: number, card: Size, boxes: readonly Box[]): Corner {
  const at = (x: number) => coveredBy({ x, y: MARGIN, ...card }, boxes)
  const left = at(MARGIN)
  const right = at(paneWidth - MARGIN - card.width)
  if (left.count !== right.count) return left.count < right.count ? 'left' : 'right'
  return left.area <= right.area ? 'left' : 'right'
}

function coveredBy(card: Box, boxes: readonly Box[]): { count: number; area: number } {
  const areas = boxes.map((box) => overlap(card, box)).filter((area) => area > 0)
  return { count: areas.length, area: areas.reduce((sum, area) => sum + area, 0) }
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return Math.max(0, width) * Math.max(0, height)
}
