// The deduplication ids that a FIFO queue remembers: each for five minutes from the first message that
// had it, whatever becomes of that message.

import { milliseconds, type SimTime } from '../engine/time.ts'

const DEDUPLICATION_INTERVAL = milliseconds(300_000)

export interface SqsDeduplicationState {
  readonly ids: readonly (readonly [id: string, since: number])[]
}

export class SqsDeduplication {
  /** In the order of their first messages, which is that of their ends. */
  readonly #since = new Map<string, number>()

  get size(): number {
    return this.#since.size
  }

  /** Whether it is known; if not, it is from now on. */
  isRepeated(id: string, now: SimTime): boolean {
    this.#forgetUntil(now)
    if (this.#since.has(id)) return true
    this.#since.set(id, now)
    return false
  }

  clear(): void {
    this.#since.clear()
  }

  save(): SqsDeduplicationState {
    return { ids: [...this.#since] }
  }

  restore({ ids }: SqsDeduplicationState): void {
    this.#since.clear()
    for (const [id, since] of ids) this.#since.set(id, since)
  }

  #forgetUntil(now: SimTime): void {
    for (const [id, since] of this.#since) {
      if (since + DEDUPLICATION_INTERVAL > now) return
      this.#since.delete(id)
    }
  }
}
