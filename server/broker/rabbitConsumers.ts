// The consumers of a queue and what they have. A classic queue leaves a consumer in line until its turn
// comes and it has no credit; a quorum queue takes it out when its credit is used up. Either way it comes
// back at the end of the line.

import { assert } from '#shared/lib/assert.ts'
import { type BrokerWorld, DELIVERED } from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import type { MessageHandle } from './messages.ts'
import { RabbitConsumer, type RabbitConsumerState } from './rabbitConsumer.ts'
import { NOBODY, RabbitLine, type RabbitLineState } from './rabbitLine.ts'

export interface RabbitConsumersState {
  readonly consumers: readonly (RabbitConsumerState | null)[]
  readonly line: RabbitLineState
  readonly registrations: number
  readonly sent: number
  readonly active: number
}

export interface RabbitConsumersOptions {
  readonly world: BrokerWorld
  readonly isQuorum: boolean
  readonly isSingleActive: boolean
}

/** Mark of a message that was sent with no-ack: it is in the queue no more. */
const SENT_FOR_GOOD = -1
/** Mark of what a delivery is left with when its message was taken back from the consumer. */
const TAKEN_AWAY = -2

export class RabbitConsumers {
  readonly #world: BrokerWorld
  readonly #isQuorum: boolean
  readonly #isSingleActive: boolean
  /** By number; the numbers of those that left are given to others. */
  readonly #consumers: (RabbitConsumer | null)[] = []
  readonly #line = new RabbitLine()
  #registrations = 0
  /** Quorum: marks of what is handed out, so that it comes back in the order in which it went. */
  #sent = 0
  /** x-single-active-consumer: the number of the only one that gets messages. */
  #active = NOBODY

  constructor({ world, isQuorum, isSingleActive }: RabbitConsumersOptions) {
    this.#world = world
    this.#isQuorum = isQuorum
    this.#isSingleActive = isSingleActive
  }

  /** Messages handed out and not acknowledged. */
  get inFlight(): number {
    return this.all.reduce((sum, consumer) => sum + consumer.unacknowledged, 0)
  }

  get all(): RabbitConsumer[] {
    return this.#consumers.filter((consumer) => consumer !== null)
  }

  /** By number; null: it has left. */
  at(number: number): RabbitConsumer | null {
    return this.#consumers[number] ?? null
  }

