import { type Duration, IMMEDIATELY, milliseconds } from '../engine/time.ts'
import type { AssignorName } from './kafkaAssignors/assignors.ts'
import type { Isolation } from './kafkaLog.ts'

/** auto.offset.reset: where a group begins that has no committed offset, or one that is deleted. */
export type OffsetReset = 'earliest' | 'latest' | 'none'

export interface KafkaConsumerSettings {
  /** group.id; null: a group of the subscription's own. */
  readonly groupId: string | null
  /** group.protocol; consumer: KIP-848. */
  readonly groupProtocol: 'classic' | 'consumer'
  /** partition.assignment.strategy, of the classic protocol. */
  readonly strategy: AssignorName
  /** Each slot has a group.instance.id. */
  readonly isStatic: boolean
  /** max.poll.records */
  readonly maxPollRecords: number
  /** max.poll.interval.ms, which is the rebalance timeout too. */
  readonly maxPollInterval: Duration
  /** session.timeout.ms */
  readonly sessionTimeout: Duration
  /** heartbeat.interval.ms */
  readonly heartbeatInterval: Duration
  readonly autoOffsetReset: OffsetReset
  /** auto.commit.interval.ms; null: enable.auto.commit=false, and `commitWhen` decides. */
  readonly autoCommitInterval: Duration | null
  readonly commitWhen: 'afterPoll' | 'afterEach' | 'beforeHandling'
  /** isolation.level */
  readonly isolation: Isolation
  /** A record is handed out once it is so old. */
  readonly processingDelay: Duration
}

/** Kafka's own. */
export const CONSUMER_DEFAULTS: KafkaConsumerSettings = {
  groupId: null,
  groupProtocol: 'classic',
  strategy: 'range',
  isStatic: false,
  maxPollRecords: 500,
  maxPollInterval: milliseconds(300_000),
  sessionTimeout: milliseconds(45_000),
  heartbeatInterval: milliseconds(3000),
  autoOffsetReset: 'latest',
  autoCommitInterval: milliseconds(5000),
  commitWhen: 'afterPoll',
  isolation: 'read_uncommitted',
  processingDelay: IMMEDIATELY,
}
