// Copies part of a drawing: what is chosen, and the edges between what is chosen.

import { entriesById, ownValue } from '../lib/entries.ts'
import { bounded } from './bounded.ts'
import type { Change, Edit } from './change.ts'
import type { Binding, Channel, Subscription } from './channels.ts'
import { freshId, freshName } from './ids.ts'
import { manyLabel, nodeName } from './naming.ts'
import type { Handler, Service } from './services.ts'
import { COORDINATE_MAX, type Position, type Topology } from './topology.ts'

export interface Duplication {
  readonly edit: Edit
  /** Of the copies, in the order of what was copied. */
  readonly ids: readonly string[]
}

/** Services and channels, moved by `offset`. Edges to what is not copied are left out. */
export function duplicateNodes(
  topology: Topology,
  ids: readonly string[],
  offset: Position,
): Duplication {
  const copy = new Copy(topology, ids)
  const changes = [
    ...ids.flatMap((id) => copy.node(id, offset)),
    ...copy.subscriptions(),
    ...copy.bindings(),
  ]
  const label = `Duplicate ${manyLabel(topology, ids)}`
  return {
    edit: bounded(topology, { label, changes }),
    ids: ids.map((id) => copy.nodeIds.get(id) ?? id),
  }
}

class Copy {
  /** From an element's id to its copy's. */
  readonly nodeIds: ReadonlyMap<string, string>
  readonly #names = new Map<string, string>()
  readonly #subscriptionIds: ReadonlyMap<string, string>
  readonly #bindingIds: ReadonlyMap<string, string>
  readonly #topology: Topology

