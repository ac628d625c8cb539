// The events alive: each is one occurrence, shared by all its copies in channels.

import { assert } from '#shared/lib/assert.ts'
import { type SimTime, START } from '../engine/time.ts'
import { Columns, type ColumnsState } from './columns.ts'

export type EventHandle = number & { readonly __brand: 'EventHandle' }

export const NO_EVENT = -1 as EventHandle

/** No key: the partitioner is free, and no order is claimed. */
export const NO_KEY = -1

const ORIGIN = 0
const N = 1
const TYPE = 2
const KEY = 3
const ATTRIBUTES = 4
const CREATED = 5
const ROOT_ORIGIN = 6
const ROOT_N = 7
const ROOT_CREATED = 8
const CAUSE_ORIGIN = 9
const CAUSE_N = 10
const HOPS = 11
const REFERENCES = 12
const PROPERTIES = 13

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
  readonly #rows = new Columns(14)

  get alive(): number {
    return this.#rows.size
  }

  /** The caller holds the first reference. */
  create(event: NewEvent, now: SimTime): EventHandle {
    const rows = this.#rows
    const row = rows.take() as EventHandle
    const isRoot = event.cause === NO_EVENT
    rows.set(ORIGIN, row, event.origin)
    rows.set(N, row, event.n)
    rows.set(TYPE, row, event.type)
    rows.set(KEY, row, event.key)
    rows.set(ATTRIBUTES, row, event.attributes)
    rows.set(CREATED, row, now)
    rows.set(ROOT_ORIGIN, row, isRoot ? event.origin : this.rootOrigin(event.cause))
    rows.set(ROOT_N, row, isRoot ? event.n : this.rootN(event.cause))
    rows.set(ROOT_CREATED, row, isRoot ? now : this.rootCreatedAt(event.cause))
    rows.set(CAUSE_ORIGIN, row, isRoot ? -1 : this.origin(event.cause))
    rows.set(CAUSE_N, row, isRoot ? -1 : this.n(event.cause))
    rows.set(HOPS, row, isRoot ? 0 : this.hops(event.cause) + 1)
    rows.set(REFERENCES, row, 1)
    rows.set(PROPERTIES, row, event.properties)
    return row
  }

  hold(event: EventHandle): void {
    this.#rows.set(REFERENCES, event, this.#rows.get(REFERENCES, event) + 1)
  }

  release(event: EventHandle): void {
    const references = this.#rows.get(REFERENCES, event) - 1
    assert(references >= 0, 'an event is released as often as it was held')
    this.#rows.set(REFERENCES, event, references)
    if (references === 0) this.#rows.give(event)
  }

  origin(event: EventHandle): number {
    return this.#rows.get(ORIGIN, event)
  }

  n(event: EventHandle): number {
    return this.#rows.get(N, event)
  }

  type(event: EventHandle): number {
    return this.#rows.get(TYPE, event)
  }

  key(event: EventHandle): number {
    return this.#rows.get(KEY, event)
  }

  attributes(event: EventHandle): number {
    return this.#rows.get(ATTRIBUTES, event)
  }

  /** Interned: what the publisher said of it in its broker's terms. */
  properties(event: EventHandle): number {
    return this.#rows.get(PROPERTIES, event)
  }

  createdAt(event: EventHandle): SimTime {
    return this.#rows.get(CREATED, event) as SimTime
  }

  /** The event that began the story: its id is the correlation id. */
  rootOrigin(event: EventHandle): number {
    return this.#rows.get(ROOT_ORIGIN, event)
  }

  rootN(event: EventHandle): number {
    return this.#rows.get(ROOT_N, event)
  }

  rootCreatedAt(event: EventHandle): SimTime {
    return event === NO_EVENT ? START : (this.#rows.get(ROOT_CREATED, event) as SimTime)
  }

  /** -1: published by a source. */
  causeOrigin(event: EventHandle): number {
    return this.#rows.get(CAUSE_ORIGIN, event)
  }

  causeN(event: EventHandle): number {
    return this.#rows.get(CAUSE_N, event)
  }

  /** How many events in a row led to this one. */
  hops(event: EventHandle): number {
    return this.#rows.get(HOPS, event)
  }

  save(): ColumnsState {
    return this.#rows.save()
  }

  restore(state: ColumnsState): void {
    this.#rows.restore(state)
  }
}
