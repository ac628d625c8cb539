// Where there is room on an edge for a text.

import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
import { isGrowing } from '../live/status.ts'
import type { Route } from '../routes.ts'

interface Place {
  readonly x: number
  readonly y: number
}

/** Shorter edges have no room for a text. */
const RATE_LENGTH_MIN = 34
const STEEP_WIDTH_MIN = 70
const STEEP_OFFSET = 18
const CHIP_LENGTH_MIN = 70

/** The middle of the text: above that of a level edge, beside that of a steep one. */
export function ratePlace(route: Route): Place {
  const { from, to, middle } = route
  return isSteep(route)
    ? { x: middle.x + STEEP_OFFSET, y: middle.y }
    : { x: middle.x, y: middle.y - 10 - Math.min(10, 0.3 * Math.abs(to.y - from.y)) }
}

/** A steep edge between two columns needs room for the text beside it. */
export function hasRoomForRate(route: Route): boolean {
  const { from, to, polyline } = route
  if (polyline.length < RATE_LENGTH_MIN) return false
  const upright = from.side === 'top' || from.side === 'bottom'
  return upright || !isSteep(route) || Math.abs(to.x - from.x) >= STEEP_WIDTH_MIN
}

export function hasRoomForChip({ polyline }: Route): boolean {
  return polyline.length >= CHIP_LENGTH_MIN
}

/** A consumer that does not keep up with what waits for it. */
export function fallsBehind(
  live: Pick<LiveStore, 'figure' | 'rate' | 'history'>,
  { kind, elements: [name] }: TopologyEdge,
): boolean {
  return kind === 'subscription' && name !== undefined && isGrowing(live, name, 'delivered')
}

function isSteep({ from, to, polyline }: Route): boolean {
  return Math.abs(to.y - from.y) > 0.6 * polyline.length
}
