// A picture as the text of an SVG file: it stands by itself, and nothing in it is ever run.

import { escaped } from '#shared/lib/markup.ts'
import type { Ink } from './inks.ts'
import { plainText } from './plainText.ts'
import type { GroupShape, PathShape, RectShape, Scene, Shape, TextShape } from './shapes.ts'

/** Those of the page come first; what a program does not have it replaces by its own of that sort. */
const FACES = {
  sans: "Inter, 'Inter Variable', system-ui, 'Segoe UI', Roboto, sans-serif",
  mono: "'JetBrains Mono', 'JetBrains Mono Variable', ui-monospace, Menlo, Consolas, monospace",
} as const

export function svgText(scene: Scene): string {
  const { x, y, width, height, title, background } = scene
  const box = { x, y, boxWidth: width, boxHeight: height, radius: 0, kind: 'rect' } as const
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${number(width)}" height="${number(height)}" viewBox="${[x, y, width, height].map(number).join(' ')}">`,
    `<title>${inPicture(title)}</title>`,
    `<style>text{white-space:pre}.s{font-family:${FACES.sans}}.m{font-family:${FACES.mono}}</style>`,
    rectElement({ ...box, fill: background }),
    ...scene.shapes.map(element),
    '</svg>\n',
  ].join('\n')
}

function element(shape: Shape): string {
  switch (shape.kind) {
    case 'rect':
      return rectElement(shape)
    case 'path':
      return pathElement(shape)
    case 'text':
      return textElement(shape)
    case 'group':
      return groupElement(shape)
  }
}

function groupElement({ label, shapes }: GroupShape): string {
  return `<g><title>${inPicture(label)}</title>\n${shapes.map(element).join('\n')}\n</g>`
}

function rectElement(shape: RectShape): string {
  const { x, y, boxWidth, boxHeight, radius } = shape
  const round = radius > 0 ? ` rx="${number(radius)}"` : ''
  return `<rect x="${number(x)}" y="${number(y)}" width="${number(boxWidth)}" height="${number(boxHeight)}"${round}${drawn(shape)}/>`
}

function pathElement(shape: PathShape): string {
  const { d, at } = shape
  const place = at
    ? ` transform="translate(${number(at.x)} ${number(at.y)}) scale(${number(at.scale)})"`
    : ''
  return `<path d="${inPicture(d)}"${place}${drawn(shape)}/>`
}

function textElement({
  x,
  y,
  text,
  textWidth,
  face,
  size,
  weight,
  spacing,
  fill,
}: TextShape): string {
  if (text === '') return ''
  const style = [
    `class="${face === 'mono' ? 'm' : 's'}"`,
    `font-size="${number(size)}"`,
    ...(weight === 400 ? [] : [`font-weight="${weight}"`]),
    ...(spacing === 0 ? [] : [`letter-spacing="${number(spacing * size)}"`]),
    // Whatever the typeface, what stands beside a text is never covered by it.
    `textLength="${number(textWidth)}" lengthAdjust="spacingAndGlyphs"`,
    paint('fill', fill),
  ]
  return `<text x="${number(x)}" y="${number(y)}" ${style.join(' ')}>${inPicture(text)}</text>`
}

function drawn({ fill, stroke, width = 1, dash }: RectShape | PathShape): string {
  const line = stroke
    ? ` ${paint('stroke', stroke)} stroke-width="${number(width)}" stroke-linecap="round" stroke-linejoin="round"`
    : ''
  const gaps = stroke && dash ? ` stroke-dasharray="${dash.map(number).join(' ')}"` : ''
  return ` ${fill ? paint('fill', fill) : 'fill="none"'}${line}${gaps}`
}

/** Colours with an alpha of their own are not understood everywhere. */
function paint(property: 'fill' | 'stroke', { hex, alpha }: Ink): string {
  const opacity = alpha < 1 ? ` ${property}-opacity="${number(alpha)}"` : ''
  return `${property}="${inPicture(hex)}"${opacity}`
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function inPicture(text: string): string {
  return escaped(plainText(text))
}
