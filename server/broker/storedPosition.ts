// How far a catch-up subscription has come, and the checkpoint that its client keeps beside its read
// model: what a restart reads on from.

import type { EntityIndex, Scheduler } from '../engine/kernel.ts'
import { type Duration, IMMEDIATELY } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'

export interface StoredPositionOptions {
  readonly scheduler: Scheduler
  /** What is fired when a checkpoint is due; it calls `timerFired`. */
  readonly timer: { readonly entity: EntityIndex; readonly kind: number }
  readonly start: number
  readonly interval: Duration
  readonly onStore: (position: number) => void
}

export interface StoredPositionState {
  readonly next: number
  readonly handled: number
  readonly stored: number
  readonly timer: number
}

export class StoredPosition {
  readonly #options: StoredPositionOptions
  #interval: Duration
  /** What is handed out next is at or behind it. */
  #next: number
  /** Everything before it was handled. */
  #handled: number
  /** The checkpoint. */
  #stored: number
  #timer: TimerHandle = NO_TIMER

  constructor(options: StoredPositionOptions) {
    this.#options = options
    this.#interval = options.interval
    this.#next = options.start
    this.#handled = options.start
    this.#stored = options.start
  }

  get next(): number {
    return this.#next
  }

  get handled(): number {
    return this.#handled
  }

  /** Applies from the next event on. */
  update(interval: Duration): void {
    this.#interval = interval
  }

  /** The event at this position is handed out. */
  take(position: number): void {
    this.#next = position + 1
  }

  noteHandled(position: number): void {
    this.#handled = position + 1
    if (this.#interval === IMMEDIATELY) {
      this.store()
      return
    }
    if (this.#timer !== NO_TIMER) return
    const { scheduler, timer } = this.#options
    this.#timer = scheduler.schedule(this.#interval, timer.entity, timer.kind, 0)
  }

  timerFired(): void {
    this.#timer = NO_TIMER
    this.store()
  }

  store(): void {
    this.#stopTimer()
    if (this.#stored === this.#handled) return
    this.#stored = this.#handled
    this.#options.onStore(this.#stored)
  }

  /** Back to the checkpoint: what was handled since then is forgotten. */
  rewind(): void {
    this.#stopTimer()
    this.#next = this.#stored
    this.#handled = this.#stored
  }

  /** Somebody has changed the checkpoint. */
  set(position: number): void {
    this.#stored = position
    this.rewind()
    this.#options.onStore(position)
  }

  save(): StoredPositionState {
    return {
      next: this.#next,
      handled: this.#handled,
      stored: this.#stored,
      timer: this.#timer,
    }
  }

  restore(state: StoredPositionState): void {
    this.#next = state.next
    this.#handled = state.handled
    this.#stored = state.stored
    this.#timer = state.timer as TimerHandle
  }

  #stopTimer(): void {
    this.#options.scheduler.cancel(this.#timer)
    this.#timer = NO_TIMER
  }
}
