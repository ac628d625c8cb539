// RabbitMQ streams, as consumers of AMQP 0-9-1 see them.

import type { Rule } from './rule.ts'

const DOCS = 'RabbitMQ documentation, Streams'

export const rabbitStreamRules: readonly Rule[] = [
  {
    id: 'rabbit.stream-log',
    statement:
      'A stream (x-queue-type stream) is a log: reading takes nothing away, and acknowledged messages stay until retention deletes them.',
    status: 'modelled',
    source: `${DOCS}: non-destructive consumer semantics`,
    scenario: 'rabbit.stream-readers',
  },
  {
    id: 'rabbit.stream-every-consumer',
    statement:
      'Every consumer of a stream gets every message: they do not share them. Each slot of a service (its replicas times its concurrency) is a consumer, as each slot that reads a queue is.',
    status: 'modelled',
    source: `${DOCS}: how streams differ from queues`,
    scenario: 'rabbit.stream-readers',
  },
  {
    id: 'rabbit.stream-offset',
    statement:
      'The argument x-stream-offset says where a consumer begins: `first` is the oldest message kept, `last` the last one written, `next`, the default, whatever is written from now on.',
    status: 'modelled',
    source: `${DOCS}: consuming`,
    scenario: 'rabbit.stream-offsets',
  },
  {
    id: 'rabbit.stream-offset-tracking',
    statement:
      'AMQP keeps no offsets for a consumer: an application that stores its own goes on after the last message that it settled; another one begins at x-stream-offset again, and reads twice or misses what came meanwhile.',
    status: 'modelled',
    source: 'RabbitMQ documentation, Stream Core vs Stream Plugin: offset tracking',
    scenario: 'rabbit.stream-offsets',
  },
  {
    id: 'rabbit.stream-credit',
    statement:
      'A consumer of a stream must have a prefetch_count and must acknowledge: its credit is the prefetch, and each settlement gives back one.',
    status: 'modelled',
    source: 'rabbitmq-server, rabbit_stream_queue: consume, settle',
    scenario: 'rabbit.stream-readers',
  },
  {
    id: 'rabbit.stream-no-return',
    statement:
      'A stream takes nothing back: nack and reject, with requeue or without, give credit as ack does. The message is not handed out again, and not dead-lettered.',
    status: 'modelled',
    source: 'rabbitmq-server, rabbit_stream_queue: all settle reasons give credit',
    scenario: 'rabbit.stream-no-return',
  },
  {
    id: 'rabbit.stream-segments',
    statement:
      'Retention deletes whole segments, oldest first, when another segment is begun: x-max-length-bytes keeps the newest segments that have room together. The newest is never deleted, so a stream can hold more than its limit.',
    status: 'modelled',
    source: 'osiris, osiris_log: evaluate_retention',
    scenario: 'rabbit.stream-retention',
  },
  {
    id: 'rabbit.stream-max-age',
    statement:
      'The argument x-max-age deletes segments whose last message is older, when another segment is begun and once an hour.',
    status: 'modelled',
    source: 'osiris, osiris_log: eval_age; osiris_retention: retention_eval_interval',
    scenario: 'rabbit.stream-retention',
  },
  {
    id: 'rabbit.stream-settings',
    statement:
      'A stream has no x-message-ttl, x-max-length, x-max-priority, x-overflow, x-single-active-consumer, x-delivery-limit or dead-letter exchange: RabbitMQ refuses to declare it with them. The drawing warns, and they have no effect.',
    status: 'modelled',
    source: 'rabbitmq-server, rabbit_stream_queue: capabilities',
    scenario: 'rabbit.stream-no-return',
  },
  {
    id: 'rabbit.stream-chunks',
    statement:
      'Each message is a chunk of its own: `last` is the last message, where RabbitMQ begins with the last chunk, which holds what was written at once. Segments count bodies only, without the headers of the file format.',
    status: 'simplified',
    source: 'osiris, osiris_log',
  },
  {
    id: 'rabbit.stream-replicas',
    statement:
      'What is written counts when a majority of the stream’s nodes has it. Without one, publishers wait for their confirms and what nobody wants confirmed is lost; consumers read on.',
    status: 'modelled',
    source: `${DOCS}: data safety; rabbit_stream_queue: resend_all`,
    scenario: 'rabbit.stream-majority',
  },
  {
    id: 'rabbit.stream-nodes',
    statement:
      'How many nodes hold a stream is its x-quorum-initial-group-size here; RabbitMQ calls that x-initial-cluster-size. Consumers are never connected to the node that fails.',
    status: 'simplified',
    source: `${DOCS}: replication factor`,
  },
  {
    id: 'rabbit.stream-protocol',
    statement:
      'What only the stream protocol has: offsets kept by the broker, deduplication by producer name, super streams, single active consumers of streams; and filtering.',
    status: 'not',
    source: 'RabbitMQ documentation, Stream Core vs Stream Plugin',
  },
]
