// The events alive: each is one occurrence, shared by all its copies in channels.

import { assert } from '#shared/lib/assert.ts'
import { grown } from '../engine/grown.ts'
import { type SimTime, START } from '../engine/time.ts'
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

const ATTRIBUTES = 0
const HOPS = 1
const REFERENCES = 2
const PROPERTIES = 3
const INTEGERS = 4

const CREATED = 0
const ROOT_CREATED = 1

export interface EventsState {
  readonly rows: ColumnsState
  readonly words: Uint32Array
}

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
  readonly #rows = new Columns({ integers: INTEGERS, numbers: 2 })
  #words = new Uint32Array(256 * IDENTITY_WORDS)

  get alive(): number {
    return this.#rows.size
  }

  /** The caller holds the first reference. */
  create(event: NewEvent, now: SimTime): EventHandle {
    const rows = this.#rows
    const row = rows.take() as EventHandle
    const { cause } = event
    rows.setInt(ATTRIBUTES, row, event.attributes)
    rows.set(CREATED, row, now)
    rows.set(ROOT_CREATED, row, cause === NO_EVENT ? now : rows.get(ROOT_CREATED, cause))
    rows.setInt(HOPS, row, cause === NO_EVENT ? 0 : rows.int(HOPS, cause) + 1)
    rows.setInt(REFERENCES, row, 1)
    rows.setInt(PROPERTIES, row, event.properties)
    this.#identify(row, event)
    return row
  }

  hold(event: EventHandle): void {
    this.#rows.setInt(REFERENCES, event, this.#rows.int(REFERENCES, event) + 1)
  }

  release(event: EventHandle): void {
    const references = this.#rows.int(REFERENCES, event) - 1
    assert(references >= 0, 'an event is released as often as it was held')
    this.#rows.setInt(REFERENCES, event, references)
    if (references === 0) this.#rows.give(event)
  }

  /** How often it is held: 0 for one that is gone. */
  references(event: EventHandle): number {
    return this.#rows.int(REFERENCES, event)
  }

  origin(event: EventHandle): number {
    return this.#word(event, ORIGIN) - 1
  }

  n(event: EventHandle): number {
    return this.#word(event, N)
  }

  type(event: EventHandle): number {
    return this.#word(event, TYPE)
  }

  key(event: EventHandle): number {
    return this.#word(event, KEY) - 1
  }

  attributes(event: EventHandle): number {
    return this.#rows.int(ATTRIBUTES, event)
  }

  /** Interned: what the publisher said of it in its broker's terms. */
  properties(event: EventHandle): number {
    return this.#rows.int(PROPERTIES, event)
  }

  createdAt(event: EventHandle): SimTime {
    return this.#rows.get(CREATED, event) as SimTime
  }

  /** The event that began the story: its id is the correlation id. */
  rootOrigin(event: EventHandle): number {
    return this.#word(event, ROOT_ORIGIN) - 1
  }

  rootN(event: EventHandle): number {
    return this.#word(event, ROOT_N)
  }

  rootCreatedAt(event: EventHandle): SimTime {
    return event === NO_EVENT ? START : (this.#rows.get(ROOT_CREATED, event) as SimTime)
  }

  /** -1: published by a source. */
  causeOrigin(event: EventHandle): number {
    return this.#word(event, CAUSE_ORIGIN) - 1
  }

  causeN(event: EventHandle): number {
    return this.#word(event, CAUSE_N)
  }

  /** Writes its IDENTITY_WORDS to `into` from `at` on. */
  copyIdentity(event: EventHandle, into: Uint32Array, at: number): void {
    const words = this.#words
    const from = Math.imul(event, IDENTITY_WORDS)
    for (let word = 0; word < IDENTITY_WORDS; word += 1)
      into[at + word] = words[from + word] as number
  }

  /** How many events in a row led to this one. */
  hops(event: EventHandle): number {
    return this.#rows.int(HOPS, event)
  }

  save(): EventsState {
    const { used } = this.#rows
    return { rows: this.#rows.save(), words: this.#words.subarray(0, used * IDENTITY_WORDS) }
  }

  restore(state: EventsState): void {
    this.#rows.restore(state.rows)
    this.#makeRoomFor(this.#rows.used)
    this.#words.set(state.words)
  }

  #word(event: EventHandle, word: number): number {
    return this.#words[Math.imul(event, IDENTITY_WORDS) + word] as number
  }

  #identify(row: EventHandle, { origin, n, key, type, cause }: NewEvent): void {
    this.#makeRoomFor(row + 1)
    const words = this.#words
    const at = Math.imul(row, IDENTITY_WORDS)
    words[at + ORIGIN] = origin + 1
    words[at + N] = n
    words[at + KEY] = key + 1
    words[at + TYPE] = type
    if (cause === NO_EVENT) {
      words[at + ROOT_ORIGIN] = origin + 1
      words[at + ROOT_N] = n
      words[at + CAUSE_ORIGIN] = 0
      words[at + CAUSE_N] = 0
      return
    }
    const from = Math.imul(cause, IDENTITY_WORDS)
    words[at + ROOT_ORIGIN] = words[from + ROOT_ORIGIN] as number
    words[at + ROOT_N] = words[from + ROOT_N] as number
    words[at + CAUSE_ORIGIN] = words[from + ORIGIN] as number
    words[at + CAUSE_N] = words[from + N] as number
  }

  #makeRoomFor(rows: number): void {
    if (rows * IDENTITY_WORDS <= this.#words.length) return
    const length = Math.max(rows * IDENTITY_WORDS, this.#words.length * 2)
    this.#words = grown(this.#words, new Uint32Array(length))
  }
}
