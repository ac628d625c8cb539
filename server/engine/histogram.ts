// Latencies in buckets that grow with them: 32 to each doubling, so that a percentile is off by at
// most 1.6 %; count, mean and maximum are exact.

import type { Duration } from './time.ts'

const BUCKETS_PER_DOUBLING_BITS = 5
const DOUBLINGS = 54
const BUCKETS = DOUBLINGS << BUCKETS_PER_DOUBLING_BITS

/** Bits of a double's high word below the ones that number the bucket. */
const SHIFT = 20 - BUCKETS_PER_DOUBLING_BITS
const BUCKET_OF_ONE = 1023 << BUCKETS_PER_DOUBLING_BITS

const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)
/** Where a double keeps its sign, exponent and first bits on this machine. */
const HIGH_WORD = highWordIndex()

export interface HistogramState {
  readonly buckets: readonly (readonly [bucket: number, count: number])[]
  readonly count: number
  readonly sum: number
  readonly max: number
}

export class Histogram {
  readonly #buckets = new Uint32Array(BUCKETS)
  /** Bounds of the buckets in use. */
  #lowest = BUCKETS
  #highest = -1
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

  /** `bucket`: of this duration, where it is known already. */
  record(duration: Duration, bucket = bucketOf(duration)): void {
    if (bucket < this.#lowest) this.#lowest = bucket
    if (bucket > this.#highest) this.#highest = bucket
    this.#buckets[bucket] = (this.#buckets[bucket] as number) + 1
    this.#count += 1
    this.#sum += duration
    if (duration > this.#max) this.#max = duration
  }

  /** The duration that this share of the records does not exceed; NaN when nothing was recorded. */
  quantile(share: number, other?: Histogram): number {
    const total = this.#count + (other ? other.#count : 0)
    if (total === 0) return Number.NaN
    const rank = Math.max(1, Math.ceil(share * total))
    const max = Math.max(this.#max, other ? other.#max : 0)
    const lowest = Math.min(this.#lowest, other ? other.#lowest : BUCKETS)
    let seen = 0
    for (let bucket = lowest; bucket < BUCKETS; bucket += 1) {
      seen += (this.#buckets[bucket] as number) + (other ? (other.#buckets[bucket] as number) : 0)
      if (seen >= rank) return Math.min(middleOf(bucket), max)
    }
    return max
  }

  clear(): void {
    if (this.#count === 0) return
    this.#buckets.fill(0, this.#lowest, this.#highest + 1)
    this.#lowest = BUCKETS
    this.#highest = -1
    this.#count = 0
    this.#sum = 0
    this.#max = 0
  }

  save(): HistogramState {
    const buckets: [number, number][] = []
    this.#buckets.forEach((count, bucket) => {
      if (count > 0) buckets.push([bucket, count])
    })
    return { buckets, count: this.#count, sum: this.#sum, max: this.#max }
  }

  restore(state: HistogramState): void {
    this.clear()
    for (const [bucket, count] of state.buckets) this.#buckets[bucket] = count
    this.#lowest = state.buckets[0]?.[0] ?? BUCKETS
    this.#highest = state.buckets.at(-1)?.[0] ?? -1
    this.#count = state.count
    this.#sum = state.sum
    this.#max = state.max
  }
}

/** Durations below a nanosecond share the first bucket with it. */
export function bucketOf(duration: number): number {
  if (duration < 1) return 0
  double[0] = duration
  return ((words[HIGH_WORD] as number) >>> SHIFT) - BUCKET_OF_ONE
}

function middleOf(bucket: number): number {
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
