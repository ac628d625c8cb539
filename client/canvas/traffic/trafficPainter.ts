// Paints the marks: one path and one fill for each look.

import { POLYLINE_STEPS } from '../polyline.ts'
import { colourOf, LOOKS, shapeOf, traceMark } from './looks.ts'
import type { TrafficModel } from './trafficModel.ts'

/** How the flow lies in the view: offset in pixels, and zoom. */
export type Transform = readonly [x: number, y: number, zoom: number]

interface View {
  readonly transform: Transform
  /** In CSS pixels. */
  readonly width: number
  readonly height: number
  /** Without marks: the machine does not keep up with them. */
  readonly isBare: boolean
}

export class TrafficPainter {
  #colours: readonly string[] = []
  #outline = ''
  #accent = ''
  readonly #canvas: HTMLCanvasElement

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
    this.readColours()
  }

  /** Again whenever the theme has changed. */
  readColours(): void {
    const style = getComputedStyle(this.#canvas)
    this.#colours = Array.from({ length: LOOKS }, (_, look) =>
      style.getPropertyValue(colourOf(look)).trim(),
    )
    this.#accent = style.getPropertyValue('--accent').trim()
    this.#outline = style.getPropertyValue('--bg-canvas').trim()
  }

  paint(model: TrafficModel, view: View): void {
    const context = this.#canvas.getContext('2d')
    if (!context) return
    this.#fit(view)
    const density = devicePixelRatio
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height)
    const { storySlots, stepSlots } = model
    if (model.marks.count + storySlots.size + stepSlots.size === 0) return
    const [x, y, zoom] = view.transform
    context.setTransform(density * zoom, 0, 0, density * zoom, density * x, density * y)
    // Marks shrink and grow less than the drawing, so that their shapes can be told apart.
    const size = Math.min(1.25, Math.max(0.75, zoom)) / zoom
    context.lineJoin = 'round'
    this.#paintWays(context, model, zoom)
    const paths = pathsByLook(model, size)
    if (!view.isBare) this.#paintLooks(context, paths, { size, outlined: zoom >= OUTLINED_ZOOM })
  }

  /** How many marks are under way, for whoever measures what they cost. */
  note({ marks }: TrafficModel): void {
    this.#canvas.dataset.marks = String(marks.count)
  }

  /** Of the selected event's story; and of a step, where nothing may move. */
  #paintWays(context: CanvasRenderingContext2D, model: TrafficModel, zoom: number): void {
    context.strokeStyle = this.#accent
    context.lineWidth = WAY_PX / Math.max(0.5, zoom)
    context.lineCap = 'round'
    context.globalAlpha = WAY_OPACITY
    for (const slot of new Set([...model.storySlots, ...model.stepSlots])) {
      const points = model.edges[slot]?.polyline.points
      if (points) context.stroke(wayAlong(points))
    }
    context.globalAlpha = 1
  }

  #paintLooks(
    context: CanvasRenderingContext2D,
    paths: ReadonlyMap<number, Path2D>,
    { size, outlined }: { readonly size: number; readonly outlined: boolean },
  ): void {
    for (const [look, path] of paths) {
      const colour = this.#colours[look] ?? ''
      const ring = shapeOf(look) === 'ring'
      if (outlined) {
        context.strokeStyle = this.#outline
        context.lineWidth = (ring ? 4.5 : 2) * size
        context.stroke(path)
      }
      context.fillStyle = ring ? this.#outline : colour
      context.fill(path)
      if (!ring) continue
      context.strokeStyle = colour
      context.lineWidth = 2 * size
      context.stroke(path)
    }
  }

  #fit({ width, height }: View): void {
    const canvas = this.#canvas
    const deviceWidth = Math.round(width * devicePixelRatio)
    const deviceHeight = Math.round(height * devicePixelRatio)
    if (canvas.width === deviceWidth && canvas.height === deviceHeight) return
    canvas.width = deviceWidth
    canvas.height = deviceHeight
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
  }
}

/** From farther away there are many marks, and nothing near them that they would have to be told from. */
const OUTLINED_ZOOM = 0.3
const WAY_PX = 7
const WAY_OPACITY = 0.42

function wayAlong(points: Float32Array): Path2D {
  const way = new Path2D()
  for (let at = 0; at < points.length; at += 2) way.lineTo(points[at] ?? 0, points[at + 1] ?? 0)
  return way
}

function pathsByLook(model: TrafficModel, size: number): ReadonlyMap<number, Path2D> {
  const paths = new Map<number, Path2D>()
  model.marks.visit(model.nowMs, (edge, look, fraction) => {
    const points = model.edges[edge]?.polyline.points
    if (!points) return
    const place = fraction * POLYLINE_STEPS
    const step = Math.min(POLYLINE_STEPS - 1, Math.floor(place))
    const part = place - step
    const at = 2 * step
    const x = between(points, at, part)
    const y = between(points, at + 1, part)
    let path = paths.get(look)
    if (!path) {
      path = new Path2D()
      paths.set(look, path)
    }
    traceMark(path, shapeOf(look), { x, y, size })
  })
  return paths
}

function between(points: Float32Array, index: number, part: number): number {
  const start = points[index] ?? 0
  return start + ((points[index + 2] ?? 0) - start) * part
}
