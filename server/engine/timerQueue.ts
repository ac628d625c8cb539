// The pending timers, earliest first, ties in the order of scheduling. A binary heap with its keys in
// heap order (a calendar queue was measured, and is not worth its code). A cancelled timer stays in the heap,
// without effect, until it would be the earliest. A timer is data, never a closure, so that a run can be saved.

import { assert } from '#shared/lib/assert.ts'
import { grown } from './grown.ts'
import { type Clock, TIME_MAX } from './time.ts'

/** Names a timer until it has fired or was cancelled: a slot and how often the slot was used. */
export type TimerHandle = number & { readonly __brand: 'TimerHandle' }

export const NO_TIMER = -1 as TimerHandle

const SLOTS_MAX = 2 ** 24
const CANCELLED = -1

export interface TimerQueueState {
  readonly order: number
  readonly heap: readonly (readonly [at: number, order: number, slot: number])[]
  readonly slots: readonly (readonly [
    entity: number,
    kind: number,
    argument: number,
    generation: number,
  ])[]
  readonly free: readonly number[]
}

export class TimerQueue {
  readonly #clock: Clock
  /** Of the timer that was scheduled last. */
  #lastOrder = 0
  #size = 0
  // 1-based: the children of i are 2i and 2i + 1. Places that are not used have the time Infinity; in place
  // 0 is what looks for its place.
  #at = new Float64Array(1025).fill(Infinity)
  #order = new Float64Array(1025)
  #slotOf = new Int32Array(1025)

