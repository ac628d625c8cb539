// What happened, in order. Hash and counters see every record; the newest 65,536 are kept to be read.

import type { JournalRow } from '#shared/lib/journal.ts'
import { JOURNAL_KINDS, type JournalKind, journalKindIndex } from '#shared/lib/journal.ts'
import { type EventHandle, type Events, NO_EVENT } from '../broker/events.ts'
import type { SimTime } from '../engine/time.ts'
import { type HashState, JournalHash } from './journalHash.ts'

const RECORDS_KEPT = 65_536
const WORDS = 12
const TWO_32 = 2 ** 32

/** Counted beside the kinds: delivered with attempt > 1, started with attempt > 1. */
export type Counter = JournalKind | 'redelivered' | 'retried'

const REDELIVERED = JOURNAL_KINDS.length
const RETRIED = JOURNAL_KINDS.length + 1
const COUNTERS = JOURNAL_KINDS.length + 2

export interface JournalState {
  readonly hash: HashState
  readonly length: number
  readonly counts: readonly number[]
  readonly totals: readonly number[]
}

export class Journal {
  readonly #events: Events
  readonly #words = new Uint32Array(RECORDS_KEPT * WORDS)
  readonly #hash = new JournalHash()
  #length = 0
  /** Records that the hash has seen. */
  #folded = 0
  /** First record whose words are still here. */
  #oldest = 0
  /** COUNTERS numbers an element. */
  #counts = new Float64Array(256 * COUNTERS)
  readonly #totals = new Float64Array(COUNTERS)

  constructor(events: Events) {
    this.#events = events
  }

  /** Records ever written. */
  get length(): number {
    return this.#length
  }

  /** Number of the oldest record that can still be read. */
  get oldest(): number {
    return this.#oldest
  }

