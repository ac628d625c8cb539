// Where edges leave and enter the boxes, and the curves between. Pure: boxes in, routes out.

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export function sameBox(a: Box, b: Box): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
}

export type Side = 'left' | 'right' | 'top' | 'bottom'

export interface Port {
  readonly x: number
  readonly y: number
  readonly side: Side
}

/** A cubic Bézier curve: start, two control points, end. */
export type Cubic = readonly [
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  x3: number,
  y3: number,
]

/** How far below the lower of two boxes an edge runs that goes back. */
const BACK_DEPTH = 28
/** Boxes that overlap by less, one to the right of the other, are still connected forwards. */
const FORWARD_OVERLAP = 24
/** Where one box lies lower than another by so much, an edge that goes back runs between them. */
const ROW_GAP = 60
const CORNER = 14
const CONTROL_MIN = 18

/** The sides that an edge between two boxes uses: forwards, down, up, or back underneath both. */
export function sidesBetween(from: Box, to: Box): { readonly from: Side; readonly to: Side } {
  if (to.x - (from.x + from.width) >= -FORWARD_OVERLAP) return { from: 'right', to: 'left' }
  const beside = to.x < from.x + from.width && to.x + to.width > from.x
  if (beside && to.y - (from.y + from.height) >= 16) return { from: 'bottom', to: 'top' }
  if (beside && from.y - (to.y + to.height) >= 16) return { from: 'top', to: 'bottom' }
  // From the end of a row to the beginning of the next, between the two.
  if (to.y - (from.y + from.height) >= ROW_GAP) return { from: 'bottom', to: 'top' }
  return { from: 'bottom', to: 'bottom' }
}

export function curveBetween(from: Port, to: Port): readonly Cubic[] {
  if (from.side === 'bottom' && to.side === 'bottom') return curveBelow(from, to)
  const vertical = from.side === 'top' || from.side === 'bottom'
  const along = vertical ? Math.abs(to.y - from.y) : Math.abs(to.x - from.x)
  const reach = Math.max(CONTROL_MIN, along * 0.5)
  const [x1, y1] = outwards(from, reach)
  const [x2, y2] = outwards(to, reach)
  return [[from.x, from.y, x1, y1, x2, y2, to.x, to.y]]
}

function outwards({ x, y, side }: Port, reach: number): readonly [number, number] {
  if (side === 'left') return [x - reach, y]
  if (side === 'right') return [x + reach, y]
  if (side === 'top') return [x, y - reach]
  return [x, y + reach]
}

/** Down, along, and up again, with round corners. */
function curveBelow(from: Port, to: Port): readonly Cubic[] {
  const depth = Math.max(from.y, to.y) + BACK_DEPTH
  const direction = to.x < from.x ? -1 : 1
  const corner = Math.min(CORNER, Math.abs(to.x - from.x) / 2)
  const turn = corner * direction
  const left: Cubic = line(from.x, from.y, from.x, depth - corner)
  const along: Cubic = line(from.x + turn, depth, to.x - turn, depth)
  const right: Cubic = line(to.x, depth - corner, to.x, to.y)
  return [
    left,
    [from.x, depth - corner, from.x, depth, from.x, depth, from.x + turn, depth],
    along,
    [to.x - turn, depth, to.x, depth, to.x, depth, to.x, depth - corner],
    right,
  ]
}

function line(x0: number, y0: number, x3: number, y3: number): Cubic {
  const x = (x3 - x0) / 3
  const y = (y3 - y0) / 3
  return [x0, y0, x0 + x, y0 + y, x3 - x, y3 - y, x3, y3]
}

/** The curve as the `d` of an SVG path. */
export function pathOf(curve: readonly Cubic[]): string {
  const [first] = curve
  if (!first) return ''
  const pieces = curve.map(
    ([, , x1, y1, x2, y2, x3, y3]) =>
      `C${round(x1)},${round(y1)} ${round(x2)},${round(y2)} ${round(x3)},${round(y3)}`,
  )
  return `M${round(first[0])},${round(first[1])} ${pieces.join(' ')}`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
