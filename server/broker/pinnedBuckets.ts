// The buckets by which the Pinned strategies keep the events of a stream, or of a story, with one
// consumer. A bucket is assigned when its first event comes, to whom has fewest; a new consumer takes
// over what the others have above the average, idle buckets first.

import { assert } from '#shared/lib/assert.ts'
import { murmur2 } from './murmur2.ts'

const BUCKETS = 1024
const NOBODY = -1

/** By bucket. Those of a consumer that has left keep its number until they are assigned again. */
export interface PinnedBucketsState {
  readonly owners: readonly number[]
  readonly isAssigned: readonly boolean[]
  readonly inFlight: readonly number[]
  readonly consumers: readonly number[]
}

const encoder = new TextEncoder()

export class PinnedBuckets {
  #owners: number[] = new Array<number>(BUCKETS).fill(NOBODY)
  #isAssigned: boolean[] = new Array<boolean>(BUCKETS).fill(false)
  #inFlight: number[] = new Array<number>(BUCKETS).fill(0)
  /** In the order of their coming. */
  #consumers: number[] = []

  /** KurrentDB uses another hash: which streams share a bucket differs, how many do does not. */
  bucketOf(source: string): number {
    return (murmur2(encoder.encode(source)) >>> 0) % BUCKETS
  }

  add(consumer: number): void {
    this.#consumers.push(consumer)
    const average = Math.ceil(this.#assignedTo(null).length / this.#consumers.length)
    for (const other of this.#consumers) {
      if (other === consumer) continue
      const own = this.#assignedTo(other)
      const idleFirst = own.sort((a, b) => this.#inFlightOf(a) - this.#inFlightOf(b))
      for (const bucket of idleFirst.slice(0, Math.max(0, own.length - average)))
        this.#assign(bucket, consumer)
    }
  }

  disconnect(consumer: number): void {
    for (const bucket of this.#assignedTo(consumer)) {
      this.#isAssigned[bucket] = false
      this.#inFlight[bucket] = 0
    }
    this.#consumers = this.#consumers.filter((other) => other !== consumer)
  }

  /** Assigns the bucket to whom has fewest, unless it is assigned. */
  ownerOf(bucket: number): number {
    if (this.#isAssigned[bucket] !== true) this.#assign(bucket, this.#leastAssigned())
    return this.#owners[bucket] as number
  }

  noteSent(bucket: number): void {
    this.#inFlight[bucket] = this.#inFlightOf(bucket) + 1
  }

  noteConfirmed(bucket: number, consumer: number): void {
    if (this.#owners[bucket] !== consumer || this.#isAssigned[bucket] !== true) return
    this.#inFlight[bucket] = this.#inFlightOf(bucket) - 1
  }

  save(): PinnedBucketsState {
    return {
      owners: [...this.#owners],
      isAssigned: [...this.#isAssigned],
      inFlight: [...this.#inFlight],
      consumers: [...this.#consumers],
    }
  }

  restore(state: PinnedBucketsState): void {
    this.#owners = [...state.owners]
    this.#isAssigned = [...state.isAssigned]
    this.#inFlight = [...state.inFlight]
    this.#consumers = [...state.consumers]
  }

  #assign(bucket: number, consumer: number): void {
    this.#isAssigned[bucket] = true
    this.#owners[bucket] = consumer
  }

  #leastAssigned(): number {
    const counts = this.#consumers.map((consumer) => this.#assignedTo(consumer).length)
    const least = this.#consumers[counts.indexOf(Math.min(...counts))]
    assert(least !== undefined, 'a bucket is assigned while there are consumers')
    return least
  }

  /** Null: to anybody. */
  #assignedTo(consumer: number | null): number[] {
    const buckets: number[] = []
    this.#owners.forEach((owner, bucket) => {
      if (this.#isAssigned[bucket] !== true) return
      if (consumer === null || owner === consumer) buckets.push(bucket)
    })
    return buckets
  }

  #inFlightOf(bucket: number): number {
    return this.#inFlight[bucket] as number
  }
}
