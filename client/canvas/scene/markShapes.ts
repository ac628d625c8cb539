// The marks of events: one outline for all of a look, as the canvas paints them.

import { EVENT_SHAPES } from '#shared/schemas/eventType.ts'
import { pointAt } from '../polyline.ts'
import { LOOKS, shapeOf, TROUBLE_LOOK, traceMark } from '../traffic/looks.ts'
import type { TrafficModel } from '../traffic/trafficModel.ts'
import { hueInk, type Ink, type Inks } from './inks.ts'
import { path, type Shape } from './shapes.ts'

export interface PlacedMark {
  readonly look: number
  readonly x: number
  readonly y: number
}

/** All that is on its way now. */
export function trafficMarks({ marks, nowMs, edges }: TrafficModel): readonly PlacedMark[] {
  const placed: PlacedMark[] = []
  marks.visit(nowMs, (slot, look, fraction) => {
    const polyline = edges[slot]?.polyline
    if (polyline) placed.push({ look, ...pointAt(polyline, fraction) })
  })
  return placed
}

/** `size` 1 is about three pixels to each side. */
export function markShapes(
  inks: Inks,
  marks: readonly PlacedMark[],
  size: number,
): readonly Shape[] {
  const outlines = new Map<number, Outline>()
  for (const { look, x, y } of marks) {
    const outline = outlines.get(look) ?? new Outline()
    outlines.set(look, outline)
    traceMark(outline, shapeOf(look), { x, y, size })
  }
  return [...outlines]
    .filter(([look]) => look < LOOKS)
    .flatMap(([look, { d }]) => lookShapes(inks, look, { d, size }))
}

function lookShapes(
  inks: Inks,
  look: number,
  { d, size }: { readonly d: string; readonly size: number },
): readonly Shape[] {
  const ink = lookInk(inks, look)
  const isRing = shapeOf(look) === 'ring'
  const ground = path(d, { stroke: inks.canvas, width: (isRing ? 4.5 : 2) * size })
  if (!isRing) return [ground, path(d, { fill: ink })]
  return [ground, path(d, { fill: inks.canvas, stroke: ink, width: 2 * size })]
}

function lookInk(inks: Inks, look: number): Ink {
  if (look === TROUBLE_LOOK) return inks.err
  return hueInk(inks, 1 + Math.floor((look - 1) / EVENT_SHAPES.length))
}

/** Collects what is traced as the `d` of a path. */
class Outline {
  d = ''

  moveTo(x: number, y: number): void {
    this.d += `M${short(x)} ${short(y)}`
  }

  lineTo(x: number, y: number): void {
    this.d += `L${short(x)} ${short(y)}`
  }

  /** Only whole circles are traced. */
  arc(x: number, y: number, radius: number): void {
    const r = short(radius)
    const across = short(2 * r)
    this.d += `M${short(x - r)} ${short(y)}a${r} ${r} 0 1 0 ${across} 0a${r} ${r} 0 1 0 ${-across} 0z`
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.d += `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`
  }

  closePath(): void {
    this.d += 'z'
  }
}

function short(value: number): number {
  return Math.round(value * 10) / 10
}
