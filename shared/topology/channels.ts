// Channels, bindings and subscriptions, with each broker's settings under their official names and
// with their official defaults (Apache Kafka 4, RabbitMQ 4, Amazon SNS and SQS).

import { z } from 'zod'
import { durationMsSchema, idSchema, nameSchema, noteSchema } from './fields.ts'

const described = { name: nameSchema, notes: noteSchema.optional() }

const kafkaTopicSchema = z.strictObject({
  kind: z.literal('kafkaTopic'),
  ...described,
  partitions: z.int().min(1).max(1000),
  /** retention.ms: a record older than this is deleted, read or not. */
  retentionMs: durationMsSchema.default(604_800_000),
})

const rabbitExchangeSchema = z.strictObject({
  kind: z.literal('rabbitExchange'),
  ...described,
  type: z.enum(['direct', 'fanout', 'topic']),
})

const rabbitQueueSchema = z.strictObject({
  kind: z.literal('rabbitQueue'),
  ...described,
  /** x-message-ttl. */
  messageTtlMs: durationMsSchema.optional(),
  /** x-dead-letter-exchange: the id of an exchange. */
  deadLetterExchangeId: idSchema.optional(),
  /** x-dead-letter-routing-key: without one, the message keeps its own. */
  deadLetterRoutingKey: z.string().max(255).optional(),
})

const snsTopicSchema = z.strictObject({ kind: z.literal('snsTopic'), ...described })

const sqsQueueSchema = z.strictObject({
  kind: z.literal('sqsQueue'),
  ...described,
  /** VisibilityTimeout: 0 to 12 hours. */
  visibilityTimeoutMs: z.number().min(0).max(43_200_000).default(30_000),
  /** DelaySeconds: 0 to 15 minutes. */
  delayMs: z.number().min(0).max(900_000).default(0),
  /** MessageRetentionPeriod: 1 minute to 14 days. */
  messageRetentionPeriodMs: z.number().min(60_000).max(1_209_600_000).default(345_600_000),
  redrivePolicy: z
    .strictObject({ deadLetterQueueId: idSchema, maxReceiveCount: z.int().min(1).max(1000) })
    .optional(),
})

export const channelSchema = z.discriminatedUnion('kind', [
  kafkaTopicSchema,
  rabbitExchangeSchema,
  rabbitQueueSchema,
  snsTopicSchema,
  sqsQueueSchema,
])
export type Channel = z.infer<typeof channelSchema>
export type ChannelKind = Channel['kind']
export type ChannelOf<Kind extends ChannelKind> = Extract<Channel, { kind: Kind }>

/** Values that an attribute may have, exactly or by prefix; attributes are ANDed, values ORed. */
export const filterPolicySchema = z.record(
  z.string().min(1).max(256),
  z
    .array(z.union([z.string().max(256), z.strictObject({ prefix: z.string().min(1).max(256) })]))
    .min(1)
    .max(150),
)
export type FilterPolicy = z.infer<typeof filterPolicySchema>

export const bindingSchema = z.discriminatedUnion('kind', [
  /** Exchange → queue or exchange. */
  z.strictObject({
    kind: z.literal('rabbitBinding'),
    fromChannelId: idSchema,
    toChannelId: idSchema,
    routingKey: z.string().max(255),
  }),
  /** SNS topic → SQS queue. */
  z.strictObject({
    kind: z.literal('snsSubscription'),
    fromChannelId: idSchema,
    toChannelId: idSchema,
    filterPolicy: filterPolicySchema.optional(),
  }),
])
export type Binding = z.infer<typeof bindingSchema>

/** Attempts within one delivery: the consumer waits `backoffMs`, then `backoffMs × multiplier`, … */
export const retrySchema = z.strictObject({
  /** 1: no second attempt. */
  attempts: z.int().min(1).max(100),
  backoffMs: durationMsSchema,
  multiplier: z.number().min(1).max(100),
  backoffMaxMs: durationMsSchema,
})
export type Retry = z.infer<typeof retrySchema>

const taken = { channelId: idSchema, serviceId: idSchema, retry: retrySchema }

export const subscriptionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('kafkaConsumer'),
    ...taken,
    /** group.id; each slot of the service is one member of the group. */
    groupId: nameSchema,
    /** max.poll.records */
    maxPollRecords: z.int().min(1).max(10_000).default(500),
    /** auto.offset.reset */
    autoOffsetReset: z.enum(['latest', 'earliest']).default('latest'),
    /** enable.auto.commit; otherwise the consumer commits each time it has handled all it polled. */
    enableAutoCommit: z.boolean().default(true),
    /** auto.commit.interval.ms */
    autoCommitIntervalMs: durationMsSchema.default(5000),
    /** session.timeout.ms: after a crash the group learns of it only then. */
    sessionTimeoutMs: z.number().min(6000).max(1_800_000).default(45_000),
    /** Where a record goes whose attempts have all failed; without one it is dropped. */
    deadLetterChannelId: idSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('rabbitConsumer'),
    ...taken,
    /** basic.qos for each consumer; 0 is unlimited. */
    prefetchCount: z.int().min(0).max(65_535).default(0),
    /** basic.consume no-ack: settled when sent. */
    noAck: z.boolean().default(false),
    /** When all attempts have failed: reject (dead-lettered, or dropped) or nack with requeue. */
    whenExhausted: z.enum(['reject', 'requeue']).default('reject'),
  }),
  z.strictObject({
    kind: z.literal('sqsConsumer'),
    ...taken,
    /** ReceiveMessage MaxNumberOfMessages */
    maxNumberOfMessages: z.int().min(1).max(10).default(1),
    /** ReceiveMessage WaitTimeSeconds; 0 is short polling. */
    waitTimeMs: z.number().min(0).max(20_000).default(0),
    /** Pause after a receive that brought nothing. */
    pollIntervalMs: z.number().min(1).max(3_600_000).default(1000),
  }),
])
export type Subscription = z.infer<typeof subscriptionSchema>
export type SubscriptionKind = Subscription['kind']
