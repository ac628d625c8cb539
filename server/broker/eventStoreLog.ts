// $all: the events of all streams in the order in which they were appended. Positions go up by one and
// are never used again; scavenging leaves holes.

import type { SimTime } from '../engine/time.ts'
import type { MessageHandle, Messages } from './messages.ts'

export interface EventStoreLogState {
  readonly end: number
  readonly positions: readonly number[]
  readonly eventNumbers: readonly number[]
  readonly messages: readonly number[]
}

const SCAVENGED = -1 as SimTime

export class EventStoreLog {
  readonly #messages: Messages
  #end = 0
  // One entry for each event that is kept, in the same order.
  #positions: number[] = []
  #eventNumbers: number[] = []
  #handles: MessageHandle[] = []

  constructor(messages: Messages) {
    this.#messages = messages
  }

  /** Position that the next event gets. */
  get end(): number {
    return this.#end
  }

  get size(): number {
    return this.#positions.length
  }

  append(message: MessageHandle, eventNumber: number): void {
    this.#positions.push(this.#end)
    this.#eventNumbers.push(eventNumber)
    this.#handles.push(message)
    this.#end += 1
  }

  /** Index of the first event at a position or behind it; the size when there is none. */
  indexFrom(position: number): number {
    const first = this.#positions[0]
    if (first === undefined || position >= this.#end) return this.size
    // Without holes, a position tells where it stands.
    if (this.#end - first === this.size) return Math.max(0, position - first)
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
    return this.#positions[index] === position ? this.messageAt(index) : null
  }

  /** Takes out the events of these indexes, which go up. */
  remove(indexes: readonly number[]): void {
    for (const index of indexes) this.#free(this.messageAt(index))
    const gone = new Set(indexes)
    const isKept = (_: unknown, index: number) => !gone.has(index)
    this.#positions = this.#positions.filter(isKept)
    this.#eventNumbers = this.#eventNumbers.filter(isKept)
    this.#handles = this.#handles.filter(isKept)
  }

  /** Keeps an event alive while somebody has it in hand. */
  pin(message: MessageHandle): void {
    this.#messages.setMark(message, this.#messages.mark(message) + 1)
  }

  unpin(message: MessageHandle): void {
    const pins = this.#messages.mark(message) - 1
    this.#messages.setMark(message, pins)
    if (pins === 0 && this.#messages.deadline(message) === SCAVENGED) this.#messages.free(message)
  }

  save(): EventStoreLogState {
    return {
      end: this.#end,
      positions: [...this.#positions],
      eventNumbers: [...this.#eventNumbers],
      messages: [...this.#handles],
    }
  }

  restore(state: EventStoreLogState): void {
    this.#end = state.end
    this.#positions = [...state.positions]
    this.#eventNumbers = [...state.eventNumbers]
    this.#handles = [...state.messages] as MessageHandle[]
  }

  #free(message: MessageHandle): void {
    if (this.#messages.mark(message) > 0) this.#messages.setDeadline(message, SCAVENGED)
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
