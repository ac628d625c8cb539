// Where the drawing goes so that all that is asked for can be seen, clear of what floats over the canvas.

import { getViewportForBounds, type Viewport } from 'reactflow'
import { hullOf, overlap, type Rectangle } from '#shared/topology/rectangles.ts'

/** Room for the tools below; a lonely node is not blown up. */
export const FIT = {
  padding: { top: 20, right: 20, bottom: 68, left: 20 },
  minZoom: 0.1,
  maxZoom: 1.1,
} as const
/** A large drawing is seen as a whole, however small it gets. */
const LARGE_ZOOM_MIN = 0.02

/** From what floats there. */
const GAP = 12
/** Rather than smaller than this, by what it could be, the drawing lies under what floats there. */
const WORTH = 0.7

interface Window {
  readonly width: number
  readonly height: number
  /** What floats over its lower left corner, in its pixels. */
  readonly corner: Rectangle | null
  readonly isLarge: boolean
}

type Padding = { readonly [Side in keyof typeof FIT.padding]: number }

/** Null: there is nothing to be seen. */
export function fittedView(boxes: readonly Rectangle[], window: Window): Viewport | null {
  const bounds = hullOf(boxes)
  if (bounds === null) return null
  const { width, height, corner, isLarge } = window
  const zoomMin = isLarge ? LARGE_ZOOM_MIN : FIT.minZoom
  const viewWith = (padding: Padding) =>
    getViewportForBounds(bounds, width, height, zoomMin, FIT.maxZoom, inPixels(padding))
  const whole = viewWith(FIT.padding)
  if (corner === null || !boxes.some((box) => overlap(corner, seenIn(whole, box)))) return whole
  const beside = viewWith({ ...FIT.padding, left: corner.x + corner.width + GAP })
  const above = viewWith({ ...FIT.padding, bottom: height - corner.y + GAP })
  const clear = beside.zoom > above.zoom ? beside : above
  return clear.zoom < WORTH * whole.zoom ? whole : clear
}

function inPixels({ top, right, bottom, left }: Padding) {
  return { top: `${top}px`, right: `${right}px`, bottom: `${bottom}px`, left: `${left}px` } as const
}

function seenIn({ x, y, zoom }: Viewport, box: Rectangle): Rectangle {
  return {
    x: x + zoom * box.x,
    y: y + zoom * box.y,
    width: zoom * box.width,
    height: zoom * box.height,
  }
}
