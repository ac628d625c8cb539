// What one producer has for one partition: batches that wait, the last of them perhaps still open, and
// batches that are in flight.

import { after, type SimTime } from '../engine/time.ts'
import { EarliestTimer, type EarliestTimerState } from './earliestTimer.ts'
import { KafkaBatch, type KafkaBatchState } from './kafkaBatch.ts'
import type { KafkaLog } from './kafkaLog.ts'
import type { KafkaProperties } from './properties.ts'

export interface KafkaLaneState {
  readonly producer: number
  readonly partition: number
  readonly nextSequence: number
  readonly sending: EarliestTimerState
  readonly lateness: EarliestTimerState
  readonly queue: readonly KafkaBatchState[]
  readonly inFlight: readonly KafkaBatchState[]
}

interface LanePlace {
  readonly producer: number
  readonly number: number
  readonly partition: number
  readonly log: KafkaLog
}

export class KafkaLane {
  /** Of the producer and of the lane, among those of the topic. */
  readonly producer: number
  readonly number: number
  readonly partition: number
  readonly log: KafkaLog
  /** In the order of sending. */
  queue: KafkaBatch[] = []
  /** In the order in which they were appended. */
  inFlight: KafkaBatch[] = []
  nextSequence = 0
  /** Whether its producer counts it among those with batches that wait. */
  isBusy = false
  /** Sends what has lingered or waited for its retry. */
  readonly sending = new EarliestTimer()
  /** Looks for batches that took too long. */
  readonly lateness = new EarliestTimer()

  constructor({ producer, number, partition, log }: LanePlace) {
    this.producer = producer
    this.number = number
    this.partition = partition
    this.log = log
  }

  /** The batch that takes such a record too; null when a new one must begin. */
  openFor(properties: number, transaction: number, bytes: number): KafkaBatch | null {
    if (this.queue.length === 0) return null
    const last = this.queue[this.queue.length - 1] as KafkaBatch
    if (last.isClosed) return null
    const isAlike = last.properties === properties && last.transaction === transaction
    if (isAlike && last.bytes + bytes <= last.config.batchSizeBytes) return last
    last.isClosed = true
    return null
  }

  /** The first batch may be sent now, and need not wait. */
  isReady(now: SimTime): boolean {
    const first = this.queue[0]
    if (first === undefined || first.retryAt > now) return false
    return (
      first.isClosed || first.attempts > 0 || after(first.createdAt, first.config.linger) <= now
    )
  }

  /** The first batch could be sent now with others. */
  maySend(now: SimTime): boolean {
    const first = this.queue[0]
    return first !== undefined && first.retryAt <= now && this.#hasRoomFor(first)
  }

  /** Back into the queue: first, but an idempotent producer keeps the order of its sequence. */
  requeue(batch: KafkaBatch, isIdempotent: boolean): void {
    let place = 0
    if (isIdempotent) while ((this.queue[place]?.sequence ?? Infinity) < batch.sequence) place += 1
    this.queue.splice(place, 0, batch)
  }

  /** When the first batch is due to be sent; Infinity when an answer must come first. */
  dueAt(): number {
    const first = this.queue[0]
    if (first === undefined || !this.#hasRoomFor(first)) return Infinity
    if (first.attempts > 0) return first.retryAt
    return first.isClosed ? Infinity : after(first.createdAt, first.config.linger)
  }

  /** When the first batch is late, or its answer; Infinity where nothing can be. */
  lateAt(): number {
    const isStuck = (this.queue[0]?.attempts ?? 0) > 0 || this.inFlight.length > 0
    if (!isStuck) return Infinity
    let at = Infinity
    for (const { createdAt, config } of this.queue)
      at = Math.min(at, after(createdAt, config.deliveryTimeout))
    for (const { createdAt, sentAt, config } of this.inFlight) {
      const { deliveryTimeout, requestTimeout } = config
      at = Math.min(at, after(createdAt, deliveryTimeout), after(sentAt, requestTimeout))
    }
    return at
  }

  save(): KafkaLaneState {
    return {
      producer: this.producer,
      partition: this.partition,
      nextSequence: this.nextSequence,
      sending: this.sending.save(),
      lateness: this.lateness.save(),
      queue: this.queue.map((batch) => batch.save()),
      inFlight: this.inFlight.map((batch) => batch.save()),
    }
  }

  restore(state: KafkaLaneState, configOf: (properties: number) => KafkaProperties): void {
    const restored = (batch: KafkaBatchState) =>
      KafkaBatch.restored(batch, configOf(batch.properties))
    this.nextSequence = state.nextSequence
    this.sending.restore(state.sending)
    this.lateness.restore(state.lateness)
    this.queue = state.queue.map(restored)
    this.inFlight = state.inFlight.map(restored)
  }

  /** No more than so many requests are in flight; a retry that must not be overtaken goes alone. */
  #hasRoomFor({ attempts, config }: KafkaBatch): boolean {
    const goesAlone = attempts > 0 && config.enableIdempotence
    return this.inFlight.length < (goesAlone ? 1 : config.maxInFlightRequests)
  }
}
