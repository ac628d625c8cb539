// One slot of a replica: handles one event at a time, of those that its consumers bring.

import type { Departure } from '../broker/channel.ts'
import type { DeliveryHandle } from '../broker/deliveries.ts'
import type { EventHandle } from '../broker/events.ts'
import type { Entity, EntityIndex } from '../engine/kernel.ts'
import { Ring } from '../engine/ring.ts'
import { IMMEDIATELY } from '../engine/time.ts'
import { Consumer, type ConsumerState, type DeliveryReceiver } from './consumer.ts'
import type { Handler } from './handler.ts'
import { Handling, type HandlingPlace, type HandlingState } from './handling.ts'
import type { ServiceSubscription } from './serviceSubscription.ts'
import type { SlotOwner } from './slotOwner.ts'
import { WorkTimer, type WorkTimerState } from './workTimer.ts'
import type { RuntimeWorld } from './world.ts'

/** Hand-off to itself: whatever else came in this batch has come. Other kinds: handling.ts. */
const ASK_FOR_MORE = 12
/** From here on kinds are of the slot's own timers and hand-offs; below, outcomes of publications. */
const OWN_KINDS = 10

export interface SlotState {
  readonly consumers: readonly ConsumerState[]
  /** Pairs of a consumer's index and a delivery. */
  readonly inbox: readonly number[]
  readonly batches: number
  readonly handling: HandlingState | null
  readonly timer: WorkTimerState
  readonly isOut: boolean
  /** Pairs of a kind and an argument. */
  readonly held: readonly number[]
}

export class Slot implements Entity, HandlingPlace, DeliveryReceiver {
  readonly world: RuntimeWorld
  readonly owner: SlotOwner
  readonly entity: EntityIndex
  readonly name: string
  readonly timer: WorkTimer
  readonly #consumers: Consumer[] = []
  readonly #inbox = new Ring(16)
  /** The only one there is, while the slot is at work. */
  #handling: Handling | null = null
  readonly #onlyHandling: Handling
  /** Batches of publications so far. */
  #batches = 0
  /** Its replica is down: it has no consumers. */
  #isOut = false
  /** Outcomes that came while it stood still, as pairs of a kind and an argument. */
  #held: number[] = []

  constructor(name: string, owner: SlotOwner, world: RuntimeWorld) {
    this.name = name
    this.owner = owner
    this.world = world
    this.entity = world.scheduler.register(name, this)
    this.timer = new WorkTimer(world.scheduler, this.entity)
    this.#onlyHandling = new Handling(this)
  }

  get isOut(): boolean {
    return this.#isOut
  }

  subscribe(subscription: ServiceSubscription): void {
    if (this.#isOut) return
    const options = { world: this.world, receiver: this }
    this.#consumers.push(new Consumer(this.name, subscription, options))
  }

  receive(consumer: Consumer, delivery: DeliveryHandle): void {
    if (this.#inbox.size === 0 && this.#isFree()) this.#take(consumer, delivery)
    else {
      this.#inbox.push(this.#consumers.indexOf(consumer))
      this.#inbox.push(delivery)
      this.#takeNext()
    }
    // What came was ignored: more is asked for once the rest of its batch has come.
    if (this.#isFree()) this.world.scheduler.handOver(this.entity, ASK_FOR_MORE, 0)
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
    if (this.#inbox.size > 0) this.#takeNext()
    if (!this.#isFree()) return
    for (const consumer of this.#consumers) consumer.poll()
  }

  /** The end of the slot. What it had in hand is lost to it. */
  end(departure: Departure): void {
    this.#leave(departure)
    this.#onlyHandling.end()
    this.world.scheduler.unregister(this.entity)
  }

  /** Its replica crashed: it is back when it subscribes again. */
  goOut(): void {
    this.#isOut = true
    this.#leave('crash')
  }

  comeBack(): void {
    this.#isOut = false
  }

  /** What it does stands still, and so does what it hears. */
  freeze(): void {
    this.timer.freeze()
  }

  /** It goes on where it was. */
  thaw(): void {
    this.timer.thaw()
    const held = this.#held.splice(0)
    for (let at = 0; at < held.length; at += 2)
      this.#handling?.fire(held[at] as number, held[at + 1] as number)
    this.startNext()
  }

  fire(kind: number, argument: number): void {
    if (kind === ASK_FOR_MORE) {
      this.startNext()
      return
    }
    if (kind >= OWN_KINDS) this.timer.noteFired()
    if (this.timer.isFrozen) this.#held.push(kind, argument)
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
      timer: this.timer.save(),
      isOut: this.#isOut,
      held: [...this.#held],
    }
  }

  restore(state: SlotState): void {
    state.consumers.forEach((consumer, index) => {
      this.#consumers[index]?.restore(consumer)
    })
    this.#inbox.restore(state.inbox)
    this.#batches = state.batches
    this.timer.restore(state.timer)
    this.#isOut = state.isOut
    this.#held = [...state.held]
    if (!state.handling) return
    const { owner, world } = this
    const { consumer, subscriptionId, handlerId } = state.handling
    const subscription = owner.subscription(subscriptionId)
    const event = state.handling.event as EventHandle
    const { latencies } = owner.laneOf(subscription, world.events.type(event))
    this.#handling = this.#onlyHandling
    this.#handling.restore(state.handling, {
      subscription,
      consumer: consumer === null ? null : (this.#consumers[consumer] as Consumer),
      handler: owner.handler(handlerId),
      latencies,
    })
  }

  #isFree(): boolean {
    return this.#handling === null && !this.owner.isResting && !this.timer.isFrozen
  }

  #leave(departure: Departure): void {
    this.#dropHandling(departure)
    this.#inbox.clear()
    this.#held = []
    for (const consumer of this.#consumers.splice(0)) consumer.leave(departure)
  }

  #takeNext(): void {
    while (this.#inbox.size > 0 && this.#isFree()) {
      const consumer = this.#consumers[this.#inbox.shift()] as Consumer
      this.#take(consumer, this.#inbox.shift() as DeliveryHandle)
    }
  }

  #take(consumer: Consumer, delivery: DeliveryHandle): void {
    const { messages, deliveries, events } = this.world
    const { subscription } = consumer
    const message = deliveries.message(delivery)
    const event = messages.event(message)
    const type = events.type(event)
    const lane = subscription.lanes[type] ?? this.owner.laneOf(subscription, type)
    if (lane.handler === null) {
      this.world.record('ignored', subscription.element, event, 0, 0)
      consumer.settle(delivery, 'acknowledge')
      return
    }
    const handling = this.#onlyHandling
    this.#handling = handling
    this.owner.noteBusy(1)
    handling.take(consumer, delivery, event, lane)
    handling.begin(message)
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
