// The attributes of an SQS queue, as CreateQueue knows them.

import type { Duration } from '../engine/time.ts'

export interface SqsQueueSettings {
  /** VisibilityTimeout; a change applies to later receives. */
  readonly visibilityTimeout: Duration
  /** DelaySeconds; a change applies to later messages, of a FIFO queue to delayed ones as well. */
  readonly delay: Duration
  /** MessageRetentionPeriod; a change applies to the messages inside as well. */
  readonly retention: Duration
  /** ReceiveMessageWaitTimeSeconds, of receives that do not say; absent: 0, short polling. */
  readonly receiveWaitTime?: Duration
  /** MaximumMessageSize in bytes; absent: the most there is. */
  readonly messageBytesMax?: number
  /** Of the redrive policy; null without one. */
  readonly maxReceiveCount: number | null
  /** Absent: a standard queue. A queue stays what it is. */
  readonly fifo?: SqsFifoSettings
}

export interface SqsFifoSettings {
  readonly contentBasedDeduplication: boolean
  readonly deduplicationScope: 'queue' | 'messageGroup'
  readonly throughputLimit: 'perQueue' | 'perMessageGroupId'
}

/** The most that MaximumMessageSize can be: 1 MiB, since August 2025. */
export const MESSAGE_BYTES_MAX = 1_048_576
