// The messages of a queue that wait, first in, first out. One that comes back was at the head before, so
// all that came back lie before all that were never handed out: a heap and a ring.

import { HandleRing } from '../engine/handleRing.ts'
import type { SimTime } from '../engine/time.ts'
import type { MessageHandle, Messages } from './messages.ts'

/** What waits in a queue, in whatever order it is handed out; the queue counts them. */
export interface ReadyMessages {
  /** When the oldest came; only when there is one. */
  readonly oldestAt: SimTime
  /** When the first will expire of those where the queue looks; 0: none. */
  readonly nextDeadline: SimTime | 0
  push(message: MessageHandle): void
  /** Takes the one away that is handed out next; only when there is one. */
  shift(): MessageHandle
  /** Takes one away that has expired where the queue looks; null: none. */
  takeExpired(now: SimTime): MessageHandle | null
  /** Puts back what was handed out. */
  giveBack(message: MessageHandle): void
  all(): readonly MessageHandle[]
  save(): unknown
  restore(state: unknown): void
}

export interface RabbitReadyState {
  readonly fresh: Int32Array
  readonly returned: readonly number[]
}

export class RabbitReady implements ReadyMessages {
  readonly #messages: Messages
  readonly #fresh = new HandleRing()
  /** A binary heap by mark, the smallest first. */
  #returned: MessageHandle[] = []

  constructor(messages: Messages) {
    this.#messages = messages
  }

  get size(): number {
    return this.#fresh.size + this.#returned.length
  }

  /** The next to be handed out; only when there is one. */
  get head(): MessageHandle {
    return this.#returned[0] ?? (this.#fresh.at(0) as MessageHandle)
  }

  get oldestAt(): SimTime {
    return this.#messages.enqueuedAt(this.head)
  }

  get nextDeadline(): SimTime | 0 {
    return this.size === 0 ? 0 : this.#messages.deadline(this.head)
  }

  push(message: MessageHandle): void {
    this.#fresh.push(message)
  }

  shift(): MessageHandle {
    return this.#returned.length > 0
      ? this.#shiftReturned()
      : (this.#fresh.shift() as MessageHandle)
  }

  takeExpired(now: SimTime): MessageHandle | null {
    const deadline = this.nextDeadline
    return deadline === 0 || deadline > now ? null : this.shift()
  }

  /** Back to the place that its mark says. */
  giveBack(message: MessageHandle): void {
    const heap = this.#returned
    let hole = heap.length
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const above = heap[parent] as MessageHandle
      if (this.#messages.mark(above) < this.#messages.mark(message)) break
      heap[hole] = above
      hole = parent
    }
    heap[hole] = message
  }

  all(): readonly MessageHandle[] {
    return [...this.#returned, ...this.#fresh.save()] as MessageHandle[]
  }

  save(): RabbitReadyState {
    return { fresh: this.#fresh.save(), returned: [...this.#returned] }
  }

  restore(state: RabbitReadyState): void {
    this.#fresh.restore(state.fresh)
    this.#returned = [...state.returned] as MessageHandle[]
  }

  #shiftReturned(): MessageHandle {
    const heap = this.#returned
    const head = heap[0] as MessageHandle
    const last = heap.pop() as MessageHandle
    if (heap.length > 0) this.#sink(last)
    return head
  }

  /** Puts a message in at the top and lets it sink to its place. */
  #sink(message: MessageHandle): void {
    const heap = this.#returned
    const mark = this.#messages.mark(message)
    let hole = 0
    for (let child = 1; child < heap.length; child = 2 * hole + 1) {
      const right = child + 1
      if (right < heap.length && this.#markAt(right) < this.#markAt(child)) child = right
      if (mark < this.#markAt(child)) break
      heap[hole] = heap[child] as MessageHandle
      hole = child
    }
    heap[hole] = message
  }

  #markAt(index: number): number {
    return this.#messages.mark(this.#returned[index] as MessageHandle)
  }
}
