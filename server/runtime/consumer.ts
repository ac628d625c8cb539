// A slot's place at one subscription. An entity of its own, so that the slot knows whose delivery came.

import type { Departure, Membership, Settlement } from '../broker/channel.ts'
import type { DeliveryHandle } from '../broker/deliveries.ts'
import type { Entity, EntityIndex } from '../engine/kernel.ts'
import { shorten } from '../engine/shorten.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import type { ServiceSubscription } from './serviceSubscription.ts'
import type { RuntimeWorld } from './world.ts'

/** Kind of its timer; deliveries have theirs from channel.ts. */
const EXTEND = 10

export interface ConsumerState {
  readonly subscriptionId: string
  readonly isPolling: boolean
  readonly unsettled: number
  readonly leased: readonly number[]
  readonly handled: readonly number[]
  readonly timer: number
}

/** The slot that it is of. */
export interface DeliveryReceiver {
  receive(consumer: Consumer, delivery: DeliveryHandle): void
}

export class Consumer implements Entity {
  readonly subscription: ServiceSubscription
  readonly #world: RuntimeWorld
  readonly #entity: EntityIndex
  readonly #membership: Membership
  readonly #receiver: DeliveryReceiver
  #isPolling = false
  /** Deliveries handed over that the slot has not done with. */
  #unsettled = 0
  /** Those whose leases are extended until they are settled. */
  #leased: DeliveryHandle[] = []
  /** Acknowledged by the slot, and kept until all of a receive can be deleted together. */
  #handled: DeliveryHandle[] = []
  #timer: TimerHandle = NO_TIMER

  constructor(
    slotName: string,
    subscription: ServiceSubscription,
    { world, receiver }: ConsumerOptions,
  ) {
    const name = `${slotName}/subscriptions/${subscription.id}`
    this.subscription = subscription
    this.#world = world
    this.#receiver = receiver
    this.#entity = world.scheduler.register(name, this)
    this.#membership = subscription.join(name, this.#entity)
  }

  fire(kind: number, argument: number): void {
    if (kind === EXTEND) {
      this.#extend()
      return
    }
    this.#isPolling = false
    this.#unsettled += 1
    if (this.subscription.extension) this.#lease(argument as DeliveryHandle)
    this.#receiver.receive(this, argument as DeliveryHandle)
  }

  /** Asks for more once everything it got is settled. */
  poll(): void {
    if (this.#isPolling || this.#unsettled > 0) return
    this.#isPolling = true
    this.#membership.poll()
  }

  settle(delivery: DeliveryHandle, settlement: Settlement): void {
    this.#unsettled -= 1
    if (settlement === 'acknowledge' && this.subscription.deletesInBatches)
      this.#handled.push(delivery)
    else this.#settle(delivery, settlement)
    if (this.#unsettled === 0 && this.#handled.length > 0) this.#deleteHandled()
  }

  leave(departure: Departure): void {
    if (departure === 'close') this.#deleteHandled()
    this.#membership.leave(departure)
    this.#world.scheduler.unregister(this.#entity)
  }

  save(): ConsumerState {
    return {
      subscriptionId: this.subscription.id,
      isPolling: this.#isPolling,
      unsettled: this.#unsettled,
      leased: [...this.#leased],
      handled: [...this.#handled],
      timer: this.#timer,
    }
  }

  restore(state: ConsumerState): void {
    this.#isPolling = state.isPolling
    this.#unsettled = state.unsettled
    this.#leased = [...state.leased] as DeliveryHandle[]
    this.#handled = [...state.handled] as DeliveryHandle[]
    this.#timer = state.timer as TimerHandle
  }

  #settle(delivery: DeliveryHandle, settlement: Settlement): void {
    if (this.#leased.length > 0) this.#endLease(delivery)
    this.#membership.settle(delivery, settlement)
  }

  #deleteHandled(): void {
    for (const delivery of this.#handled) this.#settle(delivery, 'acknowledge')
    shorten(this.#handled, 0)
  }

  #lease(delivery: DeliveryHandle): void {
    this.#leased.push(delivery)
    if (this.#leased.length === 1) this.#startTimer()
  }

  #endLease(delivery: DeliveryHandle): void {
    const index = this.#leased.indexOf(delivery)
    if (index < 0) return
    this.#leased.splice(index, 1)
    if (this.#leased.length > 0) return
    this.#world.scheduler.cancel(this.#timer)
    this.#timer = NO_TIMER
  }

  #startTimer(): void {
    const { extension } = this.subscription
    if (extension)
      this.#timer = this.#world.scheduler.schedule(extension.every, this.#entity, EXTEND, 0)
  }

  /** Of all that it has, waiting or in hand. An edit may have ended it: then the leases run out. */
  #extend(): void {
    const { extension } = this.subscription
    if (!extension) {
      this.#leased = []
      return
    }
    for (const delivery of this.#leased) this.#membership.extend?.(delivery, extension.by)
    this.#startTimer()
  }
}

interface ConsumerOptions {
  readonly world: RuntimeWorld
  readonly receiver: DeliveryReceiver
}