  constructor(topology: Topology, ids: readonly string[]) {
    this.#topology = topology
    const { services, channels, subscriptions, bindings } = topology
    const namesTaken = new Set(
      [...Object.values(services), ...Object.values(channels)].map(({ name }) => name),
    )
    for (const id of ids) {
      const name = freshName(nodeName(topology, id), (taken) => namesTaken.has(taken))
      namesTaken.add(name)
      this.#names.set(id, name)
    }
    const nodes = { ...services, ...channels }
    this.nodeIds = freshIds(ids, nodes, (id) => this.#names.get(id) ?? id)
    const isInside = (id: string) => this.nodeIds.has(id)
    const subscriptionIds = entriesById(subscriptions)
      .filter(([, { channelId, serviceId }]) => isInside(channelId) && isInside(serviceId))
      .map(([id]) => id)
    this.#subscriptionIds = freshIds(subscriptionIds, subscriptions, (id) => id)
    const bindingIds = entriesById(bindings)
      .filter(
        ([, { fromChannelId, toChannelId }]) => isInside(fromChannelId) && isInside(toChannelId),
      )
      .map(([id]) => id)
    this.#bindingIds = freshIds(bindingIds, bindings, (id) => id)
  }

  node(id: string, offset: Position): Change[] {
    const { services, channels, layout } = this.#topology
    const copyId = this.nodeIds.get(id) ?? id
    const name = this.#names.get(id) ?? id
    const { x, y } = ownValue(layout.nodes, id) ?? { x: 0, y: 0 }
    const position = { x: withinBounds(x + offset.x), y: withinBounds(y + offset.y) }
    const service = ownValue(services, id)
    const channel = ownValue(channels, id)
    const changes: Change[] = [{ path: ['layout', 'nodes', copyId], value: position }]
    if (service) changes.push({ path: ['services', copyId], value: this.#service(service, name) })
    if (channel) changes.push({ path: ['channels', copyId], value: this.#channel(channel, name) })
    return changes
  }

  #service(service: Service, name: string): Service {
    return {
      ...service,
      name,
      sources: this.#publications(service.sources),
      handlers: Object.fromEntries(
        Object.entries(service.handlers).map(([id, handler]) => [id, this.#handler(handler)]),
      ),
    }
  }

  #handler(handler: Handler): Handler {
    return {
      ...handler,
      subscriptionIds: handler.subscriptionIds.flatMap((id) => this.#subscriptionIds.get(id) ?? []),
      outputs: this.#publications(handler.outputs),
    }
  }

  #publications<Value extends { readonly channelId: string }>(
    publications: Readonly<Record<string, Value>>,
  ): Record<string, Value> {
    return Object.fromEntries(
      Object.entries(publications).flatMap(([id, publication]) => {
        const channelId = this.nodeIds.get(publication.channelId)
        return channelId === undefined ? [] : [[id, { ...publication, channelId }]]
      }),
    )
  }

  #channel(channel: Channel, name: string): Channel {
    if (channel.kind === 'rabbitQueue') {
      const { deadLetterExchangeId, deadLetterRoutingKey, ...others } = channel
      const exchangeId = this.#inside(deadLetterExchangeId)
      if (exchangeId === undefined) return { ...others, name }
      return { ...channel, name, deadLetterExchangeId: exchangeId }
    }
    if (channel.kind === 'rabbitExchange') {
      const { alternateExchangeId, ...others } = channel
      const exchangeId = this.#inside(alternateExchangeId)
      if (exchangeId === undefined) return { ...others, name }
      return { ...channel, name, alternateExchangeId: exchangeId }
    }
    if (channel.kind !== 'sqsQueue' || !channel.redrivePolicy) return { ...channel, name }
    const { redrivePolicy, ...others } = channel
    const deadLetterQueueId = this.#inside(redrivePolicy.deadLetterQueueId)
    if (deadLetterQueueId === undefined) return { ...others, name }
    return { ...channel, name, redrivePolicy: { ...redrivePolicy, deadLetterQueueId } }
  }

  #inside(id: string | undefined): string | undefined {
    return id === undefined ? undefined : this.nodeIds.get(id)
  }

  subscriptions(): Change[] {
    return [...this.#subscriptionIds].flatMap(([id, copyId]) => {
      const subscription = ownValue(this.#topology.subscriptions, id)
      if (!subscription) return []
      return [{ path: ['subscriptions', copyId], value: this.#subscription(subscription) }]
    })
  }

  #subscription(subscription: Subscription): Subscription {
    const serviceId = this.nodeIds.get(subscription.serviceId) ?? subscription.serviceId
    const channelId = this.nodeIds.get(subscription.channelId) ?? subscription.channelId
    if (subscription.kind === 'persistentConsumer') {
      const { groupName } = subscription
      const isOwn = groupName === subscription.serviceId
      return { ...subscription, serviceId, channelId, groupName: isOwn ? serviceId : groupName }
    }
    if (subscription.kind !== 'kafkaConsumer') return { ...subscription, serviceId, channelId }
    const { deadLetterChannelId, ...others } = subscription
    const groupId = others.groupId === others.serviceId ? serviceId : others.groupId
    const deadLetters = this.#inside(deadLetterChannelId)
    const copy = { ...others, serviceId, channelId, groupId }
    return deadLetters === undefined ? copy : { ...copy, deadLetterChannelId: deadLetters }
  }

  bindings(): Change[] {
    return [...this.#bindingIds].flatMap(([id, copyId]) => {
      const binding = ownValue(this.#topology.bindings, id)
      if (!binding) return []
      const fromChannelId = this.nodeIds.get(binding.fromChannelId) ?? binding.fromChannelId
      const toChannelId = this.nodeIds.get(binding.toChannelId) ?? binding.toChannelId
      const copy = { ...this.#binding(binding), fromChannelId, toChannelId }
      return [{ path: ['bindings', copyId], value: copy }]
    })
  }

  #binding(binding: Binding): Binding {
    if (binding.kind !== 'snsSubscription') return binding
    const { deadLetterQueueId, ...others } = binding
    const deadLetters = this.#inside(deadLetterQueueId)
    return deadLetters === undefined ? others : { ...others, deadLetterQueueId: deadLetters }
  }
}

function withinBounds(coordinate: number): number {
  return Math.max(-COORDINATE_MAX, Math.min(COORDINATE_MAX, coordinate))
}

function freshIds(
  ids: readonly string[],
  taken: object,
  nameOf: (id: string) => string,
): ReadonlyMap<string, string> {
  const fresh = new Map<string, string>()
  const used = new Set(Object.keys(taken))
  for (const id of ids) {
    const copyId = freshId(nameOf(id), {
      isTaken: (candidate) => used.has(candidate),
      fallback: 'copy',
    })
    used.add(copyId)
    fresh.set(id, copyId)
  }
  return fresh
}
