// One partition: an append-only log with offsets. The records are messages; one that is being handled
// when it is deleted is kept until it is settled, invisible to others.
//
// Offsets of end markers of transactions and of records that were compacted away have no record. Until
// the first of them the log is dense: the record at an offset is found by subtraction.

import { assert } from '#shared/lib/assert.ts'
import { Ring } from '../engine/ring.ts'
import type { SimTime } from '../engine/time.ts'
import {
  KafkaSegments,
  type RetentionTerms,
  type SegmentLimits,
  type SegmentsState,
} from './kafkaSegments.ts'
import {
  type EndedTransaction,
  KafkaTransactionIndex,
  type TransactionIndexState,
} from './kafkaTransactionIndex.ts'
import type { MessageHandle, Messages } from './messages.ts'

/** isolation.level */
export type Isolation = 'read_uncommitted' | 'read_committed'

export interface KafkaLogState {
  readonly startOffset: number
  readonly endOffset: number
  readonly highWatermark: number
  readonly cleanedTo: number
  readonly isServed: boolean
  readonly records: Float64Array
  /** Null: dense. */
  readonly offsets: readonly number[] | null
  readonly segments: SegmentsState
  readonly transactions: TransactionIndexState | null
}

/** No offset: there is nothing to read. */
const NO_OFFSET = -1

const DELETED = -1 as SimTime

export class KafkaLog {
  #startOffset = 0
  #endOffset = 0
  #highWatermark = 0
  /** Where compaction has come to: the offset of the first dirty record. */
  cleanedTo = 0
  /** There is a leader that answers. */
  isServed = true
  readonly #records = new Ring(16)
  /** Of each record, once the log is not dense any more. */
  #offsets: Ring | null = null
  readonly segments = new KafkaSegments()
  /** Null while no transaction has ever written here. */
  #transactions: KafkaTransactionIndex | null = null
  readonly #messages: Messages

  constructor(messages: Messages) {
    this.#messages = messages
  }

  /** Offset at which the log begins; below it everything is deleted. */
  get startOffset(): number {
    return this.#startOffset
  }

  /** Offset that the next record gets (LEO). */
  get endOffset(): number {
    return this.#endOffset
  }

  /** All in-sync replicas have what is below; consumers see no more. */
  get highWatermark(): number {
    return this.#highWatermark
  }

  /** Records kept. */
  get size(): number {
    return this.#records.size
  }

