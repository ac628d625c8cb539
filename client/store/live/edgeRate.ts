// Which live figure tells how much travels along an edge.

import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { LiveStore } from './liveStore.ts'

const METRIC_OF = {
  publish: 'published',
  subscription: 'delivered',
  binding: 'routed',
  deadLetter: 'deadLettered',
  alternate: 'diverted',
} as const satisfies { [Kind in TopologyEdge['kind']]: string }

type Counted = Pick<TopologyEdge, 'kind' | 'elements'>

/** Events per virtual second, over all that stands behind the edge; NaN where nothing is known. */
export function edgeRate(live: Pick<LiveStore, 'rate'>, { kind, elements }: Counted): number {
  return sumOf(elements, (name) => live.rate(name, METRIC_OF[kind]))
}

/** Since the start of the run. */
export function edgeCount(live: Pick<LiveStore, 'figure'>, { kind, elements }: Counted): number {
  return sumOf(elements, (name) => live.figure(name, METRIC_OF[kind]))
}

function sumOf(names: readonly string[], read: (name: string) => number): number {
  let sum = Number.NaN
  for (const name of names) {
    const value = read(name)
    if (!Number.isNaN(value)) sum = (Number.isNaN(sum) ? 0 : sum) + value
  }
  return sum
}
