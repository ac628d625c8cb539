// A consumer that does with each delivery what its test says. It polls when it holds nothing more, as a
// client library does; channels that push do not mind.

import { assert } from '#shared/lib/assert.ts'
import type { Entity, EntityIndex } from '../engine/kernel.ts'
import { type Duration, IMMEDIATELY, inMilliseconds, type SimTime } from '../engine/time.ts'
import {
  DELIVERED,
  type Departure,
  type Membership,
  type Settlement,
  type Subscription,
} from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import type { TestWorld } from './testWorld.ts'

export interface SeenDelivery {
  readonly event: string
  readonly key: number
  readonly attempt: number
  readonly at: SimTime
}

/** `hold`: the test settles it itself, or never. Without `after`, it is settled inside the hand-off. */
export type Reaction =
  | 'hold'
  | Settlement
  | { readonly settlement: Settlement; readonly after: Duration }

export interface TestConsumerState {
  readonly name: string
  readonly held: readonly DeliveryHandle[]
}

const SETTLEMENTS: readonly Settlement[] = ['acknowledge', 'requeue', 'reject', 'forget']
const POLL = 10
/** The kinds from here on settle, each with one of SETTLEMENTS. */
const SETTLE = 11

export class TestConsumer implements Entity {
  readonly name: string
  /** Everything that was ever handed to it. */
  readonly seen: SeenDelivery[] = []
  /** Deliveries that it has not settled. */
  readonly held: DeliveryHandle[] = []
  readonly #world: TestWorld
  readonly #entity: EntityIndex
  readonly #react: (delivery: SeenDelivery) => Reaction
  #membership: Membership | null = null

  constructor(
    world: TestWorld,
    name: string,
    react: (delivery: SeenDelivery) => Reaction = () => 'hold',
  ) {
    this.name = name
    this.#world = world
    this.#react = react
    this.#entity = world.scheduler.register(name, this)
  }

  /** Also takes its place again in a restored world, where it finds what it held. */
  join(subscription: Subscription<unknown>, saved?: TestConsumerState): this {
    if (saved) this.held.push(...saved.held)
    this.#membership = subscription.join(this.name, this.#entity)
    if (!saved) this.#membership.poll()
    return this
  }

  /** `m1 #1`, in the order of arrival. */
  get inbox(): string[] {
    return this.seen.map(({ event, attempt }) => `${event} #${attempt}`)
  }

  /** `5ms m1 #1`, in the order of arrival. */
  get timedInbox(): string[] {
    return this.seen.map(({ event, attempt, at }) => `${inMilliseconds(at)}ms ${event} #${attempt}`)
  }

  /** Settles the delivery of this event that it holds. */
  settle(event: string, settlement: Settlement): void {
    const delivery = this.held.find((candidate) => this.eventOf(candidate) === event)
    assert(delivery !== undefined, `${this.name} holds ${event}`)
    this.settleDelivery(delivery, settlement)
  }

  settleDelivery(delivery: DeliveryHandle, settlement: Settlement): void {
    this.held.splice(this.held.indexOf(delivery), 1)
    this.#membership?.settle(delivery, settlement)
    // Later in the instant, when the rest of a batch has arrived.
    if (this.held.length === 0) this.#world.scheduler.schedule(IMMEDIATELY, this.#entity, POLL, 0)
  }

  /** Asks for more time for the delivery of this event that it holds. */
  extend(event: string, duration: Duration): void {
    const delivery = this.held.find((candidate) => this.eventOf(candidate) === event)
    assert(delivery !== undefined, `${this.name} holds ${event}`)
    this.#membership?.extend?.(delivery, duration)
  }

  leave(departure: Departure): void {
    this.#membership?.leave(departure)
    this.#membership = null
    this.held.length = 0
    this.#world.scheduler.unregister(this.#entity)
  }

  eventOf(delivery: DeliveryHandle): string {
    const { messages, deliveries } = this.#world
    return this.#world.nameOf(messages.event(deliveries.message(delivery)))
  }

  fire(kind: number, argument: number): void {
    if (kind === DELIVERED) this.#take(argument as DeliveryHandle)
    else if (kind === POLL) this.#pollWhenIdle()
    else this.settleDelivery(argument as DeliveryHandle, SETTLEMENTS[kind - SETTLE] as Settlement)
  }

  save(): TestConsumerState {
    return { name: this.name, held: [...this.held] }
  }

  #pollWhenIdle(): void {
    if (this.held.length === 0) this.#membership?.poll()
  }

  #take(delivery: DeliveryHandle): void {
    const { scheduler, events, messages, deliveries } = this.#world
    const event = messages.event(deliveries.message(delivery))
    const seen: SeenDelivery = {
      event: this.#world.nameOf(event),
      key: events.key(event),
      attempt: deliveries.attempt(delivery),
      at: scheduler.now,
    }
    this.seen.push(seen)
    this.held.push(delivery)
    const reaction = this.#react(seen)
    if (reaction === 'hold') return
    if (typeof reaction === 'string') {
      this.settleDelivery(delivery, reaction)
      return
    }
    const kind = SETTLE + SETTLEMENTS.indexOf(reaction.settlement)
    scheduler.schedule(reaction.after, this.#entity, kind, delivery)
  }
}
