// How many sends a FIFO queue takes in a second: 300 on the whole queue or, with high throughput, on each
// message group. What is above that is refused (RequestThrottled).

import type { SimTime } from '../engine/time.ts'

/** Calls of one API action a second, without batching. */
const FIFO_CALLS_MAX = 300

const NS_PER_SECOND = 1_000_000_000
const WHOLE_QUEUE = -1

export interface SqsThroughputState {
  readonly second: number
  readonly calls: readonly (readonly [group: number, count: number])[]
}

export class SqsThroughput {
  #second = 0
  readonly #calls = new Map<number, number>()

  /** Whether one more is taken now. */
  takes(limit: 'perQueue' | 'perMessageGroupId', group: number, now: SimTime): boolean {
    const second = Math.floor(now / NS_PER_SECOND)
    if (second !== this.#second) {
      this.#second = second
      this.#calls.clear()
    }
    const counted = limit === 'perQueue' ? WHOLE_QUEUE : group
    const calls = this.#calls.get(counted) ?? 0
    if (calls >= FIFO_CALLS_MAX) return false
    this.#calls.set(counted, calls + 1)
    return true
  }

  save(): SqsThroughputState {
    return { second: this.#second, calls: [...this.#calls] }
  }

  restore({ second, calls }: SqsThroughputState): void {
    this.#second = second
    this.#calls.clear()
    for (const [group, count] of calls) this.#calls.set(group, count)
  }
}
