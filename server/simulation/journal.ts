// What happened, in order. Hash and counters see every record; the newest 65,536 are kept to be read.

import { type JournalKind, type JournalRow, journalKindIndex } from '#shared/lib/journal.ts'
import { type EventHandle, type Events, IDENTITY_WORDS, NO_EVENT } from '../broker/events.ts'
import type { Clock } from '../engine/time.ts'
import { type Counter, JournalCounters, type JournalCountersState } from './journalCounters.ts'
import { type HashState, JournalHash } from './journalHash.ts'
import {
  AT_HIGH,
  AT_LOW,
  CAUSE_N,
  CAUSE_ORIGIN,
  DETAIL,
  ELEMENT,
  FORM,
  KIND_AND_ATTEMPT,
  kindAt,
  N,
  ORIGIN,
  PER_TWO_32,
  ROOT_N,
  ROOT_ORIGIN,
  rowAt,
  WORDS,
} from './journalRecord.ts'
import type { JournalWatch } from './journalWatch.ts'
import { NotableRecords } from './notableRecords.ts'

/** A power of two, as is SEEN_TOGETHER. */
const RECORDS_KEPT = 65_536
/** Records that hash and counters see at once, while the processor has them near. */
const SEEN_TOGETHER = 256

export interface JournalState {
  readonly hash: HashState
  readonly length: number
  readonly counters: JournalCountersState
}

export class Journal {
  readonly #events: Events
  readonly #clock: Clock
  readonly #words = new Uint32Array(RECORDS_KEPT * WORDS)
  readonly #hash = new JournalHash()
  #length = 0
  /** Records that hash and counters have seen. */
  #seen = 0
  /** The first record of this run, which may be a restored one. */
  #first = 0
  readonly #counters = new JournalCounters()
  readonly #notable = new NotableRecords()
  #watch: JournalWatch | null = null

  constructor(events: Events, clock: Clock) {
    this.#events = events
    this.#clock = clock
  }

  /** Records ever written. */
  get length(): number {
    return this.#length
  }

