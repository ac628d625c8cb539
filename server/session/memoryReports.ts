// How much memory a session's thread takes, told when that has changed: all sessions share one budget.

import type { Clock } from './session.ts'

const REPORT_MS = 250
const CHANGE_BYTES_MIN = 4_000_000

export class MemoryReports {
  readonly #clock: Clock
  readonly #bytesNow: () => number
  readonly #tell: (bytes: number) => void
  #told = 0
  #nextMs = 0

  constructor(clock: Clock, bytesNow: () => number, tell: (bytes: number) => void) {
    this.#clock = clock
    this.#bytesNow = bytesNow
    this.#tell = tell
  }

  /** To be called after each slice of work. */
  look(): void {
    const nowMs = this.#clock.nowMs()
    if (nowMs < this.#nextMs) return
    this.#nextMs = nowMs + REPORT_MS
    const bytes = this.#bytesNow()
    if (Math.abs(bytes - this.#told) < CHANGE_BYTES_MIN) return
    this.#told = bytes
    this.#tell(bytes)
  }
}
