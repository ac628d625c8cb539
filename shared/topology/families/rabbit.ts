// RabbitMQ 4: exchanges, queues, bindings, consumers and publishers, under the names of AMQP 0-9-1 and
// of its optional arguments.

import { z } from 'zod'
import { durationMsSchema, idSchema } from '../fields.ts'
import { described, taken } from './common.ts'
import { setting } from './setting.ts'

export const rabbitExchangeSchema = z.strictObject({
  kind: z.literal('rabbitExchange'),
  ...described,
  type: z.enum(['direct', 'fanout', 'topic', 'headers']),
  /** alternate-exchange: the id of an exchange that takes what no binding matches. */
  alternateExchangeId: idSchema.optional(),
})

const countSchema = z.int().min(0).max(Number.MAX_SAFE_INTEGER)

export const rabbitQueueSchema = z.strictObject({
  kind: z.literal('rabbitQueue'),
  ...described,
  queueType: setting(z.enum(['classic', 'quorum', 'stream']), {
    name: 'x-queue-type',
    default: 'classic',
    help: 'Quorum: replicated, counts deliveries. Stream: a log that consumers read without taking.',
  }),
  messageTtlMs: setting(durationMsSchema, {
    name: 'x-message-ttl',
    default: null,
    help: 'How long a message waits at most; acted on at the head of the queue.',
  }),
  /** x-dead-letter-exchange: the id of an exchange. */
  deadLetterExchangeId: idSchema.optional(),
  deadLetterRoutingKey: setting(z.string().max(255), {
    name: 'x-dead-letter-routing-key',
    default: null,
    help: 'Without one, a message keeps its own.',
  }),
  deadLetterStrategy: setting(z.enum(['at-most-once', 'at-least-once']), {
    name: 'x-dead-letter-strategy',
    default: 'at-most-once',
    help: 'Quorum queues with reject-publish: at-least-once keeps a dead letter until its queue has it.',
  }),
  maxLength: setting(countSchema, {
    name: 'x-max-length',
    default: null,
    help: 'Ready messages at most; those in hand do not count.',
  }),
  maxLengthBytes: setting(countSchema, {
    name: 'x-max-length-bytes',
    default: null,
    help: 'Bytes of ready bodies at most. A stream deletes its oldest segments.',
  }),
  overflow: setting(z.enum(['drop-head', 'reject-publish', 'reject-publish-dlx']), {
    name: 'x-overflow',
    default: 'drop-head',
    help: 'What goes when the queue is full: the oldest message, or the newest. reject-publish-dlx: classic only.',
  }),
  maxPriority: setting(z.int().min(1).max(255), {
    name: 'x-max-priority',
    default: null,
    help: 'Classic queues: higher priorities are handed out first.',
  }),
  singleActiveConsumer: setting(z.boolean(), {
    name: 'x-single-active-consumer',
    default: false,
    help: 'One consumer gets everything; the next takes over when it goes.',
  }),
  deliveryLimit: setting(z.int().min(-1).max(1_000_000), {
    name: 'x-delivery-limit',
    default: 20,
    help: 'Quorum queues: what is rejected, or lost with its consumer, more often is dead-lettered. -1: never.',
  }),
  consumerTimeoutMs: setting(durationMsSchema.min(1), {
    name: 'x-consumer-timeout',
    default: 1_800_000,
    help: 'Quorum queues take back what is not acknowledged for so long. Classic: as up to 4.2, each minute.',
  }),
  quorumInitialGroupSize: setting(z.int().min(1).max(9), {
    name: 'x-quorum-initial-group-size',
    default: 3,
    help: 'Nodes that hold a quorum queue; it works while a majority of them does.',
  }),
  maxAgeMs: setting(durationMsSchema.min(1), {
    name: 'x-max-age',
    default: null,
    help: 'Streams: older segments are deleted.',
  }),
  maxSegmentSizeBytes: setting(z.int().min(1).max(3_000_000_000), {
    name: 'x-stream-max-segment-size-bytes',
    default: 500_000_000,
    help: 'Streams: retention deletes whole segments, and never the newest.',
  }),
})

