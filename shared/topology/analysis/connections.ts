// The document's bindings and subscriptions, by the channel that they leave.

import { entriesById, ownValue } from '../../lib/entries.ts'
import { grouped } from '../../lib/grouped.ts'
import { type CompiledPolicy, compilePolicy } from '../../schemas/filterPolicy/compile.ts'
import type { Binding, Subscription } from '../channels.ts'
import { headerNames } from '../routing.ts'
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
  /** Attributes that some filter policy or headers exchange asks about; the others make no difference to the traffic. */
  readonly filteredAttributes: ReadonlySet<string>
  /** Those of them that some headers exchange compares. */
  readonly comparedHeaders: ReadonlySet<string>
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
  const comparedHeaders = Object.values(topology.bindings).flatMap((binding) =>
    headersComparedBy(topology, binding),
  )
  return {
    bindingsFrom: (channelId) => bindings.get(channelId) ?? [],
    consumersOf: (channelId) => consumers.get(channelId) ?? [],
    filteredAttributes: new Set([
      ...comparedHeaders,
      ...Object.values(topology.bindings).flatMap(filtered),
    ]),
    comparedHeaders: new Set(comparedHeaders),
  }
}

function filtered(binding: Binding): readonly string[] {
  return attributePolicy(binding)?.keys ?? []
}

function headersComparedBy({ channels }: Topology, binding: Binding): readonly string[] {
  if (binding.kind !== 'rabbitBinding') return []
  const from = ownValue(channels, binding.fromChannelId)
  return from?.kind === 'rabbitExchange' && from.type === 'headers' ? headerNames(binding) : []
}

/** The filter policy of a subscription that looks at attributes; null for any other binding. */
export function attributePolicy(binding: Binding): CompiledPolicy | null {
  if (binding.kind !== 'snsSubscription' || binding.filterPolicy === undefined) return null
  if (binding.filterPolicyScope === 'MessageBody') return null
  const compiled = compilePolicy(binding.filterPolicy, 'MessageAttributes')
  return compiled.ok ? compiled.policy : null
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
