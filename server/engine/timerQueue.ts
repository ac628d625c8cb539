// The pending timers, earliest first, ties in the order of scheduling. A binary heap with its keys in
// heap order (ENGINE: a calendar queue is not worth its code). A cancelled timer stays in the heap,
// without effect, until its time comes.

import { assert } from '#shared/lib/assert.ts'
import { grown } from './grown.ts'

/** Names a timer until it has fired or was cancelled: a slot and how often the slot was used. */
export type TimerHandle = number & { readonly __brand: 'TimerHandle' }

export const NO_TIMER = -1 as TimerHandle

const SLOTS_MAX = 2 ** 24
const CANCELLED = -1

export interface TimerQueueState {
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
  #size = 0
  // 1-based: the children of i are 2i and 2i + 1.
  #at = new Float64Array(1025)
  #order = new Float64Array(1025)
  #slotOf = new Int32Array(1025)

  #entity = new Int32Array(1024)
  #kind = new Int32Array(1024)
  #argument = new Float64Array(1024)
  #generation = new Int32Array(1024)
  #slotCount = 0
  #free: number[] = []

  get size(): number {
    return this.#size
  }

  /** Infinity when no timer is pending. */
  get earliestAt(): number {
    this.#dropCancelled()
    return this.#size === 0 ? Infinity : (this.#at[1] as number)
  }

  push(at: number, order: number, timer: PendingTimer): TimerHandle {
    const slot = this.#takeSlot()
    this.#entity[slot] = timer.entity
    this.#kind[slot] = timer.kind
    this.#argument[slot] = timer.argument
    if (this.#size + 1 >= this.#at.length) this.#growHeap()
    this.#size += 1
    this.#siftUp(this.#size, at, order, slot)
    return ((this.#generation[slot] as number) * SLOTS_MAX + slot) as TimerHandle
  }

  /** Takes the earliest timer out and writes it to `into`. Only when `earliestAt` is finite. */
  pop(into: PendingTimer): void {
    assert(this.#size > 0, 'a timer is pending')
    const slot = this.#slotOf[1] as number
    into.entity = this.#entity[slot] as number
    into.kind = this.#kind[slot] as number
    into.argument = this.#argument[slot] as number
    this.#removeTop()
    this.#giveSlot(slot)
  }

  /** Does nothing when the timer has fired already. */
  cancel(handle: TimerHandle): void {
    if (handle < 0) return
    const slot = handle % SLOTS_MAX
    if (this.#generation[slot] !== Math.floor(handle / SLOTS_MAX)) return
    this.#entity[slot] = CANCELLED
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
    return { heap, slots, free: [...this.#free] }
  }

  restore(state: TimerQueueState): void {
    while (this.#at.length <= state.heap.length + 1) this.#growHeap()
    while (this.#entity.length < state.slots.length) this.#growSlots()
    this.#size = state.heap.length
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
  }

  #dropCancelled(): void {
    while (this.#size > 0) {
      const slot = this.#slotOf[1] as number
      if (this.#entity[slot] !== CANCELLED) return
      this.#removeTop()
      this.#giveSlot(slot)
    }
  }

  #removeTop(): void {
    const last = this.#size
    this.#size -= 1
    if (this.#size === 0) return
    const at = this.#at[last] as number
    const order = this.#order[last] as number
    const slot = this.#slotOf[last] as number
    // Bottom-up: walk the hole down along the smaller children, then let the last entry rise.
    let hole = 1
    let child = 2
    while (child <= this.#size) {
      if (child < this.#size && this.#isBefore(child + 1, child)) child += 1
      this.#move(child, hole)
      hole = child
      child = 2 * hole
    }
    this.#siftUp(hole, at, order, slot)
  }

  #siftUp(from: number, at: number, order: number, slot: number): void {
    let hole = from
    while (hole > 1) {
      const parent = hole >> 1
      const parentAt = this.#at[parent] as number
      if (parentAt < at || (parentAt === at && (this.#order[parent] as number) < order)) break
      this.#move(parent, hole)
      hole = parent
    }
    this.#at[hole] = at
    this.#order[hole] = order
    this.#slotOf[hole] = slot
  }

  #isBefore(a: number, b: number): boolean {
    const atA = this.#at[a] as number
    const atB = this.#at[b] as number
    return atA < atB || (atA === atB && (this.#order[a] as number) < (this.#order[b] as number))
  }

  #move(from: number, to: number): void {
    this.#at[to] = this.#at[from] as number
    this.#order[to] = this.#order[from] as number
    this.#slotOf[to] = this.#slotOf[from] as number
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
    this.#generation[slot] = ((this.#generation[slot] as number) + 1) % 2 ** 28
    this.#free.push(slot)
  }

  #growHeap(): void {
    this.#at = grown(this.#at, new Float64Array(this.#at.length * 2))
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

/** What a timer is: data, never a closure, so that a run can be saved. */
export interface PendingTimer {
  entity: number
  kind: number
  argument: number
}
