// A slot's place at one subscription. An entity of its own, so that the slot knows whose delivery came.

import type { Membership, Settlement } from '../broker/channel.ts'
import type { DeliveryHandle } from '../broker/deliveries.ts'
import type { Entity, EntityIndex } from '../engine/kernel.ts'
import type { ServiceSubscription } from './serviceSubscription.ts'
import type { RuntimeWorld } from './world.ts'

export interface ConsumerState {
  readonly subscriptionId: string
  readonly isPolling: boolean
  readonly unsettled: number
}

export class Consumer implements Entity {
  readonly subscription: ServiceSubscription
  readonly #world: RuntimeWorld
  readonly #entity: EntityIndex
  readonly #membership: Membership
  readonly #receive: (consumer: Consumer, delivery: DeliveryHandle) => void
  #isPolling = false
  /** Deliveries handed over and not settled. */
  #unsettled = 0

  constructor(
    slotName: string,
    subscription: ServiceSubscription,
    { world, receive }: ConsumerOptions,
  ) {
    const name = `${slotName}/subscriptions/${subscription.id}`
    this.subscription = subscription
    this.#world = world
    this.#receive = receive
    this.#entity = world.scheduler.register(name, this)
    this.#membership = subscription.join(name, this.#entity)
  }

  fire(_kind: number, delivery: number): void {
    this.#isPolling = false
    this.#unsettled += 1
    this.#receive(this, delivery as DeliveryHandle)
  }

  /** Asks for more once everything it got is settled. */
  poll(): void {
    if (this.#isPolling || this.#unsettled > 0) return
    this.#isPolling = true
    this.#membership.poll()
  }

  settle(delivery: DeliveryHandle, settlement: Settlement): void {
    this.#unsettled -= 1
    this.#membership.settle(delivery, settlement)
  }

  leave(departure: 'close' | 'crash'): void {
    this.#membership.leave(departure)
    this.#world.scheduler.unregister(this.#entity)
  }

  save(): ConsumerState {
    return {
      subscriptionId: this.subscription.id,
      isPolling: this.#isPolling,
      unsettled: this.#unsettled,
    }
  }

  restore(state: ConsumerState): void {
    this.#isPolling = state.isPolling
    this.#unsettled = state.unsettled
  }
}

interface ConsumerOptions {
  readonly world: RuntimeWorld
  readonly receive: (consumer: Consumer, delivery: DeliveryHandle) => void
}
