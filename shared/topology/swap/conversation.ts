// What a channel is for, whatever broker carries it: who publishes, which groups of readers each get
// every message, where what fails goes. Swapping a broker reads this off one drawing and writes another.

import { entriesById, ownValue } from '../../lib/entries.ts'
import {
  type Binding,
  type Channel,
  type ChannelOf,
  filledChannel,
  type Subscription,
} from '../channels.ts'
import { nodeName } from '../naming.ts'
import type { Topology } from '../topology.ts'

export interface Conversation {
  /** Where publishers publish: it keeps its id. */
  readonly rootId: string
  readonly root: Channel
  readonly groups: readonly ReaderGroup[]
  /** How long a message is kept at most; null: for ever. */
  readonly keptMs: number | null
  /** Messages of a key are kept in order among competing readers. */
  readonly keepsKeyOrder: boolean
  /** Queues and bindings that exist for it alone. */
  readonly queueIds: readonly string[]
  readonly bindingIds: readonly string[]
}

/** Readers that share the messages among them. */
export interface ReaderGroup {
  /** Of its queue, or of the consumer group. */
  readonly id: string
  readonly name: string
  readonly subscriptions: readonly (readonly [id: string, subscription: Subscription])[]
  /** RabbitMQ: keys that its bindings take; null: all. */
  readonly routingKeys: readonly string[] | null
  readonly isFiltered: boolean
  /** Where what fails for good goes; null: nowhere. */
  readonly deadLetterId: string | null
  /** Deliveries before that; each has the attempts of its subscription. */
  readonly deliveriesMax: number
}

export type Read = { readonly ok: true; readonly conversation: Conversation } | Refused

interface Refused {
  readonly ok: false
  /** A sentence: what is in the way, and what would do. */
  readonly reason: string
}

export function conversationAt(topology: Topology, channelId: string): Read {
  const root = ownValue(topology.channels, channelId)
  if (!root) return refused(`There is no channel '${channelId}'.`)
  const reason = obstacleTo(topology, channelId, root)
  if (reason !== null) return refused(reason)
  switch (root.kind) {
    case 'kafkaTopic':
      return read(topic(topology, channelId, root))
    case 'rabbitQueue':
    case 'sqsQueue':
      return read({
        ...common(channelId, root),
        groups: [groupOfQueue(topology, channelId, [])],
      })
    case 'rabbitExchange':
    case 'snsTopic':
      return fanOut(topology, channelId, root)
    default:
      return refused(
        `${root.name} keeps the history of every stream for good: no other broker is an equivalent.`,
      )
  }
}

function common(rootId: string, root: Channel) {
  return {
    rootId,
    root,
    keptMs: keptMs(root),
    keepsKeyOrder: keepsKeyOrder(root),
    queueIds: [],
    bindingIds: [],
  }
}

function topic(topology: Topology, rootId: string, root: ChannelOf<'kafkaTopic'>): Conversation {
  const byGroup = new Map<string, (readonly [string, Subscription])[]>()
  for (const entry of subscriptionsOf(topology, rootId)) {
    const [, subscription] = entry
    if (subscription.kind !== 'kafkaConsumer') continue
    const members = byGroup.get(subscription.groupId) ?? []
    byGroup.set(subscription.groupId, [...members, entry])
  }
  const groups = [...byGroup].map(([groupId, subscriptions]): ReaderGroup => {
    const deadLetterId = subscriptions.flatMap(([, subscription]) =>
      subscription.kind === 'kafkaConsumer' ? (subscription.deadLetterChannelId ?? []) : [],
    )[0]
    return {
      id: `${rootId}-${groupId}`,
      name: `${root.name} ${groupId}`,
      subscriptions,
      routingKeys: null,
      isFiltered: false,
      deadLetterId: deadLetterId ?? null,
      deliveriesMax: 1,
    }
  })
  return { ...common(rootId, root), groups }
}

function fanOut(
  topology: Topology,
  rootId: string,
  root: ChannelOf<'rabbitExchange' | 'snsTopic'>,
): Read {
  const bindings = entriesById(topology.bindings).filter(
    ([, { fromChannelId }]) => fromChannelId === rootId,
  )
  const queueIds = [...new Set(bindings.map(([, { toChannelId }]) => toChannelId))]
  for (const id of queueIds) {
    const queue = ownValue(topology.channels, id)
    if (queue?.kind === 'rabbitExchange')
      return refused(`${root.name} leads on to the exchange ${queue.name}: swap that one first.`)
    const others = feedersOf(topology, id).filter((name) => name !== root.name)
    if (others.length > 0)
      return refused(
        `${nodeName(topology, id)} is also fed by ${others[0]}: it cannot follow ${root.name} alone.`,
      )
  }
  const groups = queueIds.map((id) =>
    groupOfQueue(
      topology,
      id,
      bindings.flatMap(([, binding]) => (binding.toChannelId === id ? [binding] : [])),
    ),
  )
  const bindingIds = bindings.map(([id]) => id)
  return read({
    ...common(rootId, root),
    keptMs: longest(queueIds.map((id) => keptMs(topology.channels[id] as Channel))),
    keepsKeyOrder: queueIds.every((id) => keepsKeyOrder(topology.channels[id] as Channel)),
    groups,
    queueIds,
    bindingIds,
  })
}

