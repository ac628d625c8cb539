// The outline of every kind of node: the shape says the kind, before any word does.

import type { Box } from '../geometry.ts'
import { type Ink, type Inks, mixed } from './inks.ts'
import { path, rect, type Shape } from './shapes.ts'

export type Silhouette =
  | 'service'
  | 'external'
  | 'projection'
  | 'rail'
  | 'pill'
  | 'store'
  | 'dead-letter'

export interface Outlined {
  readonly silhouette: Silhouette
  readonly box: Box
  /** Of what it carries. */
  readonly rail: Ink
  /** Dead letters lie in it. */
  readonly hasTrouble: boolean
}

const RAIL = 3

export function silhouetteShapes(outlined: Outlined, inks: Inks): readonly Shape[] {
  const { silhouette, box } = outlined
  const shadow = { ...box, y: box.y + 2 }
  const drop = outlineOf(silhouette, shadow, { fill: inks.shadow })
  // Half the line lies inside of the box, as a border does.
  const inner = { x: box.x + 0.5, y: box.y + 0.5, width: box.width - 1, height: box.height - 1 }
  switch (silhouette) {
    case 'external':
      return [rect(inner, 18, { fill: inks.panel, stroke: inks.lineStrong, dash: [4, 3] })]
    case 'rail':
      return [
        drop,
        rect(inner, 4, { fill: inks.raised, stroke: inks.outline }),
        path(railPath(box), { fill: outlined.rail }),
      ]
    case 'dead-letter':
      return [drop, ...deadLetterShapes(outlined, inner, inks)]
    case 'service':
    case 'projection':
    case 'pill':
    case 'store':
      return [drop, outlineOf(silhouette, inner, { fill: inks.raised, stroke: inks.outline })]
  }
}

function deadLetterShapes({ hasTrouble, box }: Outlined, inner: Box, inks: Inks): readonly Shape[] {
  const fill = hasTrouble ? mixed(inks.err, inks.raised, inks.errSoft.alpha) : inks.raised
  const stroke = hasTrouble ? mixed(inks.err, inks.raised, 0.7) : inks.outline
  return [rect(inner, 4, { fill, stroke }), path(hazardPath(box), { fill: inks.err })]
}

function outlineOf(
  silhouette: Silhouette,
  box: Box,
  drawn: { readonly fill: Ink; readonly stroke?: Ink },
): Shape {
  if (silhouette === 'projection') return path(projectionPath(box), drawn)
  if (silhouette === 'store') return path(drumPath(box), drawn)
  return rect(box, radiusOf(silhouette, box), drawn)
}

function radiusOf(silhouette: Silhouette, { height }: Box): number {
  if (silhouette === 'pill') return Math.min(24, height / 2)
  return silhouette === 'rail' || silhouette === 'dead-letter' ? 4 : 10
}

/** A flat top and a round bottom. */
function projectionPath({ x, y, width, height }: Box): string {
  return [
    `M${x + 3} ${y}h${width - 6}a3 3 0 0 1 3 3v${height - 29}`,
    `a26 26 0 0 1 -26 26h${52 - width}a26 26 0 0 1 -26 -26v${29 - height}a3 3 0 0 1 3 -3z`,
  ].join('')
}

/** A drum that is written to: a soft oval on top. */
function drumPath({ x, y, width, height }: Box): string {
  const half = width / 2
  return [
    `M${x} ${y + 18}a${half} 18 0 0 1 ${half} -18a${half} 18 0 0 1 ${half} 18v${height - 26}`,
    `a8 8 0 0 1 -8 8h${16 - width}a8 8 0 0 1 -8 -8z`,
  ].join('')
}

function railPath({ x, y, height }: Box): string {
  return `M${x + RAIL} ${y}v${height}h1a4 4 0 0 1 -4 -4v${8 - height}a4 4 0 0 1 4 -4z`
}

/** Stripes in a strip along the top. */
function hazardPath({ x, y, width }: Box): string {
  const stripes: string[] = []
  const right = x + width
  for (let start = x; start < right; start += 12) {
    const end = Math.min(start + 7, right)
    const slantedEnd = Math.min(start + 11, right)
    stripes.push(
      `M${start} ${y + 4}L${Math.min(start + 4, right)} ${y}L${slantedEnd} ${y}L${end} ${y + 4}z`,
    )
  }
  return stripes.join('')
}
