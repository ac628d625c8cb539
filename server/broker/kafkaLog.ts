// One partition: an append-only log with offsets. The records are messages; one that is being handled
// when it is deleted is kept until it is settled, invisible to others.
//
// Offsets of end markers of transactions and of records that were compacted away have no record. Until
// the first of them the log is dense: the number of a record is its offset. Records lie in a ring by
// their numbers, which have no gaps.

import { assert } from '#shared/lib/assert.ts'
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
  /** Messages by number, in a ring whose length is a power of two. */
  #records = new Int32Array(16)
  /** Of each record, in the same places, once the log is not dense any more. */
  #offsets: Float64Array | null = null
  /** Numbers of the oldest record and of the next one. */
  #first = 0
  #end = 0
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
    return this.#end - this.#first
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
    if (!this.#isPlain()) return this.#nextVisibleAmong(offset, isolation)
    const found = offset < this.#startOffset ? this.#startOffset : offset
    return found < this.#highWatermark ? found : NO_OFFSET
  }

  /** Records at or after `offset` that may be read, as soon as a leader is there. */
  readableFrom(offset: number, isolation: Isolation = 'read_uncommitted'): number {
    if (!this.#isPlain()) return this.#readableAmong(offset, isolation)
    const from = offset < this.#startOffset ? this.#startOffset : offset
    return from < this.#highWatermark ? this.#highWatermark - from : 0
  }

  /** Offset of the first record, readable or not, at or after `offset`; NO_OFFSET if there is none. */
  nextRecord(offset: number): number {
    const number = this.#numberFrom(offset)
    return number < this.#end ? this.#offsetOf(number) : NO_OFFSET
  }

  /** Offset of the first record that was published at `time` or later; the end if there is none. */
  offsetAt(time: SimTime): number {
    for (let number = this.#first; number < this.#end; number += 1)
      if (this.#messages.enqueuedAt(this.#message(number)) >= time) return this.#offsetOf(number)
    return this.#endOffset
  }

  /** The record at an offset that has one. */
  read(offset: number): MessageHandle {
    if (this.#offsets === null) return this.#message(offset)
    const number = this.#numberFrom(offset)
    assert(this.#offsetOf(number) === offset, 'the offset has a record')
    return this.#message(number)
  }

  /** Closes the active segment, if a batch of so many bytes does not go into it. */
  makeRoom(bytes: number, at: SimTime, limits: SegmentLimits): void {
    if (!this.segments.hasRoom(bytes, at, limits)) this.segments.closeAt(this.#endOffset)
  }

  append(message: MessageHandle, bytes = 0): number {
    const offset = this.#endOffset
    if (this.size === this.#records.length) this.#grow()
    this.#put(message, offset)
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
    const message = this.#message(this.#first)
    this.#startOffset = this.#offsetOf(this.#first) + 1
    this.#first += 1
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
    this.#end -= 1
    const message = this.#message(this.#end)
    this.#endOffset = this.#offsetOf(this.#end)
    this.#letGo(message)
  }

  /** All records from `offset` on are deleted. Returns the transactions whose markers went with them. */
  endAt(offset: number, lostBytes: number): readonly EndedTransaction[] {
    this.#endOffset = offset
    // The new leader never had what the log begins with.
    if (offset < this.#startOffset) this.#beginEmptyAt(offset)
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
    const end = this.#end
    // What is kept moves up.
    this.#end = this.#first
    for (let number = this.#first; number < end; number += 1) {
      const offset = this.#offsetOf(number)
      const message = this.#message(number)
      if (removed.has(offset)) this.#letGo(message)
      else this.#put(message, offset)
    }
    this.#transactions?.forgetAborted(removed)
  }

  /** Keeps a record alive while somebody handles it. */
  pin(message: MessageHandle): void {
    this.#messages.setDeliveries(message, this.#messages.deliveries(message) + 1)
  }

  unpin(message: MessageHandle): void {
    const pins = this.#messages.deliveries(message) - 1
    this.#messages.setDeliveries(message, pins)
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
      records: this.#inOrder(this.#records),
      offsets: this.#offsets && [...this.#inOrder(this.#offsets)],
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
    this.#first = state.startOffset
    this.#end = this.#first
    while (this.#records.length < state.records.length) this.#grow()
    if (state.offsets) this.#offsets = new Float64Array(this.#records.length)
    state.records.forEach((message, index) => {
      this.#put(message as MessageHandle, state.offsets?.[index] ?? state.startOffset + index)
    })
    this.segments.restore(state.segments)
    if (state.transactions) {
      this.#transactions = new KafkaTransactionIndex()
      this.#transactions.restore(state.transactions)
    }
  }

  /** Whoever reads may read every offset below the high watermark. */
  #isPlain(): boolean {
    return this.#offsets === null && this.#transactions === null
  }

  #readableAmong(offset: number, isolation: Isolation): number {
    const end = this.readableEnd(isolation)
    const records = this.#numberFrom(end) - this.#numberFrom(offset)
    if (records <= 0) return 0
    if (isolation === 'read_uncommitted' || !this.#transactions) return records
    return records - this.#transactions.abortedBetween(offset, end)
  }

  #nextVisibleAmong(offset: number, isolation: Isolation): number {
    const end = this.readableEnd(isolation)
    for (let number = this.#numberFrom(offset); number < this.#end; number += 1) {
      const found = this.#offsetOf(number)
      if (found >= end) return NO_OFFSET
      if (isolation === 'read_uncommitted' || !this.#transactions?.isAborted(found)) return found
    }
    return NO_OFFSET
  }

  /** Of the first record at or after `offset`; that of the next record if there is none. */
  #numberFrom(offset: number): number {
    if (this.#offsets !== null) return this.#numberAmong(this.#offsets, offset)
    if (offset <= this.#first) return this.#first
    return offset < this.#end ? offset : this.#end
  }

  #numberAmong(offsets: Float64Array, offset: number): number {
    let low = this.#first
    let high = this.#end
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2)
      if ((offsets[this.#placeOf(middle)] as number) < offset) low = middle + 1
      else high = middle
    }
    return low
  }

  #offsetOf(number: number): number {
    return this.#offsets === null ? number : (this.#offsets[this.#placeOf(number)] as number)
  }

  #message(number: number): MessageHandle {
    return this.#records[number & (this.#records.length - 1)] as MessageHandle
  }

  #placeOf(number: number): number {
    return number & (this.#records.length - 1)
  }

  /** There is room. */
  #put(message: MessageHandle, offset: number): void {
    const place = this.#placeOf(this.#end)
    this.#records[place] = message
    if (this.#offsets !== null) this.#offsets[place] = offset
    this.#end += 1
  }

  #beginEmptyAt(offset: number): void {
    this.#startOffset = offset
    this.#first = offset
    this.#end = offset
  }

  #becomeSparse(): void {
    if (this.#offsets) return
    this.#offsets = new Float64Array(this.#records.length)
    for (let number = this.#first; number < this.#end; number += 1)
      this.#offsets[this.#placeOf(number)] = number
  }

  #grow(): void {
    const { length } = this.#records
    const [records, offsets] = [this.#records, this.#offsets]
    this.#records = new Int32Array(length * 2)
    if (offsets !== null) this.#offsets = new Float64Array(length * 2)
    for (let number = this.#first; number < this.#end; number += 1) {
      const place = number & (length - 1)
      this.#records[this.#placeOf(number)] = records[place] as number
      if (this.#offsets !== null) this.#offsets[this.#placeOf(number)] = offsets?.[place] as number
    }
  }

  #inOrder(ring: Int32Array | Float64Array): Float64Array {
    const inOrder = new Float64Array(this.size)
    const from = this.#placeOf(this.#first)
    const untilEnd = Math.min(this.size, ring.length - from)
    inOrder.set(ring.subarray(from, from + untilEnd))
    inOrder.set(ring.subarray(0, this.size - untilEnd), untilEnd)
    return inOrder
  }

  #letGo(message: MessageHandle): void {
    if (this.#messages.deliveries(message) > 0) this.#messages.setDeadline(message, DELETED)
    else this.#messages.free(message)
  }
}
