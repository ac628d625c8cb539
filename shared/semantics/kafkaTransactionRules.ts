// Apache Kafka: transactions.

import type { Rule } from './rule.ts'

const PRODUCER = 'Kafka 4 documentation, producer configs'
const ACCUMULATOR = 'apache/kafka, RecordAccumulator'
const KIP_98 = 'KIP-98: exactly once delivery and transactional messaging'

export const transactionRules: readonly Rule[] = [
  {
    id: 'kafka.transaction-visibility',
    statement:
      'Records of a transaction are in the log at once, for consumers with read_uncommitted to see; read_committed shows them when it is committed.',
    status: 'modelled',
    source: KIP_98,
    scenario: 'kafka.transactions',
  },
  {
    id: 'kafka.last-stable-offset',
    statement:
      'Consumers with read_committed read up to the first record of the oldest open transaction of the partition: whatever comes after it waits, transactional or not.',
    status: 'modelled',
    source: KIP_98,
    scenario: 'kafka.transactions',
  },
  {
    id: 'kafka.transaction-markers',
    statement:
      'A transaction ends with a marker in each of its partitions, which takes an offset there and is replicated like a record.',
    status: 'modelled',
    source: KIP_98,
    scenario: 'kafka.transactions',
  },
  {
    id: 'kafka.transaction-flush',
    statement: 'A commit sends what lingers, and waits until all of it is written.',
    status: 'modelled',
    source: `apache/kafka, KafkaProducer.commitTransaction; ${ACCUMULATOR}`,
    scenario: 'kafka.transactions',
  },
  {
    id: 'kafka.transaction-abort',
    statement:
      'What an aborted transaction wrote stays in the log, and read_committed passes over it. One record that could not be written makes the commit an abort.',
    status: 'modelled',
    source: KIP_98,
    scenario: 'kafka.transactions',
  },
  {
    id: 'kafka.transaction-fencing',
    statement:
      'Who begins a transaction under a transactional.id aborts the one that is open there, and its producer gets nothing more in (PRODUCER_FENCED).',
    status: 'modelled',
    source: KIP_98,
    scenario: 'kafka.transactions',
  },
  {
    id: 'kafka.transaction-timeout',
    statement:
      'The coordinator aborts a transaction that is open longer than transaction.timeout.ms after its first record.',
    status: 'modelled',
    source: `${PRODUCER}: transaction.timeout.ms`,
    scenario: 'kafka.transaction-timeout',
  },
  {
    id: 'kafka.transaction-timeout-check',
    statement:
      'It is aborted exactly then; Kafka looks every 10 s (transaction.abort.timed.out.transaction.cleanup.interval.ms).',
    status: 'simplified',
    source: 'Kafka 4 documentation, broker configs',
  },
  {
    id: 'kafka.transaction-offsets',
    statement:
      'The offset of the record that was handled is stored in the instant of the commit, not as part of the transaction’s own log.',
    status: 'simplified',
    source: 'apache/kafka, KafkaProducer.sendOffsetsToTransaction',
  },
  {
    id: 'kafka.transaction-coordinator',
    statement:
      'The coordinator of transactions never fails, and transactions of 2PC (KIP-939) are left out.',
    status: 'not',
    source: 'KIP-939',
  },
]
