// Apache Kafka 4: topics, consumer groups and producers, under the names of its configuration.

import { z } from 'zod'
import { durationMsSchema, idSchema, nameSchema } from '../fields.ts'
import { described, taken } from './common.ts'
import { setting } from './setting.ts'

const bytesSchema = z.int().min(1).max(Number.MAX_SAFE_INTEGER)

export const kafkaTopicSchema = z.strictObject({
  kind: z.literal('kafkaTopic'),
  ...described,
  partitions: z.int().min(1).max(1000),
  replicationFactor: setting(z.int().min(1).max(9), {
    name: 'replication.factor',
    default: 1,
    help: 'Brokers that keep a copy of each partition.',
  }),
  minInsyncReplicas: setting(z.int().min(1).max(9), {
    name: 'min.insync.replicas',
    default: 1,
    help: 'With acks=all, a write is refused while fewer replicas are in sync.',
  }),
  uncleanLeaderElectionEnable: setting(z.boolean(), {
    name: 'unclean.leader.election.enable',
    default: false,
    help: 'On: a replica that is behind may lead, and what it lacks is lost.',
  }),
  retentionMs: setting(durationMsSchema, {
    name: 'retention.ms',
    default: 604_800_000,
    help: 'Older records are deleted, read or not.',
  }),
  retentionBytes: setting(bytesSchema, {
    name: 'retention.bytes',
    default: null,
    help: 'Bytes kept in each partition; the oldest segments go first.',
  }),
  cleanupPolicy: setting(z.enum(['delete', 'compact', 'compact,delete']), {
    name: 'cleanup.policy',
    default: 'delete',
    help: 'Compact keeps at least the newest record of each key.',
  }),
  segmentMs: setting(durationMsSchema, {
    name: 'segment.ms',
    default: 604_800_000,
    help: 'A segment is closed at this age; only closed ones are deleted or compacted.',
  }),
  segmentBytes: setting(bytesSchema, {
    name: 'segment.bytes',
    default: 1_073_741_824,
    help: 'A segment is closed at this size.',
  }),
  minCleanableDirtyRatio: setting(z.number().min(0).max(1), {
    name: 'min.cleanable.dirty.ratio',
    default: 0.5,
    help: 'Share of a log that must be uncompacted before it is compacted.',
  }),
  deleteRetentionMs: setting(durationMsSchema, {
    name: 'delete.retention.ms',
    default: 86_400_000,
    help: 'How long compaction keeps the marker of a deleted key.',
  }),
  replicaLagTimeMaxMs: setting(durationMsSchema, {
    name: 'replica.lag.time.max.ms',
    default: 30_000,
    help: 'A follower that has not caught up for so long leaves the in-sync replicas.',
  }),
  brokerSessionTimeoutMs: setting(durationMsSchema, {
    name: 'broker.session.timeout.ms',
    default: 9000,
    help: 'A broker that crashed is noticed after this; then a replica is elected.',
  }),
  groupInitialRebalanceDelayMs: setting(durationMsSchema, {
    name: 'group.initial.rebalance.delay.ms',
    default: 3000,
    help: 'An empty group waits so long for more members before its first assignment.',
  }),
  replicationDelayMs: setting(durationMsSchema, {
    name: 'Replication takes',
    official: false,
    default: 1,
    help: 'From the leader’s append to the followers having the record.',
  }),
})

const KAFKA_ASSIGNORS = ['range', 'roundrobin', 'sticky', 'cooperative-sticky'] as const

