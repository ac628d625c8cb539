// Apache Kafka: producers.

import type { Rule } from './rule.ts'

const PRODUCER = 'Kafka 4 documentation, producer configs'
const ACCUMULATOR = 'apache/kafka, RecordAccumulator'
const PARTITIONER = 'KIP-480, KIP-794; apache/kafka, BuiltInPartitioner'
const KIP_98 = 'KIP-98: exactly once delivery and transactional messaging'

export const partitioningRules: readonly Rule[] = [
  {
    id: 'kafka.key-partition',
    statement:
      'A record with a key goes to partition murmur2(key) & 0x7fffffff modulo the number of partitions, whether or not that has a leader. An empty key is a key like any other.',
    status: 'modelled',
    source: 'apache/kafka, BuiltInPartitioner.partitionForKey and UtilsTest.testMurmur2',
    scenario: 'kafka.partitioning',
  },
  {
    id: 'kafka.sticky-partition',
    statement:
      'Without a key a producer stays on one partition until it has written batch.size bytes to it and its batch is full, or twice as many, then picks another: uneven in the short run, even in the long run.',
    status: 'modelled',
    source: PARTITIONER,
    scenario: 'kafka.partitioning',
  },
  {
    id: 'kafka.adaptive-partitioning',
    statement:
      'It picks among the partitions that have a leader, and rather one for which fewer of its batches wait: the weight is one more than the longest queue less the partition’s own.',
    status: 'modelled',
    source: PARTITIONER,
    scenario: 'kafka.partitioning',
  },
  {
    id: 'kafka.adaptive-refresh',
    statement:
      'The queues are counted when a partition is picked, not when the sender last ran, and partitioner.availability.timeout.ms stays 0.',
    status: 'simplified',
    source: PARTITIONER,
  },
  {
    id: 'kafka.round-robin-partitioner',
    statement: 'RoundRobinPartitioner takes the partitions in turn, whatever the key.',
    status: 'modelled',
    source: 'apache/kafka, RoundRobinPartitioner',
    scenario: 'kafka.partitioning',
  },
  {
    id: 'kafka.other-clients',
    statement:
      'Clients that place keys otherwise (librdkafka by CRC32, Sarama by FNV-1a) and partitioner.ignore.keys are left out.',
    status: 'not',
    source: 'librdkafka CONFIGURATION.md, partitioner; IBM/sarama, NewHashPartitioner',
  },
]

export const batchingRules: readonly Rule[] = [
  {
    id: 'kafka.linger',
    statement:
      'Records for one partition are collected for linger.ms, 5 ms by default since Kafka 4.0, and stored together: at low rates each record is late by it.',
    status: 'modelled',
    source: `${PRODUCER}: linger.ms; KIP-1030`,
    scenario: 'kafka.partitioning',
  },
  {
    id: 'kafka.linger-zero',
    statement: 'With linger.ms=0 a record is sent at once, unless too many requests are in flight.',
    status: 'modelled',
    source: `${PRODUCER}: linger.ms`,
    scenario: 'kafka.partitioning',
  },
  {
    id: 'kafka.batch-size',
    statement:
      'A batch is sent before that when the next record does not fit into batch.size. A record that is larger has a batch of its own.',
    status: 'modelled',
    source: ACCUMULATOR,
    scenario: 'kafka.partitioning',
  },
  {
    id: 'kafka.record-size',
    statement:
      'A record counts with the size of its event type and 16 bytes more, uncompressed; a batch with 61 bytes more.',
    status: 'simplified',
    source: 'apache/kafka, DefaultRecord and DefaultRecordBatch',
  },
  {
    id: 'kafka.drain-by-broker',
    statement:
      'When the batch of one partition is due, the first batches of all partitions that the same broker leads are sent with it.',
    status: 'modelled',
    source: `${ACCUMULATOR}.drainBatchesForOneNode`,
    scenario: 'kafka.partitioning',
  },
  {
    id: 'kafka.producer-per-source',
    statement:
      'Each source and each output is a producer of its own, with batches, sequence and sticky partition of its own.',
    status: 'modelled',
    source: 'Millrace; in Kafka one producer of a process usually serves many call sites',
    scenario: 'kafka.partitioning',
  },
  {
    id: 'kafka.producer-crash',
    statement:
      'What lingers in the batches of a service that crashes is never sent. What it had sent stays stored; nobody tries it again.',
    status: 'modelled',
    source: ACCUMULATOR,
    scenario: 'kafka.producer-crash',
  },
  {
    id: 'kafka.shared-producers',
    statement:
      'Replicas of a service share their producers, so batches fill as those of one process do; what lingers is in no figure of the topic, since it is not accepted yet.',
    status: 'simplified',
    source: PRODUCER,
  },
  {
    id: 'kafka.network-time',
    statement:
      'Requests take no time but for replication; each batch is a request of its own, and the limit of requests in flight holds for each partition, not for each connection.',
    status: 'simplified',
    source: `${PRODUCER}: max.in.flight.requests.per.connection`,
  },
  {
    id: 'kafka.max-request-size',
    statement: 'A record of more than max.request.size, 1 MiB, is refused by the producer itself.',
    status: 'modelled',
    source: `${PRODUCER}: max.request.size`,
    scenario: 'kafka.too-few-replicas',
  },
  {
    id: 'kafka.buffer-memory',
    statement:
      'While 32 MiB (buffer.memory) of a producer wait for an answer on one topic, further records are refused, at once where Kafka blocks for max.block.ms first.',
    status: 'simplified',
    source: `${PRODUCER}: buffer.memory, max.block.ms`,
  },
]

