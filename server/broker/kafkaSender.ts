// How the batches of a topic's producers are sent: to a leader that takes them or does not, again where
// they failed, until there is an answer or no time left.
//
// The network takes no time: what is sent to a leader is appended at once, and the answer of acks=all
// waits for the replicas only.

import { type JournalKind, type Refusal, refusalIndex } from '#shared/lib/journal.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import type { Random } from '../engine/random.ts'
import { shorten } from '../engine/shorten.ts'
import { after, inMilliseconds, milliseconds, nanoseconds } from '../engine/time.ts'
import { type BrokerWorld, PUBLISH_ACCEPTED, PUBLISH_REFUSED, PUBLISH_UNKNOWN } from './channel.ts'
import type { TimerTarget } from './earliestTimer.ts'
import { KafkaBatch, NO_TRANSACTION, NOT_APPENDED } from './kafkaBatch.ts'
import type { KafkaLane } from './kafkaLane.ts'
import type { KafkaLog } from './kafkaLog.ts'
import type { KafkaProducer } from './kafkaProducer.ts'
import type { KafkaReplicas } from './kafkaReplicas.ts'

/** The topic that is sent to. */
export interface SenderHost {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
  readonly logs: readonly KafkaLog[]
  readonly replicas: KafkaReplicas
  readonly minInsyncReplicas: number
  /** Stores the records of a batch at the end of the partition. */
  append(partition: number, batch: KafkaBatch): void
}

interface KafkaSenderOptions {
  readonly host: SenderHost
  /** Whose timers these are. */
  readonly entity: EntityIndex
  /** By number. */
  readonly producers: readonly KafkaProducer[]
}

/** Kinds of timers; the argument is the number of a lane. */
const SEND = 1
export const LOOK_FOR_LATE = 2

/** retry.backoff.max.ms */
const BACKOFF_MAX = milliseconds(1000)
const BACKOFF_JITTER = 0.2

export class KafkaSender {
  readonly #host: SenderHost
  readonly #random: Random
  readonly #producers: readonly KafkaProducer[]
  /** Batches that wait for an answer. */
  inFlight = 0
  readonly #spare: KafkaBatch[] = []
  /** Filled in for each timer. */
  readonly #target: { -readonly [Field in keyof TimerTarget]: TimerTarget[Field] }

  constructor({ host, entity, producers }: KafkaSenderOptions) {
    this.#host = host
    this.#random = host.world.random(host.name, 'retry backoff')
    this.#producers = producers
    this.#target = { scheduler: host.world.scheduler, entity, kind: SEND, argument: 0 }
  }

  /** To be filled in: batches are used again. */
  spareBatch(): KafkaBatch {
    return this.#spare.pop() ?? new KafkaBatch()
  }

