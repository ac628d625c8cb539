// One partition of a log, as the records tell of it: what was accepted, in that order, and what of it is
// there still.

export interface Entry {
  readonly event: number
  readonly key: number
  readonly origin: string
  readonly partition: number
  /** Place among what the partition accepted; what a lost record had is given to the next. */
  readonly ordinal: number
  isGone: boolean
  isAborted: boolean
}

export class Partition {
  readonly number: number
  /** Without those at the beginning that are gone. */
  #entries: Entry[] = []
  /** Ordinal of the first of them. */
  #base = 0
  #end = 0
  /** A transaction has ended here: offsets are more than records. */
  hasMarkers = false

  constructor(number: number) {
    this.number = number
  }

  /** Ordinal of the next. */
  get end(): number {
    return this.#end
  }

  append(entry: Omit<Entry, 'ordinal' | 'partition' | 'isGone' | 'isAborted'>): Entry {
    this.#entries.length = this.#end - this.#base
    const added = {
      ...entry,
      partition: this.number,
      ordinal: this.#end,
      isGone: false,
      isAborted: false,
    }
    this.#entries.push(added)
    this.#end += 1
    return added
  }

  /** What came after it is lost with it. */
  cutAt(ordinal: number): void {
    this.#end = Math.min(this.#end, Math.max(ordinal, this.#base))
  }

  /** Forgets what is gone, from the beginning. */
  trim(): void {
    let gone = 0
    while (gone < this.#end - this.#base && this.#entries[gone]?.isGone) gone += 1
    if (gone < 256 || gone * 2 < this.#entries.length) return
    this.#entries = this.#entries.slice(gone)
    this.#base += gone
  }

  /** The first at an ordinal or behind it that the reader could have got; the end when there is none. */
  nextReadable(from: number, isCommittedOnly: boolean): number {
    for (let at = Math.max(from, this.#base); at < this.#end; at += 1) {
      const entry = this.#entries[at - this.#base]
      if (entry && !entry.isGone && !(isCommittedOnly && entry.isAborted)) return at
    }
    return this.#end
  }
}
