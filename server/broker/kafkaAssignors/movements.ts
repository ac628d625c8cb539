// Which partitions have changed hands while a sticky assignment is being balanced: where two members
// would swap partitions of one topic, it is better to take the first move back.

import type { TopicPartition } from './assignment.ts'

interface Move {
  readonly from: string
  readonly to: string
}

export class Movements {
  readonly #moves = new Map<TopicPartition, Move>()

  /** What to move so that `to` gets a partition of this topic from `from`. */
  bestMove(partition: TopicPartition, from: string, to: string): TopicPartition {
    const origin = this.#moves.get(partition)?.from ?? from
    for (const [moved, move] of this.#moves)
      if (moved[0] === partition[0] && move.from === to && move.to === origin) return moved
    return partition
  }

  note(partition: TopicPartition, from: string, to: string): void {
    const origin = this.#moves.get(partition)?.from ?? from
    this.#moves.delete(partition)
    if (origin !== to) this.#moves.set(partition, { from: origin, to })
  }
}
