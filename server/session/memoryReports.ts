// How much memory a session's thread takes, told when that has changed: all sessions share one budget.

import type { Clock } from './session.ts'

/** Some slices of work: until it is told, nobody can keep a run from taking more. */
const REPORT_MS = 50
const CHANGE_BYTES_MIN = 4_000_000

/**
 * Columns grow as they fill up, and the system's allocator keeps much of the outgrown ones for itself, also
 * when they are collected: with eight backlogs at once, 66 to 95 MB a thread were measured on Linux.
 */
const OUTGROWN_SHARE = 0.25
const OUTGROWN_BYTES_MAX = 80_000_000

/** What a thread really takes that has so many bytes of objects and of columns beside them. */
export function bytesTakenBy(heap: number, columns: number): number {
  return heap + columns + Math.min(OUTGROWN_SHARE * columns, OUTGROWN_BYTES_MAX)
}

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

  /** To be called after each slice of work. `isLast`: until somebody asks for something, none follows. */
  look(isLast: boolean): void {
    if (isLast || this.#clock.nowMs() >= this.#nextMs) this.lookNow()
  }

  /** Much has been given back, and it may be long until the next slice. */
  lookNow(): void {
    this.#nextMs = this.#clock.nowMs() + REPORT_MS
    const bytes = this.#bytesNow()
    if (Math.abs(bytes - this.#told) < CHANGE_BYTES_MIN) return
    this.#told = bytes
    this.#tell(bytes)
  }
}
