// One line for what takes longer than a second.

import { formatClock } from '#shared/lib/units.ts'
import type { Terminal } from './terminal.ts'

const FIRST_MS = 1000
const EVERY_MS = 200

/** Where lines cannot be written over, a new one only now and then. */
const EVERY_LINE_MS = 5000

export class Progress {
  readonly #terminal: Terminal
  #nextMs: number
  #width = 0

  constructor(terminal: Terminal) {
    this.#terminal = terminal
    this.#nextMs = terminal.nowMs() + FIRST_MS
  }

  show(nowNs: number, untilNs: number): void {
    const { isTerminal } = this.#terminal
    const nowMs = this.#terminal.nowMs()
    if (nowMs < this.#nextMs) return
    this.#nextMs = nowMs + (isTerminal ? EVERY_MS : EVERY_LINE_MS)
    const percent = Math.floor((nowNs / untilNs) * 100)
    const line = `Simulated ${formatClock(nowNs)} of ${formatClock(untilNs)} (${percent} %)`
    this.#terminal.err(isTerminal ? `\r${line}` : `${line}\n`)
    this.#width = line.length
  }

  /** Takes the line away again, so that what follows stands alone. */
  clear(): void {
    if (this.#width === 0 || !this.#terminal.isTerminal) return
    this.#terminal.err(`\r${' '.repeat(this.#width)}\r`)
  }
}
