import { type Duration, milliseconds } from '../engine/time.ts'
import type { ReplicaSettings } from './kafkaReplicas.ts'

export interface KafkaTopicSettings extends ReplicaSettings {
  readonly partitions: number
  /** retention.ms */
  readonly retention: Duration
  /** retention.bytes, of each partition; null: no limit. */
  readonly retentionBytes: number | null
  /** cleanup.policy */
  readonly cleanupPolicy: 'delete' | 'compact' | 'compact,delete'
  /** segment.ms */
  readonly segmentAge: Duration
  /** segment.bytes */
  readonly segmentBytes: number
  /** min.cleanable.dirty.ratio */
  readonly minCleanableDirtyRatio: number
  /** min.insync.replicas */
  readonly minInsyncReplicas: number
  /** group.initial.rebalance.delay.ms */
  readonly initialRebalanceDelay: Duration
}

/** Kafka's own, with one partition. */
export const KAFKA_TOPIC_DEFAULTS: KafkaTopicSettings = {
  partitions: 1,
  replicationFactor: 1,
  minInsyncReplicas: 1,
  uncleanLeaderElection: false,
  replicaLagTimeMax: milliseconds(30_000),
  brokerSessionTimeout: milliseconds(9000),
  replicationDelay: milliseconds(1),
  retention: milliseconds(604_800_000),
  retentionBytes: null,
  cleanupPolicy: 'delete',
  segmentAge: milliseconds(604_800_000),
  segmentBytes: 1_073_741_824,
  minCleanableDirtyRatio: 0.5,
  initialRebalanceDelay: milliseconds(3000),
}

export function compacts({ cleanupPolicy }: KafkaTopicSettings): boolean {
  return cleanupPolicy !== 'delete'
}

export function deletes({ cleanupPolicy }: KafkaTopicSettings): boolean {
  return cleanupPolicy !== 'compact'
}
