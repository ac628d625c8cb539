// Runs a simulation and hands over every record of its journal, in order, though the journal keeps only
// the newest ones.

import type { JournalRow } from '#shared/lib/journal.ts'
import type { Simulation } from '../simulation.ts'

/** A timer writes a handful of records; this many write fewer than the journal keeps. */
const TIMERS_AT_ONCE = 2000

/** The name of an element by its number. */
export type NameOf = (element: number) => string

export class JournalFeed {
  readonly #simulation: Simulation
  readonly #take: (row: JournalRow, nameOf: NameOf) => void
  #read = 0

  constructor(simulation: Simulation, take: (row: JournalRow, nameOf: NameOf) => void) {
    this.#simulation = simulation
    this.#take = take
  }

  /** Up to and including this time, until the run ends, or until the reader has enough. */
  advance(untilNs: number, hasEnough: () => boolean = () => false): void {
    while (!hasEnough()) {
      const isThere = this.#simulation.advanceAtMost(untilNs, TIMERS_AT_ONCE)
      this.#readOn()
      if (isThere || this.#simulation.ended) return
    }
  }

  #readOn(): void {
    const { journal } = this.#simulation
    if (journal.oldest > this.#read) throw new Error('The journal ran ahead of its reader.')
    const { elements } = this.#simulation.dictionary()
    const nameOf = (element: number) => elements[element]?.name ?? ''
    for (const row of journal.rows(this.#read, Number.MAX_SAFE_INTEGER)) this.#take(row, nameOf)
    this.#read = journal.length
  }
}
