// One timer for something that is due at a time that changes. One that fires too early does no harm, so
// a pending timer is replaced only by an earlier one: hardly any is ever cancelled.

import type { EntityIndex, Scheduler } from '../engine/kernel.ts'
import type { Duration } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'

export type EarliestTimerState = readonly [at: number, timer: number]

/** What the timer reaches. */
export interface TimerTarget {
  readonly scheduler: Scheduler
  readonly entity: EntityIndex
  readonly kind: number
  readonly argument: number
}

const NEVER = -1

export class EarliestTimer {
  #at = NEVER
  #timer = NO_TIMER

  /** Infinity: nothing is due. */
  setBy(at: number, { scheduler, entity, kind, argument }: TimerTarget): void {
    if (at === Infinity || (this.#at !== NEVER && this.#at <= at)) return
    if (this.#at !== NEVER) scheduler.cancel(this.#timer)
    this.#at = at
    const delay = Math.max(0, at - scheduler.now) as Duration
    this.#timer = scheduler.schedule(delay, entity, kind, argument)
  }

  noteFired(): void {
    this.#at = NEVER
  }

  save(): EarliestTimerState {
    return [this.#at, this.#timer]
  }

  restore([at, timer]: EarliestTimerState): void {
    this.#at = at
    this.#timer = timer as TimerHandle
  }
}
