import { assert } from '#shared/lib/assert.ts'
import {
  filledBinding,
  filledChannel,
  filledSubscription,
  type Subscription as SubscriptionSpec,
} from '#shared/topology/channels.ts'
import type { RabbitConsumerSettings } from '../../broker/rabbitConsumer.ts'
import { RabbitExchange, type RabbitExchangeSettings } from '../../broker/rabbitExchange.ts'
import { RabbitQueue } from '../../broker/rabbitQueue.ts'
import type { SomeQueueSettings } from '../../broker/rabbitQueueSettings.ts'
import { RabbitStream, type RabbitStreamSettings } from '../../broker/rabbitStream.ts'
import type { RabbitStreamConsumerSettings } from '../../broker/rabbitStreamReader.ts'
import { milliseconds } from '../../engine/time.ts'
import {
  type ChannelFamily,
  type ChannelPlace,
  ofKind,
  type RunningChannel,
  subscribeTo,
} from './family.ts'

type ExchangeSpec = Parameters<ChannelFamily<'rabbitExchange'>['create']>[1]
type QueueSpec = Parameters<ChannelFamily<'rabbitQueue'>['create']>[1]

export const rabbitExchangeFamily: ChannelFamily<'rabbitExchange'> = {
  create(place, spec) {
    const exchange = new RabbitExchange({ ...place, settings: exchangeSettings(spec) })
    return {
      channel: exchange,
      waiting: () => 0,
      update: (next) => exchange.update(exchangeSettings(ofKind(next, 'rabbitExchange'))),
      bind(binding, bindingElement, find) {
        const { toChannelId, routingKey, xMatch, ...rest } = filledBinding(
          ofKind(binding, 'rabbitBinding'),
        )
        const target = find(toChannelId)?.channel
        assert(
          target instanceof RabbitQueue ||
            target instanceof RabbitStream ||
            target instanceof RabbitExchange,
          'an exchange is bound to queues and exchanges',
        )
        const headers = { xMatch, arguments: Object.entries(rest.arguments ?? {}) }
        exchange.bind({ bindingElement, target, routingKey, headers })
      },
      unbind: (bindingElement) => exchange.unbind(bindingElement),
      wire(next, find) {
        const { alternateExchangeId = '' } = ofKind(next, 'rabbitExchange')
        const target = find(alternateExchangeId)?.channel
        exchange.setAlternate(target instanceof RabbitExchange ? target : null)
      },
    }
  },
}

export const rabbitQueueFamily: ChannelFamily<'rabbitQueue'> = {
  create(place, spec) {
    if (spec.queueType === 'stream') return runningStream(place, spec)
    const queue = new RabbitQueue({ ...place, settings: queueSettings(spec) })
    return {
      channel: queue,
      waiting: () => queue.waiting,
      update: (next) => queue.update(queueSettings(ofKind(next, 'rabbitQueue'))),
      wire(next, find) {
        const { deadLetterExchangeId = '' } = ofKind(next, 'rabbitQueue')
        const target = find(deadLetterExchangeId)?.channel
        queue.setDeadLetterExchange(target instanceof RabbitExchange ? target : null)
      },
      subscribe: (subscriber, subscription) =>
        subscribeTo(queue, subscriber, { spec: subscription, settingsOf: consumerSettings }),
    }
  },
  // A queue is declared with these; a policy cannot change them.
  isAnother: (before, after) =>
    FIXED.some((name) => filledChannel(before)[name] !== filledChannel(after)[name]),
}

const FIXED = [
  'queueType',
  'maxPriority',
  'singleActiveConsumer',
  'quorumInitialGroupSize',
] as const

function runningStream(place: ChannelPlace, spec: QueueSpec): RunningChannel {
  const stream = new RabbitStream({ ...place, settings: streamSettings(spec) })
  return {
    channel: stream,
    waiting: () => stream.waiting,
    update: (next) => stream.update(streamSettings(ofKind(next, 'rabbitQueue'))),
    subscribe: (subscriber, subscription) =>
      subscribeTo(stream, subscriber, { spec: subscription, settingsOf: streamConsumerSettings }),
    get partitions() {
      return [stream.offsets]
    },
  }
}

function exchangeSettings({ type }: ExchangeSpec): RabbitExchangeSettings {
  return { type }
}

function queueSettings(spec: QueueSpec): SomeQueueSettings {
  const filled = filledChannel(spec)
  return {
    queueName: filled.name,
    queueType: filled.queueType === 'quorum' ? 'quorum' : 'classic',
    messageTtl: filled.messageTtlMs === null ? null : milliseconds(filled.messageTtlMs),
    deadLetterRoutingKey: filled.deadLetterRoutingKey,
    deadLetterStrategy: filled.deadLetterStrategy,
    maxLength: filled.maxLength,
    maxLengthBytes: filled.maxLengthBytes,
    overflow: filled.overflow,
    maxPriority: filled.maxPriority,
    singleActiveConsumer: filled.singleActiveConsumer,
    deliveryLimit: filled.deliveryLimit,
    consumerTimeout: milliseconds(filled.consumerTimeoutMs),
    groupSize: filled.quorumInitialGroupSize,
  }
}

function consumerSettings(subscription: SubscriptionSpec): RabbitConsumerSettings {
  const spec = filledSubscription(ofKind(subscription, 'rabbitConsumer'))
  return {
    prefetchCount: spec.prefetchCount,
    noAck: spec.noAck,
    priority: spec.consumerPriority,
    heartbeat: milliseconds(spec.heartbeatMs),
    requeueMethod: spec.requeueMethod,
  }
}

function streamSettings(spec: QueueSpec): RabbitStreamSettings {
  const { maxLengthBytes, maxAgeMs, maxSegmentSizeBytes, ...filled } = filledChannel(spec)
  return {
    groupSize: filled.quorumInitialGroupSize,
    segmentBytes: maxSegmentSizeBytes,
    bytesMax: maxLengthBytes,
    ageMax: maxAgeMs === null ? null : milliseconds(maxAgeMs),
  }
}

function streamConsumerSettings(subscription: SubscriptionSpec): RabbitStreamConsumerSettings {
  const spec = filledSubscription(ofKind(subscription, 'rabbitConsumer'))
  return {
    prefetchCount: spec.prefetchCount,
    offset: spec.streamOffset,
    keepsOffset: spec.streamOffsetTracking,
  }
}
