// Times at which something is due, one for each of some small whole numbers (the places of a queue).
// They share one timer of the kernel. Taking a time back leaves the timer alone: it then comes too
// early, finds nothing due and is set again. So messages that are settled in time cost no timer.

import type { EntityIndex, Scheduler } from '../engine/kernel.ts'
import type { Duration, SimTime } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import { DeadlineHeap, type DeadlineHeapState } from './deadlineHeap.ts'

export interface DeadlinesOptions {
  readonly scheduler: Scheduler
  /** Is fired with this kind, and then calls `fire` here. */
  readonly entity: EntityIndex
  readonly kind: number
  /** The time of this item has come; it has none any more. */
  readonly onDue: (item: number) => void
}

export interface DeadlinesState extends DeadlineHeapState {
  readonly timer: number
  readonly timerAt: number
}

export class Deadlines {
  readonly #options: DeadlinesOptions
  readonly #heap = new DeadlineHeap()
  #timer: TimerHandle = NO_TIMER
  #timerAt = 0

  constructor(options: DeadlinesOptions) {
    this.#options = options
  }

  /** Gives an item its time. Of equal times, the one given first is due first. */
  set(item: number, time: SimTime): void {
    this.#heap.set(item, time)
    this.#arm()
  }

  /** Takes the time of an item back, if it has one. */
  remove(item: number): void {
    this.#heap.remove(item)
  }

  /** Moves all times by as much. */
  shift(change: number): void {
    this.#heap.shift(change)
    this.#arm()
  }

  /** Moves the times of those that are chosen; among each other they keep their order. */
  shiftThose(isChosen: (item: number) => boolean, change: number): void {
    this.#heap.shiftThose(isChosen, change)
    this.#arm()
  }

  /** The timer fired. */
  fire(): void {
    const { scheduler, onDue } = this.#options
    this.#timer = NO_TIMER
    while (this.#heap.size > 0 && this.#heap.earliest <= scheduler.now) {
      const item = this.#heap.first
      this.#heap.remove(item)
      onDue(item)
    }
    this.#arm()
  }

  /** Takes out everything, earliest first, due or not. */
  drain(take: (item: number) => void): void {
    while (this.#heap.size > 0) {
      const item = this.#heap.first
      this.#heap.remove(item)
      take(item)
    }
  }

  save(): DeadlinesState {
    return { ...this.#heap.save(), timer: this.#timer, timerAt: this.#timerAt }
  }

  restore(state: DeadlinesState): void {
    this.#heap.restore(state)
    this.#timer = state.timer as TimerHandle
    this.#timerAt = state.timerAt
  }

  /** Sees to it that the timer comes no later than the earliest time. */
  #arm(): void {
    if (this.#heap.size === 0) return
    const { scheduler, entity, kind } = this.#options
    const at = Math.max(this.#heap.earliest, scheduler.now)
    if (this.#timer !== NO_TIMER) {
      if (this.#timerAt <= at) return
      scheduler.cancel(this.#timer)
    }
    this.#timer = scheduler.schedule((at - scheduler.now) as Duration, entity, kind, 0)
    this.#timerAt = at
  }
}
