// What a run has done that its drawing does not allow, in sentences; as many as anybody reads.

import type { JournalKind, JournalRow } from '#shared/lib/journal.ts'

export interface Violation {
  readonly atNs: number
  /** Of the checker: `phantom`, `endings`, `prefetch`, … */
  readonly rule: string
  readonly sentence: string
}

/** A record with the names that its numbers stand for. */
export interface Moment {
  readonly atNs: number
  readonly kind: JournalKind
  readonly row: JournalRow
  readonly element: string
  /** Origin and number in one; -1: the record tells of no event. */
  readonly event: number
  /** The record just before told of a queue that gave this event up as a dead letter, or back. */
  readonly isMoved: boolean
  readonly nameOf: (element: number) => string
}

const KEPT = 200
const NUMBERS = 2 ** 32

export function eventOf({ origin, n }: JournalRow): number {
  return origin < 0 ? -1 : origin * NUMBERS + n
}

export class Violations {
  readonly #kept: Violation[] = []
  #count = 0

  /** The first ones. */
  get all(): readonly Violation[] {
    return this.#kept
  }

  /** All that there were. */
  get count(): number {
    return this.#count
  }

  add(rule: string, what: string, moment: Moment): void {
    const { row, element, kind, nameOf, atNs } = moment
    const event = row.origin < 0 ? '' : `, ${nameOf(row.origin)} #${row.n}`
    this.addAt(rule, `${element}${event}: ${kind}, but ${what}`, atNs)
  }

  addAt(rule: string, what: string, atNs: number): void {
    this.#count += 1
    if (this.#kept.length === KEPT) return
    this.#kept.push({ atNs, rule, sentence: `At ${atNs / 1e6} ms, ${what}. [${rule}]` })
  }
}
