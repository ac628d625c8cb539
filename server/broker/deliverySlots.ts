// The deliveries that one consumer has, each in a slot that its tag names, so that settling one moves
// and searches nothing.

import { assert } from '#shared/lib/assert.ts'
import type { DeliveryHandle } from './deliveries.ts'

export interface DeliverySlotsState {
  readonly slots: readonly number[]
  readonly free: readonly number[]
}

const EMPTY = -1

export class DeliverySlots {
  #slots: number[] = []
  #free: number[] = []

  get size(): number {
    return this.#slots.length - this.#free.length
  }

  /** The slot that the next delivery shall have. */
  get next(): number {
    return this.#free.at(-1) ?? this.#slots.length
  }

  /** Puts a delivery into the slot `next`. */
  put(delivery: DeliveryHandle): void {
    const slot = this.next
    this.#slots[slot] = delivery
    this.#free.pop()
  }

  /** Empties the slot that has this delivery. */
  take(slot: number, delivery: DeliveryHandle): void {
    assert(
      this.#slots[slot] === delivery,
      'a delivery is settled once, by the consumer that has it',
    )
    this.#slots[slot] = EMPTY
    this.#free.push(slot)
  }

  get all(): DeliveryHandle[] {
    return this.#slots.filter((delivery) => delivery !== EMPTY) as DeliveryHandle[]
  }

  save(): DeliverySlotsState {
    return { slots: [...this.#slots], free: [...this.#free] }
  }

  restore(state: DeliverySlotsState): void {
    this.#slots = [...state.slots]
    this.#free = [...state.free]
  }
}
