// One partition: an append-only log with offsets. The records are messages; one that is being handled
// when retention deletes it is kept until it is settled, invisible to others.

import { Ring } from '../engine/ring.ts'
import { between, type Duration, type SimTime } from '../engine/time.ts'
import type { MessageHandle, Messages } from './messages.ts'

export interface KafkaLogState {
  readonly startOffset: number
  readonly records: readonly number[]
}

const DELETED = -1 as SimTime

export class KafkaLog {
  #startOffset = 0
  readonly #records = new Ring(16)
  readonly #messages: Messages

  constructor(messages: Messages) {
    this.#messages = messages
  }

  /** Offset of the oldest record kept. */
  get startOffset(): number {
    return this.#startOffset
  }

  /** Offset that the next record gets (LEO). */
  get endOffset(): number {
    return this.#startOffset + this.#records.size
  }

  get size(): number {
    return this.#records.size
  }

  append(message: MessageHandle): number {
    this.#records.push(message)
    return this.endOffset - 1
  }

  /** The record at an offset between start and end. */
  read(offset: number): MessageHandle {
    return this.#records.at(offset - this.#startOffset) as MessageHandle
  }

  /** Offset of the oldest record that is not older than `retention`. */
  keptFrom(now: SimTime, retention: Duration): number {
    let offset = this.#startOffset
    while (offset < this.endOffset) {
      if (between(this.#messages.enqueuedAt(this.read(offset)), now) <= retention) break
      offset += 1
    }
    return offset
  }

  /** Deletes the oldest record. */
  deleteOldest(): void {
    const message = this.#records.shift() as MessageHandle
    this.#startOffset += 1
    if (this.#messages.mark(message) > 0) this.#messages.setDeadline(message, DELETED)
    else this.#messages.free(message)
  }

  /** Keeps a record alive while somebody handles it. */
  pin(message: MessageHandle): void {
    this.#messages.setMark(message, this.#messages.mark(message) + 1)
  }

  unpin(message: MessageHandle): void {
    const pins = this.#messages.mark(message) - 1
    this.#messages.setMark(message, pins)
    if (pins === 0 && this.#messages.deadline(message) === DELETED) this.#messages.free(message)
  }

  save(): KafkaLogState {
    return { startOffset: this.#startOffset, records: this.#records.save() }
  }

  restore(state: KafkaLogState): void {
    this.#startOffset = state.startOffset
    this.#records.restore(state.records)
  }
}