function groupOfQueue(
  topology: Topology,
  queueId: string,
  bindings: readonly Binding[],
): ReaderGroup {
  const queue = topology.channels[queueId]
  const keys = bindings.flatMap((binding) =>
    binding.kind === 'rabbitBinding' ? [binding.routingKey] : [],
  )
  const takesAll = keys.length === 0 || keys.some((key) => key === '#' || key === '')
  return {
    id: queueId,
    name: queue?.name ?? queueId,
    subscriptions: subscriptionsOf(topology, queueId),
    routingKeys: takesAll ? null : keys,
    isFiltered: bindings.some(
      (binding) => binding.kind === 'snsSubscription' && binding.filterPolicy !== undefined,
    ),
    deadLetterId: deadLetterOf(queue),
    deliveriesMax: queue?.kind === 'sqsQueue' ? (queue.redrivePolicy?.maxReceiveCount ?? 1) : 1,
  }
}

function deadLetterOf(queue: Channel | undefined): string | null {
  if (queue?.kind === 'rabbitQueue') return queue.deadLetterExchangeId ?? null
  if (queue?.kind === 'sqsQueue') return queue.redrivePolicy?.deadLetterQueueId ?? null
  return null
}

function subscriptionsOf(topology: Topology, channelId: string) {
  return entriesById(topology.subscriptions).filter(
    ([, subscription]) => subscription.channelId === channelId,
  )
}

/** What feeds the channel by itself is what has to be swapped. */
function obstacleTo(topology: Topology, channelId: string, { name }: Channel): string | null {
  const [feeder] = Object.values(topology.bindings)
    .filter(({ toChannelId }) => toChannelId === channelId)
    .map(({ fromChannelId }) => nodeName(topology, fromChannelId))
  if (feeder !== undefined) return `${name} is fed by ${feeder}: swap ${feeder} instead.`
  const [owner] = deadLetterOwners(topology, channelId)
  if (owner !== undefined)
    return `${name} takes the dead letters of ${owner}: swap ${owner}, and they go along.`
  return null
}

/** Names of the channels and services that dead-letter to it. */
export function deadLetterOwners(topology: Topology, channelId: string): readonly string[] {
  const byChannels = Object.values(topology.channels)
    .filter((channel) => deadLetterOf(channel) === channelId)
    .map(({ name }) => name)
  const byConsumers = Object.values(topology.subscriptions)
    .filter(
      (subscription) =>
        subscription.kind === 'kafkaConsumer' && subscription.deadLetterChannelId === channelId,
    )
    .map((subscription) => nodeName(topology, subscription.channelId))
  return [...byChannels, ...byConsumers]
}

/** Names of what leads messages to a channel. */
export function feedersOf(topology: Topology, channelId: string): readonly string[] {
  const bound = Object.values(topology.bindings)
    .filter(({ toChannelId }) => toChannelId === channelId)
    .map(({ fromChannelId }) => nodeName(topology, fromChannelId))
  const publishers = Object.values(topology.services)
    .filter(({ sources, handlers }) =>
      [
        ...Object.values(sources),
        ...Object.values(handlers).flatMap(({ outputs }) => Object.values(outputs)),
      ].some((publication) => publication.channelId === channelId),
    )
    .map(({ name }) => name)
  return [...new Set([...bound, ...publishers, ...deadLetterOwners(topology, channelId)])]
}

function keptMs(channel: Channel): number | null {
  switch (channel.kind) {
    case 'kafkaTopic':
      return filledChannel(channel).retentionMs
    case 'sqsQueue':
      return filledChannel(channel).messageRetentionPeriodMs
    case 'rabbitQueue':
      return filledChannel(channel).messageTtlMs
    default:
      return null
  }
}

function longest(times: readonly (number | null)[]): number | null {
  return times.reduce<number | null>(
    (most, time) => (most === null || time === null ? null : Math.max(most, time)),
    0,
  )
}

function keepsKeyOrder(channel: Channel): boolean {
  if (channel.kind === 'kafkaTopic') return true
  return channel.kind === 'sqsQueue' && filledChannel(channel).fifoQueue
}

function read(conversation: Conversation): Read {
  return { ok: true, conversation }
}

function refused(reason: string): Refused {
  return { ok: false, reason }
}
