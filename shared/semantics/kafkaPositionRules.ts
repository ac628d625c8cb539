// How consumers read, and how far they say they have come.

import type { Rule } from './rule.ts'

const CONSUMER_CONFIGS = 'Apache Kafka 4 documentation, Consumer Configs'
const COORDINATOR = 'apache/kafka, ConsumerCoordinator.java and AbstractCoordinator.java'

export const kafkaPositionRules: readonly Rule[] = [
  {
    id: 'kafka.poll-loop',
    statement:
      'A member handles one poll after the other: a slow record keeps all of its partitions waiting, not only its own.',
    status: 'modelled',
    source: 'Javadoc of KafkaConsumer',
    scenario: 'kafka.slow-record',
  },
  {
    id: 'kafka.max-poll-records',
    statement:
      'A poll brings at most max.poll.records, and the next one begins with the next partition.',
    status: 'modelled',
    source: `${CONSUMER_CONFIGS}, max.poll.records`,
    scenario: 'kafka.rebalance-loop',
  },
  {
    id: 'kafka.fetch-sizes',
    statement:
      'A poll takes what is there, at once. Sizes and waits of fetches (fetch.min.bytes, fetch.max.wait.ms, max.partition.fetch.bytes) and prefetching are left out.',
    status: 'not',
    source: `${CONSUMER_CONFIGS}, fetch.min.bytes`,
  },
  {
    id: 'kafka.no-settlement',
    statement:
      'Records are not acknowledged one by one: whatever was done with a record, the position moves on, and nothing can be given back.',
    status: 'modelled',
    source: 'Javadoc of KafkaConsumer, Offsets and Consumer Position',
    scenario: 'kafka.retry-topic',
  },
  {
    id: 'kafka.auto-commit',
    statement:
      'With enable.auto.commit the position is stored inside poll, every auto.commit.interval.ms, and before partitions are given up: after a crash everything since then is read again.',
    status: 'modelled',
    source: `${CONSUMER_CONFIGS}, auto.commit.interval.ms; ${COORDINATOR}`,
    scenario: 'kafka.kill-9',
  },
  {
    id: 'kafka.commit-after-poll',
    statement:
      'A consumer that commits after each poll reads again, after a crash, what it handled of its last poll.',
    status: 'modelled',
    source: 'Javadoc of KafkaConsumer, Manual Offset Control',
    scenario: 'kafka.commit-after-poll',
  },
  {
    id: 'kafka.commit-after-each',
    statement:
      'A consumer that commits after each record reads again, after a crash, only the one that it had in hand.',
    status: 'modelled',
    source: 'Javadoc of KafkaConsumer, Manual Offset Control',
    scenario: 'kafka.commit-after-each',
  },
  {
    id: 'kafka.commit-before-handling',
    statement:
      'A consumer that commits before it handles loses, by a crash, what it had polled: at most once.',
    status: 'modelled',
    source: 'Apache Kafka documentation, Design, Message Delivery Semantics',
    scenario: 'kafka.at-most-once',
  },
  {
    id: 'kafka.commit-on-close',
    statement:
      'A consumer that closes in the middle of a poll commits what it has handled, as listener containers do. The bare client with auto commit would commit the whole poll.',
    status: 'simplified',
    source:
      'apache/kafka, ConsumerCoordinator.close; Spring for Apache Kafka, container properties',
  },
  {
    id: 'kafka.offset-reset',
    statement:
      'Where a group has no valid offset, auto.offset.reset decides: earliest begins with the oldest record, latest with the next one, and what came in between is never read.',
    status: 'modelled',
    source: `${CONSUMER_CONFIGS}, auto.offset.reset`,
    scenario: 'kafka.latest-misses',
  },
  {
    id: 'kafka.offset-reset-none',
    statement:
      'With auto.offset.reset=none a consumer without a valid offset ends with an exception; the next owner of its partitions does, too.',
    status: 'modelled',
    source: `${CONSUMER_CONFIGS}, auto.offset.reset`,
    scenario: 'kafka.no-offset',
  },
  {
    id: 'kafka.offset-out-of-range',
    statement:
      'A member whose next record was deleted by retention goes on where auto.offset.reset says: with latest, everything up to the end is skipped.',
    status: 'modelled',
    source: `${CONSUMER_CONFIGS}, auto.offset.reset`,
    scenario: 'kafka.lag-beyond-retention',
  },
  {
    id: 'kafka.lag',
    statement:
      'A group’s lag is the offsets from what is committed to the high watermark, partition by partition.',
    status: 'modelled',
    source: 'Apache Kafka documentation, kafka-consumer-groups --describe',
    scenario: 'kafka.slow-record',
  },
  {
    id: 'kafka.seek',
    statement:
      'An operator resets the offsets of a group on a topic to the earliest, to the latest, or to a time. In Kafka its members must be stopped for that; here they read on from there.',
    status: 'simplified',
    source: 'Apache Kafka documentation, kafka-consumer-groups --reset-offsets',
  },
  {
    id: 'kafka.retry-topic-delay',
    statement:
      'A consumer of a retry topic waits until a record is old enough; it pauses that partition, and goes on with the others. Newer records of the key in the main topic overtake it.',
    status: 'modelled',
    source: 'Spring for Apache Kafka, Non-Blocking Retries',
    scenario: 'kafka.retry-topic',
  },
  {
    id: 'kafka.offsets-retention',
    statement:
      'Committed offsets never expire (offsets.retention.minutes, 7 days after the group is empty); those of a removed subscription are forgotten at once.',
    status: 'not',
    source: 'Apache Kafka documentation, Broker Configs, offsets.retention.minutes',
  },
]
