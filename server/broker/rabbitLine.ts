// The consumers of a queue that wait for their turn: in turn among equals, and those with a higher
// x-priority before all others. Those of one rank stand in a circle: after the last comes the first.

export type RabbitLineState = readonly {
  readonly priority: number
  readonly numbers: readonly number[]
}[]

interface Rank {
  readonly priority: number
  /** The number of the consumer that stands last; NOBODY: none does. */
  last: number
}

export const NOBODY = -1

export class RabbitLine {
  /** The highest priority first. One that has become empty stays: its consumers come back. */
  readonly #ranks: Rank[] = []
  /** The highest that is not empty; any: nobody waits. */
  #top: Rank = { priority: 0, last: NOBODY }
  #first = NOBODY
  /** By number: who comes after it in its rank. */
  readonly #after: number[] = []

  /** The number of the consumer whose turn it is; NOBODY: nobody waits. */
  get first(): number {
    return this.#first
  }

  /** Only one that does not stand in line. */
  push(number: number, priority: number): void {
    const rank = this.#rankOf(priority)
    const { last } = rank
    if (last === NOBODY) {
      this.#after[number] = number
      this.#noteBegun(rank, number)
    } else {
      this.#after[number] = this.#after[last] as number
      this.#after[last] = number
    }
    rank.last = number
  }

  /** Takes the first away; only when there is one. */
  shift(): void {
    const top = this.#top
    const first = this.#first
    if (first === top.last) {
      this.#empty(top)
    } else {
      this.#first = this.#after[first] as number
      this.#after[top.last] = this.#first
    }
  }

  /** Puts the first behind all of its rank; only when there is one. */
  turn(): void {
    this.#top.last = this.#first
    this.#first = this.#after[this.#first] as number
  }

  remove(number: number): void {
    const ranks = this.save()
    for (const rank of this.#ranks) this.#empty(rank)
    this.restore(
      ranks.map(({ priority, numbers }) => ({
        priority,
        numbers: numbers.filter((other) => other !== number),
      })),
    )
  }

  save(): RabbitLineState {
    return this.#ranks.map(({ priority, last }) => ({ priority, numbers: this.#upTo(last) }))
  }

  /** Into a line in which nobody stands. */
  restore(state: RabbitLineState): void {
    for (const { priority, numbers } of state) {
      this.#rankOf(priority)
      for (const number of numbers) this.push(number, priority)
    }
  }

  /** Somebody stands in a rank that was empty. */
  #noteBegun(rank: Rank, first: number): void {
    if (this.#first !== NOBODY && rank.priority < this.#top.priority) return
    this.#top = rank
    this.#first = first
  }

  #empty(rank: Rank): void {
    const ranks = this.#ranks
    rank.last = NOBODY
    this.#first = NOBODY
    for (let index = 0; index < ranks.length && this.#first === NOBODY; index += 1) {
      const next = ranks[index] as Rank
      if (next.last !== NOBODY) this.#noteBegun(next, this.#after[next.last] as number)
    }
  }

  /** A whole rank, by its last. */
  #upTo(last: number): number[] {
    const numbers: number[] = []
    if (last === NOBODY) return numbers
    let number = last
    do {
      number = this.#after[number] as number
      numbers.push(number)
    } while (number !== last)
    return numbers
  }

  #rankOf(priority: number): Rank {
    const highest = this.#ranks[0]
    return highest?.priority === priority ? highest : this.#otherRankOf(priority)
  }

  #otherRankOf(priority: number): Rank {
    const known = this.#ranks.find((rank) => rank.priority === priority)
    if (known) return known
    const rank = { priority, last: NOBODY }
    this.#ranks.push(rank)
    this.#ranks.sort((a, b) => b.priority - a.priority)
    return rank
  }
}
