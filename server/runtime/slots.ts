// The slots of a service, replica by replica: as many as the drawing says, some of them out or standing still.

import type { Departure } from '../broker/channel.ts'
import { Level } from '../engine/level.ts'
import type { BreakdownEffect, Unit } from './breakdowns.ts'
import type { Handler } from './handler.ts'
import type { ServiceSubscription } from './serviceSubscription.ts'
import { Slot, type SlotState } from './slot.ts'
import type { SlotOwner } from './slotOwner.ts'
import type { RuntimeWorld } from './world.ts'

export interface SlotsOwner extends SlotOwner {
  readonly subscriptions: Iterable<ServiceSubscription>
  /** Some of what its handlers publish is part of Kafka transactions. */
  readonly isTransactional: boolean
  /** How the replica is broken down; null: it is up. */
  effectOn(replica: number): BreakdownEffect | null
}

interface SlotsSpec {
  readonly replicas: number
  readonly concurrency: number
}

export class Slots {
  /** Slots there are. */
  readonly up: Level
  readonly #name: string
  readonly #owner: SlotsOwner
  readonly #world: RuntimeWorld
  #concurrency: number
  #slots: Slot[] = []

  constructor(name: string, owner: SlotsOwner, world: RuntimeWorld) {
    this.#name = name
    this.#owner = owner
    this.#world = world
    this.#concurrency = 1
    this.up = new Level(world.scheduler, world.cells)
  }

  get replicasUp(): number {
    return this.#slots.filter(({ isOut }) => !isOut).length / this.#concurrency
  }

  /** Up to what the drawing says. */
  start({ replicas, concurrency }: SlotsSpec): void {
    this.#concurrency = concurrency
    const fresh: Slot[] = []
    while (this.#slots.length < replicas * concurrency) {
      const slot = this.#newSlot(this.#slots.length)
      this.#slots.push(slot)
      if (slot.isOut) continue
      fresh.push(slot)
      this.up.add(1)
    }
    this.#begin(fresh)
  }

  end(departure: Departure, keep = 0): void {
    for (const slot of this.#slots.splice(keep)) {
      slot.end(departure)
      if (!slot.isOut) this.up.add(-1)
    }
  }

  subscribe(subscription: ServiceSubscription): void {
    for (const slot of this.#slots) slot.subscribe(subscription)
  }

  unsubscribe(subscription: ServiceSubscription): void {
    for (const slot of this.#slots) slot.unsubscribe(subscription)
  }

  cutOff(): void {
    for (const slot of this.#slots) slot.cutOff()
  }

  /** The consumers of before are gone: all join anew. */
  reconnect(): void {
    for (const slot of this.#slots) this.#subscribeAll(slot)
  }

  wake(): void {
    for (const slot of this.#slots) slot.startNext()
  }

  ignoreWorkOf(isGone: (handler: Handler) => boolean): void {
    for (const slot of this.#slots) slot.ignoreWorkOf(isGone)
  }

  breakDown(unit: Unit, effect: BreakdownEffect): void {
    for (const slot of this.#of(unit)) {
      if (effect === 'pause') slot.freeze()
      else {
        slot.goOut()
        this.up.add(-1)
      }
    }
  }

  repair(unit: Unit, effect: BreakdownEffect): void {
    const slots = this.#of(unit)
    if (effect === 'crash') this.#bringBack(slots)
    else for (const slot of slots) slot.thaw()
  }

  save(): readonly SlotState[] {
    return this.#slots.map((slot) => slot.save())
  }

  /** In place of `start`. */
  restore(state: readonly SlotState[], concurrency: number): void {
    this.#concurrency = concurrency
    this.#slots = state.map((_, index) => this.#newSlot(index))
    state.forEach((slot, index) => {
      this.#slots[index]?.restore(slot)
    })
  }

  #of(unit: Unit): readonly Slot[] {
    if (unit === 'service') return this.#slots
    return this.#slots.slice(unit * this.#concurrency, (unit + 1) * this.#concurrency)
  }

  #bringBack(slots: readonly Slot[]): void {
    for (const slot of slots) {
      slot.comeBack()
      this.up.add(1)
      if (!this.#owner.isCutOff) this.#subscribeAll(slot)
    }
    this.#begin(slots)
  }

  #begin(slots: readonly Slot[]): void {
    const { isTransactional, isCutOff } = this.#owner
    for (const slot of slots) {
      if (isTransactional && !isCutOff) slot.initTransactions()
      slot.startNext()
    }
  }

  #newSlot(index: number): Slot {
    const replica = Math.floor(index / this.#concurrency)
    const name = `${this.#name}/replicas/${replica}/slots/${index % this.#concurrency}`
    const slot = new Slot(name, this.#owner, this.#world)
    const effect = this.#owner.effectOn(replica)
    if (effect === 'crash') slot.goOut()
    if (effect === 'pause') slot.freeze()
    if (!this.#owner.isCutOff) this.#subscribeAll(slot)
    return slot
  }

  #subscribeAll(slot: Slot): void {
    for (const subscription of this.#owner.subscriptions) slot.subscribe(subscription)
  }
}
