// One slot of a replica: handles one event at a time, of those that its consumers bring.

import type { Departure } from '../broker/channel.ts'
import type { DeliveryHandle } from '../broker/deliveries.ts'
import type { EventHandle } from '../broker/events.ts'
import type { Entity, EntityIndex } from '../engine/kernel.ts'
import { Ring } from '../engine/ring.ts'
import { IMMEDIATELY } from '../engine/time.ts'
import { Consumer, type ConsumerState } from './consumer.ts'
import type { Handler } from './handler.ts'
import { Handling, type HandlingPlace, type HandlingState } from './handling.ts'
import type { ServiceSubscription } from './serviceSubscription.ts'
import type { SlotOwner } from './slotOwner.ts'
import type { RuntimeWorld } from './world.ts'

/** Hand-off to itself: whatever else came in this batch has come. Other kinds: handling.ts. */
const ASK_FOR_MORE = 12

export interface SlotState {
  readonly consumers: readonly ConsumerState[]
  /** Pairs of a consumer's index and a delivery. */
  readonly inbox: readonly number[]
  readonly batches: number
  readonly handling: HandlingState | null
}

export class Slot implements Entity, HandlingPlace {
  readonly world: RuntimeWorld
  readonly owner: SlotOwner
  readonly entity: EntityIndex
  readonly name: string
  readonly #consumers: Consumer[] = []
  readonly #inbox = new Ring(16)
  #handling: Handling | null = null
  /** Batches of publications so far. */
  #batches = 0

  constructor(name: string, owner: SlotOwner, world: RuntimeWorld) {
    this.name = name
    this.owner = owner
    this.world = world
    this.entity = world.scheduler.register(name, this)
  }

  subscribe(subscription: ServiceSubscription): void {
    const receive = (consumer: Consumer, delivery: DeliveryHandle) => {
      this.#inbox.push(this.#consumers.indexOf(consumer))
      this.#inbox.push(delivery)
      this.#takeNext()
      // What came was ignored: more is asked for once the rest of its batch has come.
      if (this.#isFree) this.world.scheduler.handOver(this.entity, ASK_FOR_MORE, 0)
    }
    this.#consumers.push(new Consumer(this.name, subscription, { world: this.world, receive }))
  }

  /** What it has in hand from there goes back to the channel as the channel's semantics says. */
  unsubscribe(subscription: ServiceSubscription): void {
    if (this.#handling?.subscription === subscription) this.#dropHandling('close')
    const index = this.#consumers.findIndex((consumer) => consumer.subscription === subscription)
    const consumer = this.#consumers[index]
    if (!consumer) return
    const inbox = this.#inbox.save()
    this.#inbox.clear()
    for (let at = 0; at < inbox.length; at += 2) {
      const from = inbox[at] as number
      if (from === index) continue
      this.#inbox.push(from > index ? from - 1 : from)
      this.#inbox.push(inbox[at + 1] as number)
    }
    this.#consumers.splice(index, 1)
    consumer.leave('close')
    this.startNext()
  }

  /** Its handler was removed by an edit: nobody takes the event any more. */
  ignoreWorkOf(isGone: (handler: Handler) => boolean): void {
    const handling = this.#handling
    if (!handling || !isGone(handling.handler)) return
    this.#endHandling()
    handling.ignore()
  }

  /** What its predecessor has left open is aborted, as initTransactions does. */
  initTransactions(): void {
    const { transactions } = this.world
    transactions.abort(transactions.begin(this.name, IMMEDIATELY))
  }

  /** The network is gone: what was received and not begun is lost, what was begun goes on. */
  cutOff(): void {
    this.#inbox.clear()
    // First: the delivery may have been all that kept the event.
    this.#handling?.holdEvent()
    for (const consumer of this.#consumers.splice(0)) consumer.leave('vanish')
    this.#handling?.cutOff()
  }

  /** Takes up the next delivery, or asks for more, unless it is at work or the service rests. */
  startNext(): void {
    this.#takeNext()
    if (this.#isFree) for (const consumer of this.#consumers) consumer.poll()
  }

  /** The end of the slot. What it had in hand is lost to it. */
  end(departure: Departure): void {
    this.#dropHandling(departure)
    this.#inbox.clear()
    for (const consumer of this.#consumers.splice(0)) consumer.leave(departure)
    this.world.scheduler.unregister(this.entity)
  }

  fire(kind: number, argument: number): void {
    if (kind === ASK_FOR_MORE) this.startNext()
    else this.#handling?.fire(kind, argument)
  }

  nextBatch(): number {
    this.#batches += 1
    return this.#batches
  }

  done(): void {
    this.#endHandling()
    this.startNext()
  }

  save(): SlotState {
    return {
      consumers: this.#consumers.map((consumer) => consumer.save()),
      inbox: this.#inbox.save(),
      batches: this.#batches,
      handling: this.#handling?.save((consumer) => this.#consumers.indexOf(consumer)) ?? null,
    }
  }

  restore(state: SlotState): void {
    state.consumers.forEach((consumer, index) => {
      this.#consumers[index]?.restore(consumer)
    })
    this.#inbox.restore(state.inbox)
    this.#batches = state.batches
    if (!state.handling) return
    const { owner, world } = this
    const { consumer, subscriptionId, handlerId } = state.handling
    const subscription = owner.subscription(subscriptionId)
    const event = state.handling.event as EventHandle
    this.#handling = new Handling(this, {
      subscription,
      consumer: consumer === null ? null : (this.#consumers[consumer] as Consumer),
      delivery: state.handling.delivery as DeliveryHandle,
      event,
      handler: owner.handler(handlerId),
      latencies: owner.laneOf(subscription, world.events.type(event)).latencies,
    })
    this.#handling.restore(state.handling)
  }

  get #isFree(): boolean {
    return this.#handling === null && !this.owner.isResting
  }

  #takeNext(): void {
    while (this.#isFree && this.#inbox.size > 0) {
      const consumer = this.#consumers[this.#inbox.shift()] as Consumer
      this.#take(consumer, this.#inbox.shift() as DeliveryHandle)
    }
  }

  #take(consumer: Consumer, delivery: DeliveryHandle): void {
    const { messages, deliveries, events } = this.world
    const { subscription } = consumer
    const event = messages.event(deliveries.message(delivery))
    const { handler, latencies } = this.owner.laneOf(subscription, events.type(event))
    if (!handler) {
      this.world.record('ignored', subscription.element, event, 0, 0)
      consumer.settle(delivery, 'acknowledge')
      return
    }
    const start = { subscription, consumer, delivery, event, handler, latencies }
    this.#handling = new Handling(this, start)
    this.owner.noteBusy(1)
    this.#handling.begin()
  }

  #endHandling(): void {
    this.#handling = null
    this.owner.noteBusy(-1)
  }

  #dropHandling(departure: Departure): void {
    const handling = this.#handling
    if (!handling) return
    this.#endHandling()
    handling.drop(departure)
  }
}
