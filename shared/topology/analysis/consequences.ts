// What a message leads to that has come to a channel, by the channel's kind.

import { unreachable } from '../../lib/assert.ts'
import { ownValue } from '../../lib/entries.ts'
import { grouped } from '../../lib/grouped.ts'
import type { Channel, ChannelOf } from '../channels.ts'
import { elementNames } from '../elements.ts'
import { bindingTakes } from '../routing.ts'
import { type Consumer, sharesAmong } from './connections.ts'
import { consumption, deadLetterExchange } from './consumption.ts'
import { filtered } from './mixes.ts'
import type { Consequence, Drawing, Stream } from './stream.ts'

export function consequencesOf(drawing: Drawing, stream: Stream): readonly Consequence[] {
  const channel = ownValue(drawing.topology.channels, stream.channelId)
  if (!channel) return []
  const name = elementNames.channel(stream.channelId)
  return [{ kind: 'passes', name, amount: 1 }, ...byKind(drawing, stream, channel)]
}

function byKind(drawing: Drawing, stream: Stream, channel: Channel): readonly Consequence[] {
  switch (channel.kind) {
    case 'kafkaTopic':
      return readByGroups(drawing, stream, channel)
    case 'rabbitExchange':
      return routed(drawing, stream)
    case 'rabbitQueue':
    case 'sqsQueue':
      return sharedByConsumers(drawing, stream, channel)
    case 'snsTopic':
      return fannedOut(drawing, stream)
    default:
      return unreachable(channel)
  }
}

/** Each group reads everything; its members have a part of the partitions each. */
function readByGroups(
  drawing: Drawing,
  stream: Stream,
  channel: ChannelOf<'kafkaTopic'>,
): readonly Consequence[] {
  const consumers = drawing.connections.consumersOf(stream.channelId)
  return [...grouped(consumers, groupIdOf).values()].flatMap((group) => {
    const members = group.reduce((sum, { slots }) => sum + slots, 0)
    const busiestShare =
      members > 0 ? Math.ceil(channel.partitions / members) / channel.partitions : 0
    return sharesAmong(group).flatMap(([consumer, share]) =>
      consumption(drawing, { stream, channel, consumer, share, busiestShare }),
    )
  })
}

/** Subscriptions of another kind, which lint refuses, share what they read. */
function groupIdOf({ subscription }: Consumer): string | null {
  return subscription.kind === 'kafkaConsumer' ? subscription.groupId : null
}

function sharedByConsumers(
  drawing: Drawing,
  stream: Stream,
  channel: Channel,
): readonly Consequence[] {
  const consumers = drawing.connections.consumersOf(stream.channelId)
  if (consumers.length === 0) return expired(stream, channel)
  return sharesAmong(consumers).flatMap(([consumer, share]) =>
    consumption(drawing, { stream, channel, consumer, share, busiestShare: 0 }),
  )
}

/**
 * In a queue that nobody reads, every message outlives its time to live: the way to delay one. What
 * comes back to a queue by expiring only is dropped there.
 */
function expired(stream: Stream, channel: Channel): readonly Consequence[] {
  const { channelId, expiredIn } = stream
  if (channel.kind !== 'rabbitQueue' || channel.messageTtlMs === undefined) return []
  const target = deadLetterExchange(channel)
  if (!target || expiredIn.includes(channelId)) return []
  const next = { ...stream, ...target, expiredIn: [...expiredIn, channelId].sort() }
  return [{ kind: 'stream', stream: next, gain: 1, viaServiceId: null }]
}

/** A queue gets one copy, however many bindings and ways lead to it. */
function routed(drawing: Drawing, stream: Stream): readonly Consequence[] {
  const { bindingIds, exchangeIds, queueIds } = routesOf(
    drawing,
    stream.channelId,
    stream.routingKey,
  )
  const passed = [
    ...bindingIds.map(elementNames.binding),
    ...exchangeIds.map(elementNames.channel),
  ].map((name): Consequence => ({ kind: 'passes', name, amount: 1 }))
  const queues = queueIds.map(
    (channelId): Consequence => ({
      kind: 'stream',
      stream: { ...stream, channelId },
      gain: 1,
      viaServiceId: null,
    }),
  )
  return [...passed, ...queues]
}

export interface Routes {
  readonly bindingIds: readonly string[]
  /** Without the first. */
  readonly exchangeIds: readonly string[]
  readonly queueIds: readonly string[]
}

/** Where an exchange sends a routing key, through other exchanges as well. */
export function routesOf(drawing: Drawing, exchangeId: string, routingKey: string): Routes {
  const exchangeIds = new Set([exchangeId])
  const queueIds = new Set<string>()
  const bindingIds: string[] = []
  // A set hands out what is added to it while it is walked through.
  for (const fromId of exchangeIds)
    for (const { bindingId, toChannelId, isExchange } of taking(drawing, fromId, routingKey)) {
      bindingIds.push(bindingId)
      if (isExchange) exchangeIds.add(toChannelId)
      else queueIds.add(toChannelId)
    }
  return { bindingIds, exchangeIds: [...exchangeIds].slice(1), queueIds: [...queueIds] }
}

interface Taking {
  readonly bindingId: string
  readonly toChannelId: string
  readonly isExchange: boolean
}

/** The exchange's own bindings that take the routing key. */
function taking(drawing: Drawing, exchangeId: string, routingKey: string): readonly Taking[] {
  const { channels } = drawing.topology
  const from = ownValue(channels, exchangeId)
  if (from?.kind !== 'rabbitExchange') return []
  return drawing.connections.bindingsFrom(exchangeId).flatMap(([bindingId, binding]) => {
    if (binding.kind !== 'rabbitBinding') return []
    const kind = ownValue(channels, binding.toChannelId)?.kind
    const leads = kind === 'rabbitExchange' || kind === 'rabbitQueue'
    if (!leads || !bindingTakes(from.type, binding.routingKey, routingKey)) return []
    const { toChannelId } = binding
    return [{ bindingId, toChannelId, isExchange: kind === 'rabbitExchange' }]
  })
}

function fannedOut({ connections }: Drawing, stream: Stream): readonly Consequence[] {
  return connections.bindingsFrom(stream.channelId).flatMap(([bindingId, binding]) => {
    if (binding.kind !== 'snsSubscription') return []
    const { filterPolicy, toChannelId: channelId } = binding
    const { share, mixes } =
      filterPolicy && stream.mixes
        ? filtered(stream.mixes, filterPolicy)
        : { share: 1, mixes: stream.mixes }
    return [
      { kind: 'passes', name: elementNames.binding(bindingId), amount: share },
      { kind: 'stream', stream: { ...stream, channelId, mixes }, gain: share, viaServiceId: null },
    ] as const
  })
}
