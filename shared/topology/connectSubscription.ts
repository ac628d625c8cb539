// Drawing from a channel to a service: the service consumes there.

import { entriesById } from '../lib/entries.ts'
import type { Change, Edit } from './change.ts'
import {
  type ChannelOf,
  type Subscription,
  type SubscriptionKind,
  subscriptionSchema,
} from './channels.ts'
import type { NamedService } from './connectPublish.ts'
import { connectLabel, freshIdIn } from './naming.ts'
import { NO_RETRY, newHandler } from './newElements.ts'
import type { Topology } from './topology.ts'

/** Exchanges and SNS topics hand nothing to a consumer: a queue stands between. */
export type Consumable = 'kafkaTopic' | 'rabbitQueue' | 'sqsQueue' | 'eventStore'

export const SUBSCRIPTION_KINDS = {
  kafkaTopic: 'kafkaConsumer',
  rabbitQueue: 'rabbitConsumer',
  sqsQueue: 'sqsConsumer',
  eventStore: 'catchUpConsumer',
} satisfies { [Kind in Consumable]: SubscriptionKind }

/** What each reads from. */
export const CHANNEL_KINDS = {
  kafkaConsumer: 'kafkaTopic',
  rabbitConsumer: 'rabbitQueue',
  sqsConsumer: 'sqsQueue',
  lambdaConsumer: 'sqsQueue',
  catchUpConsumer: 'eventStore',
  persistentConsumer: 'eventStore',
} as const satisfies { [Kind in SubscriptionKind]: Consumable }

export interface NamedChannel<Kind extends Consumable = Consumable> {
  readonly id: string
  readonly channel: ChannelOf<Kind>
}

export interface Subscribing {
  readonly edit: Edit
  readonly subscriptionId: string
}

/** A subscription, and a handler for it; one that takes from nowhere yet is given this to take. */
export function subscribe(
  topology: Topology,
  { id: channelId, channel }: NamedChannel,
  { id: serviceId, service }: NamedService,
): Subscribing {
  const name = `${serviceId}-${channelId}`
  const subscriptionId = freshIdIn(topology.subscriptions, name, 'subscription')
  const subscription = newSubscription(SUBSCRIPTION_KINDS[channel.kind], channelId, serviceId)
  const handlers = ['services', serviceId, 'handlers']
  const idle = entriesById(service.handlers).find(
    ([, { subscriptionIds }]) => subscriptionIds.length === 0,
  )
  const handling: Change = idle
    ? { path: [...handlers, idle[0], 'subscriptionIds'], value: [subscriptionId] }
    : {
        path: [...handlers, freshIdIn(service.handlers, channelId, 'handler')],
        value: newHandler(subscriptionId),
      }
  const changes = [{ path: ['subscriptions', subscriptionId], value: subscription }, handling]
  return { edit: { label: connectLabel(topology, channelId, serviceId), changes }, subscriptionId }
}

/** With the broker's defaults; of Kafka, a group of the service's own. */
export function newSubscription(
  kind: SubscriptionKind,
  channelId: string,
  serviceId: string,
): Subscription {
  const group = kind === 'kafkaConsumer' ? { groupId: serviceId } : {}
  return subscriptionSchema.parse({ kind, channelId, serviceId, retry: NO_RETRY, ...group })
}
