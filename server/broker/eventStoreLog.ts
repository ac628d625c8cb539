// $all: the events of all streams in the order in which they were appended. Positions go up by one and
// are never used again; scavenging leaves holes.

import { grown, grownLength } from '../engine/grown.ts'
import type { SimTime } from '../engine/time.ts'
import type { MessageHandle, Messages } from './messages.ts'

export interface EventStoreLogState {
  readonly end: number
  /** Empty: there are no holes. */
  readonly positions: Float64Array
  readonly eventNumbers: Int32Array
  readonly messages: Int32Array
}

const SCAVENGED = -1 as SimTime

export class EventStoreLog {
  readonly #messages: Messages
  #end = 0
  #size = 0
  // One entry for each event that is kept, in the same order; behind them is room for more.
  #eventNumbers = new Int32Array(64)
  #handles = new Int32Array(64)
  /** Null while there are no holes: then a position tells where it stands. */
  #positions: Float64Array<ArrayBuffer> | null = null

  constructor(messages: Messages) {
    this.#messages = messages
  }

  /** Position that the next event gets. */
  get end(): number {
    return this.#end
  }

  get size(): number {
    return this.#size
  }

  append(message: MessageHandle, eventNumber: number): void {
    if (this.#size === this.#handles.length) this.#makeRoom(grownLength(this.#size))
    this.#put(message, eventNumber, this.#end)
    this.#end += 1
  }

  /** Index of the first event at a position or behind it; the size when there is none. */
  indexFrom(position: number): number {
    if (position >= this.#end) return this.size
    if (this.#positions === null) return Math.max(0, position - (this.#end - this.size))
    return lowerBound(this.size, (index) => this.positionAt(index) < position)
  }

  /** Events at a position and behind it. */
  countFrom(position: number): number {
    return this.size - this.indexFrom(position)
  }

  /** Position of the first event that is not older. */
  positionSince(time: SimTime): number {
    const index = lowerBound(
      this.size,
      (at) => this.#messages.enqueuedAt(this.messageAt(at)) < time,
    )
    return index === this.size ? this.#end : this.positionAt(index)
  }

  positionAt(index: number): number {
    if (this.#positions === null) return this.#end - this.#size + index
    return this.#positions[index] as number
  }

  eventNumberAt(index: number): number {
    return this.#eventNumbers[index] as number
  }

  messageAt(index: number): MessageHandle {
    return this.#handles[index] as MessageHandle
  }

  /** Null when it was scavenged. */
  messageOf(position: number): MessageHandle | null {
    const index = this.indexFrom(position)
    return index < this.size && this.positionAt(index) === position ? this.messageAt(index) : null
  }

  /** Takes out the events of these indexes, which go up. */
  remove(indexes: readonly number[]): void {
    if (indexes.length === 0) return
    for (const index of indexes) this.#free(this.messageAt(index))
    const gone = new Set(indexes)
    const size = this.#size
    this.#makeHolesPossible()
    // What is kept moves up.
    this.#size = 0
    for (let index = 0; index < size; index += 1)
      if (!gone.has(index))
        this.#put(this.messageAt(index), this.eventNumberAt(index), this.positionAt(index))
    if (this.#size === 0 || this.#end - this.positionAt(0) === this.#size) this.#positions = null
  }

  /** Keeps an event alive while somebody has it in hand. */
  pin(message: MessageHandle): void {
    this.#messages.setDeliveries(message, this.#messages.deliveries(message) + 1)
  }

  unpin(message: MessageHandle): void {
    const pins = this.#messages.deliveries(message) - 1
    this.#messages.setDeliveries(message, pins)
    if (pins === 0 && this.#messages.deadline(message) === SCAVENGED) this.#messages.free(message)
  }

  save(): EventStoreLogState {
    return {
      end: this.#end,
      positions: this.#positions?.subarray(0, this.#size) ?? new Float64Array(0),
      eventNumbers: this.#eventNumbers.subarray(0, this.#size),
      messages: this.#handles.subarray(0, this.#size),
    }
  }

  restore({ end, positions, eventNumbers, messages }: EventStoreLogState): void {
    this.#end = end
    this.#size = messages.length
    let room = this.#handles.length
    while (room < this.#size) room = grownLength(room)
    this.#makeRoom(room)
    this.#eventNumbers.set(eventNumbers)
    this.#handles.set(messages)
    this.#positions = positions.length > 0 ? new Float64Array(room) : null
    this.#positions?.set(positions)
  }

  #put(message: MessageHandle, eventNumber: number, position: number): void {
    this.#eventNumbers[this.#size] = eventNumber
    this.#handles[this.#size] = message
    if (this.#positions !== null) this.#positions[this.#size] = position
    this.#size += 1
  }

  #makeRoom(length: number): void {
    this.#eventNumbers = grown(this.#eventNumbers, new Int32Array(length))
    this.#handles = grown(this.#handles, new Int32Array(length))
    if (this.#positions !== null) this.#positions = grown(this.#positions, new Float64Array(length))
  }

  #makeHolesPossible(): void {
    if (this.#positions !== null) return
    const positions = new Float64Array(this.#handles.length)
    for (let index = 0; index < this.#size; index += 1) positions[index] = this.positionAt(index)
    this.#positions = positions
  }

  #free(message: MessageHandle): void {
    if (this.#messages.deliveries(message) > 0) this.#messages.setDeadline(message, SCAVENGED)
    else this.#messages.free(message)
  }
}

/** The first index for which it is false; it is true for all before and false for all behind. */
function lowerBound(size: number, isBefore: (index: number) => boolean): number {
  let low = 0
  let high = size
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}
