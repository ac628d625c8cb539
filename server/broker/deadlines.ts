// Times at which something is due, one for each of some small whole numbers (the places of a queue).
// They share one timer of the kernel. Taking a time back leaves the timer alone: it then comes too
// early, finds nothing due and is set again. So messages that are settled in time cost no timer.

import type { EntityIndex, Scheduler } from '../engine/kernel.ts'
import type { Duration, SimTime } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'

export interface DeadlinesOptions {
  readonly scheduler: Scheduler
  /** Is fired with this kind, and then calls `fire` here. */
  readonly entity: EntityIndex
  readonly kind: number
  /** The time of this item has come; it has none any more. */
  readonly onDue: (item: number) => void
}

export interface DeadlinesState {
  readonly items: readonly number[]
  readonly times: readonly number[]
  readonly orders: readonly number[]
  readonly order: number
  readonly timer: number
  readonly timerAt: number
}

const NONE = -1

/** A binary heap that knows where each item is, so that any of them can be taken out. */
export class Deadlines {
  readonly #options: DeadlinesOptions
  #size = 0
  // 0-based: the children of i are 2i + 1 and 2i + 2.
  #itemAt = new Int32Array(64)
  #time = new Float64Array(64)
  #order = new Float64Array(64)
  #indexOf = new Int32Array(64).fill(NONE)
  #lastOrder = 0
  #timer: TimerHandle = NO_TIMER
  #timerAt = 0

  constructor(options: DeadlinesOptions) {
    this.#options = options
  }

  /** Gives an item its time. Of equal times, the one given first is due first. */
  set(item: number, time: SimTime): void {
    this.remove(item)
    if (this.#size === this.#time.length) this.#grow()
    while (item >= this.#indexOf.length) this.#growIndex()
    this.#lastOrder += 1
    this.#size += 1
    this.#rise(this.#size - 1, item, time, this.#lastOrder)
    this.#arm()
  }

  /** Takes the time of an item back, if it has one. */
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
    this.#arm()
  }

  /** The timer fired. */
  fire(): void {
    const { scheduler, onDue } = this.#options
    this.#timer = NO_TIMER
    while (this.#size > 0 && (this.#time[0] as number) <= scheduler.now) {
      const item = this.#itemAt[0] as number
      this.remove(item)
      onDue(item)
    }
    this.#arm()
  }

  /** Takes out everything, earliest first, due or not. */
  drain(take: (item: number) => void): void {
    while (this.#size > 0) {
      const item = this.#itemAt[0] as number
      this.remove(item)
      take(item)
    }
  }

  save(): DeadlinesState {
    return {
      items: Array.from(this.#itemAt.subarray(0, this.#size)),
      times: Array.from(this.#time.subarray(0, this.#size)),
      orders: Array.from(this.#order.subarray(0, this.#size)),
      order: this.#lastOrder,
      timer: this.#timer,
      timerAt: this.#timerAt,
    }
  }

  restore(state: DeadlinesState): void {
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
    this.#timer = state.timer as TimerHandle
    this.#timerAt = state.timerAt
  }

  /** Sees to it that the timer comes no later than the earliest time. */
  #arm(): void {
    if (this.#size === 0) return
    const { scheduler, entity, kind } = this.#options
    const at = Math.max(this.#time[0] as number, scheduler.now)
    if (this.#timer !== NO_TIMER) {
      if (this.#timerAt <= at) return
      scheduler.cancel(this.#timer)
    }
    this.#timer = scheduler.schedule((at - scheduler.now) as Duration, entity, kind, 0)
    this.#timerAt = at
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

  #grow(): void {
    const itemAt = new Int32Array(this.#itemAt.length * 2)
    itemAt.set(this.#itemAt)
    this.#itemAt = itemAt
    this.#time = doubled(this.#time)
    this.#order = doubled(this.#order)
  }

  #growIndex(): void {
    const indexOf = new Int32Array(this.#indexOf.length * 2).fill(NONE)
    indexOf.set(this.#indexOf)
    this.#indexOf = indexOf
  }
}

function doubled(from: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const to = new Float64Array(from.length * 2)
  to.set(from)
  return to
}
