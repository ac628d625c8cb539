// Where what is pasted comes to stand: at the pointer, or in the middle of the view.

import { canvasItems } from '#shared/topology/contextMembers.ts'
import type { Excerpt } from '#shared/topology/excerpt.ts'
import { GRID } from '#shared/topology/nodeSizes.ts'
import { centreOf, hullOf } from '#shared/topology/rectangles.ts'
import { emptyTopology, FORMAT, type Position, type Topology } from '#shared/topology/topology.ts'
import { canvasView } from '../../canvas/scene/canvasView.ts'
import { pointerOverCanvas } from './pointer.ts'

/** What is pasted at the same place again stands beside what is there. */
const STEP = 2 * GRID

let previous: { readonly place: Position; readonly times: number } | null = null

/** How far to move an excerpt. Whole squares: what lay on the grid still does. */
export function pasteOffset(excerpt: Excerpt): Position {
  const place = wantedPlace()
  const times = previous && isNear(previous.place, place) ? previous.times + 1 : 0
  previous = { place, times }
  const middle = middleOf(excerpt)
  return {
    x: onGrid(place.x - middle.x) + times * STEP,
    y: onGrid(place.y - middle.y) + times * STEP,
  }
}

function wantedPlace(): Position {
  const view = canvasView()
  if (view === null) return { x: 0, y: 0 }
  const pointer = pointerOverCanvas()
  return pointer === null ? view.middle() : view.placeAt(pointer.x, pointer.y)
}

function isNear(a: Position, b: Position): boolean {
  return Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1
}

function middleOf(excerpt: Excerpt): Position {
  const topology: Topology = { ...emptyTopology('Excerpt'), ...excerpt, format: FORMAT }
  const boxes = canvasItems(topology).map(({ box }) => box)
  const hull = hullOf([...boxes, ...Object.values(excerpt.layout.contexts)])
  return hull ? centreOf(hull) : { x: 0, y: 0 }
}

function onGrid(distance: number): number {
  return Math.round(distance / GRID) * GRID
}
