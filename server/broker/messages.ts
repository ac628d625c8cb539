// The messages in channels: each is an event's copy, and holds a reference to it.

import type { Clock, SimTime } from '../engine/time.ts'
import { Columns, type ColumnsState } from './columns.ts'
import type { EventHandle, Events } from './events.ts'

export type MessageHandle = number & { readonly __brand: 'MessageHandle' }

/** Whole numbers of 32 bits. */
const EVENT = 0
const DELIVERIES = 1
const ROUTING_KEY = 2
const DEATHS = 3
const FAILURES = 4
const EXCHANGE = 5
const INTEGERS = 6

const ENQUEUED = 0
const DEADLINE = 1
const MARK = 2
const NUMBERS = 3

export class Messages {
  readonly #rows = new Columns({ integers: INTEGERS, numbers: NUMBERS })
  readonly #events: Events
  readonly #clock: Clock

  constructor(events: Events, clock: Clock) {
    this.#events = events
    this.#clock = clock
  }

  get alive(): number {
    return this.#rows.size
  }

  /** It comes into its channel now. */
  create(event: EventHandle, routingKey: number): MessageHandle {
    const rows = this.#rows
    const { now } = this.#clock
    const row = rows.takeAsItIs() as MessageHandle
    this.#events.hold(event)
    const { integers, cells } = rows
    const at = row * INTEGERS
    integers[at + EVENT] = event
    integers[at + DELIVERIES] = 0
    integers[at + ROUTING_KEY] = routingKey
    integers[at + DEATHS] = 0
    integers[at + FAILURES] = 0
    integers[at + EXCHANGE] = 0
    const from = row * NUMBERS
    cells[from + ENQUEUED] = now
    cells[from + DEADLINE] = 0
    cells[from + MARK] = 0
    return row
  }

  /** Another copy of the same event, with all that the channel keeps with this one. */
  copy(message: MessageHandle): MessageHandle {
    const row = this.create(this.event(message), this.routingKey(message))
    this.setEnqueuedAt(row, this.enqueuedAt(message))
    for (const column of [DELIVERIES, DEATHS, FAILURES, EXCHANGE])
      this.#rows.setInt(column, row, this.#rows.int(column, message))
    for (const column of [DEADLINE, MARK])
      this.#rows.set(column, row, this.#rows.get(column, message))
    return row
  }

  free(message: MessageHandle): void {
    this.#events.release(this.event(message))
    this.#rows.give(message)
  }

  event(message: MessageHandle): EventHandle {
    return this.#rows.integers[message * INTEGERS + EVENT] as EventHandle
  }

  enqueuedAt(message: MessageHandle): SimTime {
    return this.#rows.cells[message * NUMBERS + ENQUEUED] as SimTime
  }

  setEnqueuedAt(message: MessageHandle, time: SimTime): void {
    this.#rows.cells[message * NUMBERS + ENQUEUED] = time
  }

  /** How often the channel has handed it out: ApproximateReceiveCount, x-delivery-count + 1, … */
  deliveries(message: MessageHandle): number {
    return this.#rows.integers[message * INTEGERS + DELIVERIES] as number
  }

  setDeliveries(message: MessageHandle, count: number): void {
    this.#rows.integers[message * INTEGERS + DELIVERIES] = count
  }

  /** Interned text; 0 is the empty text. */
  routingKey(message: MessageHandle): number {
    return this.#rows.integers[message * INTEGERS + ROUTING_KEY] as number
  }

  /** A time that its channel keeps with it: expiry, end of a lease or of a delay. 0: none. */
  deadline(message: MessageHandle): SimTime {
    return this.#rows.cells[message * NUMBERS + DEADLINE] as SimTime
  }

  setDeadline(message: MessageHandle, time: SimTime): void {
    this.#rows.cells[message * NUMBERS + DEADLINE] = time
  }

  /** A number that its channel keeps with it: what it means, the channel says. */
  mark(message: MessageHandle): number {
    return this.#rows.cells[message * NUMBERS + MARK] as number
  }

  setMark(message: MessageHandle, mark: number): void {
    this.#rows.cells[message * NUMBERS + MARK] = mark
  }

  /** Interned history of where it was dead-lettered before; 0: nowhere. */
  deaths(message: MessageHandle): number {
    return this.#rows.integers[message * INTEGERS + DEATHS] as number
  }

  setDeaths(message: MessageHandle, deaths: number): void {
    this.#rows.integers[message * INTEGERS + DEATHS] = deaths
  }

  /** RabbitMQ quorum queues: how often its delivery failed, x-delivery-count. */
  failures(message: MessageHandle): number {
    return this.#rows.integers[message * INTEGERS + FAILURES] as number
  }

  setFailures(message: MessageHandle, count: number): void {
    this.#rows.integers[message * INTEGERS + FAILURES] = count
  }

  /** RabbitMQ: interned name of the exchange that it was published to; 0: the default exchange. */
  exchange(message: MessageHandle): number {
    return this.#rows.integers[message * INTEGERS + EXCHANGE] as number
  }

  setExchange(message: MessageHandle, exchange: number): void {
    this.#rows.integers[message * INTEGERS + EXCHANGE] = exchange
  }

  save(): ColumnsState {
    return this.#rows.save()
  }

  restore(state: ColumnsState): void {
    this.#rows.restore(state)
  }
}
