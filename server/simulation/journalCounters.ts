// How often each kind of record was written, in all and for each element.

import { JOURNAL_KINDS, type JournalKind, journalKindIndex } from '#shared/lib/journal.ts'
import { grown } from '../engine/grown.ts'
import { DETAIL, ELEMENT, KIND_AND_ATTEMPT, kindAt, TYPE } from './journalRecord.ts'

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

  /** A record whose words begin at `at`. */
  see(words: Uint32Array, at: number): void {
    const element = words[at + ELEMENT] as number
    const type = words[at + TYPE] as number
    const detail = words[at + DETAIL] as number
    const kind = kindAt(words, at)
    const again = againCounter(kind, words[at + KIND_AND_ATTEMPT] as number)
    this.#add(kind, again, element)
    // Only what belongs to an event has a type: 0 is the run itself.
    if (type > 0) this.#add(kind, again, type)
    // Who gave a message up, a subscription most often, counts it beside the channel it was in.
    if ((kind === deadLettered || kind === dropped) && detail > 0 && detail !== element)
      this.#add(kind, again, detail)
    this.#totals[kind] = (this.#totals[kind] as number) + 1
    if (again > 0) this.#totals[again] = (this.#totals[again] as number) + 1
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

  #add(kind: number, again: number, element: number): void {
    const at = Math.imul(element, COUNTERS)
    if (at + COUNTERS > this.#counts.length) this.#grow(at + COUNTERS)
    const counts = this.#counts
    counts[at + kind] = (counts[at + kind] as number) + 1
    if (again > 0) counts[at + again] = (counts[at + again] as number) + 1
  }

  #grow(needed: number): void {
    const length = Math.max(needed, this.#counts.length * 2)
    this.#counts = grown(this.#counts, new Float64Array(length))
  }
}

/** The counter of what happens once more, beside that of the kind; 0: none. */
function againCounter(kind: number, kindAndAttempt: number): number {
  if (kindAndAttempt < 2 * 256) return 0
  if (kind === delivered) return REDELIVERED
  return kind === started ? RETRIED : 0
}

function counterIndex(counter: Counter): number {
  if (counter === 'redelivered') return REDELIVERED
  if (counter === 'retried') return RETRIED
  return journalKindIndex[counter]
}
