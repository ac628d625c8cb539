// Throughput over the whole run in a bounded number of buckets: when they are full, each two become one.

import type { Timeline } from '#shared/protocol/protocol.ts'

const BUCKET_NS_MIN = 100_000_000

/** Even, so that halving leaves no bucket over. */
export const BUCKETS_MAX = 300

/** Counts since the start of the run. */
export interface Counts {
  readonly published: number
  readonly trouble: number
}

const NOTHING: Counts = { published: 0, trouble: 0 }

export class TimelineRecorder {
  #bucketNs = BUCKET_NS_MIN
  #published: number[] = []
  #trouble: number[] = []
  /** Counts at the end of the last bucket that is full. */
  #before = NOTHING

  /** End of the bucket that is being filled. The run stops there once, to be counted. */
  get edgeNs(): number {
    return (this.#published.length + 1) * this.#bucketNs
  }

  /** To be called with the run at `edgeNs`, all timers of that instant fired. */
  close(counts: Counts): void {
    this.#published.push(counts.published - this.#before.published)
    this.#trouble.push(counts.trouble - this.#before.trouble)
    this.#before = counts
    if (this.#published.length < BUCKETS_MAX) return
    this.#bucketNs *= 2
    this.#published = pairwise(this.#published)
    this.#trouble = pairwise(this.#trouble)
  }

  /** Forgets what was counted after this time. */
  cut(atNs: number): void {
    const full = Math.min(this.#published.length, Math.floor(atNs / this.#bucketNs))
    this.#published.length = full
    this.#trouble.length = full
    this.#before = { published: sumOf(this.#published), trouble: sumOf(this.#trouble) }
  }

  /** With what the unfinished bucket holds so far. */
  read(counts: Counts): Timeline {
    return {
      bucketNs: this.#bucketNs,
      published: [...this.#published, counts.published - this.#before.published],
      trouble: [...this.#trouble, counts.trouble - this.#before.trouble],
    }
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function pairwise(values: readonly number[]): number[] {
  const sums: number[] = []
  for (let index = 0; index < values.length; index += 2)
    sums.push((values[index] ?? 0) + (values[index + 1] ?? 0))
  return sums
}
