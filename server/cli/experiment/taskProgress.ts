// A bar for many runs that take longer than a second.

import { formatDuration } from '#shared/lib/units.ts'
import type { Terminal } from '../terminal.ts'

const FIRST_MS = 1000
const EVERY_MS = 200
/** Where lines cannot be written over, a new one only now and then. */
const EVERY_LINE_MS = 5000
const BAR_WIDTH = 24

export class TaskProgress {
  readonly #terminal: Terminal
  readonly #beganMs: number
  #nextMs: number
  #expected = 0
  #finished = 0
  #width = 0

  constructor(terminal: Terminal) {
    this.#terminal = terminal
    this.#beganMs = terminal.nowMs()
    this.#nextMs = this.#beganMs + FIRST_MS
  }

  /** More runs are to come. */
  expect(runs: number): void {
    this.#expected += runs
  }

  finish(): void {
    this.#finished += 1
    this.show(0)
  }

  /** `underWay`: how much of runs that are not finished is done, added up. */
  show(underWay: number): void {
    const { isTerminal } = this.#terminal
    const nowMs = this.#terminal.nowMs()
    if (nowMs < this.#nextMs) return
    this.#nextMs = nowMs + (isTerminal ? EVERY_MS : EVERY_LINE_MS)
    const line = this.#line(underWay, nowMs)
    this.#terminal.err(isTerminal ? `\r${line.padEnd(this.#width)}` : `${line}\n`)
    this.#width = line.length
  }

  /** Takes the line away again, so that what follows stands alone. */
  clear(): void {
    if (this.#width === 0 || !this.#terminal.isTerminal) return
    this.#terminal.err(`\r${' '.repeat(this.#width)}\r`)
    this.#width = 0
  }

  #line(underWay: number, nowMs: number): string {
    const done = this.#finished + underWay
    const share = Math.min(1, done / this.#expected)
    const full = Math.floor(share * BAR_WIDTH)
    const bar = `${'█'.repeat(full)}${'░'.repeat(BAR_WIDTH - full)}`
    // Before that, what is left is guesswork.
    const leftMs = done >= 1 ? ((nowMs - this.#beganMs) * (this.#expected - done)) / done : Infinity
    const left = Number.isFinite(leftMs)
      ? `, about ${formatDuration(roundSeconds(leftMs))} left`
      : ''
    return `${bar} ${this.#finished} of ${this.#expected} runs${left}`
  }
}

function roundSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000)) * 1000
}
