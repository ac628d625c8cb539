// One producer of a topic: where it puts records without a key, and what waits at it.

import type { KafkaLane } from './kafkaLane.ts'
import type { KafkaLog } from './kafkaLog.ts'
import type { PartitionLoads, StickyChoice } from './kafkaPartitioner.ts'
import type { KafkaReplicas } from './kafkaReplicas.ts'

export interface KafkaProducerState {
  readonly origin: number
  readonly sticky: Readonly<StickyChoice>
  readonly heldBytes: number
  /** Numbers of the lanes. */
  readonly busy: readonly number[]
}

interface Topic {
  readonly logs: readonly KafkaLog[]
  readonly replicas: KafkaReplicas
}

export class KafkaProducer implements PartitionLoads {
  /** Element of the source or output. */
  readonly origin: number
  /** Among the producers of the topic. */
  readonly number: number
  readonly sticky: StickyChoice = { partition: -1, bytes: 0, turns: 0 }
  /** By partition. */
  readonly lanes: (KafkaLane | undefined)[] = []
  /** Lanes with batches that wait, in the order in which they are served. */
  readonly busy: KafkaLane[] = []
  /** Of records without an answer. */
  heldBytes = 0
  readonly #topic: Topic

  constructor(origin: number, number: number, topic: Topic) {
    this.origin = origin
    this.number = number
    this.#topic = topic
  }

  get partitions(): number {
    return this.#topic.logs.length
  }

  hasLeader(partition: number): boolean {
    return this.#topic.replicas.leaderOf(partition) >= 0
  }

  batchesFor(partition: number): number {
    return this.lanes[partition]?.queue.length ?? 0
  }

  save(): KafkaProducerState {
    return {
      origin: this.origin,
      sticky: { ...this.sticky },
      heldBytes: this.heldBytes,
      busy: this.busy.map(({ number }) => number),
    }
  }

  /** Without the lanes, which come later. */
  restore(state: KafkaProducerState): void {
    Object.assign(this.sticky, state.sticky)
    this.heldBytes = state.heldBytes
  }
}
