// What a message leads to that has come to a channel, by the channel's kind.

import { unreachable } from '../../lib/assert.ts'
import { ownValue } from '../../lib/entries.ts'
import { grouped } from '../../lib/grouped.ts'
import type { Channel, ChannelOf } from '../channels.ts'
import { elementNames } from '../elements.ts'
import { attributePolicy, type Consumer, sharesAmong } from './connections.ts'
import { consumption, deadLetterExchange } from './consumption.ts'
import { filtered } from './mixes.ts'
import { routed } from './routes.ts'
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
      return channel.queueType === 'stream'
        ? readByAll(drawing, stream, channel)
        : sharedByConsumers(drawing, stream, channel)
    case 'sqsQueue':
      return sharedByConsumers(drawing, stream, channel)
    case 'snsTopic':
      return fannedOut(drawing, stream)
    case 'eventStore':
      return readByEach(drawing, stream, channel)
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

/** Each subscription reads everything. Of a catch-up subscription one slot reads, however many there are. */
function readByEach(
  drawing: Drawing,
  stream: Stream,
  channel: ChannelOf<'eventStore'>,
): readonly Consequence[] {
  return drawing.connections.consumersOf(stream.channelId).flatMap((consumer) => {
    const busiestShare = consumer.subscription.kind === 'catchUpConsumer' ? 1 : 0
    return consumption(drawing, { stream, channel, consumer, share: 1, busiestShare })
  })
}

/** Each consumer reads everything: a service with several handles every message so many times. */
function readByAll(
  drawing: Drawing,
  stream: Stream,
  channel: ChannelOf<'rabbitQueue'>,
): readonly Consequence[] {
  return drawing.connections
    .consumersOf(stream.channelId)
    .flatMap((consumer) =>
      consumption(drawing, { stream, channel, consumer, share: consumer.slots, busiestShare: 1 }),
    )
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

function fannedOut({ connections }: Drawing, stream: Stream): readonly Consequence[] {
  return connections.bindingsFrom(stream.channelId).flatMap(([bindingId, binding]) => {
    if (binding.kind !== 'snsSubscription') return []
    const { toChannelId: channelId } = binding
    // What a body holds is not known here: all is taken to pass.
    const policy = attributePolicy(binding)
    const { share, mixes } =
      policy && stream.mixes ? filtered(stream.mixes, policy) : { share: 1, mixes: stream.mixes }
    return [
      { kind: 'passes', name: elementNames.binding(bindingId), amount: share },
      { kind: 'stream', stream: { ...stream, channelId, mixes }, gain: share, viaServiceId: null },
    ] as const
  })
}
