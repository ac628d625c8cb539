// StartMessageMoveTask: a dead-letter queue sends its messages back to where they came from, one after
// the other.

import { assert } from '#shared/lib/assert.ts'
import type { EntityIndex, Scheduler } from '../engine/kernel.ts'
import { type Duration, IMMEDIATELY, milliseconds, nanoseconds } from '../engine/time.ts'

export interface SqsMoveTaskState {
  readonly left: number
  readonly interval: number
}

/** `later`: one of the queues is down. `failed`: there is nothing to move, or nowhere to move it. */
export type SqsMove = 'moved' | 'later' | 'failed'

/** Before a queue that was down is tried again. */
const PAUSE = milliseconds(1000)

/** MaxNumberOfMessagesPerSecond at most, and where nothing is said. */
const RATE_MAX = 500
const NS_PER_SECOND = 1_000_000_000

export class SqsMoveTask {
  readonly #scheduler: Scheduler
  readonly #entity: EntityIndex
  readonly #timerKind: number
  /** Messages that it shall still move; 0: it does not run. */
  #left = 0
  #interval = IMMEDIATELY

  /** The entity is fired with this kind and then calls `fire` here. */
  constructor(scheduler: Scheduler, entity: EntityIndex, timerKind: number) {
    this.#scheduler = scheduler
    this.#entity = entity
    this.#timerKind = timerKind
  }

  get isRunning(): boolean {
    return this.#left > 0
  }

  start(messages: number, ratePerSecond: number | null): void {
    assert(!this.isRunning, 'a queue has one task at a time')
    if (messages === 0) return
    this.#left = messages
    this.#interval = nanoseconds(NS_PER_SECOND / Math.min(ratePerSecond ?? RATE_MAX, RATE_MAX))
    this.#schedule(IMMEDIATELY)
  }

  /** `move` moves one message; when it has failed, the task is over. */
  fire(move: () => SqsMove): void {
    const moved = move()
    if (moved === 'moved') this.#left -= 1
    else if (moved === 'failed') this.#left = 0
    if (this.isRunning) this.#schedule(moved === 'later' ? PAUSE : this.#interval)
  }

  save(): SqsMoveTaskState {
    return { left: this.#left, interval: this.#interval }
  }

  restore({ left, interval }: SqsMoveTaskState): void {
    this.#left = left
    this.#interval = interval as Duration
  }

  #schedule(delay: Duration): void {
    this.#scheduler.schedule(delay, this.#entity, this.#timerKind, 0)
  }
}
