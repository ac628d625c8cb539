// A look is a hue and a shape in one small number, so that marks of a kind are painted in one go.

import { EVENT_SHAPES, type EventType } from '#shared/schemas/eventType.ts'

/** What went wrong: a diamond in the colour of errors. */
export const TROUBLE_LOOK = 0

export const LOOKS = 1 + 5 * EVENT_SHAPES.length

export type LookShape = (typeof EVENT_SHAPES)[number] | 'diamond'

export function lookOf({ hue, shape }: Pick<EventType, 'hue' | 'shape'>): number {
  return 1 + (hue - 1) * EVENT_SHAPES.length + EVENT_SHAPES.indexOf(shape)
}

export function shapeOf(look: number): LookShape {
  if (look === TROUBLE_LOOK) return 'diamond'
  return EVENT_SHAPES[(look - 1) % EVENT_SHAPES.length] ?? 'circle'
}

/** The colour's custom property. */
export function colourOf(look: number): string {
  return look === TROUBLE_LOOK ? '--err' : `--e${1 + Math.floor((look - 1) / EVENT_SHAPES.length)}`
}

type Outline = Pick<Path2D, 'moveTo' | 'lineTo' | 'arc' | 'rect' | 'closePath'>

/** Adds the outline of a mark at a place; `size` 1 is about three pixels to each side. */
export function traceMark(
  path: Outline,
  shape: LookShape,
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
): void {
  switch (shape) {
    case 'circle':
    case 'ring': {
      const radius = (shape === 'ring' ? 2.7 : 3.1) * size
      path.moveTo(x + radius, y)
      path.arc(x, y, radius, 0, 2 * Math.PI)
      return
    }
    case 'square':
      path.rect(x - 2.9 * size, y - 2.9 * size, 5.8 * size, 5.8 * size)
      return
    case 'triangle':
      polygon(path, TRIANGLE, { x, y, size })
      return
    case 'hexagon':
      polygon(path, HEXAGON, { x, y, size })
      return
    case 'diamond':
      polygon(path, DIAMOND, { x, y, size })
      return
  }
}

const TRIANGLE = [0, -3.9, 3.7, 2.8, -3.7, 2.8] as const
const DIAMOND = [0, -4.2, 4.2, 0, 0, 4.2, -4.2, 0] as const
const HEXAGON = [0, -3.7, 3.2, -1.85, 3.2, 1.85, 0, 3.7, -3.2, 1.85, -3.2, -1.85] as const

function polygon(
  path: Outline,
  corners: readonly number[],
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
): void {
  for (let index = 0; index < corners.length; index += 2) {
    const cornerX = x + (corners[index] ?? 0) * size
    const cornerY = y + (corners[index + 1] ?? 0) * size
    if (index === 0) path.moveTo(cornerX, cornerY)
    else path.lineTo(cornerX, cornerY)
  }
  path.closePath()
}
