// Each kind of channel of the document and the class that runs it: the one place that knows them all.

import { assert, unreachable } from '#shared/lib/assert.ts'
import type {
  Binding,
  Channel as ChannelSpec,
  Subscription as SubscriptionSpec,
} from '#shared/topology/channels.ts'
import type { BrokerWorld, Subscription } from '../broker/channel.ts'
import type { KafkaConsumerSettings } from '../broker/kafkaGroup.ts'
import { KafkaTopic } from '../broker/kafkaTopic.ts'
import type { RabbitConsumerSettings } from '../broker/rabbitConsumer.ts'
import { RabbitExchange } from '../broker/rabbitExchange.ts'
import { RabbitQueue } from '../broker/rabbitQueue.ts'
import { SnsTopic } from '../broker/snsTopic.ts'
import type { SqsConsumerSettings } from '../broker/sqsMembers.ts'
import { SqsQueue } from '../broker/sqsQueue.ts'
import { type Duration, milliseconds } from '../engine/time.ts'

export type RunningChannel = KafkaTopic | RabbitExchange | RabbitQueue | SnsTopic | SqsQueue

export interface ChannelPlace {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
}

export function createChannel(place: ChannelPlace, spec: ChannelSpec): RunningChannel {
  switch (spec.kind) {
    case 'kafkaTopic':
      return new KafkaTopic({
        ...place,
        settings: { partitions: spec.partitions, retention: milliseconds(spec.retentionMs) },
      })
    case 'rabbitExchange':
      return new RabbitExchange({ ...place, settings: { type: spec.type } })
    case 'rabbitQueue':
      return new RabbitQueue({ ...place, settings: rabbitQueueSettings(spec) })
    case 'snsTopic':
      return new SnsTopic(place)
    case 'sqsQueue':
      return new SqsQueue({ ...place, settings: sqsQueueSettings(spec) })
    default:
      return unreachable(spec)
  }
}

/** Messages to be handed out yet, as in its figures, without working the others out. */
export function waitingIn(channel: RunningChannel): () => number {
  return channel instanceof KafkaTopic || channel instanceof RabbitQueue
    ? () => channel.waiting
    : () => channel.figures.waiting
}

/** A change that a channel cannot take while it runs: the edit ends it and begins another one. */
export function isAnotherChannel(before: ChannelSpec, after: ChannelSpec): boolean {
  if (before.kind === 'kafkaTopic' && after.kind === 'kafkaTopic')
    return before.partitions !== after.partitions
  return before.kind !== after.kind
}

export function updateChannel(channel: RunningChannel, spec: ChannelSpec): void {
  if (channel instanceof KafkaTopic && spec.kind === 'kafkaTopic')
    channel.update({ partitions: spec.partitions, retention: milliseconds(spec.retentionMs) })
  else if (channel instanceof RabbitExchange && spec.kind === 'rabbitExchange')
    channel.update({ type: spec.type })
  else if (channel instanceof RabbitQueue && spec.kind === 'rabbitQueue')
    channel.update(rabbitQueueSettings(spec))
  else if (channel instanceof SqsQueue && spec.kind === 'sqsQueue')
    channel.update(sqsQueueSettings(spec))
}

/** The channel that its settings name for what cannot be delivered. */
export function wireDeadLetters(
  channel: RunningChannel,
  spec: ChannelSpec,
  find: (channelId: string) => RunningChannel | undefined,
): void {
  if (channel instanceof RabbitQueue && spec.kind === 'rabbitQueue') {
    const target = find(spec.deadLetterExchangeId ?? '')
    channel.setDeadLetterExchange(target instanceof RabbitExchange ? target : null)
  } else if (channel instanceof SqsQueue && spec.kind === 'sqsQueue') {
    const target = find(spec.redrivePolicy?.deadLetterQueueId ?? '')
    channel.setDeadLetterQueue(target instanceof SqsQueue ? target : null)
  }
}

