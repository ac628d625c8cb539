// How the consumers of a stream of RabbitMQ read it: each all of it, in its order. Nothing tells when one
// with empty hands goes and another gets its number: that can only be when somebody intervenes.

import type { Moment } from '../violations.ts'
import type { LogOptions } from './acceptanceRules.ts'
import { Cursor } from './cursor.ts'
import type { LogReader } from './logBook.ts'

export class StreamReader implements LogReader {
  readonly #options: LogOptions
  /** By consumer number. */
  readonly #cursors = new Map<number, Cursor>()

  constructor(options: LogOptions) {
    this.#options = options
  }

  onIntervention(): void {
    for (const cursor of this.#cursors.values()) this.#begin(cursor)
  }

  onSeek(): void {
    this.onIntervention()
  }

  onEdited(): void {
    this.onIntervention()
  }

  onLost(): void {
    this.onIntervention()
  }

  takeFrom(moment: Moment): void {
    const { kind, row, event } = moment
    if (kind === 'abandoned') this.onIntervention()
    if (kind === 'acknowledged') this.#cursor(row.detail).letGo(moment)
    if (kind !== 'delivered') return
    const { book, violations } = this.#options
    const entry = book.find(event, () => true)
    if (entry) this.#cursor(row.detail).deliver(entry, moment)
    else violations.add('phantom', `${book.element} does not have it`, moment)
  }

  #cursor(number: number): Cursor {
    const known = this.#cursors.get(number)
    if (known) return known
    const { book, violations } = this.#options
    const cursor = new Cursor({ partition: book.partition(0), violations })
    this.#begin(cursor)
    this.#cursors.set(number, cursor)
    return cursor
  }

  #begin(cursor: Cursor): void {
    cursor.moveTo(null)
    cursor.forgetFurthest()
  }
}
