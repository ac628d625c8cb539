// The deliveries that one consumer has, each in a slot that its tag names, so that settling one moves
// and searches nothing.

import { assert } from '#shared/lib/assert.ts'
import { grown } from '../engine/grown.ts'
import type { SimTime } from '../engine/time.ts'
import type { DeliveryHandle } from './deliveries.ts'

export interface DeliverySlotsState {
  readonly slots: readonly number[]
  readonly since: readonly number[]
  readonly free: readonly number[]
}

const EMPTY = -1

export class DeliverySlots {
  #slots = new Int32Array(4)
  /** When each was handed out. */
  #since = new Float64Array(4)
  /** Slots ever used; the newest `#freeCount` of `#free` are empty again. */
  #used = 0
  #free = new Int32Array(4)
  #freeCount = 0

  get size(): number {
    return this.#used - this.#freeCount
  }

  /** The slot that the next delivery shall have. */
  get next(): number {
    return this.#freeCount > 0 ? (this.#free[this.#freeCount - 1] as number) : this.#used
  }

  /** Puts a delivery into `slot`, which is `next`. */
  put(slot: number, delivery: DeliveryHandle, now: SimTime): void {
    if (slot === this.#used) this.#takeNew()
    else this.#freeCount -= 1
    this.#slots[slot] = delivery
    this.#since[slot] = now
  }

  /** Empties the slot that has this delivery. */
  take(slot: number, delivery: DeliveryHandle): void {
    assert(
      this.#slots[slot] === delivery,
      'a delivery is settled once, by the consumer that has it',
    )
    this.#slots[slot] = EMPTY
    this.#free[this.#freeCount] = slot
    this.#freeCount += 1
  }

  get all(): DeliveryHandle[] {
    return Array.from(this.#inUse()).filter((delivery) => delivery !== EMPTY) as DeliveryHandle[]
  }

  /** When the oldest was handed out of those that `counts`; Infinity when there is none. */
  oldestSince(counts: (delivery: DeliveryHandle) => boolean): number {
    let oldest = Infinity
    this.#inUse().forEach((delivery, slot) => {
      if (delivery === EMPTY || !counts(delivery as DeliveryHandle)) return
      oldest = Math.min(oldest, this.#since[slot] as number)
    })
    return oldest
  }

  save(): DeliverySlotsState {
    return {
      slots: Array.from(this.#inUse()),
      since: Array.from(this.#since.subarray(0, this.#used)),
      free: Array.from(this.#free.subarray(0, this.#freeCount)),
    }
  }

  restore(state: DeliverySlotsState): void {
    while (this.#slots.length < state.slots.length) this.#grow()
    this.#used = state.slots.length
    this.#slots.set(state.slots)
    this.#since.set(state.since)
    this.#freeCount = state.free.length
    this.#free.set(state.free)
  }

  #inUse(): Int32Array {
    return this.#slots.subarray(0, this.#used)
  }

  #takeNew(): void {
    if (this.#used === this.#slots.length) this.#grow()
    this.#used += 1
  }

  #grow(): void {
    const length = this.#slots.length * 2
    this.#slots = grown(this.#slots, new Int32Array(length))
    this.#since = grown(this.#since, new Float64Array(length))
    this.#free = grown(this.#free, new Int32Array(length))
  }
}
