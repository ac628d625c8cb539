// Amazon SNS and SQS: topics, queues, subscriptions, consumers and senders, under the names of their
// APIs. AWS Lambda as a consumer of a queue.

import { z } from 'zod'
import { problemWithJson } from '../../lib/json.ts'
import { type FilterPolicy, POLICY_BYTES_MAX } from '../../schemas/filterPolicy/compile.ts'
import { idSchema } from '../fields.ts'
import { described, taken } from './common.ts'
import { setting } from './setting.ts'

export const snsTopicSchema = z.strictObject({
  kind: z.literal('snsTopic'),
  ...described,
  fifoTopic: setting(z.boolean(), {
    name: 'FifoTopic',
    default: false,
    help: 'Keeps the order of each message group, and drops duplicates for five minutes.',
  }),
  contentBasedDeduplication: setting(z.boolean(), {
    name: 'ContentBasedDeduplication',
    default: false,
    help: 'FIFO: the hash of the body is the deduplication id of those that have none.',
  }),
})

export const sqsQueueSchema = z.strictObject({
  kind: z.literal('sqsQueue'),
  ...described,
  fifoQueue: setting(z.boolean(), {
    name: 'FifoQueue',
    default: false,
    help: 'Keeps the order of each message group, and drops duplicates for five minutes.',
  }),
  contentBasedDeduplication: setting(z.boolean(), {
    name: 'ContentBasedDeduplication',
    default: false,
    help: 'FIFO: the hash of the body is the deduplication id of those that have none.',
  }),
  deduplicationScope: setting(z.enum(['queue', 'messageGroup']), {
    name: 'DeduplicationScope',
    default: 'queue',
    help: 'FIFO: whether the same id in another message group is a duplicate.',
  }),
  fifoThroughputLimit: setting(z.enum(['perQueue', 'perMessageGroupId']), {
    name: 'FifoThroughputLimit',
    default: 'perQueue',
    help: 'FIFO: 300 sends a second, on the queue or, deduplicating by message group, on each group.',
  }),
  visibilityTimeoutMs: setting(z.number().min(0).max(43_200_000), {
    name: 'VisibilityTimeout',
    default: 30_000,
    help: 'Hidden so long once received; then handed out again.',
  }),
  delayMs: setting(z.number().min(0).max(900_000), {
    name: 'DelaySeconds',
    default: 0,
    help: 'Before a new message can be received.',
  }),
  messageRetentionPeriodMs: setting(z.number().min(60_000).max(1_209_600_000), {
    name: 'MessageRetentionPeriod',
    default: 345_600_000,
    help: 'Older messages are deleted.',
  }),
  receiveMessageWaitTimeMs: setting(z.number().min(0).max(20_000), {
    name: 'ReceiveMessageWaitTimeSeconds',
    default: 0,
    help: 'Long polling for those that do not say; 0 is short polling.',
  }),
  maximumMessageSize: setting(z.int().min(1024).max(1_048_576), {
    name: 'MaximumMessageSize',
    default: 1_048_576,
    help: 'Bytes of a message; a larger one is refused.',
  }),
  redrivePolicy: z
    .strictObject({ deadLetterQueueId: idSchema, maxReceiveCount: z.int().min(1).max(1000) })
    .optional(),
})

/** Any JSON object: whether SNS would accept it is for lint to say, so that nobody's typing is lost. */
const filterPolicySchema = z
  .record(z.string().max(256), z.unknown())
  .superRefine((policy, context) => {
    const problem = problemWithJson(policy, POLICY_DEPTH_MAX)
    const message = problem?.message ?? (isTooLong(policy) ? 'has at most 256 KB.' : null)
    if (message !== null)
      context.addIssue({ code: 'custom', message: `A filter policy ${message}` })
  })

/** Deeper ones are too complex for SNS, whatever they say. */
const POLICY_DEPTH_MAX = 32

function isTooLong(policy: FilterPolicy): boolean {
  return JSON.stringify(policy).length > POLICY_BYTES_MAX
}

