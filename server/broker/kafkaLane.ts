// What one producer has for one partition: batches that wait, the last of them perhaps still open, and
// batches that are in flight.

import { after, type SimTime } from '../engine/time.ts'
import { EarliestTimer, type EarliestTimerState } from './earliestTimer.ts'
import { KafkaBatch, type KafkaBatchState } from './kafkaBatch.ts'
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

export class KafkaLane {
  /** Of the producer and of the lane, among those of the topic. */
  readonly producer: number
  readonly number: number
  readonly partition: number
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

  constructor(producer: number, number: number, partition: number) {
    this.producer = producer
    this.number = number
    this.partition = partition
  }

  /** The batch that takes another record, if there is one. */
  get open(): KafkaBatch | null {
    const last = this.queue.at(-1)
    return last && !last.isClosed ? last : null
  }

  /** The first batch may be sent now. */
  isReady(now: SimTime, { linger }: KafkaProperties): boolean {
    const first = this.queue[0]
    if (!first || first.retryAt > now) return false
    return first.isClosed || first.attempts > 0 || after(first.createdAt, linger) <= now
  }

  /** No more than so many requests are in flight; a retry that must not be overtaken goes alone. */
  hasRoom({ maxInFlightRequests, enableIdempotence }: KafkaProperties): boolean {
    const isRetry = (this.queue[0]?.attempts ?? 0) > 0
    return this.inFlight.length < (isRetry && enableIdempotence ? 1 : maxInFlightRequests)
  }

  /** Back into the queue: first, but an idempotent producer keeps the order of its sequence. */
  requeue(batch: KafkaBatch, isIdempotent: boolean): void {
    let place = 0
    if (isIdempotent) while ((this.queue[place]?.sequence ?? Infinity) < batch.sequence) place += 1
    this.queue.splice(place, 0, batch)
  }

  /** When the first batch is due to be sent; Infinity when an answer must come first. */
  dueAt(config: KafkaProperties): number {
    const first = this.queue[0]
    if (!first || !this.hasRoom(config)) return Infinity
    if (first.attempts > 0) return first.retryAt
    return first.isClosed ? Infinity : after(first.createdAt, config.linger)
  }

  /** When the first batch is late, or its answer; Infinity where nothing can be. */
  lateAt(configOf: (batch: KafkaBatch) => KafkaProperties): number {
    const isStuck = (this.queue[0]?.attempts ?? 0) > 0 || this.inFlight.length > 0
    if (!isStuck) return Infinity
    let at = Infinity
    for (const batch of this.queue)
      at = Math.min(at, after(batch.createdAt, configOf(batch).deliveryTimeout))
    for (const batch of this.inFlight) {
      const { deliveryTimeout, requestTimeout } = configOf(batch)
      at = Math.min(
        at,
        after(batch.createdAt, deliveryTimeout),
        after(batch.sentAt, requestTimeout),
      )
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

  restore(state: KafkaLaneState): void {
    this.nextSequence = state.nextSequence
    this.sending.restore(state.sending)
    this.lateness.restore(state.lateness)
    this.queue = state.queue.map((batch) => KafkaBatch.restored(batch))
    this.inFlight = state.inFlight.map((batch) => KafkaBatch.restored(batch))
  }
}
