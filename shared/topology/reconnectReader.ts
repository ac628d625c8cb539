// Lets a service read from another channel what it read until now. Its handlers stay as they are, and the
// settings of the subscription too, as far as the other broker has them.

import { entriesById, ownValue } from '../lib/entries.ts'
import type { Change } from './change.ts'
import type { Channel, ChannelKind, ChannelOf, Subscription } from './channels.ts'
import {
  CHANNEL_KINDS,
  type Consumable,
  newSubscription,
  SUBSCRIPTION_KINDS,
} from './connectSubscription.ts'
import { freshIdIn } from './naming.ts'
import type { Topology } from './topology.ts'

export function isConsumable(kind: ChannelKind): kind is Consumable {
  return kind !== 'rabbitExchange' && kind !== 'snsTopic'
}

export function isReadable(channel: Channel): channel is ChannelOf<Consumable> {
  return isConsumable(channel.kind)
}

export interface ReaderWish {
  readonly subscriptionId: string
  /** A channel that services consume from. */
  readonly channelId: string
  /** It reads from the old place as well. */
  readonly keepsOld?: boolean
}

export function moveReader(
  topology: Topology,
  { subscriptionId, channelId, keepsOld = false }: ReaderWish,
): Change[] {
  const subscription = ownValue(topology.subscriptions, subscriptionId)
  const kind = ownValue(topology.channels, channelId)?.kind
  if (!subscription || kind === undefined || !isConsumable(kind)) return []
  const { serviceId } = subscription
  const reads = Object.values(topology.subscriptions).some(
    (other) => other.serviceId === serviceId && other.channelId === channelId,
  )
  if (reads) return []
  const value = readingFrom(subscription, channelId, kind)
  if (!keepsOld) return [{ path: ['subscriptions', subscriptionId], value }]
  const id = freshIdIn(topology.subscriptions, `${serviceId}-${channelId}`, 'subscription')
  const handlers = ownValue(topology.services, serviceId)?.handlers ?? {}
  const handling = entriesById(handlers)
    .filter(([, { subscriptionIds }]) => subscriptionIds.includes(subscriptionId))
    .map(([handlerId, { subscriptionIds }]) => ({
      path: ['services', serviceId, 'handlers', handlerId, 'subscriptionIds'],
      value: [...subscriptionIds, id],
    }))
  return [{ path: ['subscriptions', id], value }, ...handling]
}

function readingFrom(
  subscription: Subscription,
  channelId: string,
  kind: Consumable,
): Subscription {
  if (CHANNEL_KINDS[subscription.kind] === kind) return { ...subscription, channelId }
  const { serviceId, retry } = subscription
  return { ...newSubscription(SUBSCRIPTION_KINDS[kind], channelId, serviceId), retry }
}