  #entity = new Int32Array(1024)
  #kind = new Int32Array(1024)
  #argument = new Float64Array(1024)
  #generation = new Int32Array(1024)
  #slotCount = 0
  #free: number[] = []
  /** Cancelled timers that are in the heap still; the earliest is never one. */
  #cancelled = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get size(): number {
    return this.#size
  }

  /** Infinity when no timer is pending. */
  get earliestAt(): number {
    return this.#at[1] as number
  }

  /** Due `delay` nanoseconds from now, or with the end of the longest run. */
  push(delay: number, entity: number, kind: number, argument: number): TimerHandle {
    const slot = this.#takeSlot()
    this.#entity[slot] = entity
    this.#kind[slot] = kind
    this.#argument[slot] = argument
    if (this.#size + 1 >= this.#at.length) this.#growHeap()
    this.#size += 1
    this.#lastOrder += 1
    this.#at[0] = Math.min(this.#clock.now + delay, TIME_MAX)
    this.#order[0] = this.#lastOrder
    this.#slotOf[0] = slot
    this.#siftUp(this.#size)
    return ((this.#generation[slot] as number) * SLOTS_MAX + slot) as TimerHandle
  }

  /**
   * Takes the earliest timer out and answers the slot that it was in: until the next is pushed, `entity`,
   * `kind` and `argument` tell of it. Only when `earliestAt` is finite.
   */
  pop(): number {
    assert(this.#size > 0, 'a timer is pending')
    const slot = this.#slotOf[1] as number
    this.#removeTop()
    this.#giveSlot(slot)
    if (this.#cancelled > 0) this.#dropCancelled()
    return slot
  }

  entity(slot: number): number {
    return this.#entity[slot] as number
  }

  kind(slot: number): number {
    return this.#kind[slot] as number
  }

  argument(slot: number): number {
    return this.#argument[slot] as number
  }

  /** Does nothing when the timer has fired already. */
  cancel(handle: TimerHandle): void {
    if (handle < 0) return
    const slot = handle % SLOTS_MAX
    if (this.#generation[slot] !== Math.floor(handle / SLOTS_MAX)) return
    if (this.#entity[slot] !== CANCELLED) this.#cancelled += 1
    this.#entity[slot] = CANCELLED
    if (this.#slotOf[1] === slot) this.#dropCancelled()
  }

  save(): TimerQueueState {
    const heap = Array.from({ length: this.#size }, (_, index) => {
      const i = index + 1
      return [this.#at[i], this.#order[i], this.#slotOf[i]] as [number, number, number]
    })
    const slots = Array.from(
      { length: this.#slotCount },
      (_, slot) =>
        [this.#entity[slot], this.#kind[slot], this.#argument[slot], this.#generation[slot]] as [
          number,
          number,
          number,
          number,
        ],
    )
    return { order: this.#lastOrder, heap, slots, free: [...this.#free] }
  }

  restore(state: TimerQueueState): void {
    while (this.#at.length <= state.heap.length + 1) this.#growHeap()
    while (this.#entity.length < state.slots.length) this.#growSlots()
    this.#lastOrder = state.order
    this.#size = state.heap.length
    this.#at.fill(Infinity)
    state.heap.forEach(([at, order, slot], index) => {
      this.#at[index + 1] = at
      this.#order[index + 1] = order
      this.#slotOf[index + 1] = slot
    })
    this.#slotCount = state.slots.length
    state.slots.forEach(([entity, kind, argument, generation], slot) => {
      this.#entity[slot] = entity
      this.#kind[slot] = kind
      this.#argument[slot] = argument
      this.#generation[slot] = generation
    })
    this.#free = [...state.free]
    this.#cancelled = state.heap.filter(([, , slot]) => this.#entity[slot] === CANCELLED).length
  }

  #dropCancelled(): void {
    while (this.#size > 0) {
      const slot = this.#slotOf[1] as number
      if (this.#entity[slot] !== CANCELLED) return
      this.#removeTop()
      this.#giveSlot(slot)
      this.#cancelled -= 1
    }
  }

  #removeTop(): void {
    const ats = this.#at
    const orders = this.#order
    const slots = this.#slotOf
    const last = this.#size
    ats[0] = ats[last] as number
    orders[0] = orders[last] as number
    slots[0] = slots[last] as number
    ats[last] = Infinity
    this.#size = last - 1
    if (last === 1) return
    // Bottom-up: walk the hole down along the smaller children, then let the last entry rise.
    let hole = 1
    for (let child = 2; child < last; child = 2 * hole) {
      const left = ats[child] as number
      const right = ats[child + 1] as number
      // Which of two times is earlier nobody can foresee, so the processor is not made to guess.
      child += Number(right < left)
      if (right === left && (orders[child + 1] as number) < (orders[child] as number)) child += 1
      ats[hole] = ats[child] as number
      orders[hole] = orders[child] as number
      slots[hole] = slots[child] as number
      hole = child
    }
    this.#siftUp(hole)
  }

  /** Lets what is in place 0 rise from a place that is empty. */
  #siftUp(from: number): void {
    const ats = this.#at
    const orders = this.#order
    const slots = this.#slotOf
    const at = ats[0] as number
    const order = orders[0] as number
    let hole = from
    while (hole > 1) {
      const parent = hole >> 1
      const parentAt = ats[parent] as number
      if (parentAt < at || (parentAt === at && (orders[parent] as number) < order)) break
      ats[hole] = parentAt
      orders[hole] = orders[parent] as number
      slots[hole] = slots[parent] as number
      hole = parent
    }
    ats[hole] = at
    orders[hole] = order
    slots[hole] = slots[0] as number
  }

  #takeSlot(): number {
    const free = this.#free.pop()
    if (free !== undefined) return free
    assert(this.#slotCount < SLOTS_MAX, 'fewer than 2^24 timers are pending')
    if (this.#slotCount === this.#entity.length) this.#growSlots()
    return this.#slotCount++
  }

  #giveSlot(slot: number): void {
    // Handles stay below 2^53: 2^24 slots times 2^28 uses.
    this.#generation[slot] = ((this.#generation[slot] as number) + 1) & (2 ** 28 - 1)
    this.#free.push(slot)
  }

  #growHeap(): void {
    this.#at = grown(this.#at, new Float64Array(this.#at.length * 2).fill(Infinity))
    this.#order = grown(this.#order, new Float64Array(this.#order.length * 2))
    this.#slotOf = grown(this.#slotOf, new Int32Array(this.#slotOf.length * 2))
  }

  #growSlots(): void {
    this.#entity = grown(this.#entity, new Int32Array(this.#entity.length * 2))
    this.#kind = grown(this.#kind, new Int32Array(this.#kind.length * 2))
    this.#argument = grown(this.#argument, new Float64Array(this.#argument.length * 2))
    this.#generation = grown(this.#generation, new Int32Array(this.#generation.length * 2))
  }
}
