// Apache Kafka: producers, partitions, replicas and what becomes of a log. Consumer groups have a file
// of their own.

import { answerRules, batchingRules, partitioningRules } from './kafkaProducerRules.ts'
import { kafkaProducerScenarios } from './kafkaProducerScenarios.ts'
import { kafkaTopicScenarios } from './kafkaTopicScenarios.ts'
import { transactionRules } from './kafkaTransactionRules.ts'
import type { Rule, Semantics } from './rule.ts'

const TOPIC = 'Kafka 4 documentation, topic configs'
const BROKER = 'Kafka 4 documentation, broker configs'
const DESIGN = 'Kafka 4 documentation, design: replication'
const CONTROLLER = 'apache/kafka, ReplicationControlManager and PartitionChangeBuilder'
const CLEANER = 'Kafka 4 documentation, design: log compaction'

const replicaRules: readonly Rule[] = [
  {
    id: 'kafka.single-replica',
    statement:
      'With replication.factor=1 a record can be read as soon as the leader has it, and while the broker is away nothing can be written or read.',
    status: 'modelled',
    source: DESIGN,
    scenario: 'kafka.partitioning',
  },
  {
    id: 'kafka.high-watermark',
    statement: 'Consumers read only what all in-sync replicas have: up to the high watermark.',
    status: 'modelled',
    source: DESIGN,
    scenario: 'kafka.acks-1-loss',
  },
  {
    id: 'kafka.cluster-of-topic',
    statement:
      'A topic has a cluster of its own with as many brokers as replicas, so each broker has a copy of each partition.',
    status: 'simplified',
    source: BROKER,
  },
  {
    id: 'kafka.replication-delay',
    statement:
      'Followers have a record after a time that you set, and the leader knows at once; a follower that was away catches up in that time, however much it missed.',
    status: 'simplified',
    source: DESIGN,
  },
  {
    id: 'kafka.leader-election',
    statement:
      'A broker that crashes is noticed after broker.session.timeout.ms, 9 s. Then it leaves the in-sync replicas, and the first of the others, in the order of the assignment, leads.',
    status: 'modelled',
    source: `KIP-631; ${CONTROLLER}`,
    scenario: 'kafka.leader-crash',
  },
  {
    id: 'kafka.leader-pause',
    statement:
      'Until there is a new leader nothing is written to or read from its partitions; producers keep what they have, in order, and try again.',
    status: 'modelled',
    source: DESIGN,
    scenario: 'kafka.leader-crash',
  },
  {
    id: 'kafka.old-session',
    statement:
      'A broker that crashed and returns before its session is over may register only when it is: its partitions wait just as long.',
    status: 'modelled',
    source:
      'apache/kafka, ClusterControlManager.registerBroker: DuplicateBrokerRegistrationException',
    scenario: 'kafka.leader-crash',
  },
  {
    id: 'kafka.acks-all-survives',
    statement:
      'With acks=all, three replicas and min.insync.replicas=2, nothing that was answered is lost by the failure of one broker at a time.',
    status: 'modelled',
    source: DESIGN,
    scenario: 'kafka.leader-crash',
  },
  {
    id: 'kafka.acks-1-loss',
    statement:
      'With acks=1 or 0, what the followers did not have when the leader crashed is lost, though it was answered.',
    status: 'modelled',
    source: `${DESIGN}; Kafka 4 documentation, producer configs: acks`,
    scenario: 'kafka.acks-1-loss',
  },
  {
    id: 'kafka.isr-shrink',
    statement:
      'A follower that crashes holds up acks=all and the high watermark until it is out of the in-sync replicas: consumers and producers stall for that time.',
    status: 'modelled',
    source: `${DESIGN}; ${CONTROLLER}.handleBrokerFenced`,
    scenario: 'kafka.too-few-replicas',
  },
  {
    id: 'kafka.replica-lag',
    statement:
      'It is out when its session is over, or after replica.lag.time.max.ms where that is shorter.',
    status: 'modelled',
    source: `${BROKER}: replica.lag.time.max.ms`,
    scenario: 'kafka.too-few-replicas',
  },
  {
    id: 'kafka.isr-rejoin',
    statement:
      'A broker that returns is in sync again when it has caught up to the high watermark.',
    status: 'modelled',
    source: DESIGN,
    scenario: 'kafka.leader-crash',
  },
  {
    id: 'kafka.no-leader',
    statement:
      'The last in-sync replica stays in the set when it goes, and the partition has no leader until it returns; nothing is lost by that.',
    status: 'modelled',
    source: CONTROLLER,
    scenario: 'kafka.unclean-election',
  },
  {
    id: 'kafka.unclean-election',
    statement:
      'With unclean.leader.election.enable any replica that is up may lead when no in-sync one is: what it lacks is lost, and consumers go back to where its log ends.',
    status: 'modelled',
    source: `${TOPIC}: unclean.leader.election.enable; KIP-320`,
    scenario: 'kafka.unclean-election',
  },
  {
    id: 'kafka.preferred-leaders',
    statement:
      'Partition p prefers broker p modulo their number; every five minutes leadership goes back to preferred leaders that are in sync (auto.leader.rebalance.enable).',
    status: 'modelled',
    source: `${BROKER}: auto.leader.rebalance.enable, leader.imbalance.check.interval.seconds`,
    scenario: 'kafka.retention',
  },
  {
    id: 'kafka.eligible-leader-replicas',
    statement:
      'Eligible leader replicas (KIP-966), the default of new clusters since 4.1, are left out.',
    status: 'not',
    source: 'KIP-966',
  },
  {
    id: 'kafka.controlled-shutdown',
    statement:
      'Brokers crash; a controlled shutdown, which moves leaders away first, and partial network failures are left out.',
    status: 'not',
    source: `${BROKER}: controlled.shutdown.enable`,
  },
  {
    id: 'kafka.reassignment',
    statement: 'To change replication.factor makes another topic: replicas are not reassigned.',
    status: 'not',
    source: 'Kafka 4 documentation, operations: increasing replication factor',
  },
  {
    id: 'kafka.partition-increase',
    statement:
      'Partitions can be added to a running topic. Keys move by it, and what is stored stays: the order of a key is lost across the change. They cannot be taken away.',
    status: 'modelled',
    source: 'Kafka 4 documentation, operations: modifying topics',
    scenario: 'kafka.more-partitions',
  },
  {
    id: 'kafka.producer-metadata',
    statement:
      'Producers see new partitions and leaders at their next attempt, not only when their metadata are refreshed.',
    status: 'simplified',
    source: 'Kafka 4 documentation, producer configs: metadata.max.age.ms',
  },
]

