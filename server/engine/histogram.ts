// Latencies in buckets that grow with them: 32 to each doubling, so that a percentile is off by at
// most 1.6 %; count, mean and maximum are exact.

import { assert } from '#shared/lib/assert.ts'
import type { Duration } from './time.ts'

const BUCKETS_PER_DOUBLING_BITS = 5
const DOUBLINGS = 54
const PER_DOUBLING = 1 << BUCKETS_PER_DOUBLING_BITS
export const BUCKETS = DOUBLINGS * PER_DOUBLING

/** Bits of a double's high word below the ones that number the bucket. */
const SHIFT = 20 - BUCKETS_PER_DOUBLING_BITS
const BUCKET_OF_ONE = 1023 << BUCKETS_PER_DOUBLING_BITS

const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)
/** Where a double keeps its sign, exponent and first bits on this machine. */
const HIGH_WORD = highWordIndex()

export interface HistogramState {
  /** Bucket and count in turn, of the buckets that are not empty. */
  readonly buckets: readonly number[]
  readonly count: number
  readonly sum: number
  readonly max: number
}

/** What a histogram held at one moment. */
export interface HistogramMark {
  /** Number of the first bucket in `buckets`. */
  readonly first: number
  readonly buckets: Uint32Array
  readonly count: number
  readonly sum: number
  readonly max: number
}

export class Histogram {
  /** Whole doublings, from the lowest to the highest ever recorded: most things vary little. */
  #buckets = new Uint32Array(0)
  /** Number of the first of them. */
  #first = 0
  /** For each doubling 1 where something is recorded: what is added and read are few of many buckets. */
  #isUsed = new Uint8Array(0)
  #count = 0
  #sum = 0
  #max = 0

  get count(): number {
    return this.#count
  }

  get max(): number {
    return this.#max
  }

  /** NaN when nothing was recorded. */
  get mean(): number {
    return this.#sum / this.#count
  }