  write(now: SimTime, entry: Readonly<JournalEntry>): void {
    const { kind, element, event, attempt, detail } = entry
    const events = this.#events
    if (this.#length - this.#folded === RECORDS_KEPT) this.#fold()
    if (this.#length - this.#oldest === RECORDS_KEPT) this.#oldest += 1
    const words = this.#words
    const at = (this.#length % RECORDS_KEPT) * WORDS
    const index = journalKindIndex[kind]
    words[at] = now
    words[at + 1] = now / TWO_32
    words[at + 2] = index + attempt * 256
    words[at + 3] = element
    words[at + 9] = detail
    if (event === NO_EVENT) {
      for (const word of EVENT_WORDS) words[at + word] = 0
    } else {
      words[at + 4] = events.origin(event) + 1
      words[at + 5] = events.n(event)
      words[at + 6] = events.key(event) + 1
      words[at + 7] = events.rootOrigin(event) + 1
      words[at + 8] = events.rootN(event)
      words[at + 10] = events.causeOrigin(event) + 1
      words[at + 11] = events.causeN(event)
      this.#count(index, attempt, events.type(event))
    }
    this.#count(index, attempt, element)
    // Who gave a message up, a subscription most often, counts it beside the channel it was in.
    if (detail !== element && (kind === 'deadLettered' || kind === 'dropped') && detail > 0)
      this.#count(index, attempt, detail)
    this.#countTotal(index, attempt)
    this.#length += 1
  }

  /** How often a kind was written for an element; an event type counts what its events went through. */
  countOf(counter: Counter, element: number): number {
    return this.#counts[element * COUNTERS + counterIndex(counter)] ?? 0
  }

  /** The same for several elements together. */
  sumOf(counter: Counter, elements: readonly number[]): number {
    return elements.reduce((sum, element) => sum + this.countOf(counter, element), 0)
  }

  /** How often a kind was written in all. */
  count(counter: Counter): number {
    return this.#totals[counterIndex(counter)] as number
  }

  /** Of the history up to now. */
  hash(): string {
    this.#fold()
    return this.#hash.digest(this.#length)
  }

  row(record: number): JournalRow {
    const at = (record % RECORDS_KEPT) * WORDS
    const word = (index: number) => this.#words[at + index] as number
    return {
      atNs: word(0) + word(1) * TWO_32,
      kind: word(2) % 256,
      attempt: Math.floor(word(2) / 256),
      element: word(3),
      origin: word(4) - 1,
      n: word(5),
      key: word(6) - 1,
      rootOrigin: word(7) - 1,
      rootN: word(8),
      detail: word(9),
    }
  }

  /** Origin and number of the event that caused the record's event; origin -1: none. */
  causeOf(record: number): { readonly origin: number; readonly n: number } {
    const at = (record % RECORDS_KEPT) * WORDS
    return { origin: (this.#words[at + 10] as number) - 1, n: this.#words[at + 11] as number }
  }

  /** Up to `max` records from number `from` on, of those still here and wanted. */
  rows(from: number, max: number, keep?: (row: JournalRow) => boolean): readonly JournalRow[] {
    const rows: JournalRow[] = []
    for (let record = Math.max(from, this.#oldest); record < this.#length; record += 1) {
      const row = this.row(record)
      if (keep && !keep(row)) continue
      rows.push(row)
      if (rows.length === max) break
    }
    return rows
  }

  /** All that is still known of one correlation id, and whether its beginning is among it. */
  story(
    rootOrigin: number,
    rootN: number,
  ): { readonly rows: readonly JournalRow[]; readonly complete: boolean } {
    const rows: JournalRow[] = []
    for (let record = this.#oldest; record < this.#length; record += 1) {
      const at = (record % RECORDS_KEPT) * WORDS
      if (this.#words[at + 7] === rootOrigin + 1 && this.#words[at + 8] === rootN)
        rows.push(this.row(record))
    }
    const first = rows[0]
    const complete = first?.origin === rootOrigin && first.kind === journalKindIndex.published
    return { rows, complete }
  }

  /** Number of the record that tells of the event's publishing; null when it is forgotten. */
  publishedRecord(origin: number, n: number): number | null {
    for (let record = this.#length - 1; record >= this.#oldest; record -= 1) {
      const at = (record % RECORDS_KEPT) * WORDS
      if (
        this.#words[at + 4] === origin + 1 &&
        this.#words[at + 5] === n &&
        (this.#words[at + 2] as number) % 256 === journalKindIndex.published
      )
        return record
    }
    return null
  }

  /** Without the records kept: a restored run has forgotten them, its hash and counters have not. */
  save(): JournalState {
    this.#fold()
    return {
      hash: this.#hash.save(),
      length: this.#length,
      counts: Array.from(this.#counts),
      totals: Array.from(this.#totals),
    }
  }

  restore(state: JournalState): void {
    this.#hash.restore(state.hash)
    this.#length = state.length
    this.#folded = state.length
    this.#oldest = state.length
    this.#counts = Float64Array.from(state.counts)
    this.#totals.set(state.totals)
  }

  #count(kind: number, attempt: number, element: number): void {
    const at = element * COUNTERS
    if (at + COUNTERS > this.#counts.length) this.#growCounts(at + COUNTERS)
    this.#counts[at + kind] = (this.#counts[at + kind] as number) + 1
    const again = againCounter(kind, attempt)
    if (again) this.#counts[at + again] = (this.#counts[at + again] as number) + 1
  }

  #countTotal(kind: number, attempt: number): void {
    this.#totals[kind] = (this.#totals[kind] as number) + 1
    const again = againCounter(kind, attempt)
    if (again) this.#totals[again] = (this.#totals[again] as number) + 1
  }

  #growCounts(needed: number): void {
    const larger = new Float64Array(Math.max(needed, this.#counts.length * 2))
    larger.set(this.#counts)
    this.#counts = larger
  }

  #fold(): void {
    const start = (this.#folded % RECORDS_KEPT) * WORDS
    const end = (this.#length % RECORDS_KEPT) * WORDS
    if (this.#folded < this.#length && end <= start) {
      this.#hash.fold(this.#words, start, this.#words.length)
      this.#hash.fold(this.#words, 0, end)
    } else {
      this.#hash.fold(this.#words, start, end)
    }
    this.#folded = this.#length
  }
}

export interface JournalEntry {
  kind: JournalKind
  element: number
  event: EventHandle
  attempt: number
  detail: number
}

/** Words that tell of the event. */
const EVENT_WORDS = [4, 5, 6, 7, 8, 10, 11] as const

function againCounter(kind: number, attempt: number): number {
  if (attempt < 2) return 0
  if (kind === journalKindIndex.delivered) return REDELIVERED
  return kind === journalKindIndex.started ? RETRIED : 0
}

function counterIndex(counter: Counter): number {
  if (counter === 'redelivered') return REDELIVERED
  if (counter === 'retried') return RETRIED
  return journalKindIndex[counter]
}
