// The messages of a quorum queue that wait: what was returned goes first, in the order in which it was
// returned, and then the highest priority, first in, first out.

import { HandleRing } from '../engine/handleRing.ts'
import type { SimTime } from '../engine/time.ts'
import type { MessageHandle, Messages } from './messages.ts'
import type { ReadyMessages } from './rabbitReady.ts'

interface QuorumReadyState {
  readonly returned: Int32Array
  readonly levels: readonly Int32Array[]
}

/** What is beyond counts as this. */
export const QUORUM_PRIORITY_MAX = 31
/** Of a message that says nothing. */
export const QUORUM_PRIORITY = 4

export class RabbitQuorumReady implements ReadyMessages {
  readonly #messages: Messages
  readonly #priorityOf: (message: MessageHandle) => number
  readonly #returned = new HandleRing()
  /** By priority. */
  readonly #levels = Array.from({ length: QUORUM_PRIORITY_MAX + 1 }, () => new HandleRing())

  /** `priorityOf` gives whole numbers from 0 to QUORUM_PRIORITY_MAX. */
  constructor(messages: Messages, priorityOf: (message: MessageHandle) => number) {
    this.#messages = messages
    this.#priorityOf = priorityOf
  }

  get oldestAt(): SimTime {
    const times = Array.from(this.#returned.save(), (message) => this.#enqueuedAt(message))
    for (const level of this.#levels) if (level.size > 0) times.push(this.#enqueuedAt(level.at(0)))
    return times.reduce((a, b) => (a < b ? a : b))
  }

  /** The next of each priority is looked at, and the next that was returned. */
  get nextDeadline(): SimTime | 0 {
    let next: SimTime | 0 = 0
    for (const ring of this.#rings()) {
      const deadline = ring.size > 0 ? this.#messages.deadline(ring.at(0) as MessageHandle) : 0
      if (deadline > 0 && (next === 0 || deadline < next)) next = deadline as SimTime
    }
    return next
  }

  push(message: MessageHandle): void {
    this.#pushAt(this.#priorityOf(message), message)
  }

  shift(): MessageHandle {
    if (this.#returned.size > 0) return this.#returned.shift() as MessageHandle
    let priority = QUORUM_PRIORITY_MAX
    while (this.#levels[priority]?.size === 0) priority -= 1
    return this.#levels[priority]?.shift() as MessageHandle
  }

  takeExpired(now: SimTime): MessageHandle | null {
    for (const ring of this.#rings()) {
      if (ring.size === 0) continue
      const deadline = this.#messages.deadline(ring.at(0) as MessageHandle)
      if (deadline > 0 && deadline <= now) return ring.shift() as MessageHandle
    }
    return null
  }

  /** Before all that wait, behind what was returned before it. */
  giveBack(message: MessageHandle): void {
    this.#returned.push(message)
  }

  /** As if it had just been published, without a priority. */
  giveBackLast(message: MessageHandle): void {
    this.#pushAt(QUORUM_PRIORITY, message)
  }

  all(): readonly MessageHandle[] {
    return [...this.#rings()].flatMap((ring) => [...ring.save()]) as MessageHandle[]
  }

  save(): QuorumReadyState {
    return { returned: this.#returned.save(), levels: this.#levels.map((level) => level.save()) }
  }

  restore(state: QuorumReadyState): void {
    this.#returned.restore(state.returned)
    state.levels.forEach((saved, priority) => {
      this.#levels[priority]?.restore(saved)
    })
  }

  /** In the order in which they are served. */
  *#rings(): Generator<HandleRing> {
    yield this.#returned
    for (let priority = QUORUM_PRIORITY_MAX; priority >= 0; priority -= 1)
      yield this.#levels[priority] as HandleRing
  }

  #pushAt(priority: number, message: MessageHandle): void {
    this.#levels[priority]?.push(message)
  }

  #enqueuedAt(message: number): SimTime {
    return this.#messages.enqueuedAt(message as MessageHandle)
  }
}
