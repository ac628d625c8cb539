// Where the messages of an SQS queue stand. Each has a place: a small whole number, kept until the
// message is gone and no delivery of it is under way any more.

import { assert } from '#shared/lib/assert.ts'
import type { SimTime } from '../engine/time.ts'
import { Columns, type ColumnsState } from './columns.ts'
import type { MessageHandle } from './messages.ts'
import type { SqsOrder } from './sqsOrder.ts'

/** Whole numbers of 32 bits. */
const MESSAGE = 0
const STATUS = 1
/** Subscription (element index) that received it last. */
const LEASED_TO = 2
const DELIVERIES_UNDER_WAY = 3
/** Of a dead letter: element index of the queue that it comes from; NO_SOURCE: it was sent here. */
const SOURCE = 4
const INTEGERS = 5

/** When the message came into this queue. */
const SINCE = 0
/** When it was received last. */
const RECEIVED = 1
const NUMBERS = 2

export const NO_SOURCE = -1

const DELAYED = 0
const VISIBLE = 1
const IN_FLIGHT = 2
const GONE = 3

export interface SqsPlacesState {
  readonly rows: ColumnsState
  readonly order: unknown
  readonly visible: number
  readonly inFlight: number
  readonly kept: number
  readonly inFlightOf: readonly (readonly [subscription: number, count: number])[]
}

export interface NewPlace {
  readonly message: MessageHandle
  /** Number of its message group; what a standard queue makes of it is nothing. */
  readonly group: number
  readonly source: number
  readonly now: SimTime
}

export class SqsPlaces {
  readonly #rows = new Columns({ integers: INTEGERS, numbers: NUMBERS })
  readonly #order: SqsOrder
  readonly #inFlightOf = new Map<number, number>()
  #visible = 0
  #inFlight = 0
  #kept = 0

  constructor(order: SqsOrder) {
    this.#order = order
  }

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

  /** A new message, delayed until it is shown. */
  add({ message, group, source, now }: NewPlace): number {
    const place = this.#rows.take()
    this.#rows.setInt(MESSAGE, place, message)
    this.#rows.setInt(STATUS, place, DELAYED)
    this.#rows.setInt(SOURCE, place, source)
    this.#rows.set(SINCE, place, now)
    this.#order.enter(place, group)
    this.#kept += 1
    return place
  }

  message(place: number): MessageHandle {
    return this.#rows.int(MESSAGE, place) as MessageHandle
  }

  leasedTo(place: number): number {
    return this.#rows.int(LEASED_TO, place)
  }

  receivedAt(place: number): SimTime {
    return this.#rows.get(RECEIVED, place) as SimTime
  }

  source(place: number): number {
    return this.#rows.int(SOURCE, place)
  }

  isDelayed(place: number): boolean {
    return this.#rows.int(STATUS, place) === DELAYED
  }

  isInFlight(place: number): boolean {
    return this.#rows.int(STATUS, place) === IN_FLIGHT
  }

  isGone(place: number): boolean {
    return this.#rows.int(STATUS, place) === GONE
  }

  show(place: number, end: 'front' | 'back'): void {
    assert(this.#rows.int(STATUS, place) !== VISIBLE, 'what is shown was hidden')
    this.#withdraw(place)
    this.#rows.setInt(STATUS, place, VISIBLE)
    this.#visible += 1
    this.#order.show(place, end, this.#rows.get(SINCE, place) as SimTime)
  }

  /** Received: hidden, with one more delivery under way. */
  receive(place: number, subscription: number, now: SimTime): void {
    this.lease(place, subscription)
    this.#rows.set(RECEIVED, place, now)
    this.#rows.setInt(DELIVERIES_UNDER_WAY, place, this.#underWay(place) + 1)
  }

  /** Hidden on behalf of a subscription. */
  lease(place: number, subscription: number): void {
    this.#withdraw(place)
    this.#rows.setInt(STATUS, place, IN_FLIGHT)
    this.#rows.setInt(LEASED_TO, place, subscription)
    this.#inFlight += 1
    this.#inFlightOf.set(subscription, this.inFlightOf(subscription) + 1)
  }

  /** The message is gone. Its place stays until the last delivery has ended. */
  remove(place: number): void {
    this.#withdraw(place)
    this.#rows.setInt(STATUS, place, GONE)
    this.#kept -= 1
    this.#order.leave(place)
  }

  deliveryEnded(place: number): void {
    assert(this.#underWay(place) > 0, 'a delivery ends once')
    this.#rows.setInt(DELIVERIES_UNDER_WAY, place, this.#underWay(place) - 1)
  }

  /** Nothing needs it any more. */
  isUnused(place: number): boolean {
    return this.#underWay(place) === 0 && this.isGone(place)
  }

  free(place: number): void {
    this.#rows.give(place)
  }

  save(): SqsPlacesState {
    return {
      rows: this.#rows.save(),
      order: this.#order.save(),
      visible: this.#visible,
      inFlight: this.#inFlight,
      kept: this.#kept,
      inFlightOf: [...this.#inFlightOf],
    }
  }

  restore(state: SqsPlacesState): void {
    this.#rows.restore(state.rows)
    this.#order.restore(state.order)
    this.#visible = state.visible
    this.#inFlight = state.inFlight
    this.#kept = state.kept
    this.#inFlightOf.clear()
    for (const [subscription, count] of state.inFlightOf) {
      this.#inFlightOf.set(subscription, count)
    }
  }

  #underWay(place: number): number {
    return this.#rows.int(DELIVERIES_UNDER_WAY, place)
  }

  /** Out of the state it is in. */
  #withdraw(place: number): void {
    const status = this.#rows.int(STATUS, place)
    assert(status !== GONE, 'what is gone stays gone')
    if (status === VISIBLE) {
      this.#order.hide(place)
      this.#visible -= 1
    } else if (status === IN_FLIGHT) {
      const subscription = this.leasedTo(place)
      this.#inFlight -= 1
      this.#inFlightOf.set(subscription, this.inFlightOf(subscription) - 1)
    }
  }
}
