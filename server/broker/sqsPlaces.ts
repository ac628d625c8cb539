// Where the messages of an SQS queue stand. Each has a place: a small whole number, kept until the
// message is gone and no delivery of it is under way any more.

import { assert } from '#shared/lib/assert.ts'
import type { SimTime } from '../engine/time.ts'
import { Columns, type ColumnsState } from './columns.ts'
import type { MessageHandle, Messages } from './messages.ts'
import { RareIntegers, RareNumbers } from './rareColumns.ts'
import type { SqsOrder } from './sqsOrder.ts'

/** Whole numbers of 32 bits. */
const MESSAGE = 0
/** Where it is, in the lowest bits, and above them how many deliveries of it are under way. */
const STANDING = 1
const INTEGERS = 2

const STATUS = 0b11
const ONE_UNDER_WAY = 0b100

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
  /** Subscription (element index) that received it last. */
  readonly #leasedTo = new RareIntegers()
  /** When it was received last. */
  readonly #receivedAt = new RareNumbers()
  /** Of a dead letter: one more than the element index of the queue that it comes from; 0: it was sent here. */
  readonly #sources = new RareIntegers()
  /** When it came into this queue; 0: when the message was made. */
  readonly #since = new RareNumbers()
  readonly #rows = new Columns({
    integers: INTEGERS,
    numbers: 0,
    rare: [this.#leasedTo, this.#receivedAt, this.#sources, this.#since],
  })
  readonly #messages: Messages
  readonly #order: SqsOrder
  readonly #inFlightOf = new Map<number, number>()
  #visible = 0
  #inFlight = 0
  #kept = 0

  constructor(messages: Messages, order: SqsOrder) {
    this.#messages = messages
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
    const place = this.#rows.takeAsItIs()
    this.#rows.setInt(MESSAGE, place, message)
    this.#rows.setInt(STANDING, place, DELAYED)
    this.#sources.set(place, source - NO_SOURCE)
    this.#since.set(place, now === this.#messages.enqueuedAt(message) ? 0 : now)
    this.#order.enter(place, group)
    this.#kept += 1
    return place
  }

  message(place: number): MessageHandle {
    return this.#rows.int(MESSAGE, place) as MessageHandle
  }

  leasedTo(place: number): number {
    return this.#leasedTo.get(place)
  }

  receivedAt(place: number): SimTime {
    return this.#receivedAt.get(place) as SimTime
  }

  source(place: number): number {
    return this.#sources.get(place) + NO_SOURCE
  }

  since(place: number): SimTime {
    const since = this.#since.get(place) as SimTime
    return since === 0 ? this.#messages.enqueuedAt(this.message(place)) : since
  }

  isDelayed(place: number): boolean {
    return this.#status(place) === DELAYED
  }

  isInFlight(place: number): boolean {
    return this.#status(place) === IN_FLIGHT
  }

  isGone(place: number): boolean {
    return this.#status(place) === GONE
  }

  show(place: number, end: 'front' | 'back'): void {
    assert(this.#status(place) !== VISIBLE, 'what is shown was hidden')
    this.#withdraw(place)
    this.#setStatus(place, VISIBLE)
    this.#visible += 1
    this.#order.show(place, end, this.since(place))
  }

  /** Received: hidden, with one more delivery under way. */
  receive(place: number, subscription: number, now: SimTime): void {
    this.lease(place, subscription)
    this.#receivedAt.set(place, now)
    this.#rows.setInt(STANDING, place, this.#rows.int(STANDING, place) + ONE_UNDER_WAY)
  }

  /** Hidden on behalf of a subscription. */
  lease(place: number, subscription: number): void {
    this.#withdraw(place)
    this.#setStatus(place, IN_FLIGHT)
    this.#leasedTo.set(place, subscription)
    this.#inFlight += 1
    this.#inFlightOf.set(subscription, this.inFlightOf(subscription) + 1)
  }

  /** The message is gone. Its place stays until the last delivery has ended. */
  remove(place: number): void {
    this.#withdraw(place)
    this.#setStatus(place, GONE)
    this.#kept -= 1
    this.#order.leave(place)
  }

  deliveryEnded(place: number): void {
    assert(this.#underWay(place) > 0, 'a delivery ends once')
    this.#rows.setInt(STANDING, place, this.#rows.int(STANDING, place) - ONE_UNDER_WAY)
  }

  /** Nothing needs it any more. */
  isUnused(place: number): boolean {
    return this.#rows.int(STANDING, place) === GONE
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
    return this.#rows.int(STANDING, place) >> 2
  }

  #status(place: number): number {
    return this.#rows.int(STANDING, place) & STATUS
  }

  #setStatus(place: number, status: number): void {
    this.#rows.setInt(STANDING, place, (this.#rows.int(STANDING, place) & ~STATUS) | status)
  }

  /** Out of the state it is in. */
  #withdraw(place: number): void {
    const status = this.#status(place)
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
