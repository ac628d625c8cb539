// The producers of one topic: each source or output is one. Records are collected in batches, one at a
// time for each producer and partition; a batch is sent when it is full or has lingered
// (kafkaSender.ts).

import { type Refusal, refusalIndex } from '#shared/lib/journal.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { type BrokerWorld, PUBLISH_REFUSED, type Publication } from './channel.ts'
import { type EventHandle, NO_KEY } from './events.ts'
import { type KafkaBatch, NO_TRANSACTION } from './kafkaBatch.ts'
import { KafkaLane, type KafkaLaneState } from './kafkaLane.ts'
import type { KafkaLog } from './kafkaLog.ts'
import { KafkaPartitioner } from './kafkaPartitioner.ts'
import { KafkaProducer, type KafkaProducerState } from './kafkaProducer.ts'
import { KafkaProducerConfigs } from './kafkaProducerConfig.ts'
import { KafkaSender, LOOK_FOR_LATE, type SenderHost } from './kafkaSender.ts'
import type { KafkaProperties } from './properties.ts'

/** The topic that they publish to. */
export interface ProducersHost extends SenderHost {
  /** A compacted topic takes no record without a key. */
  readonly needsKeys: boolean
}

export interface KafkaProducersState {
  readonly producers: readonly KafkaProducerState[]
  readonly lanes: readonly KafkaLaneState[]
}

/** Lengths, deltas and a short key. */
const RECORD_OVERHEAD_BYTES = 16
/** max.request.size */
const RECORD_BYTES_MAX = 1_048_576
/** buffer.memory */
const BUFFER_BYTES_MAX = 33_554_432

const NO_LANES: readonly KafkaLane[] = []

export class KafkaProducers {
  readonly #host: ProducersHost
  readonly #entity: EntityIndex
  readonly #partitioner: KafkaPartitioner
  readonly #configs: KafkaProducerConfigs
  readonly #sender: KafkaSender
  readonly #producers: KafkaProducer[] = []
  readonly #byOrigin = new Map<number, KafkaProducer>()
  /** Who published last: mostly it is the same. */
  #latest: KafkaProducer | null = null
  readonly #lanes: KafkaLane[] = []
  readonly #lanesByPartition: KafkaLane[][] = []

