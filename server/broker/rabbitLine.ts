// The consumers of a queue that wait for their turn: in turn among equals, and those with a higher
// x-priority before all others.

import { Ring } from '../engine/ring.ts'

export type RabbitLineState = readonly {
  readonly priority: number
  readonly numbers: readonly number[]
}[]

interface Rank {
  readonly priority: number
  readonly ring: Ring
}

export class RabbitLine {
  /** The highest priority first. One that has become empty stays: its consumers come back. */
  readonly #ranks: Rank[] = []

  /** The number of the consumer whose turn it is; -1: nobody waits. */
  get first(): number {
    const rank = this.#firstRank
    return rank === null ? -1 : rank.ring.at(0)
  }

  push(number: number, priority: number): void {
    this.#ringOf(priority).push(number)
  }

  /** Takes the first away; only when there is one. */
  shift(): void {
    this.#firstRank?.ring.shift()
  }

  remove(number: number): void {
    for (const { ring } of this.#ranks)
      ring.restore(ring.save().filter((other) => other !== number))
  }

  save(): RabbitLineState {
    return this.#ranks.map(({ priority, ring }) => ({ priority, numbers: ring.save() }))
  }

  restore(state: RabbitLineState): void {
    for (const { priority, numbers } of state) this.#ringOf(priority).restore(numbers)
  }

  /** The highest that is not empty. */
  get #firstRank(): Rank | null {
    const ranks = this.#ranks
    for (let index = 0; index < ranks.length; index += 1) {
      const rank = ranks[index] as Rank
      if (rank.ring.size > 0) return rank
    }
    return null
  }

  #ringOf(priority: number): Ring {
    const top = this.#ranks[0]
    if (top?.priority === priority) return top.ring
    const known = this.#ranks.find((rank) => rank.priority === priority)
    if (known) return known.ring
    const rank = { priority, ring: new Ring() }
    this.#ranks.push(rank)
    this.#ranks.sort((a, b) => b.priority - a.priority)
    return rank.ring
  }
}
