// The timer of what a slot is doing. While the slot stands still, so does what is left of it.

import type { EntityIndex, Scheduler } from '../engine/kernel.ts'
import { after, between, type Duration, type SimTime, START } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'

export interface WorkTimerState {
  readonly handle: number
  readonly kind: number
  readonly dueAt: number
  /** Null: it runs, or nothing is due. */
  readonly leftNs: number | null
  readonly isFrozen: boolean
}

export class WorkTimer {
  readonly #scheduler: Scheduler
  readonly #entity: EntityIndex
  #handle: TimerHandle = NO_TIMER
  #kind = 0
  #dueAt: SimTime = START
  #left: Duration | null = null
  #isFrozen = false

  constructor(scheduler: Scheduler, entity: EntityIndex) {
    this.#scheduler = scheduler
    this.#entity = entity
  }

  get isFrozen(): boolean {
    return this.#isFrozen
  }

  start(duration: Duration, kind: number): void {
    this.#kind = kind
    if (this.#isFrozen) {
      this.#left = duration
      return
    }
    this.#dueAt = after(this.#scheduler.now, duration)
    this.#handle = this.#scheduler.schedule(duration, this.#entity, kind, 0)
  }

  /** It has fired. */
  noteFired(): void {
    this.#handle = NO_TIMER
  }

  cancel(): void {
    this.#scheduler.cancel(this.#handle)
    this.#handle = NO_TIMER
    this.#left = null
  }

  freeze(): void {
    this.#isFrozen = true
    if (this.#handle === NO_TIMER) return
    this.#left = between(this.#scheduler.now, this.#dueAt)
    this.#scheduler.cancel(this.#handle)
    this.#handle = NO_TIMER
  }

  thaw(): void {
    this.#isFrozen = false
    const left = this.#left
    this.#left = null
    if (left !== null) this.start(left, this.#kind)
  }

  save(): WorkTimerState {
    return {
      handle: this.#handle,
      kind: this.#kind,
      dueAt: this.#dueAt,
      leftNs: this.#left,
      isFrozen: this.#isFrozen,
    }
  }

  restore(state: WorkTimerState): void {
    this.#handle = state.handle as TimerHandle
    this.#kind = state.kind
    this.#dueAt = state.dueAt as SimTime
    this.#left = state.leftNs as Duration | null
    this.#isFrozen = state.isFrozen
  }
}
