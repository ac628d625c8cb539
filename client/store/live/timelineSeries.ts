// Throughput and trouble since the start of the run, in a bounded number of buckets: where they run
// out, pairs are joined and every bucket stands for twice the time.

import type { Timeline } from '#shared/protocol/protocol.ts'

const BUCKETS_MAX = 400
const FIRST_BUCKET_NS = 250e6

/** What happened between two frames. */
export interface Counted {
  readonly fromNs: number
  readonly toNs: number
  readonly published: number
  readonly trouble: number
}

export class TimelineSeries {
  #bucketNs = FIRST_BUCKET_NS
  #published: number[] = []
  #trouble: number[] = []

  get bucketNs(): number {
    return this.#bucketNs
  }

  get published(): readonly number[] {
    return this.#published
  }

  get trouble(): readonly number[] {
    return this.#trouble
  }

  /** Starts from what the server has counted before anybody watched here. */
  replace({ bucketNs, published, trouble }: Timeline): void {
    this.#bucketNs = bucketNs > 0 ? bucketNs : FIRST_BUCKET_NS
    this.#published = [...published]
    this.#trouble = [...trouble]
    this.#makeRoom(this.#published.length)
  }

  /** Spreads what was counted evenly over the time in which it was. */
  add({ fromNs, toNs, published, trouble }: Counted): void {
    this.#makeRoom(Math.floor(toNs / this.#bucketNs))
    const first = Math.floor(fromNs / this.#bucketNs)
    const last = Math.floor(toNs / this.#bucketNs)
    while (this.#published.length <= last) {
      this.#published.push(0)
      this.#trouble.push(0)
    }
    for (let bucket = first; bucket <= last; bucket += 1) {
      const share = this.#shareOf(bucket, fromNs, toNs)
      this.#published[bucket] = (this.#published[bucket] ?? 0) + published * share
      this.#trouble[bucket] = (this.#trouble[bucket] ?? 0) + trouble * share
    }
  }

  /** Forgets what was counted after this time. The bucket that it lies in keeps its share. */
  cut(atNs: number): void {
    const last = Math.floor(atNs / this.#bucketNs)
    const share = atNs / this.#bucketNs - last
    for (const counts of [this.#published, this.#trouble]) {
      counts.length = Math.min(counts.length, last + 1)
      if (counts.length > last) counts[last] = (counts[last] ?? 0) * share
    }
  }

  clear(): void {
    this.#bucketNs = FIRST_BUCKET_NS
    this.#published = []
    this.#trouble = []
  }

  #shareOf(bucket: number, fromNs: number, toNs: number): number {
    if (toNs <= fromNs) return 1
    const from = Math.max(fromNs, bucket * this.#bucketNs)
    const to = Math.min(toNs, (bucket + 1) * this.#bucketNs)
    return (to - from) / (toNs - fromNs)
  }

  #makeRoom(bucketsNeeded: number): void {
    let needed = bucketsNeeded
    while (needed >= BUCKETS_MAX) {
      this.#published = joinPairs(this.#published)
      this.#trouble = joinPairs(this.#trouble)
      this.#bucketNs *= 2
      needed = Math.floor(needed / 2)
    }
  }
}

function joinPairs(buckets: readonly number[]): number[] {
  const joined = new Array<number>(Math.ceil(buckets.length / 2)).fill(0)
  buckets.forEach((count, index) => {
    joined[index >> 1] = (joined[index >> 1] ?? 0) + count
  })
  return joined
}
