// A group's records on their way: handed to the members, settled or abandoned by them.

import { assert } from '#shared/lib/assert.ts'
import { after, type Duration } from '../engine/time.ts'
import { type BrokerWorld, DELIVERED, type Settlement } from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import type { KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import type { KafkaCursor } from './kafkaCursor.ts'
import type { KafkaMember, KafkaPlace } from './kafkaMember.ts'
import type { KafkaSubscription } from './kafkaSubscription.ts'

/** A delivery's tag is partition × this + offset: exact, since both together stay below 2^53. */
const OFFSETS_PER_PARTITION = 2 ** 42

/** The group whose records these are. */
export interface ReadingGroup {
  readonly world: BrokerWorld
  /** The member was in poll and has something to do now. */
  noteBusy(member: KafkaMember): void
  /** The position of a partition is to be stored. */
  commit(cursor: KafkaCursor, upTo: 'handled' | 'position'): void
}

export class KafkaReading {
  readonly #group: ReadingGroup
  readonly #world: BrokerWorld

  constructor(group: ReadingGroup) {
    this.#group = group
    this.#world = group.world
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
  settle(place: KafkaPlace, delivery: DeliveryHandle, settlement: Settlement): void {
    assert(settlement !== 'requeue', 'a Kafka consumer gives nothing back')
    const tag = this.#world.deliveries.tag(delivery)
    const partition = partitionOf(tag)
    const { topic, settings, element } = place.subscription as KafkaSubscription
    const cursor = topic.cursorOf(partition)
    place.member.inHand -= 1
    if (place.unsettled.take(delivery)) {
      cursor.noteHandled(offsetOf(tag, partition))
      if (settlement === 'acknowledge') this.#noteAcknowledged(delivery, element, partition)
      if (settings.commitWhen === 'afterEach' && settings.autoCommitInterval === null)
        this.#group.commit(cursor, 'handled')
    } else {
      assert(place.stale.delete(delivery), 'a delivery is settled once, by who has it')
    }
    this.#letGo(delivery, cursor)
  }

  /** The consumer is gone: what it had waits again, unless it is committed or deleted. */
  abandon(place: KafkaPlace): void {
    const { member, unsettled, stale } = place
    for (const delivery of unsettled.all) this.#giveBack(place, delivery)
    for (const delivery of [...unsettled.all, ...stale])
      this.#letGo(delivery, this.#cursorOf(place, delivery))
    member.inHand -= unsettled.size + stale.size
    unsettled.clear()
    stale.clear()
  }

  /** As `abandon`, but the consumer works on what it has and does not know yet that it is in vain. */
  disown(place: KafkaPlace): void {
    for (const delivery of place.unsettled.all) {
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
    const { settings } = place.subscription as KafkaSubscription
    const { log } = cursor
    const hadInHand = member.inHand
    let offset = log.nextReadable(cursor.position, settings.isolation)
    let isFull = false
    while (offset >= 0 && this.#isOldEnough(cursor, offset, settings)) {
      isFull = member.inHand >= settings.maxPollRecords
      if (isFull) break
      this.#handOut(place, cursor, offset)
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
    if (commitWhen === 'beforeHandling' && autoCommitInterval === null)
      this.#group.commit(cursor, 'position')
  }

  #isOldEnough(
    cursor: KafkaCursor,
    offset: number,
    { processingDelay }: KafkaConsumerSettings,
  ): boolean {
    return processingDelay === 0 || this.#isReady(cursor, offset, processingDelay)
  }

  /** If it is not, the cursor is woken when it is. */
  #isReady(cursor: KafkaCursor, offset: number, processingDelay: Duration): boolean {
    const { scheduler, messages } = this.#world
    const readyAt = after(messages.enqueuedAt(cursor.log.read(offset)), processingDelay)
    if (readyAt <= scheduler.now) return true
    cursor.topic.wakeAfter(cursor, (readyAt - scheduler.now) as Duration)
    return false
  }

  #handOut(place: KafkaPlace, cursor: KafkaCursor, offset: number): void {
    const { messages, deliveries, scheduler } = this.#world
    const { member } = place
    const { log, partition } = cursor
    const message = log.read(offset)
    // Kafka counts no deliveries: 2 says that the group has had the record before.
    const attempt = cursor.hadBefore(offset) ? 2 : 1
    const tag = partition * OFFSETS_PER_PARTITION + offset
    const delivery = deliveries.create(message, member.number, attempt, tag)
    log.pin(message)
    cursor.advance(offset)
    place.isPolling = false
    place.unsettled.push(delivery)
    member.inHand += 1
    if (member.isPolling) {
      member.isPolling = false
      this.#group.noteBusy(member)
    }
    const { element } = place.subscription as KafkaSubscription
    this.#world.record('delivered', element, messages.event(message), attempt, partition)
    scheduler.handOver(place.consumer, DELIVERED, delivery)
  }

  #noteAcknowledged(delivery: DeliveryHandle, element: number, partition: number): void {
    const { messages, deliveries } = this.#world
    const event = messages.event(deliveries.message(delivery))
    this.#world.record('acknowledged', element, event, deliveries.attempt(delivery), partition)
  }

  #giveBack(place: KafkaPlace, delivery: DeliveryHandle): void {
    const cursor = this.#cursorOf(place, delivery)
    const offset = offsetOf(this.#world.deliveries.tag(delivery), cursor.partition)
    const { element } = place.subscription as KafkaSubscription
    const event = this.#world.messages.event(this.#world.deliveries.message(delivery))
    this.#world.record('abandoned', element, event, 0, cursor.partition)
    const isOver = offset < cursor.log.startOffset || offset < cursor.committed
    if (isOver) this.#world.record('dropped', element, event, 0, element)
  }

  #letGo(delivery: DeliveryHandle, { log }: KafkaCursor): void {
    const { deliveries } = this.#world
    const message = deliveries.message(delivery)
    deliveries.free(delivery)
    log.unpin(message)
  }

  #cursorOf({ subscription }: KafkaPlace, delivery: DeliveryHandle): KafkaCursor {
    const partition = partitionOf(this.#world.deliveries.tag(delivery))
    return (subscription as KafkaSubscription).topic.cursorOf(partition)
  }
}

function partitionOf(tag: number): number {
  return Math.floor(tag / OFFSETS_PER_PARTITION)
}

function offsetOf(tag: number, partition: number): number {
  return tag - partition * OFFSETS_PER_PARTITION
}
