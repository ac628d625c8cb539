// What a publisher says of its messages besides event and key, in its broker's terms. Interned, so that
// an event carries a number only; 0 is to have said nothing, and then the broker's defaults hold.

import type { Duration } from '../engine/time.ts'

export type PublishProperties = KafkaProperties | RabbitProperties | AwsProperties

/** Producer configuration; the names are Kafka's. */
export interface KafkaProperties {
  readonly kind: 'kafka'
  readonly acks: 'all' | '1' | '0'
  readonly enableIdempotence: boolean
  readonly maxInFlightRequests: number
  readonly linger: Duration
  readonly batchSizeBytes: number
  readonly requestTimeout: Duration
  readonly deliveryTimeout: Duration
  readonly retryBackoff: Duration
  readonly partitioner: 'default' | 'roundRobin'
  readonly transactionTimeout: Duration
}

/** basic.publish and its properties. */
export interface RabbitProperties {
  readonly kind: 'rabbit'
  readonly confirms: boolean
  readonly mandatory: boolean
  /** Null: none given. */
  readonly priority: number | null
  readonly expiration: Duration | null
}

export interface AwsProperties {
  readonly kind: 'aws'
  /** What MessageGroupId is made of. */
  readonly messageGroup: 'key' | 'eventType' | 'one'
  /** What MessageDeduplicationId is made of; null: there is none. */
  readonly deduplication: 'event' | 'cause' | 'key' | null
  /** DelaySeconds; null: the queue's own. */
  readonly delay: Duration | null
}
