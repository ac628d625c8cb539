// How a source or an output publishes, from the document's milliseconds to what its broker reads.

import { unreachable } from '#shared/lib/assert.ts'
import { filledProducer, type Producer, type ProducerKind } from '#shared/topology/channels.ts'
import type { PublishProperties } from '../broker/properties.ts'
import { type Duration, milliseconds } from '../engine/time.ts'

type ProducerOf<Kind extends ProducerKind> = Extract<Producer, { kind: Kind }>

/** Null where nothing is said: the broker's defaults hold. */
export function publishProperties(producer: Producer | undefined): PublishProperties | null {
  if (producer === undefined) return null
  switch (producer.kind) {
    case 'kafkaProducer':
      return kafkaProperties(producer)
    case 'rabbitPublisher':
      return rabbitProperties(producer)
    case 'awsSender':
      return awsProperties(producer)
    // What it expects of the stream depends on the moment: it goes with the publication.
    case 'eventStoreAppender':
      return null
    default:
      return unreachable(producer)
  }
}

/** Null: what is published is part of no Kafka transaction. */
export function transactionTimeout(producer: Producer | undefined): Duration | null {
  if (producer?.kind !== 'kafkaProducer') return null
  const { transactional, transactionTimeoutMs } = filledProducer(producer)
  return transactional ? milliseconds(transactionTimeoutMs) : null
}

/** What an appender expects of the stream that it appends to. */
export function streamExpectation(producer: Producer | undefined): 'any' | 'current' | 'noStream' {
  return producer?.kind === 'eventStoreAppender' ? filledProducer(producer).expectedVersion : 'any'
}

function kafkaProperties(producer: ProducerOf<'kafkaProducer'>): PublishProperties {
  const filled = filledProducer(producer)
  return {
    kind: 'kafka',
    acks: filled.acks,
    enableIdempotence: filled.enableIdempotence,
    maxInFlightRequests: filled.maxInFlightRequests,
    linger: milliseconds(filled.lingerMs),
    batchSizeBytes: filled.batchSizeBytes,
    requestTimeout: milliseconds(filled.requestTimeoutMs),
    deliveryTimeout: milliseconds(filled.deliveryTimeoutMs),
    retryBackoff: milliseconds(filled.retryBackoffMs),
    partitioner: filled.partitioner,
    transactionTimeout: milliseconds(filled.transactionTimeoutMs),
  }
}

function rabbitProperties(producer: ProducerOf<'rabbitPublisher'>): PublishProperties {
  const { confirms, mandatory, priority, expirationMs } = filledProducer(producer)
  return { kind: 'rabbit', confirms, mandatory, priority, expiration: durationOrNull(expirationMs) }
}

function awsProperties(producer: ProducerOf<'awsSender'>): PublishProperties {
  const { messageGroup, deduplication, delayMs } = filledProducer(producer)
  return { kind: 'aws', messageGroup, deduplication, delay: durationOrNull(delayMs) }
}

function durationOrNull(ms: number | null): Duration | null {
  return ms === null ? null : milliseconds(ms)
}
