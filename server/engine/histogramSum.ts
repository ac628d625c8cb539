// Several histograms taken together, only for as long as it takes to read percentiles off them.

import { BUCKETS, bucketOf, type Histogram, middleOf } from './histogram.ts'

export class HistogramSum {
  readonly #counts = new Uint32Array(BUCKETS)
  /** Buckets before it are empty. */
  #first = BUCKETS
  #count = 0
  #max = 0

  add(part: Histogram): void {
    if (part.count === 0) return
    const first = part.addCountsTo(this.#counts)
    if (first < this.#first) this.#first = first
    if (part.max > this.#max) this.#max = part.max
    this.#count += part.count
  }

  /** As `Histogram.quantile` for each of the shares, which grow; then nothing has been added. */
  takeQuantiles(shares: readonly number[], into: Float64Array, from: number): void {
    const counts = this.#counts
    let bucket = this.#first - 1
    let seen = 0
    for (let index = 0; index < shares.length; index += 1) {
      const rank = Math.max(1, Math.ceil((shares[index] as number) * this.#count))
      while (seen < rank && bucket < BUCKETS - 1) seen += counts[++bucket] as number
      const isEmpty = this.#count === 0
      into[from + index] = isEmpty ? Number.NaN : Math.min(middleOf(bucket), this.#max)
    }
    this.#clear()
  }

  #clear(): void {
    if (this.#count === 0) return
    this.#counts.fill(0, this.#first, bucketOf(this.#max) + 1)
    this.#first = BUCKETS
    this.#count = 0
    this.#max = 0
  }
}
