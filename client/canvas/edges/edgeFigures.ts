// Which live figure tells how much travels along an edge.

import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'

const METRIC_OF = {
  publish: 'published',
  subscription: 'delivered',
  binding: 'routed',
  deadLetter: 'deadLettered',
} as const satisfies { [Kind in TopologyEdge['kind']]: string }

/** Events per virtual second, over all that stands behind the edge; NaN where nothing is known. */
export function edgeRate(
  live: Pick<LiveStore, 'rate'>,
  { kind, elements }: Pick<TopologyEdge, 'kind' | 'elements'>,
): number {
  let sum = Number.NaN
  for (const element of elements) {
    const rate = live.rate(element, METRIC_OF[kind])
    if (!Number.isNaN(rate)) sum = (Number.isNaN(sum) ? 0 : sum) + rate
  }
  return sum
}

/** Stroke width in pixels: heavier with the order of magnitude, never thin enough to be lost. */
export function edgeWeight(perSecond: number): number {
  if (!(perSecond > 0)) return 1.25
  return Math.min(3, 1.25 + 0.42 * Math.log10(1 + perSecond))
}