export function bind(
  binding: Binding,
  bindingElement: number,
  find: (channelId: string) => RunningChannel | undefined,
): void {
  const from = find(binding.fromChannelId)
  const to = find(binding.toChannelId)
  if (binding.kind === 'rabbitBinding' && from instanceof RabbitExchange) {
    assert(
      to instanceof RabbitQueue || to instanceof RabbitExchange,
      'an exchange is bound to queues and exchanges',
    )
    from.bind({ bindingElement, target: to, routingKey: binding.routingKey })
  } else if (binding.kind === 'snsSubscription' && from instanceof SnsTopic) {
    assert(to instanceof SqsQueue, 'an SNS topic is bound to SQS queues')
    from.bind({ bindingElement, target: to, filterPolicy: binding.filterPolicy ?? {} })
  }
}

export function unbind(from: RunningChannel | undefined, bindingElement: number): void {
  if (from instanceof RabbitExchange || from instanceof SnsTopic) from.unbind(bindingElement)
}

/** A subscription in its channel's terms: joins, and takes new settings from the document. */
export interface FamilySubscription {
  readonly channelSubscription: Subscription<never>
  update(spec: SubscriptionSpec): void
}

export function subscribe(
  channel: RunningChannel,
  { element, name }: { readonly element: number; readonly name: string },
  spec: SubscriptionSpec,
): FamilySubscription {
  if (channel instanceof KafkaTopic && spec.kind === 'kafkaConsumer')
    return updatable(
      channel.subscribe({ element, name, settings: kafkaConsumerSettings(spec) }),
      (next) => (next.kind === 'kafkaConsumer' ? kafkaConsumerSettings(next) : null),
    )
  if (channel instanceof RabbitQueue && spec.kind === 'rabbitConsumer')
    return updatable(
      channel.subscribe({ element, name, settings: rabbitConsumerSettings(spec) }),
      (next) => (next.kind === 'rabbitConsumer' ? rabbitConsumerSettings(next) : null),
    )
  assert(
    channel instanceof SqsQueue && spec.kind === 'sqsConsumer',
    'a subscription is of the family of its channel',
  )
  return updatable(
    channel.subscribe({ element, name, settings: sqsConsumerSettings(spec) }),
    (next) => (next.kind === 'sqsConsumer' ? sqsConsumerSettings(next) : null),
  )
}

function updatable<Settings>(
  subscription: Subscription<Settings>,
  settingsOf: (spec: SubscriptionSpec) => Settings | null,
): FamilySubscription {
  return {
    channelSubscription: subscription,
    update(spec) {
      const settings = settingsOf(spec)
      assert(settings !== null, 'a subscription stays with its family of brokers')
      subscription.update(settings)
    },
  }
}

function rabbitQueueSettings(spec: Extract<ChannelSpec, { kind: 'rabbitQueue' }>) {
  return {
    queueName: spec.name,
    messageTtl: spec.messageTtlMs === undefined ? null : milliseconds(spec.messageTtlMs),
    deadLetterRoutingKey: spec.deadLetterRoutingKey ?? null,
  }
}

function sqsQueueSettings(spec: Extract<ChannelSpec, { kind: 'sqsQueue' }>) {
  return {
    visibilityTimeout: milliseconds(spec.visibilityTimeoutMs),
    delay: milliseconds(spec.delayMs),
    retention: milliseconds(spec.messageRetentionPeriodMs),
    maxReceiveCount: spec.redrivePolicy?.maxReceiveCount ?? null,
  }
}

function kafkaConsumerSettings(
  spec: Extract<SubscriptionSpec, { kind: 'kafkaConsumer' }>,
): KafkaConsumerSettings {
  const interval: Duration | null = spec.enableAutoCommit
    ? milliseconds(spec.autoCommitIntervalMs)
    : null
  return {
    maxPollRecords: spec.maxPollRecords,
    autoOffsetReset: spec.autoOffsetReset,
    autoCommitInterval: interval,
    sessionTimeout: milliseconds(spec.sessionTimeoutMs),
  }
}

function rabbitConsumerSettings(
  spec: Extract<SubscriptionSpec, { kind: 'rabbitConsumer' }>,
): RabbitConsumerSettings {
  return { prefetchCount: spec.prefetchCount, noAck: spec.noAck }
}

function sqsConsumerSettings(
  spec: Extract<SubscriptionSpec, { kind: 'sqsConsumer' }>,
): SqsConsumerSettings {
  return {
    maxNumberOfMessages: spec.maxNumberOfMessages,
    waitTime: milliseconds(spec.waitTimeMs),
    pollInterval: milliseconds(spec.pollIntervalMs),
  }
}