  /** Sends the lane's first batch if it is ready, and sees to it that it will be if not. */
  sendWhenReady(lane: KafkaLane): void {
    if (lane.isReady(this.#host.world.scheduler.now)) this.pump(lane)
    else this.#wake(lane)
  }

  /** The high watermark of the lanes' partition rose: who waited for it has an answer. */
  noteCommitted(lanes: readonly KafkaLane[], partition: number): void {
    for (const lane of lanes) {
      const { highWatermark } = lane.log
      if (lane.inFlight.length === 0) continue
      const done = lane.inFlight.filter(({ lastOffset }) => lastOffset < highWatermark)
      if (done.length === 0) continue
      lane.inFlight = lane.inFlight.filter(({ lastOffset }) => lastOffset >= highWatermark)
      this.inFlight -= done.length
      // Enough replicas when it was written, and too few now: it is written, and not enough.
      const isShort = this.#isShort(partition)
      for (const batch of done) {
        if (isShort) this.#retry(lane, batch, 'tooFewReplicas')
        else this.#answer(lane, batch, PUBLISH_ACCEPTED)
      }
      this.pump(lane)
    }
  }

  /** A restored lane has batches that wait for an answer. */
  noteRestored(lane: KafkaLane): void {
    this.inFlight += lane.inFlight.length
  }

  /** Sends what is ready. A broker that one batch is ready for gets the first of all its partitions. */
  pump(of: KafkaLane): void {
    const { busy } = this.#producers[of.producer] as KafkaProducer
    const { now } = this.#host.world.scheduler
    while (this.#anyIsReady(busy, of)) {
      for (const lane of busy) {
        if (lane.maySend(now) && this.#sharesBroker(lane, of))
          this.#send(lane, lane.queue.shift() as KafkaBatch)
      }
    }
    let kept = 0
    for (const lane of busy) {
      lane.isBusy = lane.queue.length > 0
      if (!lane.isBusy) continue
      busy[kept++] = lane
      this.#wake(lane)
    }
    shorten(busy, kept)
  }

  #anyIsReady(lanes: readonly KafkaLane[], of: KafkaLane): boolean {
    const { now } = this.#host.world.scheduler
    for (const lane of lanes)
      if (lane.isReady(now) && lane.maySend(now) && this.#sharesBroker(lane, of)) return true
    return false
  }

  #sharesBroker(lane: KafkaLane, other: KafkaLane): boolean {
    if (lane === other) return true
    const { replicas } = this.#host
    return replicas.leaderOf(lane.partition) === replicas.leaderOf(other.partition)
  }

  /** The leader takes it or does not; either way at once. */
  #send(lane: KafkaLane, batch: KafkaBatch): void {
    const { world } = this.#host
    const { partition, log } = lane
    const { transaction, config } = batch
    if (transaction !== NO_TRANSACTION && world.transactions?.isOpen(transaction) === false) {
      this.giveUp(lane, batch, 'invalid')
    } else if (!log.isServed) {
      this.#fail(lane, batch, 'unavailable')
    } else if (config.acks === 'all' && this.#isShort(partition)) {
      this.#fail(lane, batch, 'tooFewReplicas')
    } else {
      this.#store(lane, batch)
      if (config.acks !== 'all' || log.highWatermark > batch.lastOffset)
        this.#answer(lane, batch, PUBLISH_ACCEPTED)
      else this.#awaitAnswer(lane, batch)
    }
  }

  #store(lane: KafkaLane, batch: KafkaBatch): void {
    const { partition } = lane
    if (batch.lastOffset !== NOT_APPENDED) {
      const [first] = batch.messages
      const isThere = first !== undefined && !lane.log.isDeleted(first)
      if (batch.config.enableIdempotence && isThere) {
        this.#record('deduplicated', batch, partition)
        return
      }
      this.#copyMessages(lane, batch)
    }
    this.#host.append(partition, batch)
  }

