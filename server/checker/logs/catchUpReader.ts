// How a catch-up subscription reads an event store: all events in their order; after a failure or a
// departure it goes on from somewhere before.

import type { Moment } from '../violations.ts'
import type { LogOptions } from './acceptanceRules.ts'
import { Cursor } from './cursor.ts'
import type { LogReader } from './logBook.ts'

export class CatchUpReader implements LogReader {
  readonly #options: LogOptions
  readonly #cursor: Cursor
  #stored = 0
  #mayGoBack = false

  constructor(options: LogOptions) {
    this.#options = options
    const { book, violations } = options
    this.#cursor = new Cursor({ partition: book.partition(0), violations })
  }

  /** A reader that has nothing in hand goes without a word, and another begins where it has stored. */
  onIntervention(): void {
    this.#cursor.rewind()
  }

  onSeek(): void {
    this.#cursor.moveTo(null)
    this.#mayGoBack = true
  }

  takeFrom(moment: Moment): void {
    const { row } = moment
    switch (moment.kind) {
      case 'delivered':
        this.#deliver(moment)
        break
      case 'acknowledged':
        this.#cursor.letGo(moment)
        break
      case 'requeued':
      case 'abandoned':
        this.#cursor.letGo(moment)
        this.#cursor.rewind()
        break
      case 'dropped':
        if (row.detail === row.element) this.#skip(moment)
        break
      case 'positioned':
        this.#store(moment)
        break
      default:
    }
  }

  #deliver(moment: Moment): void {
    const { book, violations } = this.#options
    const entry = book.find(moment.event, () => true)
    if (entry) this.#cursor.deliver(entry, moment)
    else violations.add('phantom', `${book.element} does not have it`, moment)
  }

  #skip({ event }: Moment): void {
    const entry = this.#options.book.find(event, () => true)
    if (entry && entry.ordinal === this.#cursor.next) this.#cursor.skipTo(entry.ordinal + 1)
  }

  #store(moment: Moment): void {
    const { violations } = this.#options
    const { detail } = moment.row
    const { partition } = this.#cursor
    if (detail < this.#stored && !this.#mayGoBack)
      violations.add('commits', `${this.#stored} was stored before ${detail}`, moment)
    if (detail > partition.end)
      violations.add('commits', `${detail} lies behind the end, ${partition.end}`, moment)
    this.#stored = detail
    this.#mayGoBack = false
  }
}
