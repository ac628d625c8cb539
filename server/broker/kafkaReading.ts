// A group's records on their way: handed to the members, settled or abandoned by them.

import { assert } from '#shared/lib/assert.ts'
import { after, type Duration } from '../engine/time.ts'
import { type BrokerWorld, DELIVERED, type Settlement } from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import type { KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import type { KafkaCursor } from './kafkaCursor.ts'
import type { KafkaMember, KafkaPlace } from './kafkaMember.ts'
import type { KafkaSubscription } from './kafkaSubscription.ts'
import type { MessageHandle } from './messages.ts'

/** A delivery's tag is partition × this + offset: exact, since both together stay below 2^53. */
const OFFSETS_PER_PARTITION = 2 ** 42

export interface KafkaReadingEvents {
  /** The member was in poll and has something to do now. */
  readonly onBusy: (member: KafkaMember) => void
  /** The position of a partition is to be stored. */
  readonly onCommit: (cursor: KafkaCursor, upTo: 'handled' | 'position') => void
}

export class KafkaReading {
  readonly #world: BrokerWorld
  readonly #events: KafkaReadingEvents

  constructor(world: BrokerWorld, events: KafkaReadingEvents) {
    this.#world = world
    this.#events = events
  }

  /** Hands over up to max.poll.records, partition by partition, beginning after the last one read. */
  fetch(member: KafkaMember): void {
    const { cursors } = member
    for (let turn = 0; turn < cursors.length; turn += 1) {
      const index = (member.nextTurn + turn) % cursors.length
      if (this.#readPartition(member, cursors[index] as KafkaCursor)) continue
      member.nextTurn = (index + 1) % cursors.length
      return
    }
    member.takeTurn()
  }

  /** A member that waits in poll has read all of its other partitions. */
  readOn(member: KafkaMember, cursor: KafkaCursor): void {
    this.#readPartition(member, cursor)
    if (!member.isPolling) member.takeTurn()
  }

  /** However it was settled, the position moves on: giving a record back is unknown to Kafka. */
  settle(member: KafkaMember, place: KafkaPlace, [delivery, settlement]: Settling): void {
    assert(settlement !== 'requeue', 'a Kafka consumer gives nothing back')
    const isStale = place.stale.size > 0 && place.stale.delete(delivery)
    assert(isStale || place.unsettled.delete(delivery), 'a delivery is settled once, by who has it')
    member.inHand -= 1
    const { cursor, offset, message } = this.#refersTo(place, delivery)
    if (!isStale) {
      cursor.noteHandled(offset)
      if (settlement === 'acknowledge') this.#noteAcknowledged(place, cursor, delivery)
      const { autoCommitInterval, commitWhen } = placeSettings(place)
      if (autoCommitInterval === null && commitWhen === 'afterEach')
        this.#events.onCommit(cursor, 'handled')
    }
    this.#letGo(delivery, cursor, message)
  }

  /** The consumer is gone: what it had waits again, unless it is committed or deleted. */
  abandon(member: KafkaMember, place: KafkaPlace): void {
    for (const delivery of place.unsettled) this.#giveBack(place, delivery)
    for (const delivery of [...place.unsettled, ...place.stale]) {
      const { cursor, message } = this.#refersTo(place, delivery)
      this.#letGo(delivery, cursor, message)
    }
    member.inHand -= place.unsettled.size + place.stale.size
    place.unsettled.clear()
    place.stale.clear()
  }

  /** As `abandon`, but the consumer works on what it has and does not know yet that it is in vain. */
  disown(place: KafkaPlace): void {
    for (const delivery of place.unsettled) {
      this.#giveBack(place, delivery)
      place.stale.add(delivery)
    }
    place.unsettled.clear()
  }

  /** The group will never read what lies between its position and `offset`. */
  skipTo(cursor: KafkaCursor, offset: number): void {
    const { messages } = this.#world
    const { log, topic } = cursor
    const element = cursor.owner?.elementAt(topic) ?? topic.element
    let skipped = log.nextVisible(cursor.position, topic.isolation)
    while (skipped >= 0 && skipped < offset) {
      this.#world.record('dropped', element, messages.event(log.read(skipped)), 0, element)
      skipped = log.nextVisible(skipped + 1, topic.isolation)
    }
    if (cursor.position < offset) cursor.moveTo(offset)
  }

  /** False: the poll is full, and there is more. */
  #readPartition(member: KafkaMember, cursor: KafkaCursor): boolean {
    const place = member.placeAt(cursor.topic)
    const settings = placeSettings(place)
    const { log } = cursor
    const hadInHand = member.inHand
    let offset = log.nextReadable(cursor.position, settings.isolation)
    let isFull = false
    while (offset >= 0 && this.#isOldEnough(cursor, offset, settings)) {
      isFull = member.inHand >= settings.maxPollRecords
      if (isFull) break
      this.#handOut(member, place, cursor, offset)
      offset = log.nextReadable(offset + 1, settings.isolation)
    }
    if (offset < 0 && log.isServed) cursor.passOver(log.readableEnd(settings.isolation))
    if (member.inHand > hadInHand) this.#noteHandedOut(cursor, settings)
    return !isFull
  }

  #noteHandedOut(
    cursor: KafkaCursor,
    { autoCommitInterval, commitWhen }: KafkaConsumerSettings,
  ): void {
    if (autoCommitInterval === null && commitWhen === 'beforeHandling')
      this.#events.onCommit(cursor, 'position')
  }

  #isOldEnough(
    cursor: KafkaCursor,
    offset: number,
    { processingDelay }: KafkaConsumerSettings,
  ): boolean {
    if (processingDelay === 0) return true
    const { scheduler, messages } = this.#world
    const readyAt = after(messages.enqueuedAt(cursor.log.read(offset)), processingDelay)
    if (readyAt <= scheduler.now) return true
    cursor.topic.wakeAfter(cursor, (readyAt - scheduler.now) as Duration)
    return false
  }

  #handOut(member: KafkaMember, place: KafkaPlace, cursor: KafkaCursor, offset: number): void {
    const { messages, deliveries, scheduler } = this.#world
    const { log, partition } = cursor
    const message = log.read(offset)
    // Kafka counts no deliveries: 2 says that the group has had the record before.
    const attempt = cursor.hadBefore(offset) ? 2 : 1
    const tag = partition * OFFSETS_PER_PARTITION + offset
    const delivery = deliveries.create(message, member.number, attempt, tag)
    log.pin(message)
    cursor.advance(offset)
    place.isPolling = false
    place.unsettled.add(delivery)
    member.inHand += 1
    if (member.isPolling) {
      member.isPolling = false
      this.#events.onBusy(member)
    }
    const { element } = place.subscription as KafkaSubscription
    this.#world.record('delivered', element, messages.event(message), attempt, partition)
    scheduler.handOver(place.consumer, DELIVERED, delivery)
  }

  #noteAcknowledged(place: KafkaPlace, cursor: KafkaCursor, delivery: DeliveryHandle): void {
    const { messages, deliveries } = this.#world
    const { element } = place.subscription as KafkaSubscription
    const event = messages.event(deliveries.message(delivery))
    const attempt = deliveries.attempt(delivery)
    this.#world.record('acknowledged', element, event, attempt, cursor.partition)
  }

  #giveBack(place: KafkaPlace, delivery: DeliveryHandle): void {
    const { cursor, offset, message } = this.#refersTo(place, delivery)
    const { element } = place.subscription as KafkaSubscription
    const event = this.#world.messages.event(message)
    this.#world.record('abandoned', element, event, 0, cursor.partition)
    const isOver = offset < cursor.log.startOffset || offset < cursor.committed
    if (isOver) this.#world.record('dropped', element, event, 0, element)
  }

  #letGo(delivery: DeliveryHandle, { log }: KafkaCursor, message: MessageHandle): void {
    this.#world.deliveries.free(delivery)
    log.unpin(message)
  }

  #refersTo({ subscription }: KafkaPlace, delivery: DeliveryHandle) {
    const { deliveries } = this.#world
    const tag = deliveries.tag(delivery)
    const partition = Math.floor(tag / OFFSETS_PER_PARTITION)
    const { topic } = subscription as KafkaSubscription
    return {
      cursor: topic.cursorOf(partition),
      offset: tag - partition * OFFSETS_PER_PARTITION,
      message: deliveries.message(delivery),
    }
  }
}

type Settling = readonly [delivery: DeliveryHandle, settlement: Settlement]

function placeSettings({ subscription }: KafkaPlace): KafkaConsumerSettings {
  return (subscription as KafkaSubscription).settings
}
