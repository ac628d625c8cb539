// What comes into a context, what leaves it, and what waits inside, all together.

import { memberNodeIds } from '#shared/topology/contextMembers.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { edgesOf } from '../selectors.ts'
import { edgeRate } from './edgeRate.ts'
import type { LiveStore } from './liveStore.ts'

export interface ContextParts {
  readonly serviceIds: readonly string[]
  readonly channelIds: readonly string[]
  /** Across the frame. */
  readonly inwards: readonly TopologyEdge[]
  readonly outwards: readonly TopologyEdge[]
}

const known = new WeakMap<Topology, Map<string, ContextParts>>()

export function contextParts(topology: Topology, contextId: string): ContextParts {
  const parts = known.get(topology) ?? new Map<string, ContextParts>()
  known.set(topology, parts)
  const found = parts.get(contextId) ?? partsOf(topology, contextId)
  parts.set(contextId, found)
  return found
}

function partsOf(topology: Topology, contextId: string): ContextParts {
  const ids = memberNodeIds(topology, contextId)
  const isMember = new Set(ids)
  const edges = edgesOf(topology)
  return {
    serviceIds: ids.filter((id) => Object.hasOwn(topology.services, id)),
    channelIds: ids.filter((id) => Object.hasOwn(topology.channels, id)),
    inwards: edges.filter(({ fromId, toId }) => !isMember.has(fromId) && isMember.has(toId)),
    outwards: edges.filter(({ fromId, toId }) => isMember.has(fromId) && !isMember.has(toId)),
  }
}

type Figures = Pick<LiveStore, 'figure' | 'rate'>

/** Events a virtual second over all edges; NaN where nothing is known. */
export function rateOver(figures: Figures, edges: readonly TopologyEdge[]): number {
  return sumOf(edges.map((edge) => edgeRate(figures, edge)))
}

/** Messages that wait in the channels of a context; NaN where nothing is known. */
export function waitingIn(figures: Figures, { channelIds }: ContextParts): number {
  return sumOf(channelIds.map((id) => figures.figure(elementNames.channel(id), 'waiting')))
}

/** How long the oldest of them waits already; NaN where nothing is known. */
export function oldestWaitingIn(figures: Figures, { channelIds }: ContextParts): number {
  const ages = channelIds
    .map((id) => figures.figure(elementNames.channel(id), 'oldestWaitingMs'))
    .filter((age) => !Number.isNaN(age))
  return ages.length === 0 ? Number.NaN : Math.max(...ages)
}

function sumOf(values: readonly number[]): number {
  const numbers = values.filter((value) => !Number.isNaN(value))
  return numbers.length === 0 ? Number.NaN : numbers.reduce((sum, value) => sum + value, 0)
}
