// The events alive: each is one occurrence, shared by all its copies in channels.

import { assert } from '#shared/lib/assert.ts'
import type { Clock, SimTime } from '../engine/time.ts'
import { Columns, type ColumnsState } from './columns.ts'

export type EventHandle = number & { readonly __brand: 'EventHandle' }

export const NO_EVENT = -1 as EventHandle

/** No key: the partitioner is free, and no order is claimed. */
export const NO_KEY = -1

/**
 * Who an event is: 32-bit words in the order in which a journal record has them. What may be absent is one
 * more than its number, and 0 says that there is none.
 */
export const IDENTITY_WORDS = 8
const ORIGIN = 0
const N = 1
const KEY = 2
const ROOT_ORIGIN = 3
const ROOT_N = 4
const CAUSE_ORIGIN = 5
const CAUSE_N = 6
const TYPE = 7

// Behind its identity:
const ATTRIBUTES = IDENTITY_WORDS
const HOPS = IDENTITY_WORDS + 1
const REFERENCES = IDENTITY_WORDS + 2
const PROPERTIES = IDENTITY_WORDS + 3
const INTEGERS = IDENTITY_WORDS + 4

const CREATED = 0
const ROOT_CREATED = 1
const NUMBERS = 2

export interface NewEvent {
  /** Element index of the source or output; with `n` the event's id. */
  readonly origin: number
  readonly n: number
  /** Element index of the event type. */
  readonly type: number
  /** Number of the key, or NO_KEY. */
  readonly key: number
  /** Interned set of attributes; 0 is the empty set. */
  readonly attributes: number
  /** Interned; 0: nothing said. */
  readonly properties: number
  readonly cause: EventHandle
}

export class Events {
  readonly #rows = new Columns({ integers: INTEGERS, numbers: NUMBERS })
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get alive(): number {
    return this.#rows.size
  }

  /** The caller holds the first reference. */
  create(event: NewEvent): EventHandle {
    const rows = this.#rows
    const { now } = this.#clock
    const row = rows.takeAsItIs() as EventHandle
    const { integers, cells } = rows
    const at = row * INTEGERS
    const times = row * NUMBERS
    integers[at + ORIGIN] = event.origin + 1
    integers[at + N] = event.n
    integers[at + KEY] = event.key + 1
    integers[at + TYPE] = event.type
    integers[at + ATTRIBUTES] = event.attributes
    integers[at + REFERENCES] = 1
    integers[at + PROPERTIES] = event.properties
    cells[times + CREATED] = now
    if (event.cause === NO_EVENT) {
      integers[at + ROOT_ORIGIN] = event.origin + 1
      integers[at + ROOT_N] = event.n
      integers[at + CAUSE_ORIGIN] = 0
      integers[at + CAUSE_N] = 0
      integers[at + HOPS] = 0
      cells[times + ROOT_CREATED] = now
    } else this.#descend(row, event.cause)
    return row
  }

  hold(event: EventHandle): void {
    const { integers } = this.#rows
    const at = event * INTEGERS + REFERENCES
    integers[at] = (integers[at] as number) + 1
  }

  release(event: EventHandle): void {
    const { integers } = this.#rows
    const at = event * INTEGERS + REFERENCES
    const references = (integers[at] as number) - 1
    assert(references >= 0, 'an event is released as often as it was held')
    integers[at] = references
    if (references === 0) this.#rows.give(event)
  }

  /** How often it is held: 0 for one that is gone. */
  references(event: EventHandle): number {
    return this.#integer(event, REFERENCES)
  }

  origin(event: EventHandle): number {
    return this.#integer(event, ORIGIN) - 1
  }

  n(event: EventHandle): number {
    return this.#integer(event, N)
  }

  type(event: EventHandle): number {
    return this.#integer(event, TYPE)
  }

  key(event: EventHandle): number {
    return this.#integer(event, KEY) - 1
  }

  attributes(event: EventHandle): number {
    return this.#integer(event, ATTRIBUTES)
  }

  /** Interned: what the publisher said of it in its broker's terms. */
  properties(event: EventHandle): number {
    return this.#integer(event, PROPERTIES)
  }

  createdAt(event: EventHandle): SimTime {
    return this.#rows.cells[event * NUMBERS + CREATED] as SimTime
  }

  /** The event that began the story: its id is the correlation id. */
  rootOrigin(event: EventHandle): number {
    return this.#integer(event, ROOT_ORIGIN) - 1
  }

  rootN(event: EventHandle): number {
    return this.#integer(event, ROOT_N)
  }

  rootCreatedAt(event: EventHandle): SimTime {
    return this.#rows.cells[event * NUMBERS + ROOT_CREATED] as SimTime
  }

  /** -1: published by a source. */
  causeOrigin(event: EventHandle): number {
    return this.#integer(event, CAUSE_ORIGIN) - 1
  }

  causeN(event: EventHandle): number {
    return this.#integer(event, CAUSE_N)
  }

  /** Writes its IDENTITY_WORDS to `into` from `at` on. */
  copyIdentity(event: EventHandle, into: Uint32Array, at: number): void {
    const { integers } = this.#rows
    const from = event * INTEGERS
    into[at] = integers[from] as number
    into[at + 1] = integers[from + 1] as number
    into[at + 2] = integers[from + 2] as number
    into[at + 3] = integers[from + 3] as number
    into[at + 4] = integers[from + 4] as number
    into[at + 5] = integers[from + 5] as number
    into[at + 6] = integers[from + 6] as number
    into[at + 7] = integers[from + 7] as number
  }

  /** How many events in a row led to this one. */
  hops(event: EventHandle): number {
    return this.#integer(event, HOPS)
  }

  save(): ColumnsState {
    return this.#rows.save()
  }

  restore(state: ColumnsState): void {
    this.#rows.restore(state)
  }

  #integer(event: EventHandle, column: number): number {
    return this.#rows.integers[event * INTEGERS + column] as number
  }

  /** It is what came of its cause. */
  #descend(row: EventHandle, cause: EventHandle): void {
    const { integers, cells } = this.#rows
    const at = row * INTEGERS
    const from = cause * INTEGERS
    integers[at + ROOT_ORIGIN] = integers[from + ROOT_ORIGIN] as number
    integers[at + ROOT_N] = integers[from + ROOT_N] as number
    integers[at + CAUSE_ORIGIN] = integers[from + ORIGIN] as number
    integers[at + CAUSE_N] = integers[from + N] as number
    integers[at + HOPS] = (integers[from + HOPS] as number) + 1
    cells[row * NUMBERS + ROOT_CREATED] = cells[cause * NUMBERS + ROOT_CREATED] as number
  }
}
