// How a persistent subscription hands out the events of a store: in no order that anybody promises, but
// each with a count that grows. Checkpoints say little of single events.

import type { Moment } from '../violations.ts'
import type { LogOptions } from './acceptanceRules.ts'
import type { LogReader } from './logBook.ts'

const EVENTS_MAX = 500_000

export class PersistentReader implements LogReader {
  readonly #options: LogOptions
  /** The last attempt of each that it ever handed out. */
  readonly #attempts = new Map<number, number>()
  /** Settled as done, and not handed out since. */
  readonly #done = new Set<number>()
  #stored = 0

  constructor(options: LogOptions) {
    this.#options = options
  }

  takeFrom(moment: Moment): void {
    switch (moment.kind) {
      case 'delivered':
        this.#deliver(moment)
        break
      case 'acknowledged':
        this.#expectHad(moment)
        if (this.#done.has(moment.event))
          this.#options.violations.add('endings', 'it was acknowledged before', moment)
        this.#done.add(moment.event)
        break
      case 'requeued':
      case 'parked':
        this.#expectHad(moment)
        break
      case 'positioned':
        this.#store(moment)
        break
      default:
    }
  }

  #deliver(moment: Moment): void {
    const { book, violations } = this.#options
    const before = this.#attempts.get(moment.event)
    const { attempt } = moment.row
    // What it has read it may hand out, though the store has let it go meanwhile.
    if (!book.hadOnce(moment.event) && !book.find(moment.event, () => true))
      violations.add('phantom', `${book.element} does not have it`, moment)
    if (before === undefined && attempt !== 1 && this.#countsEach(moment.element))
      violations.add('attempts', 'the group had it never before', moment)
    if (before !== undefined && attempt === 1)
      violations.add('attempts', 'the group had it before', moment)
    this.#done.delete(moment.event)
    if (this.#isComplete) this.#attempts.set(moment.event, attempt)
  }

  /** A pinned event may be passed over at first: then its place in the log says nothing. */
  #countsEach(element: string): boolean {
    const id = element.slice('subscriptions/'.length)
    const spec = this.#options.drawing.subscriptionOf(id, 'persistentConsumer')
    return this.#isComplete && spec?.namedConsumerStrategy.startsWith('Pinned') === false
  }

  get #isComplete(): boolean {
    return this.#attempts.size < EVENTS_MAX
  }

  #expectHad(moment: Moment): void {
    if (this.#isComplete && !this.#attempts.has(moment.event))
      this.#options.violations.add('endings', 'the group never had it', moment)
  }

  #store(moment: Moment): void {
    const { book, violations } = this.#options
    const { detail } = moment.row
    if (detail > book.partition(0).end)
      violations.add('commits', `${detail} lies behind the end of the log`, moment)
    if (detail < this.#stored)
      violations.add('commits', `${this.#stored} was stored before ${detail}`, moment)
    this.#stored = detail
  }
}
