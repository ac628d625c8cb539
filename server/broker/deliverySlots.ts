// The deliveries that one consumer has, each in a slot that its tag names, so that settling one moves
// and searches nothing.

import { assert } from '#shared/lib/assert.ts'
import type { DeliveryHandle } from './deliveries.ts'

export interface DeliverySlotsState {
  readonly slots: readonly number[]
  readonly free: number
  readonly size: number
}

/** In place of the number of a slot: there is none. */
const NONE = -1

export class DeliverySlots {
  /** A delivery, or, of a slot that is empty, what `emptyBefore` makes of the one that was emptied before it. */
  #slots: number[] = []
  /** The slot that was emptied last. */
  #free = NONE
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The slot that the next delivery shall have. */
  get next(): number {
    return this.#free === NONE ? this.#slots.length : this.#free
  }

  /** Puts a delivery into `slot`, which is `next`. */
  put(slot: number, delivery: DeliveryHandle): void {
    if (slot === this.#free) this.#free = emptyBefore(this.#slots[slot] as number)
    this.#slots[slot] = delivery
    this.#size += 1
  }

  /** Empties the slot that has this delivery. */
  take(slot: number, delivery: DeliveryHandle): void {
    assert(
      this.#slots[slot] === delivery,
      'a delivery is settled once, by the consumer that has it',
    )
    this.#slots[slot] = emptyBefore(this.#free)
    this.#free = slot
    this.#size -= 1
  }

  get all(): DeliveryHandle[] {
    return this.#slots.filter((delivery) => delivery >= 0) as DeliveryHandle[]
  }

  save(): DeliverySlotsState {
    return { slots: [...this.#slots], free: this.#free, size: this.#size }
  }

  restore(state: DeliverySlotsState): void {
    this.#slots = [...state.slots]
    this.#free = state.free
    this.#size = state.size
  }
}

/** A slot's number below all deliveries, and from there the number again. */
function emptyBefore(slot: number): number {
  return -2 - slot
}
