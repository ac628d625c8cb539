// The second count: every record of an element, to be held against what the engine has counted as it went.

import type { JournalKind } from '#shared/lib/journal.ts'
import type { Moment } from './violations.ts'

export type Counted = JournalKind | 'redelivered' | 'retried'

export class Counts {
  /** By element number: one that was removed and comes again has another. */
  readonly #byElement = new Map<number, Map<Counted, number>>()
  /** The newest number of a name. */
  readonly #numbers = new Map<string, number>()
  readonly #former = new Set<number>()

  take({ kind, row, element, nameOf }: Moment): void {
    this.#add(row.element, element, kind)
    if (kind === 'delivered' && row.attempt > 1) this.#add(row.element, element, 'redelivered')
    if (kind === 'started' && row.attempt > 1) this.#add(row.element, element, 'retried')
    const isGivenUp = kind === 'deadLettered' || kind === 'dropped'
    // Who gave it up has it among its own as well.
    if (isGivenUp && row.detail > 0 && row.detail !== row.element)
      this.#add(row.detail, nameOf(row.detail), kind)
  }

  of(element: string, counted: Counted): number {
    const number = this.#numbers.get(element)
    return number === undefined ? 0 : (this.#byElement.get(number)?.get(counted) ?? 0)
  }

  /** Another element of that name begins with nothing. */
  forget(element: string): void {
    const number = this.#numbers.get(element)
    if (number !== undefined) this.#former.add(number)
    this.#numbers.delete(element)
  }

  /** The number of an element whose name is another's by now. */
  isFormer(number: number): boolean {
    return this.#former.has(number)
  }

  #add(number: number, name: string, counted: Counted): void {
    if (!this.#former.has(number) && (this.#numbers.get(name) ?? -1) < number)
      this.#numbers.set(name, number)
    const counts = this.#byElement.get(number) ?? new Map<Counted, number>()
    this.#byElement.set(number, counts)
    counts.set(counted, (counts.get(counted) ?? 0) + 1)
  }
}
