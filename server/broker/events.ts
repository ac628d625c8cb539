// The events alive: each is one occurrence, shared by all its copies in channels.

import { assert } from '#shared/lib/assert.ts'
import type { Clock, SimTime } from '../engine/time.ts'
import { Columns, type ColumnsState } from './columns.ts'
import { RareIntegers, RareNumbers } from './rareColumns.ts'

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
const TYPE = 3
const REFERENCES = 4
const INTEGERS = 5

const CREATED = 0
const NUMBERS = 1

// Where it comes from: in columns of their own, once there is an event with a cause.
const ROOT_ORIGIN = 0
const ROOT_N = 1
const CAUSE_ORIGIN = 2
const CAUSE_N = 3
const HOPS = 4
const DESCENT = 5

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
  readonly #attributes = new RareIntegers()
  readonly #properties = new RareIntegers()
  /** Null until there is an event with a cause: each is the first of its story. So is `#rootsCreated`. */
  readonly #descents = new RareIntegers(DESCENT)
  readonly #rootsCreated = new RareNumbers()
  readonly #rows = new Columns({
    integers: INTEGERS,
    numbers: NUMBERS,
    rare: [this.#attributes, this.#properties, this.#descents, this.#rootsCreated],
  })
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
    integers[at + ORIGIN] = event.origin + 1
    integers[at + N] = event.n
    integers[at + KEY] = event.key + 1
    integers[at + TYPE] = event.type
    integers[at + REFERENCES] = 1
    cells[row * NUMBERS + CREATED] = now
    this.#attributes.set(row, event.attributes)
    this.#properties.set(row, event.properties)
    if (event.cause !== NO_EVENT) this.#descend(row, event.cause)
    else if (this.#descents.values !== null) this.#begin(row)
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
    return this.#attributes.get(event)
  }

  /** Interned: what the publisher said of it in its broker's terms. */
  properties(event: EventHandle): number {
    return this.#properties.get(event)
  }

  createdAt(event: EventHandle): SimTime {
    return this.#rows.cells[event * NUMBERS + CREATED] as SimTime
  }

  /** The event that began the story: its id is the correlation id. */
  rootOrigin(event: EventHandle): number {
    const descents = this.#descents.values
    return descents === null
      ? this.origin(event)
      : (descents[event * DESCENT + ROOT_ORIGIN] as number) - 1
  }

  rootN(event: EventHandle): number {
    const descents = this.#descents.values
    return descents === null ? this.n(event) : (descents[event * DESCENT + ROOT_N] as number)
  }

  rootCreatedAt(event: EventHandle): SimTime {
    const created = this.#rootsCreated.values
    return created === null ? this.createdAt(event) : (created[event] as SimTime)
  }

  /** -1: published by a source. */
  causeOrigin(event: EventHandle): number {
    const descents = this.#descents.values
    return descents === null ? -1 : (descents[event * DESCENT + CAUSE_ORIGIN] as number) - 1
  }

  causeN(event: EventHandle): number {
    const descents = this.#descents.values
    return descents === null ? 0 : (descents[event * DESCENT + CAUSE_N] as number)
  }

  /** Writes its IDENTITY_WORDS to `into` from `at` on. */
  copyIdentity(event: EventHandle, into: Uint32Array, at: number): void {
    const { integers } = this.#rows
    const from = event * INTEGERS
    const origin = integers[from + ORIGIN] as number
    const n = integers[from + N] as number
    into[at] = origin
    into[at + 1] = n
    into[at + 2] = integers[from + KEY] as number
    into[at + 7] = integers[from + TYPE] as number
    const descents = this.#descents.values
    if (descents === null) {
      into[at + 3] = origin
      into[at + 4] = n
      into[at + 5] = 0
      into[at + 6] = 0
      return
    }
    const descent = event * DESCENT
    into[at + 3] = descents[descent + ROOT_ORIGIN] as number
    into[at + 4] = descents[descent + ROOT_N] as number
    into[at + 5] = descents[descent + CAUSE_ORIGIN] as number
    into[at + 6] = descents[descent + CAUSE_N] as number
  }

  /** How many events in a row led to this one. */
  hops(event: EventHandle): number {
    const descents = this.#descents.values
    return descents === null ? 0 : (descents[event * DESCENT + HOPS] as number)
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
    const { integers } = this.#rows
    const descents = this.#descents.values ?? this.#madeDescents()
    const created = this.#rootsCreated.values as Float64Array
    const at = row * DESCENT
    const from = cause * DESCENT
    descents[at + ROOT_ORIGIN] = descents[from + ROOT_ORIGIN] as number
    descents[at + ROOT_N] = descents[from + ROOT_N] as number
    descents[at + CAUSE_ORIGIN] = integers[cause * INTEGERS + ORIGIN] as number
    descents[at + CAUSE_N] = integers[cause * INTEGERS + N] as number
    descents[at + HOPS] = (descents[from + HOPS] as number) + 1
    created[row] = created[cause] as number
  }

  /** It is the first of its story; only once there are descents. */
  #begin(row: number): void {
    const { integers, cells } = this.#rows
    const descents = this.#descents.values as Int32Array
    const created = this.#rootsCreated.values as Float64Array
    const at = row * DESCENT
    descents[at + ROOT_ORIGIN] = integers[row * INTEGERS + ORIGIN] as number
    descents[at + ROOT_N] = integers[row * INTEGERS + N] as number
    descents[at + CAUSE_ORIGIN] = 0
    descents[at + CAUSE_N] = 0
    descents[at + HOPS] = 0
    created[row] = cells[row * NUMBERS + CREATED] as number
  }

  /** The first event with a cause comes: those before it have none. */
  #madeDescents(): Int32Array {
    const descents = this.#descents.made()
    this.#rootsCreated.made()
    for (let row = 0; row < this.#rows.used; row += 1) this.#begin(row)
    return descents
  }
}
