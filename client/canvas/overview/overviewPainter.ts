// Paints the overview onto a canvas that lies in the drawing: it pans and zooms with it, so that nothing
// is painted while the view moves, as long as it does not leave what has been painted.

import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { Context } from '#shared/topology/layout.ts'
import type { Draft } from '../canvasNodes.ts'
import type { Box } from '../geometry.ts'
import { type MapColours, mapColoursOf } from './mapColours.ts'
import { type MapBox, paintBoxes, paintContextNames } from './paintBoxes.ts'
import {
  type Line,
  type Look,
  type Pen,
  paintFrames,
  paintLines,
  type Surface,
} from './paintGround.ts'
import { contains, type Drawing, grown, type View, visibleArea } from './sight.ts'
import type { StatusBoard } from './statusBoard.ts'

export interface MapContents extends Drawing {
  readonly drafts: ReadonlyMap<string, Draft>
  readonly contexts: readonly Context[]
  readonly board: StatusBoard
  readonly selectedNodeIds: ReadonlySet<string>
  readonly selectedEdgeIds: ReadonlySet<string>
  readonly draggedIds: ReadonlySet<string>
}

/** Painted round the view, as a part of it: so far it can be panned. */
const MARGIN = 0.3
const PIXELS_MAX = 12_000_000
/** Stretched by more, what is painted gets too coarse to look at. */
const STRETCH_MAX = 1.6

export class OverviewPainter {
  readonly #canvas: HTMLCanvasElement
  readonly #ground: HTMLCanvasElement
  #colours: MapColours
  /** What has been painted, and how large. */
  #area: Box = { x: 0, y: 0, width: 0, height: 0 }
  #zoom = 0
  #density = 1

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
    this.#ground = canvas.ownerDocument.createElement('canvas')
    this.#colours = mapColoursOf(canvas)
  }

  readColours(): void {
    this.#colours = mapColoursOf(this.#canvas)
  }

  /** Whether what is painted will do for now. */
  covers(view: View): boolean {
    const stretch = view.transform[2] / this.#zoom
    const isFine = stretch < STRETCH_MAX && stretch > 1 / STRETCH_MAX
    return isFine && contains(this.#area, visibleArea(view))
  }

  isSharpFor(view: View): boolean {
    return this.#zoom === view.transform[2] && this.covers(view)
  }

  /** The frames and edges, then everything else. */
  paintAll(contents: MapContents, view: View): void {
    this.#place(view)
    const surface = this.#ground.getContext('2d')
    if (!surface) return
    const pen = this.#penFor(surface)
    paintFrames(pen, contents.contexts)
    const resting = linesOf(contents).filter(({ edge }) => !isMoving(edge, contents))
    paintLines(pen, resting, (edge) => lookOf(edge, contents))
    this.paintTop(contents)
  }

  /** What changes more often: boxes, and edges that are being dragged along. */
  paintTop(contents: MapContents): void {
    const surface = this.#canvas.getContext('2d')
    if (!surface || this.#zoom === 0) return
    const pen = this.#penFor(surface)
    surface.setTransform(1, 0, 0, 1, 0, 0)
    surface.drawImage(this.#ground, 0, 0)
    this.#toDrawing(surface)
    if (contents.draggedIds.size > 0) {
      const moving = linesOf(contents).filter(({ edge }) => isMoving(edge, contents))
      paintLines(pen, moving, (edge) => lookOf(edge, contents))
    }
    paintBoxes(pen, boxesOf(contents))
    paintContextNames(pen, contents.contexts)
    this.#canvas.dataset.overview = 'painted'
  }

  /** Gives its memory back. */
  clear(): void {
    this.#zoom = 0
    for (const canvas of [this.#canvas, this.#ground]) {
      canvas.width = 0
      canvas.height = 0
    }
    this.#canvas.dataset.overview = 'empty'
  }

  #place(view: View): void {
    const canvas = this.#canvas
    this.#zoom = view.transform[2]
    this.#area = grown(visibleArea(view), MARGIN)
    const { x, y } = this.#area
    const width = this.#area.width * this.#zoom
    const height = this.#area.height * this.#zoom
    this.#density = Math.min(devicePixelRatio, Math.sqrt(PIXELS_MAX / (width * height)))
    for (const surface of [canvas, this.#ground])
      resize(surface, width * this.#density, height * this.#density)
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
    // For what is laid over it and keeps its size on the screen.
    canvas.closest<HTMLElement>('.canvas')?.style.setProperty('--pixel', String(1 / this.#zoom))
    canvas.style.transform = `translate(${x}px, ${y}px) scale(${1 / this.#zoom})`
  }

  #penFor(surface: Surface): Pen {
    surface.setTransform(1, 0, 0, 1, 0, 0)
    surface.clearRect(0, 0, surface.canvas.width, surface.canvas.height)
    this.#toDrawing(surface)
    return { surface, colours: this.#colours, zoom: this.#zoom, area: this.#area }
  }

  #toDrawing(surface: Surface): void {
    const scale = this.#density * this.#zoom
    surface.setTransform(scale, 0, 0, scale, -this.#area.x * scale, -this.#area.y * scale)
  }
}

function resize(canvas: HTMLCanvasElement, width: number, height: number): void {
  const [wide, high] = [Math.round(width), Math.round(height)]
  if (canvas.width !== wide) canvas.width = wide
  if (canvas.height !== high) canvas.height = high
}

function linesOf({ edges, routes }: MapContents): readonly Line[] {
  return edges.flatMap((edge) => {
    const route = routes.get(edge.id)
    return route ? [{ edge, route }] : []
  })
}

function boxesOf({ boxes, drafts, board, selectedNodeIds }: MapContents): readonly MapBox[] {
  return [...boxes].flatMap(([id, box]) => {
    const draft = drafts.get(id)
    const selected = selectedNodeIds.has(id)
    return draft ? [{ draft, box, status: board.statusOf(id), selected }] : []
  })
}

function isMoving({ fromId, toId }: TopologyEdge, { draggedIds }: MapContents): boolean {
  return draggedIds.has(fromId) || draggedIds.has(toId)
}

function lookOf({ id, kind }: TopologyEdge, { selectedEdgeIds, board }: MapContents): Look {
  if (selectedEdgeIds.has(id)) return 'selected'
  if (kind === 'deadLetter') return 'deadLetter'
  return board.isBehind(id) ? 'behind' : 'plain'
}
