// What transactions left in one partition: which records belong to transactions that are open, and which
// to aborted ones. A transaction's first record holds read_committed consumers back until its end marker
// is in the log and below the high watermark.

export interface TransactionIndexState {
  readonly open: readonly (readonly [transaction: number, offsets: readonly number[]])[]
  readonly ended: readonly EndedTransaction[]
  readonly aborted: readonly number[]
}

/** Its marker may still be lost with the leader. */
export interface EndedTransaction {
  readonly transaction: number
  readonly isCommitted: boolean
  readonly marker: number
  readonly offsets: readonly number[]
}

export class KafkaTransactionIndex {
  readonly #open = new Map<number, number[]>()
  #ended: EndedTransaction[] = []
  /** Ascending. */
  #aborted: number[] = []

  /** The transaction has another record. */
  add(transaction: number, offset: number): void {
    const offsets = this.#open.get(transaction)
    if (offsets) offsets.push(offset)
    else this.#open.set(transaction, [offset])
  }

  isOpen(transaction: number): boolean {
    return this.#open.has(transaction)
  }

  /** Its marker was appended; returns its records. */
  end(transaction: number, isCommitted: boolean, marker: number): readonly number[] {
    const offsets = this.#open.get(transaction) ?? []
    this.#open.delete(transaction)
    this.#ended.push({ transaction, isCommitted, marker, offsets })
    if (!isCommitted) merge(this.#aborted, offsets)
    return offsets
  }

  /** The first offset that read_committed consumers must not pass, below the high watermark (LSO). */
  stableEnd(highWatermark: number): number {
    let stable = highWatermark
    for (const [first = stable] of this.#open.values()) stable = Math.min(stable, first)
    for (const { marker, offsets } of this.#ended)
      if (marker >= highWatermark) stable = Math.min(stable, offsets[0] ?? stable)
    return stable
  }

  isAborted(offset: number): boolean {
    return this.#aborted[lowerBound(this.#aborted, offset)] === offset
  }

  /** Aborted records from `from` to before `to`. */
  abortedBetween(from: number, to: number): number {
    if (to <= from) return 0
    return lowerBound(this.#aborted, to) - lowerBound(this.#aborted, from)
  }

  /** The log begins there now: what is before it needs no mention. */
  forgetBefore(offset: number, highWatermark: number): void {
    this.#aborted = this.#aborted.slice(lowerBound(this.#aborted, offset))
    this.#ended = this.#ended.filter(({ marker }) => marker >= highWatermark)
  }

  /** Compaction took these aborted records out. */
  forgetAborted(offsets: ReadonlySet<number>): void {
    this.#aborted = this.#aborted.filter((offset) => !offsets.has(offset))
  }

  /** The markers below the high watermark are safe. */
  noteHighWatermark(highWatermark: number): void {
    if (this.#ended.length > 0)
      this.#ended = this.#ended.filter(({ marker }) => marker >= highWatermark)
  }

  /** The log ends at `offset` now. Returns the transactions whose markers went: they are open again. */
  truncate(offset: number): readonly EndedTransaction[] {
    const reopened = this.#ended.filter(({ marker }) => marker >= offset)
    this.#ended = this.#ended.filter(({ marker }) => marker < offset)
    for (const { transaction, isCommitted, offsets } of reopened) {
      if (!isCommitted) this.forgetAborted(new Set(offsets))
      this.#open.set(transaction, [...offsets])
    }
    for (const [transaction, offsets] of this.#open) {
      const kept = offsets.filter((each) => each < offset)
      if (kept.length > 0) this.#open.set(transaction, kept)
      else this.#open.delete(transaction)
    }
    this.#aborted = this.#aborted.slice(0, lowerBound(this.#aborted, offset))
    return reopened.filter(({ transaction }) => this.#open.has(transaction))
  }

  save(): TransactionIndexState {
    return {
      open: [...this.#open].map(([transaction, offsets]) => [transaction, [...offsets]] as const),
      ended: [...this.#ended],
      aborted: [...this.#aborted],
    }
  }

  restore(state: TransactionIndexState): void {
    for (const [transaction, offsets] of state.open) this.#open.set(transaction, [...offsets])
    this.#ended = [...state.ended]
    this.#aborted = [...state.aborted]
  }
}

/** Both ascending; what is added lies near the end. */
function merge(all: number[], added: readonly number[]): void {
  const tail = all.splice(lowerBound(all, added[0] ?? Infinity))
  all.push(...[...tail, ...added].sort((a, b) => a - b))
}

/** Index of the first number that is not below `limit`. */
function lowerBound(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((numbers[middle] as number) < limit) low = middle + 1
    else high = middle
  }
  return low
}
