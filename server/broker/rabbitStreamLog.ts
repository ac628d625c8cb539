// The log of a stream: messages with offsets, in segments. A segment that is full is closed before the
// next message is written, and only then does retention look at the log. It deletes whole segments, the
// oldest first, and never the one that is written to.
//
// A message counts as its deliveries how many consumers have it in hand: one that retention deletes
// meanwhile is kept for them until they settle it.

import { HandleRing } from '../engine/handleRing.ts'
import { between, type Duration, type SimTime } from '../engine/time.ts'
import type { MessageHandle, Messages } from './messages.ts'

export interface StreamLimits {
  /** x-stream-max-segment-size-bytes */
  readonly segmentBytes: number
  /** x-max-length-bytes */
  readonly bytesMax: number | null
  /** x-max-age */
  readonly ageMax: Duration | null
}

interface Segment {
  readonly startOffset: number
  bytes: number
  lastAt: SimTime
}

export interface RabbitStreamLogState {
  readonly startOffset: number
  readonly records: Int32Array
  readonly segments: readonly Readonly<Segment>[]
}

/** A segment is full with so many chunks, too; here each message is a chunk. */
const SEGMENT_CHUNKS_MAX = 256_000

const DELETED = 1 as SimTime

export class RabbitStreamLog {
  /** A node that holds it is up. */
  isReadable = true
  readonly #messages: Messages
  readonly #records = new HandleRing()
  #segments: Segment[] = []
  #startOffset = 0

  constructor(messages: Messages) {
    this.#messages = messages
  }

  /** Offset of the oldest message kept. */
  get startOffset(): number {
    return this.#startOffset
  }

  /** Offset that the next message gets. */
  get endOffset(): number {
    return this.#startOffset + this.#records.size
  }

  get size(): number {
    return this.#records.size
  }

  get segments(): number {
    return this.#segments.length
  }

  /** True: a segment was closed before, and retention is to be looked at. */
  append(message: MessageHandle, bytes: number, { segmentBytes }: StreamLimits): boolean {
    const at = this.#messages.enqueuedAt(message)
    const offset = this.endOffset
    const last = this.#segments.at(-1)
    const isFull =
      last !== undefined &&
      (last.bytes >= segmentBytes || offset - last.startOffset >= SEGMENT_CHUNKS_MAX)
    this.#records.push(message)
    if (last === undefined || isFull) {
      this.#segments.push({ startOffset: offset, bytes, lastAt: at })
    } else {
      last.bytes += bytes
      last.lastAt = at
    }
    return isFull
  }

  /** The message at an offset between start and end. */
  read(offset: number): MessageHandle {
    return this.#records.at(offset - this.#startOffset) as MessageHandle
  }

  /** Offset of the oldest message that retention keeps: first by bytes, then by age. */
  keptFrom(now: SimTime, { bytesMax, ageMax }: StreamLimits): number {
    const kept = this.#keptByAge(this.#keptByBytes(bytesMax), now, ageMax)
    return this.#segments[kept]?.startOffset ?? this.#startOffset
  }

  /** Deletes the oldest message; those of a segment all go together. */
  deleteOldest(): void {
    const message = this.#records.shift() as MessageHandle
    this.#startOffset += 1
    const second = this.#segments[1]
    if (second && second.startOffset <= this.#startOffset) this.#segments.shift()
    if (this.#messages.deliveries(message) > 0) this.#messages.setDeadline(message, DELETED)
    else this.#messages.free(message)
  }

  /** A consumer has it in hand. */
  pin(message: MessageHandle): void {
    this.#messages.setDeliveries(message, this.#messages.deliveries(message) + 1)
  }

  unpin(message: MessageHandle): void {
    const pins = this.#messages.deliveries(message) - 1
    this.#messages.setDeliveries(message, pins)
    if (pins === 0 && this.#messages.deadline(message) === DELETED) this.#messages.free(message)
  }

  /** Offset of the first message that is not older; the end when all are. */
  offsetAt(time: SimTime): number {
    let [low, high] = [this.#startOffset, this.endOffset]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (this.#messages.enqueuedAt(this.read(middle)) < time) low = middle + 1
      else high = middle
    }
    return low
  }

  save(): RabbitStreamLogState {
    return {
      startOffset: this.#startOffset,
      records: this.#records.save(),
      segments: this.#segments.map((segment) => ({ ...segment })),
    }
  }

  restore(state: RabbitStreamLogState): void {
    this.#startOffset = state.startOffset
    this.#records.restore(state.records)
    this.#segments = state.segments.map((segment) => ({ ...segment }))
  }

  /** Index of the oldest segment that stays: as many of the newest as have room, one at least. */
  #keptByBytes(bytesMax: number | null): number {
    if (bytesMax === null) return 0
    let kept = this.#segments.length
    let left = bytesMax
    while (kept > 0) {
      const { bytes } = this.#segments[kept - 1] as Segment
      if (bytes > left && kept < this.#segments.length) break
      left -= bytes
      kept -= 1
    }
    return kept
  }

  #keptByAge(from: number, now: SimTime, ageMax: Duration | null): number {
    if (ageMax === null) return from
    let kept = from
    while (kept < this.#segments.length - 1) {
      if (between((this.#segments[kept] as Segment).lastAt, now) <= ageMax) break
      kept += 1
    }
    return kept
  }
}