/** SNS topic → SQS queue. */
export const snsSubscriptionSchema = z.strictObject({
  kind: z.literal('snsSubscription'),
  fromChannelId: idSchema,
  toChannelId: idSchema,
  filterPolicy: filterPolicySchema.optional(),
  filterPolicyScope: setting(z.enum(['MessageAttributes', 'MessageBody']), {
    name: 'FilterPolicyScope',
    default: 'MessageAttributes',
    help: 'What the filter policy looks at.',
  }),
  rawMessageDelivery: setting(z.boolean(), {
    name: 'RawMessageDelivery',
    default: false,
    help: 'On: the queue gets the message itself, without the envelope of SNS.',
  }),
  /** RedrivePolicy: where what cannot be delivered goes; without one it is lost. */
  deadLetterQueueId: idSchema.optional(),
})

const polled = {
  maxNumberOfMessages: setting(z.int().min(1).max(10), {
    name: 'MaxNumberOfMessages',
    default: 1,
    help: 'Taken by one receive.',
  }),
}

export const sqsConsumerSchema = z.strictObject({
  kind: z.literal('sqsConsumer'),
  ...taken,
  ...polled,
  waitTimeMs: setting(z.number().min(0).max(20_000), {
    name: 'WaitTimeSeconds',
    default: null,
    help: 'Long polling; 0 is short polling. Without one, the queue’s own holds.',
  }),
  pollIntervalMs: setting(z.number().min(1).max(3_600_000), {
    name: 'Pause between polls',
    official: false,
    default: 1000,
    help: 'After a receive that brought nothing.',
  }),
  visibilityTimeoutMs: setting(z.number().min(0).max(43_200_000), {
    name: 'VisibilityTimeout of the receive',
    default: null,
    help: 'Without one, the queue’s own holds.',
  }),
  extendVisibilityEveryMs: setting(z.number().min(1).max(43_200_000), {
    name: 'Extends its leases every',
    official: false,
    default: null,
    help: 'ChangeMessageVisibility while handling, by another visibility timeout each time.',
  }),
  whenFailed: setting(z.enum(['timeout', 'release']), {
    name: 'When attempts run out',
    official: false,
    default: 'timeout',
    help: 'Let the visibility timeout run out, or set it to 0 to release the message at once.',
  }),
  deletes: setting(z.enum(['each', 'batch']), {
    name: 'Deletes',
    official: false,
    default: 'each',
    help: 'DeleteMessage after each, or DeleteMessageBatch after all of a receive.',
  }),
})

/** An event source mapping: AWS polls the queue and invokes a function with what it got. */
export const lambdaConsumerSchema = z.strictObject({
  kind: z.literal('lambdaConsumer'),
  ...taken,
  batchSize: setting(z.int().min(1).max(10_000), {
    name: 'BatchSize',
    default: 10,
    help: 'Messages of one invocation; above 10, a batching window is needed.',
  }),
  maximumBatchingWindowMs: setting(z.number().min(0).max(300_000), {
    name: 'MaximumBatchingWindowInSeconds',
    default: 0,
    help: 'Waits so long for a full batch.',
  }),
  maximumConcurrency: setting(z.int().min(2).max(1000), {
    name: 'MaximumConcurrency',
    default: null,
    help: 'Invocations at once; otherwise as many as the function has slots.',
  }),
  reportBatchItemFailures: setting(z.boolean(), {
    name: 'ReportBatchItemFailures',
    default: false,
    help: 'On: only those that failed come back. Off: one failure brings back the whole batch.',
  }),
  functionTimeoutMs: setting(z.number().min(1).max(900_000), {
    name: 'Timeout of the function',
    default: 3000,
    help: 'An invocation that takes longer has failed with all of its batch; no other message of it is begun.',
  }),
})

/** What sends to SQS and publishes to SNS. */
export const awsSenderSchema = z.strictObject({
  kind: z.literal('awsSender'),
  messageGroup: setting(z.enum(['key', 'eventType', 'one']), {
    name: 'MessageGroupId',
    default: 'key',
    help: 'FIFO: what is kept in order: events of a key, of a type, or all.',
  }),
  deduplication: setting(z.enum(['event', 'cause', 'key']), {
    name: 'MessageDeduplicationId',
    default: null,
    help: 'FIFO: by event, by the event that caused it (a repeated handling sends a duplicate), or by key.',
  }),
  delayMs: setting(z.number().min(0).max(900_000), {
    name: 'DelaySeconds of the message',
    default: null,
    help: 'Standard queues: in place of the queue’s own.',
  }),
})
