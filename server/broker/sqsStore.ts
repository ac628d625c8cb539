// The messages inside a standard SQS queue, from send to delete: delays, leases, retention and redrive.
// Who receives them is the business of `sqsQueue.ts`.

import type { JournalKind } from '#shared/lib/journal.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import type { Random } from '../engine/random.ts'
import { after, type Duration, IMMEDIATELY } from '../engine/time.ts'
import type { BrokerWorld, ChannelFigures } from './channel.ts'
import { Deadlines, type DeadlinesState } from './deadlines.ts'
import { NONE } from './linkedLists.ts'
import type { MessageHandle } from './messages.ts'
import { SHARDS, SqsPlaces, type SqsPlacesState } from './sqsPlaces.ts'

export interface SqsQueueSettings {
  /** VisibilityTimeout; a change applies to later receives. */
  readonly visibilityTimeout: Duration
  /** DelaySeconds; a change applies to later messages. */
  readonly delay: Duration
  /** MessageRetentionPeriod; a change applies to the messages inside as well. */
  readonly retention: Duration
  /** Of the redrive policy; null without one. */
  readonly maxReceiveCount: number | null
}

export interface SqsStoreOptions {
  readonly world: BrokerWorld
  /** Index of the queue's element. */
  readonly element: number
  /** Is fired with LEASE_ENDS and EXPIRES. */
  readonly entity: EntityIndex
  readonly random: Random
  readonly settings: SqsQueueSettings
  /** Something became visible, or may be received that could not be before. */
  readonly onReceivable: () => void
}

export interface SqsStoreState {
  readonly places: SqsPlacesState
  readonly hidden: DeadlinesState
  readonly expiries: DeadlinesState
}

/** Quota of a standard queue: while so many are in flight, a receive brings nothing. */
export const IN_FLIGHT_MAX = 120_000

export const LEASE_ENDS = 1
export const EXPIRES = 2

/** CloudWatch, on the age of the oldest message: what was received so often goes to the back. */
const RECEIVES_TO_THE_BACK = 3

export class SqsStore {
  readonly #world: BrokerWorld
  readonly #element: number
  readonly #random: Random
  readonly #onReceivable: () => void
  readonly #places = new SqsPlaces()
  /** Ends of delays and of leases. */
  readonly #hidden: Deadlines
  /** Of all messages inside. */
  readonly #expiries: Deadlines
  #settings: SqsQueueSettings
  #deadLetterStore: SqsStore | null = null

