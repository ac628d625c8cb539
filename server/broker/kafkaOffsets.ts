// How far a group has come, partition by partition.

import type { KafkaLog } from './kafkaLog.ts'

/** auto.offset.reset: where a group begins that has no committed offset, or one that is deleted. */
export type OffsetReset = 'earliest' | 'latest'

export interface KafkaOffsetsState {
  readonly positions: readonly number[]
  readonly handled: readonly number[]
  readonly committed: readonly number[]
  readonly furthest: readonly number[]
}

/** Nothing was committed yet. */
const NONE = -1

export class KafkaOffsets {
  readonly #logs: readonly KafkaLog[]
  /** The offset to fetch next. */
  readonly #positions: number[]
  /** The offset up to which all records were handled. */
  readonly #handled: number[]
  readonly #committed: number[]
  /** One more than the highest offset ever handed out. */
  readonly #furthest: number[]

  constructor(logs: readonly KafkaLog[], reset: OffsetReset) {
    this.#logs = logs
    this.#positions = logs.map((log) => resetOffset(log, reset))
    this.#handled = [...this.#positions]
    this.#committed = logs.map(() => NONE)
    this.#furthest = logs.map(() => 0)
  }

  /** Records that the group has not fetched. */
  get waiting(): number {
    let waiting = 0
    for (let partition = 0; partition < this.#logs.length; partition += 1)
      waiting += this.#log(partition).endOffset - this.position(partition)
    return waiting
  }

  /** Records that a restart of the group would have before it. */
  get lag(): number {
    let lag = 0
    for (let partition = 0; partition < this.#logs.length; partition += 1)
      lag += this.#log(partition).endOffset - this.committed(partition)
    return lag
  }

  position(partition: number): number {
    return this.#positions[partition] as number
  }

  hasMore(partition: number): boolean {
    return this.position(partition) < this.#log(partition).endOffset
  }

  /** The group had the record at its position before. */
  readsAgain(partition: number): boolean {
    return this.position(partition) < (this.#furthest[partition] as number)
  }

  /** Where a restart would read on; while nothing was committed, what was handled. */
  committed(partition: number): number {
    const committed = this.#committed[partition] as number
    return committed === NONE ? (this.#handled[partition] as number) : committed
  }

  /** The record at the position was handed out. */
  advance(partition: number): void {
    const next = this.position(partition) + 1
    this.#positions[partition] = next
    if (this.readsAgain(partition)) return
    this.#furthest[partition] = next
  }

  /** Records are handled in their order, except for those that a reset has left behind. */
  noteHandled(partition: number, offset: number): void {
    const handled = this.#handled[partition] as number
    if (offset >= handled) this.#handled[partition] = offset + 1
  }

  commit(partition: number): void {
    this.#committed[partition] = this.#handled[partition] as number
  }

  /** Where a new owner begins. */
  startFor(partition: number, reset: OffsetReset): number {
    const committed = this.#committed[partition] as number
    const log = this.#log(partition)
    return committed === NONE || committed < log.startOffset ? resetOffset(log, reset) : committed
  }

  /** Back to what is committed, or to the oldest record where that is deleted. */
  rewind(partition: number): void {
    this.moveTo(partition, Math.max(this.committed(partition), this.#log(partition).startOffset))
  }

  moveTo(partition: number, offset: number): void {
    this.#positions[partition] = offset
    this.#handled[partition] = offset
  }

  save(): KafkaOffsetsState {
    return {
      positions: [...this.#positions],
      handled: [...this.#handled],
      committed: [...this.#committed],
      furthest: [...this.#furthest],
    }
  }

  restore(state: KafkaOffsetsState): void {
    this.#positions.splice(0, Infinity, ...state.positions)
    this.#handled.splice(0, Infinity, ...state.handled)
    this.#committed.splice(0, Infinity, ...state.committed)
    this.#furthest.splice(0, Infinity, ...state.furthest)
  }

  #log(partition: number): KafkaLog {
    return this.#logs[partition] as KafkaLog
  }
}

function resetOffset(log: KafkaLog, reset: OffsetReset): number {
  return reset === 'earliest' ? log.startOffset : log.endOffset
}