export const answerRules: readonly Rule[] = [
  {
    id: 'kafka.acks-all',
    statement: 'With acks=all a record is written when all in-sync replicas have it.',
    status: 'modelled',
    source: `${PRODUCER}: acks`,
    scenario: 'kafka.leader-crash',
  },
  {
    id: 'kafka.acks-1',
    statement: 'With acks=1 it is written when the leader has it.',
    status: 'modelled',
    source: `${PRODUCER}: acks`,
    scenario: 'kafka.acks-1-loss',
  },
  {
    id: 'kafka.acks-0',
    statement:
      'With acks=0 the producer waits for no answer and tries nothing again: what no leader takes is gone, and the producer thinks it is written.',
    status: 'modelled',
    source: `${PRODUCER}: acks`,
    scenario: 'kafka.too-few-replicas',
  },
  {
    id: 'kafka.min-insync',
    statement:
      'With acks=all a write is refused while fewer than min.insync.replicas are in sync (NOT_ENOUGH_REPLICAS) and tried again; acks=1 and acks=0 do not care.',
    status: 'modelled',
    source: 'Kafka 4 documentation, topic configs: min.insync.replicas',
    scenario: 'kafka.too-few-replicas',
  },
  {
    id: 'kafka.delivery-timeout',
    statement: 'What has no answer after delivery.timeout.ms has failed.',
    status: 'modelled',
    source: `${PRODUCER}: delivery.timeout.ms`,
    scenario: 'kafka.too-few-replicas',
  },
  {
    id: 'kafka.unknown-outcome',
    statement:
      'If it was appended before, it may be stored all the same: the producer cannot know, and who publishes the event again makes a duplicate.',
    status: 'modelled',
    source: 'KIP-91',
    scenario: 'kafka.late-answers',
  },
  {
    id: 'kafka.retry-backoff',
    statement:
      'Retries wait retry.backoff.ms, twice as long each time up to a second, give or take a fifth.',
    status: 'modelled',
    source: 'KIP-580; apache/kafka, ExponentialBackoff',
    scenario: 'kafka.leader-crash',
  },
  {
    id: 'kafka.idempotent-producer',
    statement:
      'An idempotent producer numbers its batches, and a leader that has one already stores it no second time. This covers retries of the producer, not events that are published again.',
    status: 'modelled',
    source: KIP_98,
    scenario: 'kafka.late-answers',
  },
  {
    id: 'kafka.duplicates-without-idempotence',
    statement: 'Without idempotence, a retry whose first attempt was stored is stored again.',
    status: 'modelled',
    source: KIP_98,
    scenario: 'kafka.late-answers',
  },
  {
    id: 'kafka.idempotent-order',
    statement:
      'With idempotence order is kept with up to five requests in flight: retries go in the order of their sequence, one at a time.',
    status: 'modelled',
    source: `${ACCUMULATOR}.insertInSequenceOrder; KAFKA-5494`,
    scenario: 'kafka.leader-crash',
  },
  {
    id: 'kafka.reordering-without-idempotence',
    statement:
      'Without it, batches that fail together are tried again newest first; with max.in.flight.requests.per.connection=1 order is kept.',
    status: 'modelled',
    source: `${ACCUMULATOR}.reenqueue`,
    scenario: 'kafka.late-answers',
  },
  {
    id: 'kafka.max-in-flight',
    statement:
      'While so many requests have no answer, nothing more is sent, and records collect in larger batches.',
    status: 'modelled',
    source: `${PRODUCER}: max.in.flight.requests.per.connection`,
    scenario: 'kafka.acks-1-loss',
  },
]
