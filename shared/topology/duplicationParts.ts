// Copies the parts of an excerpt with the references that they hold. A reference leads to the copy of
// what it led to; out of the excerpt it leads nowhere, or to what has that id in the target.

import { ownValue } from '../lib/entries.ts'
import {
  type Binding,
  type Channel,
  type ChannelKind,
  type Producer,
  producerKindFor,
  type Subscription,
} from './channels.ts'
import { CHANNEL_KINDS } from './connectSubscription.ts'
import type { Handler, Service } from './services.ts'
import type { Topology } from './topology.ts'

export interface CopySurroundings {
  readonly target: Topology
  readonly keepsConnections: boolean
  /** From the id of a service or channel to its copy's. */
  readonly copyIds: ReadonlyMap<string, string>
  readonly typeId: (eventTypeId: string) => string
}

interface ServiceCopy {
  readonly name: string
  /** Undefined: the subscription is not copied. */
  readonly subscriptionId: (id: string) => string | undefined
}

interface Publishes {
  readonly eventTypeId: string
  readonly channelId: string
  readonly producer?: Producer | undefined
}

export class CopiedParts {
  readonly #around: CopySurroundings

  constructor(surroundings: CopySurroundings) {
    this.#around = surroundings
  }

  service(service: Service, { name, subscriptionId }: ServiceCopy): Service {
    const handlers = Object.entries(service.handlers).map(
      ([id, handler]) => [id, this.#handler(handler, subscriptionId)] as const,
    )
    return {
      ...service,
      name,
      sources: this.#publications(service.sources),
      handlers: Object.fromEntries(handlers),
    }
  }

  channel(channel: Channel, name: string): Channel {
    switch (channel.kind) {
      case 'rabbitQueue': {
        const { deadLetterExchangeId, deadLetterRoutingKey, ...others } = channel
        const exchangeId = this.#channelId(deadLetterExchangeId, ['rabbitExchange'])
        if (exchangeId === undefined) return { ...others, name }
        return { ...channel, name, deadLetterExchangeId: exchangeId }
      }
      case 'rabbitExchange': {
        const { alternateExchangeId, ...others } = channel
        const exchangeId = this.#channelId(alternateExchangeId, ['rabbitExchange'])
        if (exchangeId === undefined) return { ...others, name }
        return { ...channel, name, alternateExchangeId: exchangeId }
      }
      case 'sqsQueue': {
        const { redrivePolicy, ...others } = channel
        const queueId = this.#channelId(redrivePolicy?.deadLetterQueueId, ['sqsQueue'])
        if (redrivePolicy === undefined || queueId === undefined) return { ...others, name }
        return { ...channel, name, redrivePolicy: { ...redrivePolicy, deadLetterQueueId: queueId } }
      }
      case 'kafkaTopic':
      case 'snsTopic':
      case 'eventStore':
        return { ...channel, name }
    }
  }

  /** Null: one of its ends is not here. */
  subscription(subscription: Subscription): Subscription | null {
    const serviceId = this.#around.copyIds.get(subscription.serviceId)
    const channelId = this.#channelId(subscription.channelId, [CHANNEL_KINDS[subscription.kind]])
    if (serviceId === undefined || channelId === undefined) return null
    if (subscription.kind === 'persistentConsumer') {
      const { groupName } = subscription
      const isOwn = groupName === subscription.serviceId
      return { ...subscription, serviceId, channelId, groupName: isOwn ? serviceId : groupName }
    }
    if (subscription.kind !== 'kafkaConsumer') return { ...subscription, serviceId, channelId }
    const { deadLetterChannelId, ...others } = subscription
    const groupId = others.groupId === others.serviceId ? serviceId : others.groupId
    const deadLetters = this.#channelId(deadLetterChannelId, ['kafkaTopic'])
    const copy = { ...others, serviceId, channelId, groupId }
    return deadLetters === undefined ? copy : { ...copy, deadLetterChannelId: deadLetters }
  }

  /** Null: one of its ends is not here. */
  binding(binding: Binding): Binding | null {
    const fromTopic = binding.kind === 'snsSubscription'
    const fromKinds: readonly ChannelKind[] = fromTopic ? ['snsTopic'] : ['rabbitExchange']
    const toKinds: readonly ChannelKind[] = fromTopic
      ? ['sqsQueue']
      : ['rabbitQueue', 'rabbitExchange']
    const fromChannelId = this.#channelId(binding.fromChannelId, fromKinds)
    const toChannelId = this.#channelId(binding.toChannelId, toKinds)
    if (fromChannelId === undefined || toChannelId === undefined) return null
    if (binding.kind !== 'snsSubscription') return { ...binding, fromChannelId, toChannelId }
    const { deadLetterQueueId, ...others } = binding
    const deadLetters = this.#channelId(deadLetterQueueId, ['sqsQueue'])
    const copy = { ...others, fromChannelId, toChannelId }
    return deadLetters === undefined ? copy : { ...copy, deadLetterQueueId: deadLetters }
  }

  #handler(handler: Handler, subscriptionId: ServiceCopy['subscriptionId']): Handler {
    const { eventTypeIds } = handler
    return {
      ...handler,
      subscriptionIds: handler.subscriptionIds.flatMap((id) => subscriptionId(id) ?? []),
      ...(eventTypeIds && { eventTypeIds: eventTypeIds.map((id) => this.#around.typeId(id)) }),
      outputs: this.#publications(handler.outputs),
    }
  }

  #publications<Value extends Publishes>(
    publications: Readonly<Record<string, Value>>,
  ): Record<string, Value> {
    return Object.fromEntries(
      Object.entries(publications).flatMap(([id, publication]) => {
        const channelId = this.#publishedTo(publication)
        const eventTypeId = this.#around.typeId(publication.eventTypeId)
        return channelId === undefined ? [] : [[id, { ...publication, channelId, eventTypeId }]]
      }),
    )
  }

  /** A channel of another broker than the publisher speaks to is not the one that was meant. */
  #publishedTo({ channelId, producer }: Publishes): string | undefined {
    const kind = ownValue(this.#around.target.channels, channelId)?.kind
    const isOutside = !this.#around.copyIds.has(channelId)
    if (isOutside && producer && kind && producerKindFor(kind) !== producer.kind) return undefined
    return this.#channelId(channelId)
  }

  /** Without `kinds`, of any kind. */
  #channelId(id: string | undefined, kinds?: readonly ChannelKind[]): string | undefined {
    if (id === undefined) return undefined
    const { copyIds, keepsConnections, target } = this.#around
    const copyId = copyIds.get(id)
    if (copyId !== undefined || !keepsConnections) return copyId
    const channel = ownValue(target.channels, id)
    return channel && (kinds?.includes(channel.kind) ?? true) ? id : undefined
  }
}
