// Which event's mark lies under the pointer, where marks stand for one event each.

import { pointAt } from '../polyline.ts'
import type { MarkedEvent } from './marks.ts'
import type { TrafficModel } from './trafficModel.ts'

export interface PickedMark {
  readonly event: MarkedEvent
  /** In flow coordinates. */
  readonly at: { readonly x: number; readonly y: number }
}

/** The nearest within `radius` of a place, both in flow coordinates; null: there is none. */
export function pickMark(
  model: Pick<TrafficModel, 'marks' | 'edges' | 'nowMs'>,
  place: { readonly x: number; readonly y: number },
  radius: number,
): PickedMark | null {
  let nearest: PickedMark | null = null
  let nearestDistance = radius
  model.marks.visit(model.nowMs, (edge, _look, fraction, index) => {
    const polyline = model.edges[edge]?.polyline
    const event = model.marks.eventAt(index)
    if (!polyline || !event) return
    const at = pointAt(polyline, fraction)
    const distance = Math.hypot(at.x - place.x, at.y - place.y)
    if (distance > nearestDistance) return
    nearestDistance = distance
    nearest = { event, at }
  })
  return nearest
}
