// Copies of the records that nobody who watches should miss, however many others came after them: what
// went wrong, and what belongs to no event (rebalances, faults, edits).

import {
  BOOKKEEPING_KINDS,
  JOURNAL_KINDS,
  type JournalRow,
  TROUBLE_KINDS,
} from '#shared/lib/journal.ts'
import { kindAt, ORIGIN, rowAt, WORDS } from './journalRecord.ts'

/** A power of two. */
const KEPT = 4096

/** By kind, 1: it is. */
const IS_TROUBLE = Uint8Array.from(JOURNAL_KINDS, (kind) => Number(TROUBLE_KINDS.has(kind)))
const IS_FOR_PEOPLE = Uint8Array.from(JOURNAL_KINDS, (kind) => Number(!BOOKKEEPING_KINDS.has(kind)))

export class NotableRecords {
  readonly #words = new Uint32Array(KEPT * WORDS)
  /** Their numbers in the journal. */
  readonly #numbers = new Float64Array(KEPT)
  #count = 0

  /** The next records of the journal, whose words begin at `start` and end at `end`; the number of the first. */
  seeAll(words: Uint32Array, start: number, end: number, first: number): void {
    for (let at = start; at < end; at += WORDS) {
      const isNotable = words[at + ORIGIN] === 0 ? IS_FOR_PEOPLE : IS_TROUBLE
      if (isNotable[kindAt(words, at)] === 1) this.#keep(words, at, first + (at - start) / WORDS)
    }
  }

  #keep(words: Uint32Array, at: number, record: number): void {
    const place = this.#count & (KEPT - 1)
    this.#numbers[place] = record
    this.#words.set(words.subarray(at, at + WORDS), place * WORDS)
    this.#count += 1
  }

  /** Those from record number `from` up to `end`, the oldest first. */
  between(from: number, end: number): readonly JournalRow[] {
    const rows: JournalRow[] = []
    for (let index = Math.max(0, this.#count - KEPT); index < this.#count; index += 1) {
      const place = index & (KEPT - 1)
      const record = this.#numbers[place] as number
      if (record >= from && record < end) rows.push(rowAt(this.#words, place * WORDS))
    }
    return rows
  }

  clear(): void {
    this.#count = 0
  }
}