  /** The records as they were appended before belong to the log alone. */
  #copyMessages({ log }: KafkaLane, batch: KafkaBatch): void {
    const { messages } = this.#host.world
    for (const [index, message] of batch.messages.entries()) {
      const event = messages.event(message)
      const copy = messages.create(event, messages.routingKey(message))
      messages.setEnqueuedAt(copy, messages.enqueuedAt(message))
      batch.messages[index] = copy
      log.unpin(message)
    }
    batch.isPinned = false
  }

  #awaitAnswer(lane: KafkaLane, batch: KafkaBatch): void {
    const { scheduler } = this.#host.world
    if (!batch.isPinned) for (const message of batch.messages) lane.log.pin(message)
    batch.isPinned = true
    batch.sentAt = scheduler.now
    lane.inFlight.push(batch)
    this.inFlight += 1
    this.#watch(lane)
  }

  disconnect(lane: KafkaLane): void {
    const unanswered = lane.inFlight
    lane.inFlight = []
    this.inFlight -= unanswered.length
    for (const batch of unanswered) this.#retry(lane, batch, 'unavailable')
  }

  /** acks=0: the producer never learns of it. */
  #fail(lane: KafkaLane, batch: KafkaBatch, refusal: Refusal): void {
    if (batch.config.acks !== '0') {
      this.#retry(lane, batch, refusal)
      return
    }
    this.#record('refused', batch, refusalIndex(refusal))
    for (const message of batch.messages) this.#host.world.messages.free(message)
    this.#answer(lane, batch, PUBLISH_ACCEPTED)
  }

  /** retry.backoff.ms, doubled each time up to a second, give or take a fifth. */
  #retry(lane: KafkaLane, batch: KafkaBatch, refusal: Refusal): void {
    const { now } = this.#host.world.scheduler
    const { retryBackoff, enableIdempotence } = batch.config
    const spread = 1 - BACKOFF_JITTER + 2 * BACKOFF_JITTER * this.#random.fraction()
    const doubled = retryBackoff * (1 << Math.min(batch.attempts, 20))
    const backoff = Math.min(doubled * spread, BACKOFF_MAX)
    // The client counts whole milliseconds, and some time passes between two attempts.
    const waits = milliseconds(Math.max(1, Math.floor(inMilliseconds(nanoseconds(backoff)))))
    batch.retryAt = after(now, waits)
    batch.attempts += 1
    batch.isClosed = true
    batch.refusal = refusal
    lane.requeue(batch, enableIdempotence)
    this.noteBusy(lane)
    this.#watch(lane)
    this.#wake(lane)
  }

  /** Ends what has waited longer than delivery.timeout.ms, and asks again where no answer comes. */
  endLate(lane: KafkaLane): void {
    const { now } = this.#host.world.scheduler
    const isLate = (batch: KafkaBatch) =>
      after(batch.createdAt, batch.config.deliveryTimeout) <= now
    const late = [...lane.inFlight, ...lane.queue].filter(isLate)
    const before = lane.inFlight.length
    lane.inFlight = lane.inFlight.filter((batch) => !isLate(batch))
    this.inFlight -= before - lane.inFlight.length
    lane.queue = lane.queue.filter((batch) => !isLate(batch))
    for (const batch of late) this.giveUp(lane, batch, batch.refusal)
    const isUnanswered = lane.inFlight.some(
      (batch) => after(batch.sentAt, batch.config.requestTimeout) <= now,
    )
    if (isUnanswered) this.disconnect(lane)
    this.#watch(lane)
  }

  /** It is not tried again. Whether it was stored, the producer cannot know once it was appended. */
  giveUp(lane: KafkaLane, batch: KafkaBatch, refusal: Refusal): void {
    if (batch.lastOffset !== NOT_APPENDED) {
      this.#answer(lane, batch, PUBLISH_UNKNOWN)
      return
    }
    this.#record('refused', batch, refusalIndex(refusal))
    for (const message of batch.messages) this.#host.world.messages.free(message)
    this.#answer(lane, batch, PUBLISH_REFUSED)
  }

  /** Neither sent nor waited for any more. */
  giveUpAll(lane: KafkaLane, refusal: Refusal): void {
    const batches = [...lane.inFlight, ...lane.queue]
    this.inFlight -= lane.inFlight.length
    lane.inFlight = []
    lane.queue = []
    for (const batch of batches) this.giveUp(lane, batch, refusal)
  }

  #answer(lane: KafkaLane, batch: KafkaBatch, outcome: number): void {
    const { scheduler, transactions } = this.#host.world
    if (batch.isPinned) for (const message of batch.messages) lane.log.unpin(message)
    for (let index = 0; index < batch.entities.length; index += 1)
      scheduler.handOver(
        batch.entities[index] as EntityIndex,
        outcome,
        batch.tokens[index] as number,
      )
    const producer = this.#producers[lane.producer] as KafkaProducer
    producer.heldBytes -= batch.recordBytes
    const { transaction, messages } = batch
    const count = messages.length
    this.#spare.push(batch)
    if (transaction !== NO_TRANSACTION)
      transactions?.noteAnswers(transaction, count, outcome === PUBLISH_ACCEPTED)
  }

  #record(kind: JournalKind, batch: KafkaBatch, detail: number): void {
    const { world, element } = this.#host
    for (const message of batch.messages)
      world.record(kind, element, world.messages.event(message), 0, detail)
  }

  #isShort(partition: number): boolean {
    const { replicas, minInsyncReplicas } = this.#host
    // At least one always is.
    return minInsyncReplicas > 1 && replicas.inSyncCount(partition) < minInsyncReplicas
  }

  #wake(lane: KafkaLane): void {
    const dueAt = lane.dueAt()
    if (dueAt !== Infinity) lane.sending.setBy(dueAt, this.#timer(lane, SEND))
  }

  #watch(lane: KafkaLane): void {
    lane.lateness.setBy(lane.lateAt(), this.#timer(lane, LOOK_FOR_LATE))
  }

  #timer(lane: KafkaLane, kind: number): TimerTarget {
    const target = this.#target
    target.kind = kind
    target.argument = lane.number
    return target
  }

  noteBusy(lane: KafkaLane): void {
    if (lane.isBusy) return
    lane.isBusy = true
    ;(this.#producers[lane.producer] as KafkaProducer).busy.push(lane)
  }
}
