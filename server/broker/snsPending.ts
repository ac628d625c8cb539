// The messages that an SNS topic could not deliver yet: each is tried again by itself, but on a FIFO
// topic those of one message group go to one subscription in their order, one after the other.

import type { EntityIndex } from '../engine/kernel.ts'
import { after, IMMEDIATELY } from '../engine/time.ts'
import type { BrokerWorld } from './channel.ts'
import { Columns, type ColumnsState } from './columns.ts'
import { Deadlines, type DeadlinesState } from './deadlines.ts'
import type { EventHandle } from './events.ts'
import { retryDelay } from './snsRetries.ts'
import type { SnsCopy, SnsSubscription } from './snsSubscription.ts'

export interface SnsPendingOptions {
  readonly world: BrokerWorld
  readonly name: string
  readonly entity: EntityIndex
  /** The kind that the entity is fired with when something is to be tried again. */
  readonly kind: number
  /** Undefined: that subscription is gone. */
  readonly find: (element: number) => SnsSubscription | undefined
}

export interface SnsPendingState {
  readonly rows: ColumnsState
  /** Oldest first. */
  readonly order: readonly number[]
  readonly ids: readonly (readonly [row: number, id: string])[]
  readonly retries: DeadlinesState
}

const SUBSCRIPTION = 0
const EVENT = 1
const ROUTING_KEY = 2
/** Attempts so far. */
const FAILURES = 3
const GROUP = 4
const SINCE = 5
/** 1: one of a line of its group. */
const IS_ORDERED = 6

/** Each keeps an event in memory. */
const PENDING_MAX = 500_000

export class SnsPending {
  readonly #world: BrokerWorld
  readonly #name: string
  readonly #find: SnsPendingOptions['find']
  readonly #rows = new Columns({ integers: 0, numbers: 7 })
  /** Oldest first. */
  readonly #order = new Set<number>()
  readonly #ids = new Map<number, string>()
  /** Of those that are tried again by themselves, and of the first of each line. */
  readonly #retries: Deadlines
  /** By subscription and group: who waits for whom. */
  readonly #lines = new Map<string, number[]>()

  constructor({ world, name, entity, kind, find }: SnsPendingOptions) {
    this.#world = world
    this.#name = name
    this.#find = find
    const onDue = (row: number) => this.#tryAgain(row)
    this.#retries = new Deadlines({ scheduler: world.scheduler, entity, kind, onDue })
  }

  get size(): number {
    return this.#order.size
  }

