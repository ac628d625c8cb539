// Where the messages of an SQS queue stand. Each has a place: a small whole number, kept until the
// message is gone and no delivery of it is under way any more.

import { assert } from '#shared/lib/assert.ts'
import type { SimTime } from '../engine/time.ts'
import { Columns, type ColumnsState } from './columns.ts'
import { LinkedLists, type LinkedListsState, NONE } from './linkedLists.ts'
import type { MessageHandle } from './messages.ts'

/** A standard queue is spread over servers; each keeps its own order. */
export const SHARDS = 4

const MESSAGE = 0
const STATUS = 1
const SHARD = 2
/** When the message came into this queue. */
const SINCE = 3
/** Subscription (element index) that received it last. */
const LEASED_TO = 4
const DELIVERIES_UNDER_WAY = 5

const DELAYED = 0
const VISIBLE = 1
const IN_FLIGHT = 2
const GONE = 3

export interface SqsPlacesState {
  readonly rows: ColumnsState
  readonly shards: LinkedListsState
  readonly visible: number
  readonly inFlight: number
  readonly kept: number
  readonly inFlightOf: readonly (readonly [subscription: number, count: number])[]
}

export class SqsPlaces {
  readonly #rows = new Columns(6)
  /** The visible ones. */
  readonly #shards = new LinkedLists(SHARDS)
  readonly #inFlightOf = new Map<number, number>()
  #visible = 0
  #inFlight = 0
  #kept = 0

  get visible(): number {
    return this.#visible
  }

  get inFlight(): number {
    return this.#inFlight
  }

  /** Visible, delayed and in flight. */
  get kept(): number {
    return this.#kept
  }

  /** What this subscription received and nobody has deleted, its lease still running. */
  inFlightOf(subscription: number): number {
    return this.#inFlightOf.get(subscription) ?? 0
  }

  /** Of those at the head of the shards: what was received often and sent to the back is passed over. */
  get oldestVisibleSince(): SimTime | null {
    let oldest: number | null = null
    for (let shard = 0; shard < SHARDS; shard += 1) {
      const place = this.#shards.first(shard)
      if (place === NONE) continue
      const since = this.#rows.get(SINCE, place)
      if (oldest === null || since < oldest) oldest = since
    }
    return oldest as SimTime | null
  }

  /** A new message, delayed until it is shown. */
  add(message: MessageHandle, shard: number, now: SimTime): number {
    const place = this.#rows.take()
    this.#rows.set(MESSAGE, place, message)
    this.#rows.set(STATUS, place, DELAYED)
    this.#rows.set(SHARD, place, shard)
    this.#rows.set(SINCE, place, now)
    this.#kept += 1
    return place
  }

  message(place: number): MessageHandle {
    return this.#rows.get(MESSAGE, place) as MessageHandle
  }

  leasedTo(place: number): number {
    return this.#rows.get(LEASED_TO, place)
  }

  isInFlight(place: number): boolean {
    return this.#rows.get(STATUS, place) === IN_FLIGHT
  }

  isGone(place: number): boolean {
    return this.#rows.get(STATUS, place) === GONE
  }

  /** NONE when nothing of this shard is visible. */
  firstVisible(shard: number): number {
    return this.#shards.first(shard)
  }

  show(place: number, end: 'front' | 'back'): void {
    assert(this.#rows.get(STATUS, place) !== VISIBLE, 'what is shown was hidden')
    this.#withdraw(place)
    this.#rows.set(STATUS, place, VISIBLE)
    this.#visible += 1
    const shard = this.#rows.get(SHARD, place)
    if (end === 'front') this.#shards.pushFront(shard, place)
    else this.#shards.pushBack(shard, place)
  }

  /** A visible message is received: hidden, with one more delivery under way. */
  lease(place: number, subscription: number): void {
    this.#withdraw(place)
    this.#rows.set(STATUS, place, IN_FLIGHT)
    this.#rows.set(LEASED_TO, place, subscription)
    this.#rows.set(DELIVERIES_UNDER_WAY, place, this.#underWay(place) + 1)
    this.#inFlight += 1
    this.#inFlightOf.set(subscription, this.inFlightOf(subscription) + 1)
  }

  /** The message is gone. Its place stays until the last delivery has ended. */
  remove(place: number): void {
    this.#withdraw(place)
    this.#rows.set(STATUS, place, GONE)
    this.#kept -= 1
  }

  deliveryEnded(place: number): void {
    assert(this.#underWay(place) > 0, 'a delivery ends once')
    this.#rows.set(DELIVERIES_UNDER_WAY, place, this.#underWay(place) - 1)
  }

  /** Frees the place if nothing needs it any more; returns whether it did. */
  freeIfUnused(place: number): boolean {
    if (!this.isGone(place) || this.#underWay(place) > 0) return false
    this.#rows.give(place)
    return true
  }

  save(): SqsPlacesState {
    return {
      rows: this.#rows.save(),
      shards: this.#shards.save(),
      visible: this.#visible,
      inFlight: this.#inFlight,
      kept: this.#kept,
      inFlightOf: [...this.#inFlightOf],
    }
  }

  restore(state: SqsPlacesState): void {
    this.#rows.restore(state.rows)
    this.#shards.restore(state.shards)
    this.#visible = state.visible
    this.#inFlight = state.inFlight
    this.#kept = state.kept
    this.#inFlightOf.clear()
    for (const [subscription, count] of state.inFlightOf) {
      this.#inFlightOf.set(subscription, count)
    }
  }

  #underWay(place: number): number {
    return this.#rows.get(DELIVERIES_UNDER_WAY, place)
  }

  /** Out of the state it is in. */
  #withdraw(place: number): void {
    const status = this.#rows.get(STATUS, place)
    assert(status !== GONE, 'what is gone stays gone')
    if (status === VISIBLE) {
      this.#shards.remove(place)
      this.#visible -= 1
    } else if (status === IN_FLIGHT) {
      const subscription = this.leasedTo(place)
      this.#inFlight -= 1
      this.#inFlightOf.set(subscription, this.inFlightOf(subscription) - 1)
    }
  }
}