const NUMBER_MAX = Number.MAX_SAFE_INTEGER

const argumentSchema = z.union([
  z.string().max(256),
  z.number().min(-NUMBER_MAX).max(NUMBER_MAX),
  z.boolean(),
  z.null(),
])

export const X_MATCHES = ['all', 'any', 'all-with-x', 'any-with-x'] as const
export type XMatch = (typeof X_MATCHES)[number]

/** Exchange → queue or exchange. */
export const rabbitBindingSchema = z.strictObject({
  kind: z.literal('rabbitBinding'),
  fromChannelId: idSchema,
  toChannelId: idSchema,
  routingKey: z.string().max(255),
  xMatch: setting(z.enum(X_MATCHES), {
    name: 'x-match',
    default: 'all',
    help: 'Headers exchanges: whether all or any of the arguments must match.',
  }),
  /** Headers exchanges: what the message's headers are compared with; null: being there is enough. */
  arguments: z
    .record(
      z
        .string()
        .regex(
          /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_.-]{0,127}$/,
          'A header is named with 1 to 128 letters, digits, underscores, dots and hyphens, starting with a letter or an underscore.',
        ),
      argumentSchema,
    )
    .refine((map) => Object.keys(map).length <= 50, 'A binding has at most 50 arguments.')
    .optional(),
})

export const rabbitConsumerSchema = z.strictObject({
  kind: z.literal('rabbitConsumer'),
  ...taken,
  prefetchCount: setting(z.int().min(0).max(65_535), {
    name: 'prefetch_count',
    default: 0,
    help: 'Unacknowledged at once for each consumer; 0 is unlimited.',
  }),
  noAck: setting(z.boolean(), {
    name: 'no-ack',
    default: false,
    help: 'On: settled when sent; a crash loses what was under way.',
  }),
  /** When all attempts have failed: reject (dead-lettered, or dropped) or nack with requeue. */
  whenExhausted: setting(z.enum(['reject', 'requeue']), {
    name: 'When attempts run out',
    official: false,
    default: 'reject',
    help: 'Reject: dead-lettered or dropped. Requeue: back into the queue.',
  }),
  requeueMethod: setting(z.enum(['basic.nack', 'basic.reject']), {
    name: 'Requeue with',
    official: false,
    default: 'basic.nack',
    help: 'Quorum queues count what is rejected towards x-delivery-limit, and since 4.3 not what is nacked.',
  }),
  consumerPriority: setting(z.int().min(-1000).max(1000), {
    name: 'x-priority',
    default: 0,
    help: 'Consumers with a higher one are served first, while they have credit.',
  }),
  streamOffset: setting(z.enum(['first', 'last', 'next']), {
    name: 'x-stream-offset',
    default: 'next',
    help: 'Streams: where a consumer begins to read.',
  }),
  streamOffsetTracking: setting(z.boolean(), {
    name: 'Keeps its offset',
    official: false,
    default: true,
    help: 'Streams: the application stores how far it is, and goes on from there when it comes again.',
  }),
  heartbeatMs: setting(durationMsSchema.min(1000), {
    name: 'heartbeat',
    default: 60_000,
    help: 'A peer that is silent for two of these is taken for dead.',
  }),
})

export const rabbitPublisherSchema = z.strictObject({
  kind: z.literal('rabbitPublisher'),
  confirms: setting(z.boolean(), {
    name: 'confirm.select',
    default: true,
    help: 'The broker tells what became of a message. Off: what it refuses is lost unseen.',
  }),
  mandatory: setting(z.boolean(), {
    name: 'mandatory',
    default: false,
    help: 'What cannot be routed is returned; otherwise it is dropped and confirmed.',
  }),
  priority: setting(z.int().min(0).max(255), {
    name: 'priority',
    default: null,
    help: 'For queues with x-max-priority, and quorum queues.',
  }),
  expirationMs: setting(durationMsSchema, {
    name: 'expiration',
    default: null,
    help: 'Time to live of the message; acted on at the head of the queue.',
  }),
})