  get oldestSince(): number | null {
    for (const row of this.#order) return this.#rows.get(SINCE, row)
    return null
  }

  /** `group`: null where the order does not matter. */
  deliver(subscription: SnsSubscription, copy: SnsCopy, group: number | null): void {
    const line = group === null ? undefined : this.#lines.get(lineName(subscription.element, group))
    if (line) {
      line.push(this.#add(subscription, copy, group))
      return
    }
    const failures = this.#attempts(subscription, copy, 0)
    if (failures === 0) return
    const row = this.#add(subscription, copy, group)
    if (group !== null) this.#lines.set(lineName(subscription.element, group), [row])
    this.#wait(row, failures)
  }

  has(element: number): boolean {
    for (const row of this.#order) if (this.#rows.get(SUBSCRIPTION, row) === element) return true
    return false
  }

  retriesFired(): void {
    this.#retries.fire()
  }

  /** What is pending for a subscription that an edit removed, or (null) for all of them, ends. */
  remove(element: number | null): void {
    for (const row of [...this.#order]) {
      const subscription = this.#rows.get(SUBSCRIPTION, row)
      if (element !== null && subscription !== element) continue
      const event = this.#rows.get(EVENT, row) as EventHandle
      this.#world.record('removed', subscription, event, this.#rows.get(FAILURES, row), 0)
      this.#lines.delete(lineName(subscription, this.#rows.get(GROUP, row)))
      this.#free(row)
    }
  }

  save(): SnsPendingState {
    return {
      rows: this.#rows.save(),
      order: [...this.#order],
      ids: [...this.#ids],
      retries: this.#retries.save(),
    }
  }

  restore({ rows, order, ids, retries }: SnsPendingState): void {
    this.#rows.restore(rows)
    for (const [row, id] of ids) this.#ids.set(row, id)
    this.#retries.restore(retries)
    for (const row of order) {
      this.#order.add(row)
      if (this.#rows.get(IS_ORDERED, row) === 0) continue
      const name = lineName(this.#rows.get(SUBSCRIPTION, row), this.#rows.get(GROUP, row))
      this.#lines.set(name, [...(this.#lines.get(name) ?? []), row])
    }
  }

  #tryAgain(row: number): void {
    const element = this.#rows.get(SUBSCRIPTION, row)
    const subscription = this.#find(element)
    if (!subscription) {
      this.remove(element)
      return
    }
    const failures = this.#attempts(subscription, this.#copy(row), this.#rows.get(FAILURES, row))
    if (failures > 0) this.#wait(row, failures)
    else this.#done(row, subscription)
  }

  /** It is delivered or given up: the next of its line has its turn. */
  #done(row: number, subscription: SnsSubscription): void {
    const isOrdered = this.#rows.get(IS_ORDERED, row) === 1
    const name = lineName(subscription.element, this.#rows.get(GROUP, row))
    const line = isOrdered ? (this.#lines.get(name) ?? []) : []
    this.#free(row)
    line.shift()
    for (let next = line[0]; next !== undefined; next = line[0]) {
      const failures = this.#attempts(subscription, this.#copy(next), 0)
      if (failures > 0) {
        this.#wait(next, failures)
        return
      }
      this.#free(next)
      line.shift()
    }
    if (isOrdered) this.#lines.delete(name)
  }

  /** Tries until it goes well, is given up (both 0) or has to wait: how often it has failed by then. */
  #attempts(subscription: SnsSubscription, copy: SnsCopy, before: number): number {
    for (let attempt = before + 1; ; attempt += 1) {
      const outcome = subscription.attempt(copy, attempt)
      if (outcome === 'taken') return 0
      this.#world.record('deliveryFailed', subscription.element, copy.event, attempt, 0)
      const delay = outcome === 'refused' ? null : retryDelay(attempt)
      if (delay === null) {
        subscription.giveUp(copy, attempt)
        return 0
      }
      if (delay > IMMEDIATELY) return attempt
    }
  }

  #wait(row: number, failures: number): void {
    this.#rows.set(FAILURES, row, failures)
    const delay = retryDelay(failures) ?? IMMEDIATELY
    this.#retries.set(row, after(this.#world.scheduler.now, delay))
  }

  #add(subscription: SnsSubscription, copy: SnsCopy, group: number | null): number {
    const row = this.#rows.take()
    this.#world.events.hold(copy.event)
    this.#rows.set(SUBSCRIPTION, row, subscription.element)
    this.#rows.set(EVENT, row, copy.event)
    this.#rows.set(ROUTING_KEY, row, copy.routingKey)
    this.#rows.set(GROUP, row, group ?? 0)
    this.#rows.set(IS_ORDERED, row, group === null ? 0 : 1)
    this.#rows.set(SINCE, row, this.#world.scheduler.now)
    if (copy.deduplicationId !== null) this.#ids.set(row, copy.deduplicationId)
    this.#order.add(row)
    if (this.#order.size > PENDING_MAX)
      this.#world.halt(
        `${this.#name} has more than ${PENDING_MAX} messages that it could not deliver yet.`,
      )
    return row
  }

  #copy(row: number): SnsCopy {
    return {
      event: this.#rows.get(EVENT, row) as EventHandle,
      routingKey: this.#rows.get(ROUTING_KEY, row),
      deduplicationId: this.#ids.get(row) ?? null,
    }
  }

  #free(row: number): void {
    this.#retries.remove(row)
    this.#world.events.release(this.#rows.get(EVENT, row) as EventHandle)
    this.#order.delete(row)
    this.#ids.delete(row)
    this.#rows.give(row)
  }
}

function lineName(element: number, group: number): string {
  return `${element} ${group}`
}
