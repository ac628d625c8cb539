// What the canvas can show of a connection: the edge, or where an end is missing, the end that is there.

import { ownValue } from '../../lib/entries.ts'
import { edgeIds } from '../edges.ts'
import type { Topology } from '../topology.ts'

export function shownSubscription(topology: Topology, id: string): readonly string[] {
  const subscription = ownValue(topology.subscriptions, id)
  if (!subscription) return []
  const { channelId, serviceId } = subscription
  return shownEdge(topology, edgeIds.subscription(id), [channelId, serviceId])
}

export function shownBinding(topology: Topology, id: string): readonly string[] {
  const binding = ownValue(topology.bindings, id)
  if (!binding) return []
  return shownEdge(topology, edgeIds.binding(id), [binding.fromChannelId, binding.toChannelId])
}

function shownEdge(topology: Topology, edgeId: string, ends: readonly string[]): readonly string[] {
  const there = ends.filter((id) => isNode(topology, id))
  return there.length === ends.length ? [edgeId] : there
}

export function isNode({ services, channels }: Topology, id: string): boolean {
  return ownValue<unknown>(services, id) !== undefined || ownValue(channels, id) !== undefined
}