  record(duration: Duration): void {
    const bucket = bucketOf(duration)
    if (bucket < this.#first || bucket >= this.#first + this.#buckets.length)
      this.#makeRoomFor(bucket, bucket + 1)
    const at = bucket - this.#first
    this.#buckets[at] = (this.#buckets[at] as number) + 1
    this.#isUsed[at >> BUCKETS_PER_DOUBLING_BITS] = 1
    this.#count += 1
    this.#sum += duration
    if (duration > this.#max) this.#max = duration
  }

  /** Whatever the other has recorded, this has recorded too. */
  add(other: Histogram): void {
    if (other.#count === 0) return
    this.#makeRoomFor(other.#first, other.#first + other.#buckets.length)
    other.#addCountsTo(this.#buckets, this.#first)
    const doublings = (other.#first - this.#first) / PER_DOUBLING
    for (let doubling = 0; doubling < other.#isUsed.length; doubling += 1)
      if (other.#isUsed[doubling] === 1) this.#isUsed[doubling + doublings] = 1
    this.#count += other.#count
    this.#sum += other.#sum
    this.#max = Math.max(this.#max, other.#max)
  }

  /** Adds the count of each bucket to that of the same number; answers the first of those numbers. */
  addCountsTo(counts: Uint32Array): number {
    this.#addCountsTo(counts, 0)
    return this.#first
  }

  /** The duration that this share of the records does not exceed; NaN when nothing was recorded. */
  quantile(share: number): number {
    if (this.#count === 0) return Number.NaN
    const rank = Math.max(1, Math.ceil(share * this.#count))
    let seen = 0
    for (let at = 0; at < this.#buckets.length; at += 1) {
      seen += this.#buckets[at] as number
      if (seen >= rank) return Math.min(middleOf(this.#first + at), this.#max)
    }
    return this.#max
  }

  mark(): HistogramMark {
    const buckets = this.#buckets.slice()
    return { first: this.#first, buckets, count: this.#count, sum: this.#sum, max: this.#max }
  }

  /** What was recorded after the mark. A maximum below that of the mark is known to its bucket only. */
  since(mark: HistogramMark): Histogram {
    const later = new Histogram()
    if (this.#count === mark.count) return later
    later.#first = this.#first
    later.#buckets = this.#buckets.map((count, at) => {
      const before = mark.buckets[this.#first + at - mark.first]
      return count - (before ?? 0)
    })
    later.#isUsed = this.#isUsed.slice()
    later.#count = this.#count - mark.count
    later.#sum = this.#sum - mark.sum
    const highest = later.#first + later.#buckets.findLastIndex((count) => count > 0)
    later.#max = this.#max > mark.max ? this.#max : Math.min(middleOf(highest), this.#max)
    return later
  }

  clear(): void {
    if (this.#count === 0) return
    this.#buckets.fill(0)
    this.#isUsed.fill(0)
    this.#count = 0
    this.#sum = 0
    this.#max = 0
  }

  save(): HistogramState {
    const buckets: number[] = []
    this.#buckets.forEach((count, at) => {
      if (count > 0) buckets.push(this.#first + at, count)
    })
    return { buckets, count: this.#count, sum: this.#sum, max: this.#max }
  }

  restore(state: HistogramState): void {
    this.clear()
    const { buckets } = state
    const [first] = buckets
    const last = buckets.at(-2)
    if (first !== undefined && last !== undefined) this.#makeRoomFor(first, last + 1)
    for (let index = 0; index < buckets.length; index += 2) {
      const at = (buckets[index] as number) - this.#first
      this.#buckets[at] = buckets[index + 1] as number
      this.#isUsed[at >> BUCKETS_PER_DOUBLING_BITS] = 1
    }
    this.#count = state.count
    this.#sum = state.sum
    this.#max = state.max
  }

  /** Of `counts`, the first is that of the bucket with the number `first`. */
  #addCountsTo(counts: Uint32Array, first: number): void {
    const buckets = this.#buckets
    const shift = this.#first - first
    for (let doubling = 0; doubling < this.#isUsed.length; doubling += 1) {
      if (this.#isUsed[doubling] === 0) continue
      const end = (doubling + 1) * PER_DOUBLING
      for (let at = doubling * PER_DOUBLING; at < end; at += 1)
        counts[at + shift] = (counts[at + shift] as number) + (buckets[at] as number)
    }
  }

  /** For the buckets from `first` up to `end`. */
  #makeRoomFor(first: number, end: number): void {
    const before = this.#buckets
    const isEmpty = before.length === 0
    const lowest = isEmpty ? first : Math.min(first, this.#first)
    const highest = Math.max(end, isEmpty ? 0 : this.#first + before.length)
    const start = Math.floor(lowest / PER_DOUBLING) * PER_DOUBLING
    const length = Math.ceil(highest / PER_DOUBLING) * PER_DOUBLING - start
    if (!isEmpty && start === this.#first && length === before.length) return
    assert(start + length <= BUCKETS, 'no duration is longer than the longest run')
    const wasUsed = this.#isUsed
    const shift = isEmpty ? 0 : this.#first - start
    this.#buckets = new Uint32Array(length)
    this.#buckets.set(before, shift)
    this.#isUsed = new Uint8Array(length / PER_DOUBLING)
    this.#isUsed.set(wasUsed, shift / PER_DOUBLING)
    this.#first = start
  }
}

/** Durations below a nanosecond share the first bucket with it. */
export function bucketOf(duration: number): number {
  if (duration < 1) return 0
  double[0] = duration
  return ((words[HIGH_WORD] as number) >>> SHIFT) - BUCKET_OF_ONE
}

export function middleOf(bucket: number): number {
  if (bucket === 0) return 0
  return (startOf(bucket) + startOf(bucket + 1)) / 2
}

function startOf(bucket: number): number {
  words[HIGH_WORD] = (bucket + BUCKET_OF_ONE) << SHIFT
  words[1 - HIGH_WORD] = 0
  return double[0] as number
}

function highWordIndex(): 0 | 1 {
  double[0] = 1
  return words[0] === 0 ? 1 : 0
}