  constructor({ world, element, entity, random, settings, onReceivable }: SqsStoreOptions) {
    const { scheduler } = world
    this.#world = world
    this.#element = element
    this.#random = random
    this.#settings = settings
    this.#onReceivable = onReceivable
    this.#hidden = new Deadlines({
      scheduler,
      entity,
      kind: LEASE_ENDS,
      onDue: (place) => this.#endHiding(place),
    })
    this.#expiries = new Deadlines({
      scheduler,
      entity,
      kind: EXPIRES,
      onDue: (place) => this.#end(place, 'expired'),
    })
  }

  get figures(): ChannelFigures {
    const { visible, inFlight, kept, oldestVisibleSince } = this.#places
    return { waiting: visible, inFlight, retained: kept, oldestWaitingAt: oldestVisibleSince }
  }

  inFlightOf(subscription: number): number {
    return this.#places.inFlightOf(subscription)
  }

  /** Null: messages are received for ever, whatever the redrive policy says. */
  setDeadLetterStore(store: SqsStore | null): void {
    this.#deadLetterStore = store
  }

  update(settings: SqsQueueSettings): void {
    const change = settings.retention - this.#settings.retention
    this.#settings = settings
    if (change !== 0) this.#expiries.shift(change)
  }

  admit(message: MessageHandle): void {
    const { messages, scheduler } = this.#world
    const { now } = scheduler
    const place = this.#places.add(message, this.#random.below(SHARDS), now)
    this.#record('accepted', place, 0)
    const expiresAt = after(messages.enqueuedAt(message), this.#settings.retention)
    // A dead letter brings its age along.
    if (expiresAt <= now) {
      this.#end(place, 'expired')
      return
    }
    this.#expiries.set(place, expiresAt)
    if (this.#settings.delay > IMMEDIATELY) {
      this.#hidden.set(place, after(now, this.#settings.delay))
    } else {
      this.#show(place, 'back')
    }
  }

  /** Leases up to `max` messages to a subscription and adds their places to `received`. */
  receive(max: number, subscription: number, received: number[]): void {
    const places = this.#places
    const room = Math.min(max, IN_FLIGHT_MAX - places.inFlight)
    // Each message is looked at once, even if a redrive brings it back to this very queue.
    let unseen = places.visible
    let taken = 0
    let shard = unseen > 0 ? this.#random.below(SHARDS) : 0
    while (taken < room && unseen > 0) {
      const place = places.firstVisible(shard)
      shard = (shard + 1) % SHARDS
      if (place === NONE) continue
      unseen -= 1
      if (this.#redrives(place, subscription)) continue
      this.#lease(place, subscription)
      received.push(place)
      taken += 1
    }
  }

  message(place: number): MessageHandle {
    return this.#places.message(place)
  }

  /** False once it was deleted, moved or ended otherwise. */
  isInside(place: number): boolean {
    return !this.#places.isGone(place)
  }

  isInFlight(place: number): boolean {
    return this.#places.isInFlight(place)
  }

  /** DeleteMessage: by whichever receipt, and whether or not it is visible again. */
  delete(place: number): void {
    this.#remove(place)
  }

  /** ChangeMessageVisibility to 0: by whichever receipt. */
  release(place: number): void {
    this.#hidden.remove(place)
    this.#showAgain(place)
  }

  /** One delivery of this message is settled or void. */
  deliveryEnded(place: number): void {
    this.#places.deliveryEnded(place)
    this.#freeIfUnused(place)
  }

  leaseEndsFired(): void {
    this.#hidden.fire()
  }

  expiresFired(): void {
    this.#expiries.fire()
  }

  close(): void {
    this.#expiries.drain((place) => this.#end(place, 'removed'))
  }

  save(): SqsStoreState {
    return {
      places: this.#places.save(),
      hidden: this.#hidden.save(),
      expiries: this.#expiries.save(),
    }
  }

  restore({ places, hidden, expiries }: SqsStoreState): void {
    this.#places.restore(places)
    this.#hidden.restore(hidden)
    this.#expiries.restore(expiries)
  }

  get #isFull(): boolean {
    return this.#places.inFlight >= IN_FLIGHT_MAX
  }

  #lease(place: number, subscription: number): void {
    const { messages, scheduler } = this.#world
    const message = this.#places.message(place)
    messages.setDeliveries(message, messages.deliveries(message) + 1)
    this.#places.lease(place, subscription)
    this.#hidden.set(place, after(scheduler.now, this.#settings.visibilityTimeout))
  }

  /** Moves a message that was received often enough; returns whether it did. */
  #redrives(place: number, subscription: number): boolean {
    const { messages } = this.#world
    const { maxReceiveCount } = this.#settings
    const message = this.#places.message(place)
    const received = messages.deliveries(message)
    const target = this.#deadLetterStore
    if (!target || maxReceiveCount === null || received < maxReceiveCount) return false

    this.#record('deadLettered', place, subscription)
    const moved = messages.create(
      messages.event(message),
      messages.routingKey(message),
      messages.enqueuedAt(message),
    )
    messages.setDeliveries(moved, received)
    this.#remove(place)
    target.admit(moved)
    return true
  }

  #endHiding(place: number): void {
    if (this.#places.isInFlight(place)) {
      this.#record('leaseExpired', place, this.#places.leasedTo(place))
      this.#showAgain(place)
    } else {
      this.#show(place, 'back')
    }
  }

  #showAgain(place: number): void {
    const received = this.#world.messages.deliveries(this.#places.message(place))
    this.#show(place, received < RECEIVES_TO_THE_BACK ? 'front' : 'back')
  }

  #show(place: number, end: 'front' | 'back'): void {
    this.#places.show(place, end)
    this.#onReceivable()
  }

  #end(place: number, kind: 'expired' | 'removed'): void {
    this.#record(kind, place, 0)
    this.#remove(place)
  }

  #remove(place: number): void {
    const wasFull = this.#isFull
    this.#hidden.remove(place)
    this.#expiries.remove(place)
    this.#places.remove(place)
    this.#freeIfUnused(place)
    if (wasFull && !this.#isFull) this.#onReceivable()
  }

  #freeIfUnused(place: number): void {
    const message = this.#places.message(place)
    if (this.#places.freeIfUnused(place)) this.#world.messages.free(message)
  }

  #record(kind: JournalKind, place: number, detail: number): void {
    const { messages } = this.#world
    const message = this.#places.message(place)
    const event = messages.event(message)
    this.#world.record(kind, this.#element, event, messages.deliveries(message), detail)
  }
}