const logRules: readonly Rule[] = [
  {
    id: 'kafka.retention-time',
    statement:
      'Every five minutes segments are deleted whose latest record is older than retention.ms, read or not: data live for that time and up to a segment.',
    status: 'modelled',
    source: 'apache/kafka, UnifiedLog.deleteRetentionMsBreachedSegments',
    scenario: 'kafka.retention',
  },
  {
    id: 'kafka.retention-bytes',
    statement:
      'Then the oldest segments as long as the partition is larger than retention.bytes without them.',
    status: 'modelled',
    source: 'apache/kafka, UnifiedLog.deleteRetentionSizeBreachedSegments',
    scenario: 'kafka.retention',
  },
  {
    id: 'kafka.segment-ms',
    statement:
      'A segment is closed by the record that would make it larger than segment.bytes, or comes later than segment.ms after its first one.',
    status: 'modelled',
    source: `${TOPIC}: segment.ms, segment.bytes; apache/kafka, LogSegment.shouldRoll`,
    scenario: 'kafka.retention',
  },
  {
    id: 'kafka.active-segment',
    statement:
      'The active segment is deleted for its age too, and another one begun at the next offset, but never for its size.',
    status: 'modelled',
    source: 'apache/kafka, UnifiedLog.deletableSegments',
    scenario: 'kafka.retention',
  },
  {
    id: 'kafka.compaction',
    statement:
      'With cleanup.policy=compact the newest record of each key is kept, at its offset and in its order; older ones go, at least when they lie in closed segments.',
    status: 'modelled',
    source: CLEANER,
    scenario: 'kafka.compaction',
  },
  {
    id: 'kafka.compaction-active-segment',
    statement: 'The active segment is never compacted.',
    status: 'modelled',
    source: CLEANER,
    scenario: 'kafka.compaction',
  },
  {
    id: 'kafka.dirty-ratio',
    statement:
      'A partition is compacted when more than min.cleanable.dirty.ratio of its closed segments is new since the last time; the cleaner looks every 15 s.',
    status: 'modelled',
    source: `${TOPIC}: min.cleanable.dirty.ratio; ${BROKER}: log.cleaner.backoff.ms`,
    scenario: 'kafka.compaction',
  },
  {
    id: 'kafka.compact-and-delete',
    statement: 'With compact,delete a log is compacted, and old segments are deleted as well.',
    status: 'modelled',
    source: `${TOPIC}: cleanup.policy`,
    scenario: 'kafka.compaction',
  },
  {
    id: 'kafka.compacted-needs-key',
    statement: 'A compacted topic refuses records without a key (INVALID_RECORD).',
    status: 'modelled',
    source: 'apache/kafka, LogValidator',
    scenario: 'kafka.compaction',
  },
  {
    id: 'kafka.compaction-open-transaction',
    statement:
      'Compaction goes no further than the last stable offset, and takes the records of aborted transactions out.',
    status: 'modelled',
    source: 'apache/kafka, LogCleanerManager.cleanableOffsets',
    scenario: 'kafka.compaction',
  },
  {
    id: 'kafka.tombstones',
    statement:
      'Every event has a body, so there are no tombstones, no key disappears from a compacted log, and delete.retention.ms has nothing to keep.',
    status: 'not',
    source: CLEANER,
  },
  {
    id: 'kafka.compaction-lag',
    statement:
      'A record may be compacted at once, and none has to be: min.compaction.lag.ms stays 0 and max.compaction.lag.ms unlimited, and the cleaner’s own speed and memory do not count.',
    status: 'not',
    source: `${TOPIC}: min.compaction.lag.ms, max.compaction.lag.ms`,
  },
  {
    id: 'kafka.delete-records',
    statement: 'Nothing is deleted by hand: kafka-delete-records is left out.',
    status: 'not',
    source: 'KIP-107',
  },
  {
    id: 'kafka.timestamps',
    statement: 'A record’s time is when its producer was given it (CreateTime).',
    status: 'simplified',
    source: `${TOPIC}: message.timestamp.type`,
  },
  {
    id: 'kafka.tiered-storage',
    statement: 'Tiered storage, quotas, compression and automatic creation of topics are left out.',
    status: 'not',
    source: 'KIP-405',
  },
]

export const kafkaTopicSemantics: Semantics = {
  rules: [
    ...partitioningRules,
    ...batchingRules,
    ...answerRules,
    ...transactionRules,
    ...replicaRules,
    ...logRules,
  ],
  scenarios: [...kafkaProducerScenarios, ...kafkaTopicScenarios],
}