  /** How far a consumer may read at most: the high watermark, or the last stable offset. */
  readableEnd(isolation: Isolation = 'read_uncommitted'): number {
    if (isolation === 'read_uncommitted' || !this.#transactions) return this.#highWatermark
    return this.#transactions.stableEnd(this.#highWatermark)
  }

  /** Offset of the first record at or after `offset` that can be read now; NO_OFFSET if there is none. */
  nextReadable(offset: number, isolation: Isolation = 'read_uncommitted'): number {
    return this.isServed ? this.nextVisible(offset, isolation) : NO_OFFSET
  }

  /** The same, whether or not a leader is there that would answer. */
  nextVisible(offset: number, isolation: Isolation = 'read_uncommitted'): number {
    const end = this.readableEnd(isolation)
    for (let index = this.#indexFrom(offset); index < this.#records.size; index += 1) {
      const found = this.#offsetAt(index)
      if (found >= end) return NO_OFFSET
      if (isolation === 'read_uncommitted' || !this.#transactions?.isAborted(found)) return found
    }
    return NO_OFFSET
  }

  /** Records at or after `offset` that may be read, as soon as a leader is there. */
  readableFrom(offset: number, isolation: Isolation = 'read_uncommitted'): number {
    const end = this.readableEnd(isolation)
    const records = this.#indexFrom(end) - this.#indexFrom(offset)
    if (records <= 0) return 0
    if (isolation === 'read_uncommitted' || !this.#transactions) return records
    return records - this.#transactions.abortedBetween(offset, end)
  }

  /** Offset of the first record, readable or not, at or after `offset`; NO_OFFSET if there is none. */
  nextRecord(offset: number): number {
    const index = this.#indexFrom(offset)
    return index < this.#records.size ? this.#offsetAt(index) : NO_OFFSET
  }

  /** Offset of the first record that was published at `time` or later; the end if there is none. */
  offsetAt(time: SimTime): number {
    for (let index = 0; index < this.#records.size; index += 1) {
      const message = this.#records.at(index) as MessageHandle
      if (this.#messages.enqueuedAt(message) >= time) return this.#offsetAt(index)
    }
    return this.#endOffset
  }

  /** The record at an offset that has one. */
  read(offset: number): MessageHandle {
    if (!this.#offsets) return this.#records.at(offset - this.#startOffset) as MessageHandle
    const index = this.#indexFrom(offset)
    assert(this.#offsetAt(index) === offset, 'the offset has a record')
    return this.#records.at(index) as MessageHandle
  }

  /** Closes the active segment, if a batch of so many bytes does not go into it. */
  makeRoom(bytes: number, at: SimTime, limits: SegmentLimits): void {
    this.segments.makeRoom({ offset: this.#endOffset, bytes, at }, limits)
  }

  append(message: MessageHandle, bytes = 0): number {
    const offset = this.#endOffset
    this.#records.push(message)
    this.#offsets?.push(offset)
    this.segments.add(bytes, this.#messages.enqueuedAt(message))
    this.#endOffset = offset + 1
    return offset
  }

  /** The record that was appended last is part of a transaction. */
  noteTransaction(transaction: number): void {
    this.#transactions ??= new KafkaTransactionIndex()
    this.#transactions.add(transaction, this.#endOffset - 1)
  }

  hasOpen(transaction: number): boolean {
    return this.#transactions?.isOpen(transaction) ?? false
  }

  /** Appends the marker that ends a transaction, and returns the offsets of its records. */
  endTransaction(transaction: number, isCommitted: boolean): readonly number[] {
    if (!this.#transactions) return []
    this.#becomeSparse()
    const marker = this.#endOffset
    this.#endOffset = marker + 1
    return this.#transactions.end(transaction, isCommitted, marker)
  }

  /** Returns whether it moved. */
  raiseHighWatermark(offset: number): boolean {
    if (offset <= this.#highWatermark) return false
    this.#highWatermark = offset
    this.#transactions?.noteHighWatermark(offset)
    return true
  }

  /** Where the log begins once what is too old or too much is deleted. */
  keptFrom(now: SimTime, terms: Pick<RetentionTerms, 'age' | 'bytesMax'>): number {
    const { endOffset, highWatermark } = this
    return this.segments.keptFrom(now, { ...terms, endOffset, highWatermark })
  }

  /** Deletes the oldest record that is kept. */
  deleteOldest(): void {
    const message = this.#records.shift() as MessageHandle
    this.#startOffset = (this.#offsets ? this.#offsets.shift() : this.#startOffset) + 1
    this.#letGo(message)
  }

  /** All records before `offset` are deleted: the log begins there. */
  startAt(offset: number): void {
    this.#startOffset = offset
    this.segments.deleteBefore(offset, this.#endOffset)
    this.#transactions?.forgetBefore(offset, this.#highWatermark)
  }

  /** Deletes the newest record. */
  deleteNewest(): void {
    const message = this.#records.pop() as MessageHandle
    const last = this.#offsets ? this.#offsets.pop() : this.#endOffset - 1
    this.#endOffset = last
    this.#letGo(message)
  }

  /** All records from `offset` on are deleted. Returns the transactions whose markers went with them. */
  endAt(offset: number, lostBytes: number): readonly EndedTransaction[] {
    this.#endOffset = offset
    this.#highWatermark = Math.min(this.#highWatermark, offset)
    this.cleanedTo = Math.min(this.cleanedTo, offset)
    this.segments.truncate(offset, lostBytes)
    return this.#transactions?.truncate(offset) ?? []
  }

  isAborted(offset: number): boolean {
    return this.#transactions?.isAborted(offset) ?? false
  }

  /** Takes out of the log what compaction does not keep. */
  removeAll(removed: ReadonlySet<number>): void {
    if (removed.size === 0) return
    this.#becomeSparse()
    const records: number[] = []
    const offsets: number[] = []
    for (let index = 0; index < this.#records.size; index += 1) {
      const offset = this.#offsetAt(index)
      const message = this.#records.at(index) as MessageHandle
      if (removed.has(offset)) {
        this.#letGo(message)
        continue
      }
      records.push(message)
      offsets.push(offset)
    }
    this.#records.restore(records)
    this.#offsets?.restore(offsets)
    this.#transactions?.forgetAborted(removed)
  }

  /** Keeps a record alive while somebody handles it. */
  pin(message: MessageHandle): void {
    this.#messages.setMark(message, this.#messages.mark(message) + 1)
  }

  unpin(message: MessageHandle): void {
    const pins = this.#messages.mark(message) - 1
    this.#messages.setMark(message, pins)
    if (pins === 0 && this.isDeleted(message)) this.#messages.free(message)
  }

  /** A pinned record that is not in the log any more. */
  isDeleted(message: MessageHandle): boolean {
    return this.#messages.deadline(message) === DELETED
  }

  save(): KafkaLogState {
    return {
      startOffset: this.#startOffset,
      endOffset: this.#endOffset,
      highWatermark: this.#highWatermark,
      cleanedTo: this.cleanedTo,
      isServed: this.isServed,
      records: this.#records.saveColumn(),
      offsets: this.#offsets?.save() ?? null,
      segments: this.segments.save(),
      transactions: this.#transactions?.save() ?? null,
    }
  }

  restore(state: KafkaLogState): void {
    this.#startOffset = state.startOffset
    this.#endOffset = state.endOffset
    this.#highWatermark = state.highWatermark
    this.cleanedTo = state.cleanedTo
    this.isServed = state.isServed
    this.#records.restore(state.records)
    if (state.offsets) {
      this.#offsets = new Ring()
      this.#offsets.restore(state.offsets)
    }
    this.segments.restore(state.segments)
    if (state.transactions) {
      this.#transactions = new KafkaTransactionIndex()
      this.#transactions.restore(state.transactions)
    }
  }

  /** Index of the first record at or after `offset`; the number of records if there is none. */
  #indexFrom(offset: number): number {
    const { size } = this.#records
    if (!this.#offsets) return Math.min(Math.max(offset - this.#startOffset, 0), size)
    let [low, high] = [0, size]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#offsets.at(middle) < offset) low = middle + 1
      else high = middle
    }
    return low
  }

  #offsetAt(index: number): number {
    return this.#offsets ? this.#offsets.at(index) : this.#startOffset + index
  }

  #becomeSparse(): void {
    if (this.#offsets) return
    this.#offsets = new Ring()
    for (let offset = this.#startOffset; offset < this.#endOffset; offset += 1)
      this.#offsets.push(offset)
  }

  #letGo(message: MessageHandle): void {
    if (this.#messages.mark(message) > 0) this.#messages.setDeadline(message, DELETED)
    else this.#messages.free(message)
  }
}
