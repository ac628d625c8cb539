// A group's records on their way: handed to the members, settled or abandoned by them.

import { assert } from '#shared/lib/assert.ts'
import { type BrokerWorld, DELIVERED, type Settlement } from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import type { KafkaLog } from './kafkaLog.ts'
import type { KafkaMember } from './kafkaMember.ts'
import type { KafkaOffsets } from './kafkaOffsets.ts'

interface KafkaReadingOptions {
  readonly world: BrokerWorld
  readonly logs: readonly KafkaLog[]
  readonly offsets: KafkaOffsets
  /** Of the subscription. */
  readonly element: number
}

/** A delivery's tag is partition × this + offset: exact, since both together stay below 2^53. */
const OFFSETS_PER_PARTITION = 2 ** 42

export class KafkaReading {
  readonly #world: BrokerWorld
  readonly #logs: readonly KafkaLog[]
  readonly #offsets: KafkaOffsets
  readonly #element: number

  constructor({ world, logs, offsets, element }: KafkaReadingOptions) {
    this.#world = world
    this.#logs = logs
    this.#offsets = offsets
    this.#element = element
  }

  /** Hands over up to max.poll.records, partition by partition, beginning after the last one read. */
  fetch(member: KafkaMember, maxPollRecords: number): void {
    const owned = member.partitions
    for (let turn = 0; turn < owned.length; turn += 1) {
      const index = (member.nextTurn + turn) % owned.length
      const partition = owned[index] as number
      while (this.#offsets.hasMore(partition)) {
        if (member.unsettled.size >= maxPollRecords) {
          member.nextTurn = (index + 1) % owned.length
          return
        }
        this.handOut(member, partition)
      }
    }
    member.takeTurn()
  }

  handOut(member: KafkaMember, partition: number): void {
    const { messages, deliveries, scheduler } = this.#world
    const log = this.#log(partition)
    const offset = this.#offsets.position(partition)
    const message = log.read(offset)
    // Kafka counts no deliveries: 2 says that the group has had the record before.
    const attempt = this.#offsets.readsAgain(partition) ? 2 : 1
    const tag = partition * OFFSETS_PER_PARTITION + offset
    const delivery = deliveries.create(message, member.number, attempt, tag)
    log.pin(message)
    this.#offsets.advance(partition)
    member.isPolling = false
    member.unsettled.add(delivery)
    this.#world.record('delivered', this.#element, messages.event(message), attempt, partition)
    scheduler.handOver(member.consumer, DELIVERED, delivery)
  }

  /** However it was settled, the position moves on: giving a record back is unknown to Kafka. */
  settle(member: KafkaMember, delivery: DeliveryHandle, settlement: Settlement): void {
    assert(settlement !== 'requeue', 'a Kafka consumer gives nothing back')
    assert(member.unsettled.delete(delivery), 'a delivery is settled once, by who has it')
    const { messages, deliveries } = this.#world
    const message = deliveries.message(delivery)
    const tag = deliveries.tag(delivery)
    const attempt = deliveries.attempt(delivery)
    const partition = Math.floor(tag / OFFSETS_PER_PARTITION)
    this.#offsets.noteHandled(partition, tag % OFFSETS_PER_PARTITION)
    if (settlement === 'acknowledge')
      this.#world.record('acknowledged', this.#element, messages.event(message), attempt, partition)
    deliveries.free(delivery)
    this.#log(partition).unpin(message)
  }

  /** What it had waits again, unless retention has deleted it meanwhile. */
  abandon(member: KafkaMember): void {
    const { messages, deliveries } = this.#world
    for (const delivery of member.unsettled) {
      const message = deliveries.message(delivery)
      const event = messages.event(message)
      const tag = deliveries.tag(delivery)
      const partition = Math.floor(tag / OFFSETS_PER_PARTITION)
      const log = this.#log(partition)
      this.#world.record('abandoned', this.#element, event, 0, partition)
      if (tag % OFFSETS_PER_PARTITION < log.startOffset)
        this.#world.record('dropped', this.#element, event, 0, this.#element)
      deliveries.free(delivery)
      log.unpin(message)
    }
    member.unsettled.clear()
  }

  /** The group will never read what lies between its position and `offset`. */
  skipTo(partition: number, offset: number): void {
    const log = this.#log(partition)
    const { messages } = this.#world
    const skippedFrom = this.#offsets.position(partition)
    for (let skipped = skippedFrom; skipped < offset; skipped += 1) {
      const event = messages.event(log.read(skipped))
      this.#world.record('dropped', this.#element, event, 0, this.#element)
    }
    if (skippedFrom < offset) this.#offsets.moveTo(partition, offset)
  }

  #log(partition: number): KafkaLog {
    return this.#logs[partition] as KafkaLog
  }
}
