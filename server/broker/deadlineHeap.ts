// Small whole numbers, each with a time, earliest first: a binary heap that knows where each item is, so
// that any of them can be taken out.

import { grown, grownLength } from '../engine/grown.ts'
import type { SimTime } from '../engine/time.ts'

export interface DeadlineHeapState {
  readonly items: readonly number[]
  readonly times: readonly number[]
  readonly orders: readonly number[]
  readonly order: number
}

const NONE = -1

/** The orders have 32 bits. */
const ORDER_MAX = 2 ** 31 - 1

export class DeadlineHeap {
  #size = 0
  // 0-based: the children of i are 2i + 1 and 2i + 2.
  #itemAt = new Int32Array(64)
  #time = new Float64Array(64)
  #order = new Int32Array(64)
  #indexOf = new Int32Array(64).fill(NONE)
  #lastOrder = 0

  get size(): number {
    return this.#size
  }

  /** The item with the earliest time; only when there is one. */
  get first(): number {
    return this.#itemAt[0] as number
  }

  /** The earliest time; only when there is an item. */
  get earliest(): number {
    return this.#time[0] as number
  }

  /** Gives an item its time. Of equal times, the one given first comes first. */
  set(item: number, time: SimTime): void {
    this.remove(item)
    if (this.#size === this.#time.length) this.#grow()
    while (item >= this.#indexOf.length) this.#growIndex()
    if (this.#lastOrder === ORDER_MAX) this.#renumber()
    this.#lastOrder += 1
    this.#size += 1
    this.#rise(this.#size - 1, item, time, this.#lastOrder)
  }

  /** Takes an item out, if it is in. */
  remove(item: number): void {
    const hole = this.#indexOf[item] ?? NONE
    if (hole === NONE) return
    this.#indexOf[item] = NONE
    this.#size -= 1
    const last = this.#size
    if (hole !== last) this.#fill(hole, last)
  }

  /** Moves all times by as much. */
  shift(change: number): void {
    for (let index = 0; index < this.#size; index += 1) {
      this.#time[index] = (this.#time[index] as number) + change
    }
  }

  shiftThose(isChosen: (item: number) => boolean, change: number): void {
    const { items, times, orders, order } = this.save()
    const shifted = times.map((time, index) =>
      isChosen(items[index] as number) ? time + change : time,
    )
    const sorted = items
      .map((item, index) => ({
        item,
        time: shifted[index] as number,
        order: orders[index] as number,
      }))
      .sort((a, b) => a.time - b.time || a.order - b.order)
    // What is sorted is a heap.
    this.restore({
      items: sorted.map(({ item }) => item),
      times: sorted.map(({ time }) => time),
      orders: sorted.map((entry) => entry.order),
      order,
    })
  }

  save(): DeadlineHeapState {
    return {
      items: Array.from(this.#itemAt.subarray(0, this.#size)),
      times: Array.from(this.#time.subarray(0, this.#size)),
      orders: Array.from(this.#order.subarray(0, this.#size)),
      order: this.#lastOrder,
    }
  }

  restore(state: DeadlineHeapState): void {
    this.#size = 0
    while (this.#time.length < state.items.length) this.#grow()
    this.#size = state.items.length
    this.#time.set(state.times)
    this.#order.set(state.orders)
    this.#indexOf.fill(NONE)
    state.items.forEach((item, index) => {
      while (item >= this.#indexOf.length) this.#growIndex()
      this.#itemAt[index] = item
      this.#indexOf[item] = index
    })
    this.#lastOrder = state.order
  }

  /** Puts the entry that was last into a hole further up. */
  #fill(hole: number, last: number): void {
    const item = this.#itemAt[last] as number
    const time = this.#time[last] as number
    const order = this.#order[last] as number
    // Bottom-up: the hole goes down along the earlier children, then the entry rises from there.
    let index = hole
    let child = 2 * index + 1
    while (child < this.#size) {
      if (child + 1 < this.#size && this.#isBefore(child + 1, child)) child += 1
      this.#move(child, index)
      index = child
      child = 2 * index + 1
    }
    this.#rise(index, item, time, order)
  }

  #rise(from: number, item: number, time: number, order: number): void {
    let hole = from
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const parentTime = this.#time[parent] as number
      if (parentTime < time) break
      if (parentTime === time && (this.#order[parent] as number) < order) break
      this.#move(parent, hole)
      hole = parent
    }
    this.#itemAt[hole] = item
    this.#time[hole] = time
    this.#order[hole] = order
    this.#indexOf[item] = hole
  }

  #isBefore(a: number, b: number): boolean {
    const timeA = this.#time[a] as number
    const timeB = this.#time[b] as number
    return (
      timeA < timeB || (timeA === timeB && (this.#order[a] as number) < (this.#order[b] as number))
    )
  }

  #move(from: number, to: number): void {
    const item = this.#itemAt[from] as number
    this.#itemAt[to] = item
    this.#time[to] = this.#time[from] as number
    this.#order[to] = this.#order[from] as number
    this.#indexOf[item] = to
  }

  /** From 1 on again: what counts is who comes first. */
  #renumber(): void {
    const order = this.#order
    const indexes = Int32Array.from({ length: this.#size }, (_, index) => index)
    indexes.sort((a, b) => (order[a] as number) - (order[b] as number))
    for (const [before, index] of indexes.entries()) order[index] = before + 1
    this.#lastOrder = this.#size
  }

  #grow(): void {
    const length = grownLength(this.#itemAt.length)
    this.#itemAt = grown(this.#itemAt, new Int32Array(length))
    this.#time = grown(this.#time, new Float64Array(length))
    this.#order = grown(this.#order, new Int32Array(length))
  }

  #growIndex(): void {
    const length = grownLength(this.#indexOf.length)
    this.#indexOf = grown(this.#indexOf, new Int32Array(length).fill(NONE))
  }
}
