// The messages of a queue that wait, in the order of their marks. One that comes back was at the head
// before, so all that came back lie before all that were never handed out: a heap and a ring.

import { Ring } from '../engine/ring.ts'
import type { MessageHandle, Messages } from './messages.ts'

export interface RabbitReadyState {
  readonly fresh: readonly number[]
  readonly returned: readonly number[]
}

export class RabbitReady {
  readonly #messages: Messages
  readonly #fresh = new Ring(16)
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

  push(message: MessageHandle): void {
    this.#fresh.push(message)
  }

  /** Takes the head away; only when there is one. */
  shift(): MessageHandle {
    return this.#returned.length > 0
      ? this.#shiftReturned()
      : (this.#fresh.shift() as MessageHandle)
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
