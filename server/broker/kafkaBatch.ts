// A producer's batch for one partition: it collects records, is sent, perhaps several times, and ends
// with an answer.

import type { Refusal } from '#shared/lib/journal.ts'
import { type SimTime, START } from '../engine/time.ts'
import type { Publication } from './channel.ts'
import { KAFKA_PRODUCER_DEFAULTS } from './kafkaProducerConfig.ts'
import type { MessageHandle } from './messages.ts'
import type { KafkaProperties } from './properties.ts'

export interface KafkaBatchState {
  readonly properties: number
  readonly transaction: number
  readonly sequence: number
  readonly createdAt: number
  readonly isClosed: boolean
  readonly bytes: number
  readonly attempts: number
  readonly retryAt: number
  readonly sentAt: number
  readonly lastOffset: number
  readonly isPinned: boolean
  readonly refusal: Refusal
  readonly messages: readonly number[]
  readonly sizes: readonly number[]
  readonly entities: readonly number[]
  readonly tokens: readonly number[]
}

export const NO_TRANSACTION = -1
/** It was never appended. */
export const NOT_APPENDED = -1

/** RecordBatch.RECORD_BATCH_OVERHEAD */
const BATCH_OVERHEAD_BYTES = 61

/** Used again and again, so that a batch costs nothing. */
export class KafkaBatch {
  /** The configuration of its producer, and the number by which that is interned. */
  config: KafkaProperties = KAFKA_PRODUCER_DEFAULTS
  properties = 0
  transaction = NO_TRANSACTION
  /** Of this producer and partition, in the order of their beginning. */
  sequence = 0
  createdAt: SimTime = START
  /** Takes nothing more, and need not linger. */
  isClosed = false
  bytes = 0
  attempts = 0
  /** It is not tried again before. */
  retryAt: SimTime = START
  sentAt: SimTime = START
  /** Of its records as they were appended last. */
  lastOffset = NOT_APPENDED
  /** Its messages are kept alive until the answer. */
  isPinned = false
  /** Why it was not taken last. */
  refusal: Refusal = 'unavailable'
  readonly messages: MessageHandle[] = []
  readonly sizes: number[] = []
  /** Who is told, and the token of each; not every record has one. */
  readonly entities: number[] = []
  readonly tokens: number[] = []

  /** For records that `config` is for, outside of transactions unless it is told otherwise. */
  begin(config: KafkaProperties, sequence: number, createdAt: SimTime): void {
    this.config = config
    this.properties = 0
    this.transaction = NO_TRANSACTION
    this.sequence = sequence
    this.createdAt = createdAt
    this.isClosed = false
    this.bytes = BATCH_OVERHEAD_BYTES
    this.attempts = 0
    this.retryAt = START
    this.sentAt = START
    this.lastOffset = NOT_APPENDED
    this.isPinned = false
    this.refusal = 'unavailable'
    empty(this.messages)
    empty(this.sizes)
    this.tellNobody()
  }

  /** Of the records alone. */
  get recordBytes(): number {
    return this.bytes - BATCH_OVERHEAD_BYTES
  }

  add(message: MessageHandle, bytes: number, replyTo: Publication['replyTo']): void {
    this.messages.push(message)
    this.sizes.push(bytes)
    this.bytes += bytes
    if (!replyTo) return
    this.entities.push(replyTo.entity)
    this.tokens.push(replyTo.token)
  }

  /** Who published it is gone. */
  tellNobody(): void {
    empty(this.entities)
    empty(this.tokens)
  }

  save(): KafkaBatchState {
    const { properties, transaction, sequence, createdAt, isClosed, bytes } = this
    const { attempts, retryAt, sentAt, lastOffset, isPinned, refusal } = this
    return {
      ...{ properties, transaction, sequence, createdAt, isClosed, bytes },
      ...{ attempts, retryAt, sentAt, lastOffset, isPinned, refusal },
      messages: [...this.messages],
      sizes: [...this.sizes],
      entities: [...this.entities],
      tokens: [...this.tokens],
    }
  }

  static restored(state: KafkaBatchState, config: KafkaProperties): KafkaBatch {
    const batch = new KafkaBatch()
    batch.begin(config, state.sequence, state.createdAt as SimTime)
    batch.properties = state.properties
    batch.transaction = state.transaction
    batch.isClosed = state.isClosed
    batch.bytes = state.bytes
    batch.attempts = state.attempts
    batch.retryAt = state.retryAt as SimTime
    batch.sentAt = state.sentAt as SimTime
    batch.lastOffset = state.lastOffset
    batch.isPinned = state.isPinned
    batch.refusal = state.refusal
    batch.messages.push(...(state.messages as readonly MessageHandle[]))
    batch.sizes.push(...state.sizes)
    batch.entities.push(...state.entities)
    batch.tokens.push(...state.tokens)
    return batch
  }
}

/** Keeps the memory for the next batch; `length = 0` gives it away. */
function empty(values: unknown[]): void {
  while (values.length > 0) values.pop()
}
