// The messages in channels: each is an event's copy, and holds a reference to it.

import type { SimTime } from '../engine/time.ts'
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

export class Messages {
  readonly #rows = new Columns({ integers: INTEGERS, numbers: 3 })
  readonly #events: Events

  constructor(events: Events) {
    this.#events = events
  }

  get alive(): number {
    return this.#rows.size
  }

  create(event: EventHandle, routingKey: number, now: SimTime): MessageHandle {
    const row = this.#rows.take() as MessageHandle
    this.#events.hold(event)
    this.#rows.setInt(EVENT, row, event)
    this.#rows.set(ENQUEUED, row, now)
    this.#rows.setInt(ROUTING_KEY, row, routingKey)
    return row
  }

  /** Another copy of the same event, with all that the channel keeps with this one. */
  copy(message: MessageHandle): MessageHandle {
    const row = this.create(this.event(message), this.routingKey(message), this.enqueuedAt(message))
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
    return this.#rows.int(EVENT, message) as EventHandle
  }

  enqueuedAt(message: MessageHandle): SimTime {
    return this.#rows.get(ENQUEUED, message) as SimTime
  }

  setEnqueuedAt(message: MessageHandle, time: SimTime): void {
    this.#rows.set(ENQUEUED, message, time)
  }

  /** How often the channel has handed it out: ApproximateReceiveCount, x-delivery-count + 1, … */
  deliveries(message: MessageHandle): number {
    return this.#rows.int(DELIVERIES, message)
  }

  setDeliveries(message: MessageHandle, count: number): void {
    this.#rows.setInt(DELIVERIES, message, count)
  }

  /** Interned text; 0 is the empty text. */
  routingKey(message: MessageHandle): number {
    return this.#rows.int(ROUTING_KEY, message)
  }

  /** A time that its channel keeps with it: expiry, end of a lease or of a delay. 0: none. */
  deadline(message: MessageHandle): SimTime {
    return this.#rows.get(DEADLINE, message) as SimTime
  }

  setDeadline(message: MessageHandle, time: SimTime): void {
    this.#rows.set(DEADLINE, message, time)
  }

  /** A number that its channel keeps with it: what it means, the channel says. */
  mark(message: MessageHandle): number {
    return this.#rows.get(MARK, message)
  }

  setMark(message: MessageHandle, mark: number): void {
    this.#rows.set(MARK, message, mark)
  }

  /** Interned history of where it was dead-lettered before; 0: nowhere. */
  deaths(message: MessageHandle): number {
    return this.#rows.int(DEATHS, message)
  }

  setDeaths(message: MessageHandle, deaths: number): void {
    this.#rows.setInt(DEATHS, message, deaths)
  }

  /** RabbitMQ quorum queues: how often its delivery failed, x-delivery-count. */
  failures(message: MessageHandle): number {
    return this.#rows.int(FAILURES, message)
  }

  setFailures(message: MessageHandle, count: number): void {
    this.#rows.setInt(FAILURES, message, count)
  }

  /** RabbitMQ: interned name of the exchange that it was published to; 0: the default exchange. */
  exchange(message: MessageHandle): number {
    return this.#rows.int(EXCHANGE, message)
  }

  setExchange(message: MessageHandle, exchange: number): void {
    this.#rows.setInt(EXCHANGE, message, exchange)
  }

  save(): ColumnsState {
    return this.#rows.save()
  }

  restore(state: ColumnsState): void {
    this.#rows.restore(state)
  }
}
