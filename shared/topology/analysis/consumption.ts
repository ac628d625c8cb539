// What a message leads to that is delivered to a service.

import { ownValue } from '../../lib/entries.ts'
import type { Channel, Subscription } from '../channels.ts'
import { elementNames } from '../elements.ts'
import { handlerFor } from '../handlers.ts'
import type { Handler } from '../services.ts'
import type { Consumer } from './connections.ts'
import { handlingOf } from './handling.ts'
import { publishWaitMs } from './publishing.ts'
import { type Consequence, type Drawing, type Stream, streamsFrom } from './stream.ts'

interface Consumption {
  readonly stream: Stream
  readonly channel: Channel
  readonly consumer: Consumer
  /** Of the stream, to this consumer. */
  readonly share: number
  /** Kafka: of the stream, to the member that has most of the partitions. */
  readonly busiestShare: number
}

export function consumption(drawing: Drawing, consumed: Consumption): readonly Consequence[] {
  const { stream, consumer, share } = consumed
  const { subscriptionId, subscription, slots } = consumer
  const { serviceId } = subscription
  const arrives: readonly Consequence[] = [
    { kind: 'passes', name: elementNames.subscription(subscriptionId), amount: share },
    { kind: 'passes', name: elementNames.service(serviceId), amount: share },
  ]
  const service = ownValue(drawing.topology.services, serviceId)
  const taking = service && handlerFor(service, subscriptionId, stream.eventTypeId)
  if (!taking || slots === 0) return arrives
  return [...arrives, ...handled(drawing, consumed, taking)]
}

function handled(
  drawing: Drawing,
  consumed: Consumption,
  [handlerId, handler]: readonly [string, Handler],
): readonly Consequence[] {
  const { channel, consumer, share, busiestShare } = consumed
  const { subscription } = consumer
  const { serviceId } = subscription
  const { occupiedMs, success, givenUp } = handlingOf({
    subscription,
    channel,
    handler,
    publishWaitMs: publishWaitMs(drawing.topology, handler),
  })
  const name = elementNames.service(serviceId)
  return [
    { kind: 'passes', name: elementNames.handler(serviceId, handlerId), amount: share },
    { kind: 'occupies', name, amount: share * occupiedMs },
    { kind: 'occupiesBusiest', name, amount: busiestShare * occupiedMs },
    ...published(drawing, consumed, { handlerId, handler, gain: share * success }),
    ...deadLettered(consumed, share * givenUp),
  ]
}

interface Publishing {
  readonly handlerId: string
  readonly handler: Handler
  /** Events handled without failure, for one of the stream. */
  readonly gain: number
}

function published(
  drawing: Drawing,
  { stream, consumer }: Consumption,
  { handlerId, handler, gain }: Publishing,
): readonly Consequence[] {
  const { serviceId } = consumer.subscription
  return Object.entries(handler.outputs).flatMap(([outputId, output]) => {
    const amount = gain * output.probability * output.count
    const passing = [
      elementNames.output(serviceId, handlerId, outputId),
      elementNames.eventType(output.eventTypeId),
    ].map((name): Consequence => ({ kind: 'passes', name, amount }))
    const streams = streamsFrom(drawing, output, stream.mixes).map(
      ([next, share]): Consequence => ({
        kind: 'stream',
        stream: next,
        gain: amount * share,
        viaServiceId: serviceId,
      }),
    )
    return [...passing, ...streams]
  })
}

function deadLettered(
  { stream, channel, consumer }: Consumption,
  gain: number,
): readonly Consequence[] {
  const target = deadLetterTarget(consumer.subscription, channel)
  if (!target) return []
  return [
    { kind: 'stream', stream: { ...stream, ...target, expiredIn: [] }, gain, viaServiceId: null },
  ]
}

/** Where the consumer's last failure sends a message; null where it is lost. */
function deadLetterTarget(subscription: Subscription, channel: Channel): Partial<Stream> | null {
  if (subscription.kind === 'kafkaConsumer')
    return subscription.deadLetterChannelId ? { channelId: subscription.deadLetterChannelId } : null
  if (channel.kind === 'sqsQueue')
    return channel.redrivePolicy ? { channelId: channel.redrivePolicy.deadLetterQueueId } : null
  const settled = subscription.kind === 'rabbitConsumer' && subscription.noAck
  return settled ? null : deadLetterExchange(channel)
}

export function deadLetterExchange(channel: Channel): Partial<Stream> | null {
  if (channel.kind !== 'rabbitQueue' || channel.deadLetterExchangeId === undefined) return null
  // Nothing dies in a stream.
  if (channel.queueType === 'stream') return null
  const { deadLetterExchangeId: channelId, deadLetterRoutingKey: routingKey } = channel
  return routingKey === undefined ? { channelId } : { channelId, routingKey }
}
