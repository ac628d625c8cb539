// The deliveries that one consumer has, each in a slot that its tag names, so that settling one moves
// and searches nothing.

import { assert } from '#shared/lib/assert.ts'
import type { SimTime } from '../engine/time.ts'
import type { DeliveryHandle } from './deliveries.ts'

export interface DeliverySlotsState {
  readonly slots: readonly number[]
  readonly since: readonly number[]
  readonly free: readonly number[]
}

const EMPTY = -1

export class DeliverySlots {
  #slots: number[] = []
  /** When each was handed out. */
  #since: number[] = []
  #free: number[] = []

  get size(): number {
    return this.#slots.length - this.#free.length
  }

  /** The slot that the next delivery shall have. */
  get next(): number {
    return this.#free.at(-1) ?? this.#slots.length
  }

  /** Puts a delivery into the slot `next`. */
  put(delivery: DeliveryHandle, now: SimTime): void {
    const slot = this.next
    this.#slots[slot] = delivery
    this.#since[slot] = now
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

  /** When the oldest was handed out of those that `counts`; Infinity when there is none. */
  oldestSince(counts: (delivery: DeliveryHandle) => boolean): number {
    let oldest = Infinity
    this.#slots.forEach((delivery, slot) => {
      if (delivery === EMPTY || !counts(delivery as DeliveryHandle)) return
      oldest = Math.min(oldest, this.#since[slot] as number)
    })
    return oldest
  }

  save(): DeliverySlotsState {
    return { slots: [...this.#slots], since: [...this.#since], free: [...this.#free] }
  }

  restore(state: DeliverySlotsState): void {
    this.#slots = [...state.slots]
    this.#since = [...state.since]
    this.#free = [...state.free]
  }
}
