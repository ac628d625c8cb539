// The messages inside an SQS queue, from send to delete: delays, leases, retention and redrive. Who
// receives them is the business of `sqsConsumers.ts`.

import type { JournalKind } from '#shared/lib/journal.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import type { Random } from '../engine/random.ts'
import { after, type Duration, IMMEDIATELY, milliseconds } from '../engine/time.ts'
import type { BrokerWorld, ChannelFigures } from './channel.ts'
import { Deadlines, type DeadlinesState } from './deadlines.ts'
import { NONE } from './linkedLists.ts'
import type { MessageHandle } from './messages.ts'
import { SqsGroups } from './sqsGroups.ts'
import type { SqsMove } from './sqsMoveTask.ts'
import type { SqsOrder } from './sqsOrder.ts'
import { NO_SOURCE, SqsPlaces, type SqsPlacesState } from './sqsPlaces.ts'
import { messageGroup } from './sqsSending.ts'
import type { SqsQueueSettings } from './sqsSettings.ts'
import { SqsShards } from './sqsShards.ts'

export interface SqsStoreOptions {
  readonly world: BrokerWorld
  /** Index of the queue's element. */
  readonly element: number
  /** Is fired with LEASE_ENDS and EXPIRES. */
  readonly entity: EntityIndex
  readonly random: Random
  /** Over how many servers a standard queue is spread. */
  readonly servers: number
  readonly settings: SqsQueueSettings
  /** Something became visible, or may be received that could not be before. */
  readonly onReceivable: () => void
}

export interface SqsStoreState {
  readonly places: SqsPlacesState
  readonly hidden: DeadlinesState
  readonly expiries: DeadlinesState
  readonly isUp: boolean
}

/** A ReceiveMessage. */
export interface SqsReceive {
  readonly max: number
  /** Element index of who receives. */
  readonly subscription: number
  /** VisibilityTimeout of this receive; null: the queue's own. */
  readonly visibilityTimeout: Duration | null
  /** A short poll does not ask all servers. */
  readonly isShort: boolean
}

/** Quota of a queue: while so many are in flight, a receive brings nothing. */
export const IN_FLIGHT_MAX = 120_000

/** From the receive; extending does not reset it. */
const VISIBILITY_TIMEOUT_MAX = milliseconds(43_200_000)

export const LEASE_ENDS = 1
export const EXPIRES = 2

/** CloudWatch, on the age of the oldest message: what was received so often goes to the back. */
const RECEIVES_TO_THE_BACK = 3

export class SqsStore {
  readonly #world: BrokerWorld
  readonly #element: number
  readonly #onReceivable: () => void
  readonly #isFifo: boolean
  readonly #order: SqsOrder
  readonly #places: SqsPlaces
  /** Ends of delays and of leases. */
  readonly #hidden: Deadlines
  /** Of all messages inside. */
  readonly #expiries: Deadlines
  #settings: SqsQueueSettings
  #deadLetterStore: SqsStore | null = null
  #isUp = true
  /** Queues whose dead letters come here, by element. */
  readonly #sources = new Map<number, SqsStore>()

  constructor(options: SqsStoreOptions) {
    const { world, element, entity, settings, onReceivable } = options
    const { scheduler } = world
    this.#world = world
    this.#element = element
    this.#settings = settings
    this.#onReceivable = onReceivable
    this.#isFifo = settings.fifo !== undefined
    this.#order = this.#isFifo ? new SqsGroups() : new SqsShards(options.random, options.servers)
    this.#places = new SqsPlaces(world.messages, this.#order)
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
    const { visible, inFlight, kept } = this.#places
    const oldestWaitingAt = this.#order.oldestVisibleSince((place) => this.#places.since(place))
    return { waiting: visible, inFlight, retained: kept, oldestWaitingAt }
  }

  get waiting(): number {
    return this.#places.visible
  }

  inFlightOf(subscription: number): number {
    return this.#places.inFlightOf(subscription)
  }

