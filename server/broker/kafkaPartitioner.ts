// Kafka's default partitioner (KIP-480, KIP-794): a key decides by its hash; without a key a producer
// stays on one partition for batch.size bytes, then picks another at random, of those that have a leader,
// and rather one for which fewer of its batches wait.

import type { Random } from '../engine/random.ts'
import { NO_KEY } from './events.ts'
import { partitionOf } from './murmur2.ts'

/** What a producer knows of the partitions when it picks one. */
export interface PartitionLoads {
  readonly partitions: number
  hasLeader(partition: number): boolean
  /** Its batches that wait for the partition. */
  batchesFor(partition: number): number
}

/** How one producer goes on. */
export interface StickyChoice {
  /** -1: none picked yet. */
  partition: number
  /** What it has written to the partition since it picked it. */
  bytes: number
  /** RoundRobinPartitioner: how many it has placed. */
  turns: number
}

const NONE = -1

export class KafkaPartitioner {
  readonly #random: Random
  readonly #keyText: (key: number) => string
  /** Partition + 1 by key, filled as keys come; 0: not computed. */
  #byKey = new Int32Array(16)
  #partitions: number

  constructor(random: Random, partitions: number, keyText: (key: number) => string) {
    this.#random = random
    this.#partitions = partitions
    this.#keyText = keyText
  }

  /** More partitions: keys move. */
  grow(partitions: number): void {
    this.#partitions = partitions
    this.#byKey.fill(0)
  }

  /** The partition of a key, whether or not it has a leader. */
  hashedOf(key: number): number {
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

  partitionOf(key: number, sticky: StickyChoice, loads: PartitionLoads): number {
    if (key !== NO_KEY) return this.hashedOf(key)
    if (sticky.partition === NONE) sticky.partition = this.#pick(loads)
    return sticky.partition
  }

  /** A record without a key was put into a batch. `isBatchFull`: so that batches are not left half full. */
  noteBytes(
    sticky: StickyChoice,
    { bytes, batchSize, isBatchFull }: { bytes: number; batchSize: number; isBatchFull: boolean },
    loads: PartitionLoads,
  ): void {
    sticky.bytes += bytes
    if (sticky.bytes < batchSize || (!isBatchFull && sticky.bytes < 2 * batchSize)) return
    sticky.partition = this.#pick(loads)
    sticky.bytes = 0
  }

  /** RoundRobinPartitioner: in turn, whatever the key. */
  turnOf(sticky: StickyChoice, loads: PartitionLoads): number {
    const led = withLeader(loads)
    const turn = sticky.turns
    sticky.turns += 1
    return led[turn % Math.max(led.length, 1)] ?? turn % loads.partitions
  }

  #pick(loads: PartitionLoads): number {
    const led = withLeader(loads)
    if (led.length === 0) return this.#random.below(loads.partitions)
    const queues = led.map((partition) => loads.batchesFor(partition))
    const longest = Math.max(...queues)
    // One more than the longest queue less its own: equal where all queues are.
    const weights = queues.map((queue) => longest + 1 - queue)
    let drawn = this.#random.below(weights.reduce((sum, weight) => sum + weight, 0))
    for (const [index, weight] of weights.entries()) {
      drawn -= weight
      if (drawn < 0) return led[index] as number
    }
    return led[0] as number
  }
}

function withLeader(loads: PartitionLoads): number[] {
  const all = Array.from({ length: loads.partitions }, (_, partition) => partition)
  return all.filter((partition) => loads.hasLeader(partition))
}
