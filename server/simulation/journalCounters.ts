// How often each kind of record was written, in all and for each element.

import { JOURNAL_KINDS, type JournalKind, journalKindIndex } from '#shared/lib/journal.ts'
import { grown } from '../engine/grown.ts'
import { DETAIL, ELEMENT, KIND_AND_ATTEMPT, kindAt, TYPE, WORDS } from './journalRecord.ts'

/** Counted beside the kinds: delivered with attempt > 1, started with attempt > 1. */
export type Counter = JournalKind | 'redelivered' | 'retried'

const REDELIVERED = JOURNAL_KINDS.length
const RETRIED = JOURNAL_KINDS.length + 1
const COUNTERS = JOURNAL_KINDS.length + 2

const { delivered, started, deadLettered, dropped } = journalKindIndex

export interface JournalCountersState {
  readonly counts: readonly number[]
  readonly totals: readonly number[]
}

export class JournalCounters {
  /** COUNTERS numbers an element. */
  #counts = new Float64Array(256 * COUNTERS)
  readonly #totals = new Float64Array(COUNTERS)

  /** The records whose words begin at `start` and end at `end`. */
  seeAll(words: Uint32Array, start: number, end: number): void {
    const totals = this.#totals
    for (let at = start; at < end; at += WORDS) {
      const element = words[at + ELEMENT] as number
      const type = words[at + TYPE] as number
      const kind = kindAt(words, at)
      this.#add(kind, element)
      // Only what belongs to an event has a type: 0 is the run itself.
      if (type > 0) this.#add(kind, type)
      totals[kind] = (totals[kind] as number) + 1
      if (isCountedTwice(kind, words, at)) this.#seeMore(kind, words, at)
    }
  }

  of(counter: Counter, element: number): number {
    return this.#counts[element * COUNTERS + counterIndex(counter)] ?? 0
  }

  total(counter: Counter): number {
    return this.#totals[counterIndex(counter)] as number
  }

  save(): JournalCountersState {
    return { counts: Array.from(this.#counts), totals: Array.from(this.#totals) }
  }

  restore({ counts, totals }: JournalCountersState): void {
    this.#counts = Float64Array.from(counts)
    this.#totals.set(totals)
  }

  #add(counter: number, element: number): void {
    const at = Math.imul(element, COUNTERS) + counter
    if (at >= this.#counts.length) this.#grow(at + 1)
    const counts = this.#counts
    counts[at] = (counts[at] as number) + 1
  }

  #seeMore(kind: number, words: Uint32Array, at: number): void {
    const element = words[at + ELEMENT] as number
    const detail = words[at + DETAIL] as number
    // Who gave a message up, a subscription most often, counts it beside the channel it was in.
    if (kind === deadLettered || kind === dropped) {
      if (detail > 0 && detail !== element) this.#add(kind, detail)
      return
    }
    const type = words[at + TYPE] as number
    const again = kind === delivered ? REDELIVERED : RETRIED
    this.#add(again, element)
    if (type > 0) this.#add(again, type)
    this.#totals[again] = (this.#totals[again] as number) + 1
  }

  #grow(needed: number): void {
    const length = Math.max(needed, this.#counts.length * 2)
    this.#counts = grown(this.#counts, new Float64Array(length))
  }
}

/** What was given up, and what happens once more. */
function isCountedTwice(kind: number, words: Uint32Array, at: number): boolean {
  if (kind === deadLettered || kind === dropped) return true
  if (kind !== delivered && kind !== started) return false
  return (words[at + KIND_AND_ATTEMPT] as number) >= 2 * 256
}

function counterIndex(counter: Counter): number {
  if (counter === 'redelivered') return REDELIVERED
  if (counter === 'retried') return RETRIED
  return journalKindIndex[counter]
}