export const kafkaConsumerSchema = z.strictObject({
  kind: z.literal('kafkaConsumer'),
  ...taken,
  /** group.id; each slot of the service is one member of the group. */
  groupId: nameSchema,
  groupProtocol: setting(z.enum(['classic', 'consumer']), {
    name: 'group.protocol',
    default: 'classic',
    help: 'Consumer: the broker assigns, and only what moves is stopped (KIP-848).',
  }),
  partitionAssignmentStrategy: setting(z.enum(KAFKA_ASSIGNORS), {
    name: 'partition.assignment.strategy',
    default: 'range',
    help: 'Who gets which partition. All but cooperative-sticky stop the whole group.',
  }),
  staticMembership: setting(z.boolean(), {
    name: 'group.instance.id',
    default: false,
    help: 'On: each slot keeps its identity, and a quick restart moves nothing.',
  }),
  maxPollRecords: setting(z.int().min(1).max(10_000), {
    name: 'max.poll.records',
    default: 500,
    help: 'At most so many in one poll.',
  }),
  maxPollIntervalMs: setting(durationMsSchema.min(1), {
    name: 'max.poll.interval.ms',
    default: 300_000,
    help: 'Who handles one poll for longer is thrown out of the group.',
  }),
  sessionTimeoutMs: setting(z.number().min(6000).max(1_800_000), {
    name: 'session.timeout.ms',
    default: 45_000,
    help: 'After a crash the group learns of it only then.',
  }),
  heartbeatIntervalMs: setting(durationMsSchema.min(1), {
    name: 'heartbeat.interval.ms',
    default: 3000,
    help: 'Members learn of a rebalance by their next heartbeat.',
  }),
  autoOffsetReset: setting(z.enum(['latest', 'earliest', 'none']), {
    name: 'auto.offset.reset',
    default: 'latest',
    help: 'Where a group begins that has no valid offset; none: it stops.',
  }),
  enableAutoCommit: setting(z.boolean(), {
    name: 'enable.auto.commit',
    default: true,
    help: 'Off: the consumer commits by itself.',
  }),
  autoCommitIntervalMs: setting(durationMsSchema, {
    name: 'auto.commit.interval.ms',
    default: 5000,
    help: 'Between automatic commits, which a poll makes.',
  }),
  commitWhen: setting(z.enum(['afterPoll', 'afterEach', 'beforeHandling']), {
    name: 'Commits',
    official: false,
    default: 'afterPoll',
    help: 'Without auto commit: after all that was polled, after each record, or before handling.',
  }),
  isolationLevel: setting(z.enum(['read_uncommitted', 'read_committed']), {
    name: 'isolation.level',
    default: 'read_uncommitted',
    help: 'read_committed: aborted records are skipped, open transactions waited for.',
  }),
  /** Where a record goes whose attempts have all failed; without one it is dropped. */
  deadLetterChannelId: idSchema.optional(),
  processingDelayMs: setting(durationMsSchema, {
    name: 'Waits before handling',
    official: false,
    default: 0,
    help: 'A record is handled once it is so old: how consumers of retry topics wait.',
  }),
})

export const kafkaProducerSchema = z.strictObject({
  kind: z.literal('kafkaProducer'),
  acks: setting(z.enum(['all', '1', '0']), {
    name: 'acks',
    default: 'all',
    help: 'Who must have a record before it counts as written: the in-sync replicas, the leader, nobody.',
  }),
  enableIdempotence: setting(z.boolean(), {
    name: 'enable.idempotence',
    default: true,
    help: 'Retries write a record once, and in order.',
  }),
  transactional: setting(z.boolean(), {
    name: 'transactional.id',
    default: false,
    help: 'On: what one handling writes, and its offset, become visible together or not at all.',
  }),
  transactionTimeoutMs: setting(durationMsSchema.min(1), {
    name: 'transaction.timeout.ms',
    default: 60_000,
    help: 'A transaction left open for longer is aborted.',
  }),
  maxInFlightRequests: setting(z.int().min(1).max(1000), {
    name: 'max.in.flight.requests.per.connection',
    default: 5,
    help: 'Without idempotence, more than one lets retries overtake.',
  }),
  lingerMs: setting(durationMsSchema, {
    name: 'linger.ms',
    default: 5,
    help: 'A batch waits so long for more records, unless it is full.',
  }),
  batchSizeBytes: setting(bytesSchema, {
    name: 'batch.size',
    default: 16_384,
    help: 'A batch is full at so many bytes; without keys it decides when to change partitions.',
  }),
  requestTimeoutMs: setting(durationMsSchema.min(1), {
    name: 'request.timeout.ms',
    default: 30_000,
    help: 'A request without an answer is sent again after this.',
  }),
  deliveryTimeoutMs: setting(durationMsSchema.min(1), {
    name: 'delivery.timeout.ms',
    default: 120_000,
    help: 'A record that is not acknowledged by then has failed.',
  }),
  retryBackoffMs: setting(durationMsSchema, {
    name: 'retry.backoff.ms',
    default: 100,
    help: 'Before the first retry; doubles up to one second.',
  }),
  partitioner: setting(z.enum(['default', 'roundRobin']), {
    name: 'partitioner.class',
    default: 'default',
    help: 'Default: by key; without one, a partition is kept for a batch.',
  }),
})
