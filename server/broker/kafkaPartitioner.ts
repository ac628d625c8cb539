// Kafka's default partitioner (KIP-480, KIP-794): a key decides by its hash; without a key a producer
// stays on one partition for a batch, then picks another at random.

import type { Random } from '../engine/random.ts'
import { NO_KEY } from './events.ts'
import { partitionOf } from './murmur2.ts'

/** batch.size is 16,384 bytes; a record is taken to have 1 KiB, so a batch has 16. */
const RECORDS_PER_BATCH = 16

export type PartitionerState = readonly (readonly [
  origin: number,
  partition: number,
  left: number,
])[]

export class KafkaPartitioner {
  readonly #random: Random
  readonly #partitions: number
  readonly #keyText: (key: number) => string
  /** Partition + 1 by key, filled as keys come; 0: not computed. */
  #byKey = new Int32Array(1024)
  readonly #batches = new Map<number, { readonly partition: number; left: number }>()

  constructor(random: Random, partitions: number, keyText: (key: number) => string) {
    this.#random = random
    this.#partitions = partitions
    this.#keyText = keyText
  }

  /** `origin`: the source or output that publishes; each is a producer of its own. */
  partitionOf(key: number, origin: number): number {
    return key === NO_KEY ? this.#stickyOf(origin) : this.#hashedOf(key)
  }

  save(): PartitionerState {
    return [...this.#batches].map(([origin, { partition, left }]) => [origin, partition, left])
  }

  restore(state: PartitionerState): void {
    for (const [origin, partition, left] of state) this.#batches.set(origin, { partition, left })
  }

  #hashedOf(key: number): number {
    while (key >= this.#byKey.length) {
      const larger = new Int32Array(this.#byKey.length * 2)
      larger.set(this.#byKey)
      this.#byKey = larger
    }
    const known = this.#byKey[key] as number
    if (known > 0) return known - 1
    const partition = partitionOf(this.#keyText(key), this.#partitions)
    this.#byKey[key] = partition + 1
    return partition
  }

  #stickyOf(origin: number): number {
    let batch = this.#batches.get(origin)
    if (!batch || batch.left === 0) {
      batch = { partition: this.#random.below(this.#partitions), left: RECORDS_PER_BATCH }
      this.#batches.set(origin, batch)
    }
    batch.left -= 1
    return batch.partition
  }
}