  constructor(host: ProducersHost) {
    const { name, world, logs } = host
    this.#host = host
    this.#partitioner = new KafkaPartitioner(world.random(name, 'partition'), logs.length, (key) =>
      world.keyText(key),
    )
    this.#configs = new KafkaProducerConfigs(world.texts)
    this.#entity = world.scheduler.register(`${name} producers`, this)
    this.#sender = new KafkaSender({
      host,
      entity: this.#entity,
      producers: this.#producers,
    })
  }

  publish(publication: Publication): void {
    const { world } = this.#host
    const { event } = publication
    const producer = this.#producerOf(world.events.origin(event))
    const bytes = recordBytes(world, event)
    const refusal = this.#refusalOf(publication, producer, bytes)
    if (refusal !== null) {
      this.#refuse(publication, refusal)
      return
    }
    const key = world.events.key(event)
    const properties = world.events.properties(event)
    const config = this.#configs.of(properties)
    const lane = this.#laneFor(key, producer, config)
    const transaction = publication.transaction ?? NO_TRANSACTION
    let batch = lane.openFor(properties, transaction, bytes)
    if (batch === null) {
      batch = this.#beginBatch(lane, config)
      batch.properties = properties
      batch.transaction = transaction
    }
    const message = world.messages.create(event, publication.routingKey)
    batch.add(message, bytes, publication.replyTo)
    producer.heldBytes += bytes
    if (batch.bytes >= config.batchSizeBytes) batch.isClosed = true
    if (key === NO_KEY && config.partitioner === 'default') {
      const filling = { bytes, batchSize: config.batchSizeBytes, isBatchFull: batch.isClosed }
      this.#partitioner.noteBytes(producer.sticky, filling, producer)
    }
    this.#sender.sendWhenReady(lane)
  }

  /** Batches of a transaction that is to be committed do not linger. */
  flush(transaction: number): void {
    for (const lane of this.#lanes) {
      const mine = lane.queue.filter((batch) => batch.transaction === transaction)
      for (const batch of mine) batch.isClosed = true
      if (mine.length > 0) this.#sender.pump(lane)
    }
  }

  /** What was not sent of a transaction that has ended is not sent any more. */
  discard(transaction: number): void {
    for (const lane of this.#lanes) {
      const gone = lane.queue.filter((batch) => batch.transaction === transaction)
      if (gone.length === 0) continue
      lane.queue = lane.queue.filter((batch) => batch.transaction !== transaction)
      for (const batch of gone) this.#sender.giveUp(lane, batch, 'unsaid')
      this.#sender.pump(lane)
    }
  }

  /** The high watermark rose. */
  onCommitted(partition: number): void {
    if (this.#sender.inFlight > 0) this.#sender.noteCommitted(this.#lanesOf(partition), partition)
  }

  /** The leader is gone, and with it the answers. */
  onDisconnected(partition: number): void {
    for (const lane of this.#lanesOf(partition)) this.#sender.disconnect(lane)
  }

  /** There are more partitions now. */
  onPartitionsAdded(): void {
    this.#partitioner.grow(this.#host.logs.length)
  }

  /** The process of the producer is gone, and with it what it would send, and wait for. */
  noteCrash(origin: number): void {
    for (const lane of this.#byOrigin.get(origin)?.lanes ?? []) {
      if (!lane) continue
      for (const batch of [...lane.inFlight, ...lane.queue]) batch.tellNobody()
      this.#sender.giveUpAll(lane, 'crashed')
    }
  }

  /** Nobody takes anything any more. */
  close(): void {
    for (const lane of this.#lanes) this.#sender.giveUpAll(lane, 'unavailable')
    this.#host.world.scheduler.unregister(this.#entity)
  }

  fire(kind: number, laneNumber: number): void {
    const lane = this.#lanes[laneNumber] as KafkaLane
    if (kind === LOOK_FOR_LATE) {
      lane.lateness.noteFired()
      this.#sender.endLate(lane)
      this.#sender.pump(lane)
    } else {
      lane.sending.noteFired()
      // The batch that the timer was for may have gone with another's.
      this.#sender.sendWhenReady(lane)
    }
  }

  save(): KafkaProducersState {
    return {
      producers: this.#producers.map((producer) => producer.save()),
      lanes: this.#lanes.map((lane) => lane.save()),
    }
  }

  restore(state: KafkaProducersState): void {
    for (const saved of state.producers) this.#producerOf(saved.origin).restore(saved)
    // Lanes find their producers and numbers again by their order.
    for (const saved of state.lanes) {
      const producer = this.#producers[saved.producer] as KafkaProducer
      const lane = this.#laneOf(producer, saved.partition)
      lane.restore(saved, (properties) => this.#configs.of(properties))
      this.#sender.noteRestored(lane)
    }
    for (const { busy } of state.producers)
      for (const number of busy) this.#sender.noteBusy(this.#lanes[number] as KafkaLane)
  }

  /** Why a producer does not even try. */
  #refusalOf(
    { event, transaction }: Publication,
    producer: KafkaProducer,
    bytes: number,
  ): Refusal | null {
    const { world, needsKeys, name } = this.#host
    if (bytes > RECORD_BYTES_MAX) return 'invalid'
    if (needsKeys && world.events.key(event) === NO_KEY) return 'invalid'
    if (producer.heldBytes + bytes > BUFFER_BYTES_MAX) return 'full'
    const isTaken =
      transaction === undefined || world.transactions?.take(transaction, name) !== false
    return isTaken ? null : 'invalid'
  }

  /** A transaction that lacks a record of its own must not be committed. */
  #refuse({ event, replyTo, transaction }: Publication, refusal: Refusal): void {
    const { world, element } = this.#host
    if (transaction !== undefined) world.transactions?.spoil(transaction)
    world.record('refused', element, event, 0, refusalIndex(refusal))
    if (replyTo) world.scheduler.handOver(replyTo.entity, PUBLISH_REFUSED, replyTo.token)
  }

  #laneFor(key: number, producer: KafkaProducer, { partitioner }: KafkaProperties): KafkaLane {
    const partition =
      partitioner === 'roundRobin'
        ? this.#partitioner.turnOf(producer.sticky, producer)
        : this.#partitioner.partitionOf(key, producer.sticky, producer)
    return this.#laneOf(producer, partition)
  }

  #beginBatch(lane: KafkaLane, config: KafkaProperties): KafkaBatch {
    const batch = this.#sender.spareBatch()
    batch.begin(config, lane.nextSequence, this.#host.world.scheduler.now)
    lane.nextSequence += 1
    lane.queue.push(batch)
    this.#sender.noteBusy(lane)
    return batch
  }

  #producerOf(origin: number): KafkaProducer {
    if (this.#latest?.origin !== origin) this.#latest = this.#find(origin)
    return this.#latest
  }

  #find(origin: number): KafkaProducer {
    let producer = this.#byOrigin.get(origin)
    if (!producer) {
      producer = new KafkaProducer(origin, this.#producers.length, this.#host)
      this.#producers.push(producer)
      this.#byOrigin.set(origin, producer)
    }
    return producer
  }

  #laneOf(producer: KafkaProducer, partition: number): KafkaLane {
    const known = producer.lanes[partition]
    if (known) return known
    const log = this.#host.logs[partition] as KafkaLog
    const number = this.#lanes.length
    const lane = new KafkaLane({ producer: producer.number, number, partition, log })
    producer.lanes[partition] = lane
    this.#lanes.push(lane)
    const others = this.#lanesByPartition[partition]
    if (others) others.push(lane)
    else this.#lanesByPartition[partition] = [lane]
    return lane
  }

  #lanesOf(partition: number): readonly KafkaLane[] {
    return this.#lanesByPartition[partition] ?? NO_LANES
  }
}

/** What a record takes in a batch and in the log. */
export function recordBytes(world: BrokerWorld, event: EventHandle): number {
  return world.sizeOf(event) + RECORD_OVERHEAD_BYTES
}
