// Which consumers have had a message for too long (consumer_timeout). A classic queue's channels look once
// a minute; a quorum queue knows the moment.

import type { EntityIndex, Scheduler } from '../engine/kernel.ts'
import { between, type Duration, milliseconds, type SimTime } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import type { RabbitConsumer } from './rabbitConsumer.ts'
import type { RabbitConsumers } from './rabbitConsumers.ts'

export interface RabbitTimeoutsOptions {
  readonly scheduler: Scheduler
  readonly entity: EntityIndex
  /** The entity is fired with this kind when it is time to look. */
  readonly kind: number
  readonly consumers: RabbitConsumers
  readonly isQuorum: boolean
}

const CHECK_INTERVAL: Duration = milliseconds(60_000)

export class RabbitTimeouts {
  readonly #options: RabbitTimeoutsOptions
  #timer: TimerHandle = NO_TIMER

  constructor(options: RabbitTimeoutsOptions) {
    this.#options = options
  }

  /** It will look, not later than what is handed out now may be overdue. */
  get areWatched(): boolean {
    return this.#timer !== NO_TIMER
  }

  /** Something was handed out just now, and they were not watched. */
  watch(timeout: Duration): void {
    this.#lookAfter(this.#options.scheduler.now, timeout)
  }

  timerFired(): void {
    this.#timer = NO_TIMER
  }

  /** Those that have had a message for too long. The timer has fired. */
  overdue(timeout: Duration): readonly RabbitConsumer[] {
    const { scheduler, consumers } = this.#options
    this.#timer = NO_TIMER
    return consumers.all.filter(
      (consumer) => consumers.oldestSince(consumer) + timeout <= scheduler.now,
    )
  }

  /** Looks again when the oldest of what is handed out may be overdue. */
  watchOldest(timeout: Duration): void {
    const { scheduler, consumers } = this.#options
    if (this.#timer !== NO_TIMER) scheduler.cancel(this.#timer)
    this.#timer = NO_TIMER
    const oldest = Math.min(...consumers.all.map((consumer) => consumers.oldestSince(consumer)))
    if (oldest < Infinity) this.#lookAfter(oldest as SimTime, timeout)
  }

  save(): number {
    return this.#timer
  }

  restore(timer: number): void {
    this.#timer = timer as TimerHandle
  }

  #lookAfter(since: SimTime, timeout: Duration): void {
    const { scheduler, entity, kind, isQuorum } = this.#options
    const overdueAt = Math.max(since + timeout, scheduler.now)
    const at = isQuorum ? overdueAt : Math.ceil(overdueAt / CHECK_INTERVAL) * CHECK_INTERVAL
    this.#timer = scheduler.schedule(between(scheduler.now, at as SimTime), entity, kind, 0)
  }
}
