// What a RabbitMQ queue is declared with, and what a policy may change of it later.

import { type Duration, milliseconds } from '../engine/time.ts'

export interface RabbitQueueSettings {
  /** The default exchange routes by it, so it is the routing key of what is published to the queue. */
  readonly queueName: string
  /** x-queue-type. A stream is a channel of another kind. */
  readonly queueType: 'classic' | 'quorum'
  /** x-message-ttl, of messages that come from now on. */
  readonly messageTtl: Duration | null
  /** x-dead-letter-routing-key; null: the message keeps its own. */
  readonly deadLetterRoutingKey: string | null
  /** x-dead-letter-strategy: at-least-once holds only for a quorum queue that rejects publishes. */
  readonly deadLetterStrategy: 'at-most-once' | 'at-least-once'
  /** x-max-length and x-max-length-bytes; null: unlimited. */
  readonly maxLength: number | null
  readonly maxLengthBytes: number | null
  /** `reject-publish-dlx`: of classic queues. */
  readonly overflow: 'drop-head' | 'reject-publish' | 'reject-publish-dlx'
  /** x-max-priority of a classic queue; null: no priorities. Fixed when the queue is made. */
  readonly maxPriority: number | null
  /** x-single-active-consumer. Fixed when the queue is made. */
  readonly singleActiveConsumer: boolean
  /** x-delivery-limit of a quorum queue; negative: none. */
  readonly deliveryLimit: number
  /** consumer_timeout */
  readonly consumerTimeout: Duration
  /** x-quorum-initial-group-size. Fixed when the queue is made. */
  readonly groupSize: number
}

/** What is left out has RabbitMQ's default. */
export type SomeQueueSettings = Pick<RabbitQueueSettings, 'queueName'> &
  Partial<RabbitQueueSettings>

export function filledQueueSettings(settings: SomeQueueSettings): RabbitQueueSettings {
  const filled = { ...QUEUE_DEFAULTS, ...settings }
  // It warns of an overflow that it does not know, and takes the default.
  const isUnknown = filled.queueType === 'quorum' && filled.overflow === 'reject-publish-dlx'
  return isUnknown ? { ...filled, overflow: 'drop-head' } : filled
}

const QUEUE_DEFAULTS: Omit<RabbitQueueSettings, 'queueName'> = {
  queueType: 'classic',
  messageTtl: null,
  deadLetterRoutingKey: null,
  deadLetterStrategy: 'at-most-once',
  maxLength: null,
  maxLengthBytes: null,
  overflow: 'drop-head',
  maxPriority: null,
  singleActiveConsumer: false,
  deliveryLimit: 20,
  consumerTimeout: milliseconds(1_800_000),
  groupSize: 3,
}
