// What a picture is made of, whoever paints it: rectangles, outlines and texts in the drawing's own
// coordinates, later ones over earlier ones.

import type { Ink } from './inks.ts'

interface Drawn {
  readonly fill?: Ink | undefined
  readonly stroke?: Ink | undefined
  /** Of the stroke. */
  readonly width?: number
  readonly dash?: readonly number[]
}

export interface RectShape extends Drawn {
  readonly kind: 'rect'
  readonly x: number
  readonly y: number
  readonly boxWidth: number
  readonly boxHeight: number
  readonly radius: number
}

export interface PathShape extends Drawn {
  readonly kind: 'path'
  /** As of an SVG path: absolute, or relative to `at`. */
  readonly d: string
  readonly at?: { readonly x: number; readonly y: number; readonly scale: number }
}

export interface Lettering {
  readonly face: 'sans' | 'mono'
  readonly size: number
  readonly weight: 400 | 500 | 600
  /** Between letters, as a part of the size. */
  readonly spacing: number
}

export interface TextShape extends Lettering {
  readonly kind: 'text'
  /** Where the first letter begins, on the line that letters stand on. */
  readonly x: number
  readonly y: number
  readonly text: string
  /** As measured: it is shown as wide in any typeface. */
  readonly textWidth: number
  readonly fill: Ink
}

export interface GroupShape {
  readonly kind: 'group'
  /** What it shows, for those who cannot see it. */
  readonly label: string
  readonly shapes: readonly Shape[]
}

export type Shape = RectShape | PathShape | TextShape | GroupShape

export interface Scene {
  /** What of the plane is shown. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly title: string
  readonly background: Ink
  readonly shapes: readonly Shape[]
}

export function rect(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  radius: number,
  drawn: Drawn,
): RectShape {
  return { kind: 'rect', x, y, boxWidth: width, boxHeight: height, radius, ...drawn }
}

export function path(d: string, drawn: Drawn, at?: PathShape['at']): PathShape {
  return at === undefined ? { kind: 'path', d, ...drawn } : { kind: 'path', d, at, ...drawn }
}
