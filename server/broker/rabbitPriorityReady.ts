// The messages of a classic priority queue that wait: as many first-in-first-out queues as priorities,
// of which the highest that is not empty is the queue's head.

import type { SimTime } from '../engine/time.ts'
import type { MessageHandle, Messages } from './messages.ts'
import { RabbitReady, type RabbitReadyState, type ReadyMessages } from './rabbitReady.ts'

type PriorityReadyState = readonly (RabbitReadyState | null)[]

export class RabbitPriorityReady implements ReadyMessages {
  readonly #messages: Messages
  readonly #priorityOf: (message: MessageHandle) => number
  /** By priority; made when one is needed. */
  readonly #levels: (RabbitReady | null)[]

  /** `priorityOf` gives whole numbers from 0 to `priorityMax`. */
  constructor(
    messages: Messages,
    priorityMax: number,
    priorityOf: (message: MessageHandle) => number,
  ) {
    this.#messages = messages
    this.#priorityOf = priorityOf
    this.#levels = Array.from({ length: priorityMax + 1 }, () => null)
  }

  get oldestAt(): SimTime {
    const heads = this.#levels.filter((level) => level !== null && level.size > 0)
    return Math.min(...heads.map((level) => level?.oldestAt ?? Infinity)) as SimTime
  }

  get nextDeadline(): SimTime | 0 {
    return this.#top()?.nextDeadline ?? 0
  }

  push(message: MessageHandle): void {
    this.#levelOf(message).push(message)
  }

  shift(): MessageHandle {
    return (this.#top() as RabbitReady).shift()
  }

  takeExpired(now: SimTime): MessageHandle | null {
    return this.#top()?.takeExpired(now) ?? null
  }

  giveBack(message: MessageHandle): void {
    this.#levelOf(message).giveBack(message)
  }

  all(): readonly MessageHandle[] {
    return this.#levels.toReversed().flatMap((level) => level?.all() ?? [])
  }

  save(): PriorityReadyState {
    return this.#levels.map((level) => level?.save() ?? null)
  }

  restore(state: PriorityReadyState): void {
    state.forEach((saved, priority) => {
      if (!saved) return
      const level = new RabbitReady(this.#messages)
      level.restore(saved)
      this.#levels[priority] = level
    })
  }

  #top(): RabbitReady | null {
    for (let priority = this.#levels.length - 1; priority >= 0; priority -= 1) {
      const level = this.#levels[priority]
      if (level && level.size > 0) return level
    }
    return null
  }

  #levelOf(message: MessageHandle): RabbitReady {
    const priority = this.#priorityOf(message)
    const level = this.#levels[priority] ?? new RabbitReady(this.#messages)
    this.#levels[priority] = level
    return level
  }
}
