// How far a reader of one partition is, as its records tell.

import type { Moment, Violations } from '../violations.ts'
import type { Entry, Partition } from './partition.ts'

export interface CursorOptions {
  readonly partition: Partition
  readonly violations: Violations
}

export class Cursor {
  readonly partition: Partition
  readonly #violations: Violations
  /** Handed out and not settled, as far as records tell: how often, by event. */
  readonly #inHand = new Map<number, number>()
  /** Ordinal of what comes next; null: it begins anew, and where, no record tells. */
  #next: number | null = null
  /** It begins anew, though not behind this; null: anywhere. */
  #atMost: number | null = null
  /** One more than the highest that it ever had; null: not known. */
  #furthest: number | null = 0

  constructor({ partition, violations }: CursorOptions) {
    this.partition = partition
    this.#violations = violations
  }

  get next(): number | null {
    return this.#next
  }

  /** It reads on from there. */
  moveTo(ordinal: number | null, atMost: number | null = null): void {
    this.#next = ordinal
    this.#atMost = atMost
  }

  /** Back to something that it had before. */
  rewind(): void {
    this.moveTo(null, this.#next ?? this.#atMost)
  }

  /** It will never read what lies before. */
  skipTo(ordinal: number): void {
    if (this.#next !== null) this.#next = Math.max(this.#next, ordinal)
    if (this.#atMost !== null) this.#atMost = Math.max(this.#atMost, ordinal)
  }

  /** Another reader may stand in its place. */
  forgetFurthest(): void {
    this.#furthest = null
  }

  cutAt(ordinal: number): void {
    this.moveTo(null)
    if (this.#furthest !== null) this.#furthest = Math.min(this.#furthest, ordinal)
  }

  deliver(entry: Entry, moment: Moment, isCommittedOnly = false): void {
    this.#checkPlace(entry, moment, isCommittedOnly)
    this.#checkAttempt(entry.ordinal, moment)
    this.#next = entry.ordinal + 1
    // Of a repetition whose reader is not known, it stays unknown.
    if (this.#furthest !== null || moment.row.attempt === 1)
      this.#furthest = Math.max(this.#furthest ?? 0, entry.ordinal + 1)
    this.#inHand.set(entry.event, (this.#inHand.get(entry.event) ?? 0) + 1)
  }

  /** It is settled or void. */
  letGo(moment: Moment): void {
    const inHand = this.#inHand.get(moment.event)
    if (inHand === undefined) this.#violations.add('endings', 'nobody there has it in hand', moment)
    else if (inHand > 1) this.#inHand.set(moment.event, inHand - 1)
    else this.#inHand.delete(moment.event)
  }

  #checkPlace({ ordinal }: Entry, moment: Moment, isCommittedOnly: boolean): void {
    const from = this.#next ?? this.#atMost
    if (from === null) return
    const expected = this.partition.nextReadable(from, isCommittedOnly)
    if (ordinal > expected)
      this.#violations.add(
        'log-order',
        `record ${expected} of partition ${this.partition.number} comes before record ${ordinal}`,
        moment,
      )
    else if (ordinal < expected && this.#next !== null)
      this.#violations.add(
        'log-order',
        `it is record ${ordinal}, and the reader was at ${expected} already`,
        moment,
      )
  }

  #checkAttempt(ordinal: number, moment: Moment): void {
    const { attempt } = moment.row
    if (attempt < 1 || attempt > 2) {
      this.#violations.add('attempts', 'a log tells first deliveries from others only', moment)
      return
    }
    if (this.#furthest === null) return
    if (attempt === 1 && ordinal < this.#furthest)
      this.#violations.add('attempts', 'the reader had it before', moment)
    if (attempt === 2 && ordinal >= this.#furthest)
      this.#violations.add('attempts', 'the reader had it never before', moment)
  }
}