  /** Number of the oldest record that can still be read. */
  get oldest(): number {
    return Math.max(this.#first, this.#length - RECORDS_KEPT)
  }

  write(
    kind: JournalKind,
    element: number,
    event: EventHandle,
    attempt: number,
    detail: number,
  ): void {
    if (this.#length - this.#seen === SEEN_TOGETHER) this.#catchUp()
    const { now } = this.#clock
    const words = this.#words
    const at = placeOf(this.#length)
    words[at + AT_LOW] = now
    words[at + AT_HIGH] = now * PER_TWO_32
    words[at + KIND_AND_ATTEMPT] = indexOf(kind) + attempt * 256
    words[at + ELEMENT] = element
    words[at + DETAIL] = detail
    if (event === NO_EVENT) writeNobody(words, at + ORIGIN)
    else this.#events.copyIdentity(event, words, at + ORIGIN)
    this.#length += 1
    if (this.#watch !== null) this.#show(this.#watch, event)
  }

  /** Shows each record to the watch as it is written; null: to nobody. */
  watch(watch: JournalWatch | null): void {
    this.#watch = watch
  }

  /** How often a kind was written for an element; an event type counts what its events went through. */
  countOf(counter: Counter, element: number): number {
    this.#catchUp()
    return this.#counters.of(counter, element)
  }

  /** The same for several elements together. */
  sumOf(counter: Counter, elements: readonly number[]): number {
    return elements.reduce((sum, element) => sum + this.countOf(counter, element), 0)
  }

  /** How often a kind was written in all. */
  count(counter: Counter): number {
    this.#catchUp()
    return this.#counters.total(counter)
  }

  /** Of the history up to now. */
  hash(): string {
    this.#catchUp()
    return this.#hash.digest(this.#length)
  }

  row(record: number): JournalRow {
    return rowAt(this.#words, placeOf(record))
  }

  /**
   * What went wrong, and what belongs to no event, of the records from number `from` up to `end`, the oldest
   * first. The newest 4,096 of a run are known, however many records came after them.
   */
  notable(from: number, end: number): readonly JournalRow[] {
    this.#catchUp()
    return this.#notable.between(from, end)
  }

  /** Origin and number of the event that caused the record's event; origin -1: none. */
  causeOf(record: number): { readonly origin: number; readonly n: number } {
    const at = placeOf(record)
    const words = this.#words
    return { origin: (words[at + CAUSE_ORIGIN] as number) - 1, n: words[at + CAUSE_N] as number }
  }

  /** Up to `max` records from number `from` on, of those still here and wanted. */
  rows(from: number, max: number, keep?: (row: JournalRow) => boolean): readonly JournalRow[] {
    const rows: JournalRow[] = []
    for (let record = Math.max(from, this.oldest); record < this.#length; record += 1) {
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
    for (let record = this.oldest; record < this.#length; record += 1) {
      const at = placeOf(record)
      if (this.#words[at + ROOT_ORIGIN] === rootOrigin + 1 && this.#words[at + ROOT_N] === rootN)
        rows.push(this.row(record))
    }
    const first = rows[0]
    const complete = first?.origin === rootOrigin && first.kind === journalKindIndex.published
    return { rows, complete }
  }

  /** Number of the record that tells of the event's publishing; null when it is forgotten. */
  publishedRecord(origin: number, n: number): number | null {
    for (let record = this.#length - 1; record >= this.oldest; record -= 1) {
      const at = placeOf(record)
      const isOfEvent = this.#words[at + ORIGIN] === origin + 1 && this.#words[at + N] === n
      if (isOfEvent && kindAt(this.#words, at) === PUBLISHED) return record
    }
    return null
  }

  /** Without the records kept: a restored run has forgotten them, its hash and counters have not. */
  save(): JournalState {
    this.#catchUp()
    return {
      hash: this.#hash.save(),
      length: this.#length,
      counters: this.#counters.save(),
    }
  }

  restore(state: JournalState): void {
    this.#hash.restore(state.hash)
    this.#length = state.length
    this.#seen = state.length
    this.#first = state.length
    this.#notable.clear()
    this.#counters.restore(state.counters)
  }

  /** The newest record. */
  #show(watch: JournalWatch, event: EventHandle): void {
    const record = this.#length - 1
    if (watch.wants[kindAt(this.#words, placeOf(record))] !== 1) return
    const isOfEvent = event !== NO_EVENT
    watch.see(this.row(record), {
      publishedNs: isOfEvent ? this.#events.createdAt(event) : 0,
      attributes: isOfEvent ? this.#events.attributes(event) : 0,
    })
  }

  /** Lets hash and counters see what was written since they last did. */
  #catchUp(): void {
    while (this.#seen < this.#length) {
      const start = placeOf(this.#seen)
      const end = Math.min(start + (this.#length - this.#seen) * WORDS, this.#words.length)
      this.#counters.seeAll(this.#words, start, end)
      this.#notable.seeAll(this.#words, start, end, this.#seen)
      this.#hash.fold(this.#words, start, end, FORM)
      this.#seen += (end - start) / WORDS
    }
  }
}

function writeNobody(words: Uint32Array, at: number): void {
  for (let word = at; word < at + IDENTITY_WORDS; word += 1) words[word] = 0
}

const PUBLISHED = journalKindIndex.published
const ACCEPTED = journalKindIndex.accepted
const DELIVERED = journalKindIndex.delivered
const STARTED = journalKindIndex.started
const ACKNOWLEDGED = journalKindIndex.acknowledged
const ROUTED = journalKindIndex.routed
const POSITIONED = journalKindIndex.positioned

/** Of a record's first word. */
function placeOf(record: number): number {
  return Math.imul(record & (RECORDS_KEPT - 1), WORDS)
}

/** Comparing is faster than looking up: the kinds that come with many events are compared. */
function indexOf(kind: JournalKind): number {
  switch (kind) {
    case 'published':
      return PUBLISHED
    case 'accepted':
      return ACCEPTED
    case 'delivered':
      return DELIVERED
    case 'started':
      return STARTED
    case 'acknowledged':
      return ACKNOWLEDGED
    case 'routed':
      return ROUTED
    case 'positioned':
      return POSITIONED
    default:
      return journalKindIndex[kind]
  }
}