  /** Null: messages are received for ever, whatever the redrive policy says. */
  setDeadLetterStore(store: SqsStore | null): void {
    const before = this.#deadLetterStore
    if (before) before.#sources.delete(this.#element)
    this.#deadLetterStore = store
    if (store) store.#sources.set(this.#element, this)
  }

  update(settings: SqsQueueSettings): void {
    const before = this.#settings
    this.#settings = settings
    if (settings.retention !== before.retention)
      this.#expiries.shift(settings.retention - before.retention)
    if (this.#isFifo && settings.delay !== before.delay) this.#shiftDelays(before.delay)
  }

  /** `source`: of a dead letter, the queue that it comes from. */
  admit(message: MessageHandle, delay: Duration, source = NO_SOURCE): void {
    const { messages, scheduler } = this.#world
    const { now } = scheduler
    const group = this.#isFifo ? messageGroup(this.#world, messages.event(message)) : 0
    const place = this.#places.add({ message, group, source, now })
    this.#record('accepted', place, 0)
    const expiresAt = after(messages.enqueuedAt(message), this.#settings.retention)
    // A dead letter brings its age along.
    if (expiresAt <= now) {
      this.#end(place, 'expired')
      return
    }
    this.#expiries.set(place, expiresAt)
    if (delay > IMMEDIATELY) this.#hidden.set(place, after(now, delay))
    else this.#show(place, 'back')
  }

  /** Leases messages to a subscription and adds their places to `received`. */
  receive({ max, subscription, visibilityTimeout, isShort }: SqsReceive, received: number[]): void {
    if (!this.#isUp) return
    const lease = visibilityTimeout ?? this.#settings.visibilityTimeout
    let room = Math.min(max, IN_FLIGHT_MAX - this.#places.inFlight)
    this.#order.begin(isShort)
    while (room > 0) {
      const place = this.#order.next()
      if (place === NONE) break
      if (this.#redrives(place, subscription)) continue
      this.#lease(place, subscription, lease)
      received.push(place)
      room -= 1
    }
    this.#order.end()
  }

  message(place: number): MessageHandle {
    return this.#places.message(place)
  }

  /**
   * Whether the receipt handle of this receive can delete. A standard queue takes any, though the message
   * is visible again or with somebody else; a FIFO queue only that of a lease that has not ended.
   */
  canDelete(place: number, attempt: number): boolean {
    if (!this.#isFifo) return !this.#places.isGone(place)
    if (!this.#places.isInFlight(place)) return false
    return this.#world.messages.deliveries(this.#places.message(place)) === attempt
  }

  /** Whether it can show the message again at once: there is nothing to do where it is visible. */
  canRelease(place: number, attempt: number): boolean {
    return this.#places.isInFlight(place) && this.canDelete(place, attempt)
  }

  /** ChangeMessageVisibility, counted from now. False: not beyond twelve hours from the receive. */
  extend(place: number, subscription: number, duration: Duration): boolean {
    const until = after(this.#world.scheduler.now, duration)
    if (until > after(this.#places.receivedAt(place), VISIBILITY_TIMEOUT_MAX)) return false
    this.#places.lease(place, subscription)
    this.#hidden.set(place, until)
    return true
  }

  /** DeleteMessage. */
  delete(place: number): void {
    this.#remove(place)
  }

  /** ChangeMessageVisibility to 0. */
  release(place: number): void {
    this.#hidden.remove(place)
    this.#showAgain(place)
  }

  /** One delivery of this message is settled or void. */
  deliveryEnded(place: number): void {
    this.#places.deliveryEnded(place)
    this.#freeIfUnused(place)
  }

  /** Sends one visible dead letter back where it came from, as a new message. */
  moveBack(): SqsMove {
    if (!this.#isUp) return 'later'
    this.#order.begin(false)
    const place = this.#order.next()
    const source = place === NONE ? undefined : this.#sources.get(this.#places.source(place))
    if (source?.isUp) this.#moveTo(source, place)
    this.#order.end()
    if (!source) return 'failed'
    return source.isUp ? 'moved' : 'later'
  }

  leaseEndsFired(): void {
    this.#hidden.fire()
  }

  expiresFired(): void {
    this.#expiries.fire()
  }

  /** Visible, delayed and in flight. */
  purge(): void {
    this.#expiries.drain((place) => this.#end(place, 'purged'))
  }

  close(): void {
    this.setDeadLetterStore(null)
    this.#expiries.drain((place) => this.#end(place, 'removed'))
  }

  save(): SqsStoreState {
    return {
      places: this.#places.save(),
      hidden: this.#hidden.save(),
      expiries: this.#expiries.save(),
      isUp: this.#isUp,
    }
  }

  restore({ places, hidden, expiries, isUp }: SqsStoreState): void {
    this.#isUp = isUp
    this.#places.restore(places)
    this.#hidden.restore(hidden)
    this.#expiries.restore(expiries)
  }

  /** False: SQS is not available, and receives bring nothing. Time goes on for what is inside. */
  get isUp(): boolean {
    return this.#isUp
  }

  setUp(isUp: boolean): void {
    this.#isUp = isUp
    if (isUp) this.#onReceivable()
  }

  #isFull(): boolean {
    return this.#places.inFlight >= IN_FLIGHT_MAX
  }

  #lease(place: number, subscription: number, duration: Duration): void {
    const { messages, scheduler } = this.#world
    const message = this.#places.message(place)
    messages.setDeliveries(message, messages.deliveries(message) + 1)
    this.#places.receive(place, subscription, scheduler.now)
    this.#hidden.set(place, after(scheduler.now, duration))
  }

  /** Moves a message that was received often enough; returns whether it did. */
  #redrives(place: number, subscription: number): boolean {
    const { messages } = this.#world
    const { maxReceiveCount } = this.#settings
    const message = this.#places.message(place)
    const received = messages.deliveries(message)
    const target = this.#deadLetterStore
    if (!target?.isUp || maxReceiveCount === null || received < maxReceiveCount) return false

    this.#record('deadLettered', place, subscription)
    const moved = messages.create(messages.event(message), messages.routingKey(message))
    // A FIFO queue sets the clock of the retention back.
    if (!this.#isFifo) messages.setEnqueuedAt(moved, messages.enqueuedAt(message))
    messages.setDeliveries(moved, received)
    this.#remove(place)
    target.admit(moved, target.#settings.delay, this.#element)
    return true
  }

  #moveTo(source: SqsStore, place: number): void {
    const { messages } = this.#world
    const message = this.#places.message(place)
    this.#record('redriven', place, source.#element)
    const moved = messages.create(messages.event(message), messages.routingKey(message))
    this.#remove(place)
    source.admit(moved, source.#settings.delay)
  }

  /** Of a FIFO queue, the delay is that of the messages inside too. */
  #shiftDelays(before: Duration): void {
    const change = this.#settings.delay - before
    this.#hidden.shiftThose((place) => this.#places.isDelayed(place), change)
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

  #end(place: number, kind: 'expired' | 'removed' | 'purged'): void {
    this.#record(kind, place, 0)
    this.#remove(place)
  }

  #remove(place: number): void {
    const wasFull = this.#isFull()
    this.#hidden.remove(place)
    this.#expiries.remove(place)
    this.#places.remove(place)
    this.#freeIfUnused(place)
    // The messages behind it in its group may be free now.
    if (this.#isFifo || (wasFull && !this.#isFull())) this.#onReceivable()
  }

  #freeIfUnused(place: number): void {
    if (!this.#places.isUnused(place)) return
    this.#world.messages.free(this.#places.message(place))
    this.#places.free(place)
  }

  #record(kind: JournalKind, place: number, detail: number): void {
    const { messages } = this.#world
    const message = this.#places.message(place)
    const event = messages.event(message)
    this.#world.record(kind, this.#element, event, messages.deliveries(message), detail)
  }
}
