// The consumers of a queue, what they have, and whose turn it is. A consumer with credit stands in line;
// it goes to the end after each message, and while its prefetch is used up it is not in line at all.

import { assert } from '#shared/lib/assert.ts'
import { Ring } from '../engine/ring.ts'
import { type BrokerWorld, DELIVERED } from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import type { MessageHandle } from './messages.ts'
import { RabbitConsumer, type RabbitConsumerState } from './rabbitConsumer.ts'

export interface RabbitConsumersState {
  readonly consumers: readonly (RabbitConsumerState | null)[]
  readonly line: readonly number[]
  readonly inFlight: number
}

/** Mark of a message that was sent with no-ack: it is in the queue no more. */
const SENT_FOR_GOOD = -1

export class RabbitConsumers {
  readonly #world: BrokerWorld
  /** By number; the numbers of those that left are given to others. */
  readonly #consumers: (RabbitConsumer | null)[] = []
  /** Numbers of those with credit. */
  readonly #line = new Ring()
  #inFlight = 0

  constructor(world: BrokerWorld) {
    this.#world = world
  }

  /** Messages handed out and not acknowledged. */
  get inFlight(): number {
    return this.#inFlight
  }

  /** Somebody can take a message. */
  get hasCredit(): boolean {
    return this.#line.size > 0
  }

  add(name: string, subscription: string): RabbitConsumer {
    const empty = this.#consumers.indexOf(null)
    const number = empty < 0 ? this.#consumers.length : empty
    const consumer = new RabbitConsumer({ number, name, subscription })
    this.#consumers[number] = consumer
    return consumer
  }

  /** Of a restored run: the saved consumer of this name that has not joined again yet. */
  detached(name: string, subscription: string): RabbitConsumer | undefined {
    return this.of(subscription).find(
      (consumer) => consumer.name === name && consumer.entity === null,
    )
  }

  of(subscription: string): RabbitConsumer[] {
    return this.#consumers.filter(
      (consumer) => consumer?.subscription === subscription,
    ) as RabbitConsumer[]
  }

  /** Hands a message to the consumer whose turn it is; only when one has credit. */
  handOut(message: MessageHandle): void {
    const { messages, deliveries, scheduler } = this.#world
    // Who stands in line has not left.
    const consumer = this.#consumers[this.#line.shift()] as RabbitConsumer
    consumer.isInLine = false
    assert(consumer.entity !== null, 'a restored run goes on when its consumers have joined again')
    const event = messages.event(message)
    const attempt = messages.deliveries(message) + 1
    messages.setDeliveries(message, attempt)
    const delivery = deliveries.create(message, consumer.number, attempt, consumer.slots.next)
    consumer.slots.put(delivery)
    this.#world.record('delivered', consumer.element, event, attempt, 0)
    if (consumer.settings.noAck) {
      messages.setMark(message, SENT_FOR_GOOD)
      this.#world.record('acknowledged', consumer.element, event, attempt, 0)
    } else {
      consumer.unacknowledged += 1
      this.#inFlight += 1
    }
    this.review(consumer)
    scheduler.handOver(consumer.entity, DELIVERED, delivery)
  }

  isSentForGood(delivery: DeliveryHandle): boolean {
    const { messages, deliveries } = this.#world
    return messages.mark(deliveries.message(delivery)) === SENT_FOR_GOOD
  }

  /** Ends a delivery; its message is the caller's. The consumer gets nothing new before `review`. */
  takeBack(consumer: RabbitConsumer, delivery: DeliveryHandle): void {
    if (!this.isSentForGood(delivery)) {
      consumer.unacknowledged -= 1
      this.#inFlight -= 1
    }
    consumer.slots.take(this.#world.deliveries.tag(delivery), delivery)
    this.#world.deliveries.free(delivery)
  }

  /** What a consumer has, in the order of the queue. */
  deliveriesOf(consumer: RabbitConsumer): DeliveryHandle[] {
    const { messages, deliveries } = this.#world
    const markOf = (delivery: DeliveryHandle) => messages.mark(deliveries.message(delivery))
    return consumer.slots.all.sort((a, b) => markOf(a) - markOf(b))
  }

  /** Only when it has nothing any more. */
  remove(consumer: RabbitConsumer): void {
    assert(consumer.slots.size === 0, 'who leaves a queue gives everything back')
    this.#consumers[consumer.number] = null
    this.#takeOutOfLine(consumer)
  }

  /** Puts a consumer in line or takes it out, after its credit may have changed. */
  review(consumer: RabbitConsumer): void {
    if (consumer.hasCredit === consumer.isInLine) return
    if (consumer.isInLine) {
      this.#takeOutOfLine(consumer)
    } else {
      this.#line.push(consumer.number)
      consumer.isInLine = true
    }
  }

  save(): RabbitConsumersState {
    return {
      consumers: this.#consumers.map((consumer) => consumer?.save() ?? null),
      line: this.#line.save(),
      inFlight: this.#inFlight,
    }
  }

  restore(state: RabbitConsumersState): void {
    for (const saved of state.consumers)
      this.#consumers.push(saved && RabbitConsumer.restored(saved))
    this.#line.restore(state.line)
    for (const number of state.line) {
      const consumer = this.#consumers[number]
      if (consumer) consumer.isInLine = true
    }
    this.#inFlight = state.inFlight
  }

  #takeOutOfLine(consumer: RabbitConsumer): void {
    const others = this.#line.save().filter((number) => number !== consumer.number)
    this.#line.restore(others)
    consumer.isInLine = false
  }
}