  /** Whose turn it is; null: nobody can take a message. */
  get next(): RabbitConsumer | null {
    if (this.#isSingleActive) return this.#activeWithCredit()
    for (;;) {
      const number = this.#line.first
      if (number === NOBODY) return null
      const consumer = this.#consumers[number] as RabbitConsumer
      if (consumer.hasCredit) return consumer
      this.#line.shift()
      consumer.isInLine = false
    }
  }

  add(name: string, subscription: string): RabbitConsumer {
    const empty = this.#consumers.indexOf(null)
    const number = empty < 0 ? this.#consumers.length : empty
    const consumer = new RabbitConsumer({ number, name, subscription }, this.#isQuorum)
    consumer.registration = this.#registrations++
    this.#consumers[number] = consumer
    return consumer
  }

  /** Of a restored run: the saved consumer of this name that has not joined again yet. */
  detached(name: string, subscription: string): RabbitConsumer | undefined {
    return this.of(subscription).find(
      (consumer) => consumer.name === name && consumer.entity === null && !consumer.isGone,
    )
  }

  of(subscription: string): RabbitConsumer[] {
    return this.#consumers.filter(
      (consumer) => consumer?.subscription === subscription,
    ) as RabbitConsumer[]
  }

  /** Hands a message to a consumer, `next` or one that asked for it. */
  handOut(consumer: RabbitConsumer, message: MessageHandle): DeliveryHandle {
    const { messages, deliveries } = this.#world
    const { number, slots } = consumer
    const attempt = messages.deliveries(message) + 1
    messages.setDeliveries(message, attempt)
    if (this.#isQuorum) this.#noteSent(message)
    const slot = slots.next
    const delivery = deliveries.create(message, number, attempt, slot)
    slots.put(slot, delivery)
    this.#world.record('delivered', consumer.element, messages.event(message), attempt, number + 1)
    if (consumer.settings.noAck) this.#sendForGood(consumer, message, attempt)
    else consumer.unacknowledged += 1
    if (consumer.isInLine) this.#takeTurn(consumer)
    if (consumer.standing === 'consuming') this.#tell(consumer, delivery)
    return delivery
  }

  /** Whether a message that somebody has was sent with no-ack. */
  isSentForGood(message: MessageHandle): boolean {
    return this.#world.messages.mark(message) === SENT_FOR_GOOD
  }

  /** The queue has nothing to do any more with a message that this consumer has. */
  isGone(consumer: RabbitConsumer, message: MessageHandle): boolean {
    return consumer.hasGone && this.#world.messages.mark(message) < 0
  }

  /**
   * Ends a delivery, of whose message the caller knows whether it `isGone`; it is the caller's. The
   * consumer gets nothing new before `review`.
   */
  takeBack(consumer: RabbitConsumer, delivery: DeliveryHandle, isGone: boolean): void {
    if (!isGone) consumer.unacknowledged -= 1
    consumer.slots.take(this.#world.deliveries.tag(delivery), delivery)
    this.#world.deliveries.free(delivery)
  }

  /**
   * Takes the message of a delivery away. The consumer keeps the delivery, with a copy that means nothing
   * to the queue; the message that comes back is the caller's.
   */
  takeAway(consumer: RabbitConsumer, delivery: DeliveryHandle): MessageHandle {
    const { messages, deliveries } = this.#world
    const left = deliveries.message(delivery)
    const message = messages.copy(left)
    messages.setMark(left, TAKEN_AWAY)
    consumer.unacknowledged -= 1
    return message
  }

  /** What a consumer has, in the order in which it comes back. */
  deliveriesOf(consumer: RabbitConsumer): DeliveryHandle[] {
    return consumer.slots.all.sort((a, b) => this.#markOf(a) - this.#markOf(b))
  }

  /** Since when a consumer has what it has had for the longest; Infinity: nothing. */
  oldestSince(consumer: RabbitConsumer): number {
    let oldest = Infinity
    for (const delivery of consumer.slots.all)
      if (this.#markOf(delivery) >= 0)
        oldest = Math.min(oldest, this.#world.deliveries.handedOutAt(delivery))
    return oldest
  }

  /** Only when it has nothing any more. */
  remove(consumer: RabbitConsumer): void {
    assert(consumer.slots.size === 0, 'who leaves a queue gives everything back')
    this.stopServing(consumer)
    this.#consumers[consumer.number] = null
    if (this.#isSingleActive) this.#activate()
  }

  /** basic.cancel */
  cancel(consumer: RabbitConsumer): void {
    consumer.standing = 'cancelled'
    this.stopServing(consumer)
    if (this.#isSingleActive) this.#activate()
  }

  /** It gets nothing until `review` finds that it may. */
  stopServing(consumer: RabbitConsumer): void {
    if (consumer.isInLine) this.#line.remove(consumer.number)
    consumer.isInLine = false
    if (this.#active === consumer.number) this.#active = NOBODY
  }

  /** As if it had gone and come again: behind all others. */
  registerAgain(consumer: RabbitConsumer): void {
    this.stopServing(consumer)
    consumer.registration = this.#registrations++
    this.review(consumer)
  }

  /** Puts a consumer in line after its credit or its standing may have changed. */
  review(consumer: RabbitConsumer): void {
    if (this.#isSingleActive) {
      this.#activate()
    } else if (!consumer.isInLine && consumer.isServed && consumer.hasCredit) {
      this.#line.push(consumer.number, consumer.priority)
      consumer.isInLine = true
    }
  }

  save(): RabbitConsumersState {
    return {
      consumers: this.#consumers.map((consumer) => consumer?.save() ?? null),
      line: this.#line.save(),
      registrations: this.#registrations,
      sent: this.#sent,
      active: this.#active,
    }
  }

  restore(state: RabbitConsumersState): void {
    for (const saved of state.consumers)
      this.#consumers.push(saved && RabbitConsumer.restored(saved, this.#isQuorum))
    this.#line.restore(state.line)
    for (const number of state.line.flatMap(({ numbers }) => numbers)) {
      const consumer = this.#consumers[number]
      if (consumer) consumer.isInLine = true
    }
    this.#registrations = state.registrations
    this.#sent = state.sent
    this.#active = state.active
  }

  #markOf(delivery: DeliveryHandle): number {
    const { messages, deliveries } = this.#world
    return messages.mark(deliveries.message(delivery))
  }

  /** Quorum: what comes back is in the order in which it went. */
  #noteSent(message: MessageHandle): void {
    this.#world.messages.setMark(message, this.#sent)
    this.#sent += 1
  }

  /** no-ack */
  #sendForGood({ element }: RabbitConsumer, message: MessageHandle, attempt: number): void {
    const { messages } = this.#world
    messages.setMark(message, SENT_FOR_GOOD)
    this.#world.record('acknowledged', element, messages.event(message), attempt, 0)
  }

  #tell({ entity }: RabbitConsumer, delivery: DeliveryHandle): void {
    assert(entity !== null, 'a restored run goes on when its consumers have joined again')
    this.#world.scheduler.handOver(entity, DELIVERED, delivery)
  }

  /** To the end of its rank; it is the first in line. */
  #takeTurn(consumer: RabbitConsumer): void {
    if (!this.#isQuorum || consumer.hasCredit) {
      this.#line.turn()
    } else {
      this.#line.shift()
      consumer.isInLine = false
    }
  }

  #activeWithCredit(): RabbitConsumer | null {
    const active = this.at(this.#active)
    if (!active?.hasCredit) return null
    return this.#isQuorum && this.#hasBetter(active) ? null : active
  }

  /** Names the active consumer where there is none, or where a quorum queue prefers another. */
  #activate(): void {
    const active = this.at(this.#active)
    const mayChange = active && this.#isQuorum && active.unacknowledged === 0
    if (active && !(mayChange && this.#hasBetter(active))) return
    this.#active =
      this.#consumers.reduce(
        (best, consumer) => this.#betterOf(best, consumer),
        null as RabbitConsumer | null,
      )?.number ?? NOBODY
  }

  /** One of a higher priority waits: the active one gets nothing new, and gives up when it is done. */
  #hasBetter(active: RabbitConsumer): boolean {
    return this.#consumers.some(
      (consumer) => consumer?.isServed === true && consumer.priority > active.priority,
    )
  }

  /** The one of the higher priority; among equals the one that came first. */
  #betterOf(best: RabbitConsumer | null, other: RabbitConsumer | null): RabbitConsumer | null {
    if (!other?.isServed) return best
    if (!best || other.priority > best.priority) return other
    const isEqual = other.priority === best.priority
    return isEqual && other.registration < best.registration ? other : best
  }
}
