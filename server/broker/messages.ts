// The messages in channels: each is an event's copy, and holds a reference to it.

import type { Clock, SimTime } from '../engine/time.ts'
import { Columns, type ColumnsState } from './columns.ts'
import type { EventHandle, Events } from './events.ts'
import { RareIntegers, RareNumbers } from './rareColumns.ts'

export type MessageHandle = number & { readonly __brand: 'MessageHandle' }

/** Whole numbers of 32 bits. */
const EVENT = 0
const DELIVERIES = 1
const ROUTING_KEY = 2
const INTEGERS = 3

const ENQUEUED = 0
const NUMBERS = 1

export class Messages {
  readonly #deaths = new RareIntegers()
  readonly #failures = new RareIntegers()
  readonly #exchanges = new RareIntegers()
  readonly #deadlines = new RareNumbers()
  readonly #marks = new RareNumbers()
  readonly #rows = new Columns({
    integers: INTEGERS,
    numbers: NUMBERS,
    rare: [this.#deaths, this.#failures, this.#exchanges, this.#deadlines, this.#marks],
  })
  readonly #events: Events
  readonly #clock: Clock
  /** Something rare was said of a message: the row of a new one may still say so. */
  #isRareSaid = false

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
    cells[row * NUMBERS + ENQUEUED] = now
    if (this.#isRareSaid) this.#sayNothingRare(row)
    return row
  }

  /** Another copy of the same event, with all that the channel keeps with this one. */
  copy(message: MessageHandle): MessageHandle {
    const row = this.create(this.event(message), this.routingKey(message))
    this.setEnqueuedAt(row, this.enqueuedAt(message))
    this.setDeliveries(row, this.deliveries(message))
    this.setDeaths(row, this.deaths(message))
    this.setFailures(row, this.failures(message))
    this.setExchange(row, this.exchange(message))
    this.setDeadline(row, this.deadline(message))
    this.setMark(row, this.mark(message))
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

  /**
   * How often the channel has handed it out: ApproximateReceiveCount, x-delivery-count + 1, … A log, which
   * counts that for each reader, keeps here how many have it in hand.
   */
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
    return this.#deadlines.get(message) as SimTime
  }

  setDeadline(message: MessageHandle, time: SimTime): void {
    this.#deadlines.set(message, time)
    this.#isRareSaid = true
  }

  /**
   * A number that its channel keeps with it: what it means, the channel says. A new message has that of
   * some other before it: who asks for it has set it.
   */
  mark(message: MessageHandle): number {
    return this.#marks.get(message)
  }

  setMark(message: MessageHandle, mark: number): void {
    this.#marks.set(message, mark)
  }

  /** Interned history of where it was dead-lettered before; 0: nowhere. */
  deaths(message: MessageHandle): number {
    return this.#deaths.get(message)
  }

  setDeaths(message: MessageHandle, deaths: number): void {
    this.#deaths.set(message, deaths)
    this.#isRareSaid = true
  }

  /** RabbitMQ quorum queues: how often its delivery failed, x-delivery-count. */
  failures(message: MessageHandle): number {
    return this.#failures.get(message)
  }

  setFailures(message: MessageHandle, count: number): void {
    this.#failures.set(message, count)
    this.#isRareSaid = true
  }

  /** RabbitMQ: interned name of the exchange that it was published to; 0: the default exchange. */
  exchange(message: MessageHandle): number {
    return this.#exchanges.get(message)
  }

  setExchange(message: MessageHandle, exchange: number): void {
    this.#exchanges.set(message, exchange)
    this.#isRareSaid = true
  }

  save(): ColumnsState {
    return this.#rows.save()
  }

  restore(state: ColumnsState): void {
    this.#rows.restore(state)
    this.#isRareSaid = state.rare.some(({ length }) => length > 0)
  }

  #sayNothingRare(message: MessageHandle): void {
    this.#deaths.set(message, 0)
    this.#failures.set(message, 0)
    this.#exchanges.set(message, 0)
    this.#deadlines.set(message, 0)
  }
}
