// Paints a picture onto a canvas. The context is scaled and moved by whoever calls.

import type { Ink } from './inks.ts'
import type { Lettering, PathShape, RectShape, Scene, Shape, TextShape } from './shapes.ts'

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

const FACES = {
  sans: '"Inter Variable", system-ui, sans-serif',
  mono: '"JetBrains Mono Variable", ui-monospace, monospace',
} as const

export function fontOf({ face, size, weight }: Lettering): string {
  return `${weight} ${size}px ${FACES[face]}`
}

/** Makes the picture fill a canvas `scale` times as large. */
export function paintScene(context: Context, scene: Scene, scale: number): void {
  const { x, y, width, height, background } = scene
  context.setTransform(scale, 0, 0, scale, -x * scale, -y * scale)
  context.fillStyle = css(background)
  context.fillRect(x, y, width, height)
  paintShapes(context, scene.shapes)
}

function paintShapes(context: Context, shapes: readonly Shape[]): void {
  context.lineCap = 'round'
  context.lineJoin = 'round'
  for (const shape of shapes) paintShape(context, shape)
}

function paintShape(context: Context, shape: Shape): void {
  switch (shape.kind) {
    case 'rect':
      paintOutline(context, shape, rectPath(shape))
      break
    case 'path':
      paintPath(context, shape)
      break
    case 'text':
      paintText(context, shape)
      break
    case 'group':
      for (const inner of shape.shapes) paintShape(context, inner)
  }
}

function paintPath(context: Context, shape: PathShape): void {
  const outline = new Path2D(shape.d)
  const { x, y, scale } = shape.at ?? UNMOVED
  context.save()
  context.translate(x, y)
  context.scale(scale, scale)
  paintOutline(context, shape, outline)
  context.restore()
}

const UNMOVED = { x: 0, y: 0, scale: 1 }

function paintOutline(context: Context, shape: RectShape | PathShape, outline: Path2D): void {
  const { fill, stroke, width = 1, dash = [] } = shape
  if (fill) {
    context.fillStyle = css(fill)
    context.fill(outline)
  }
  if (!stroke) return
  context.strokeStyle = css(stroke)
  context.lineWidth = width
  context.setLineDash([...dash])
  context.stroke(outline)
}

function rectPath({ x, y, boxWidth, boxHeight, radius }: RectShape): Path2D {
  const outline = new Path2D()
  outline.roundRect(x, y, boxWidth, boxHeight, radius)
  return outline
}

function paintText(context: Context, shape: TextShape): void {
  if (shape.text === '') return
  context.font = fontOf(shape)
  // Not every browser has it yet; letters then stand a little wider.
  if ('letterSpacing' in context) context.letterSpacing = `${shape.spacing * shape.size}px`
  context.fillStyle = css(shape.fill)
  context.fillText(shape.text, shape.x, shape.y)
}

function css({ hex, alpha }: Ink): string {
  const byte = Math.round(alpha * 255)
  return alpha >= 1 ? hex : `${hex}${byte.toString(16).padStart(2, '0')}`
}
