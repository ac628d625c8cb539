// The document's bindings and subscriptions, by the channel that they leave.

import { entriesById, ownValue } from '../../lib/entries.ts'
import { grouped } from '../../lib/grouped.ts'
import type { Binding, Subscription } from '../channels.ts'
import type { Topology } from '../topology.ts'

export interface Consumer {
  readonly subscriptionId: string
  readonly subscription: Subscription
  /** Slots of its service: members of a Kafka group, consumers of a queue. */
  readonly slots: number
}

export interface Connections {
  readonly bindingsFrom: (channelId: string) => readonly (readonly [string, Binding])[]
  readonly consumersOf: (channelId: string) => readonly Consumer[]
  /** Attributes that some filter policy asks about; the others make no difference to the traffic. */
  readonly filteredAttributes: ReadonlySet<string>
}

export function connectionsOf(topology: Topology): Connections {
  const bindings = grouped(entriesById(topology.bindings), ([, { fromChannelId }]) => fromChannelId)
  const consumers = grouped(
    entriesById(topology.subscriptions).map(([subscriptionId, subscription]) => ({
      subscriptionId,
      subscription,
      slots: slotsOf(topology, subscription.serviceId),
    })),
    ({ subscription }) => subscription.channelId,
  )
  return {
    bindingsFrom: (channelId) => bindings.get(channelId) ?? [],
    consumersOf: (channelId) => consumers.get(channelId) ?? [],
    filteredAttributes: new Set(Object.values(topology.bindings).flatMap(filtered)),
  }
}

function filtered(binding: Binding): readonly string[] {
  return binding.kind === 'snsSubscription' ? Object.keys(binding.filterPolicy ?? {}) : []
}

/** How many events a service handles at once. */
export function slotsOf({ services }: Topology, serviceId: string): number {
  const service = ownValue(services, serviceId)
  return service ? service.replicas * service.concurrency : 0
}

/** Consumers that share one stream, each with its part of it: as many slots, as large a part. */
export function sharesAmong(
  consumers: readonly Consumer[],
): readonly (readonly [consumer: Consumer, share: number])[] {
  const total = consumers.reduce((sum, { slots }) => sum + slots, 0)
  return consumers.map((consumer) => [
    consumer,
    total > 0 ? consumer.slots / total : 1 / consumers.length,
  ])
}
