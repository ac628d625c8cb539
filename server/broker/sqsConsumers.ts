// The consumers of an SQS queue at work: receives, long and short, and what becomes of what they brought.

import { assert, unreachable } from '#shared/lib/assert.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { shorten } from '../engine/shorten.ts'
import { type Duration, IMMEDIATELY } from '../engine/time.ts'
import {
  type BrokerWorld,
  DELIVERED,
  type Membership,
  type Settlement,
  type Subscription,
} from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import {
  type SqsConsumerSettings,
  type SqsMember,
  SqsMembers,
  type SqsMembersState,
  type SqsSubscriber,
  subscriberOf,
} from './sqsMembers.ts'
import type { SqsStore } from './sqsStore.ts'

export interface SqsConsumersOptions {
  readonly world: BrokerWorld
  readonly store: SqsStore
  /** Is fired with SERVE_LINE and WAIT_ENDS. */
  readonly entity: EntityIndex
  /** WaitTimeSeconds of receives that do not say. */
  readonly waitTime: () => Duration
}

/** What a consumer can do with SQS that others cannot. */
export interface SqsMembership extends Membership {
  /** One receive of at most so many messages. */
  pollFor(max: number): void
  /** Gives up a receive that has brought nothing yet; false: there is none. */
  stopWaiting(): boolean
  extend(delivery: DeliveryHandle, duration: Duration): void
}

export interface SqsSubscription extends Subscription<SqsConsumerSettings> {
  join(name: string, consumer: EntityIndex): SqsMembership
}

// The store's are 1 and 2.
export const SERVE_LINE = 3
export const WAIT_ENDS = 4

export class SqsConsumers {
  readonly #world: BrokerWorld
  readonly #store: SqsStore
  readonly #entity: EntityIndex
  readonly #waitTime: () => Duration
  readonly #members: SqsMembers
  /** The line is served later in this instant. */
  #isServing = false
  /** Places of one receive; kept, so that a receive allocates nothing. */
  readonly #received: number[] = []

  constructor({ world, store, entity, waitTime }: SqsConsumersOptions) {
    this.#world = world
    this.#store = store
    this.#entity = entity
    this.#waitTime = waitTime
    this.#members = new SqsMembers(world.scheduler, entity, WAIT_ENDS)
  }

  join(subscriber: SqsSubscriber, name: string, consumer: EntityIndex): SqsMembership {
    const member = this.#members.join(subscriber, name, consumer)
    const pollFor = (max: number) => {
      if (member.waits !== 'not') return
      member.wanted = max
      this.#poll(member)
    }
    return {
      poll: () => pollFor(subscriberOf(member).settings.maxNumberOfMessages),
      pollFor,
      stopWaiting: () => this.#members.stopWaiting(member),
      settle: (delivery, settlement) => this.#settle(member, delivery, settlement),
      extend: (delivery, duration) => this.#extend(member, delivery, duration),
      // However it goes, a client tells the queue nothing: the leases of what it held run out.
      leave: () => this.#leave(member),
    }
  }

  /**
   * Serves those who wait, later in this instant: so that what becomes visible together is received
   * together, and two queues that dead-letter to each other take turns.
   */
  callLine(): void {
    if (this.#isServing || !this.#members.firstInLine) return
    this.#isServing = true
    this.#world.scheduler.handOver(this.#entity, SERVE_LINE, 0)
  }

  serveLine(): void {
    this.#isServing = false
    for (let next = this.#members.firstInLine; next; next = this.#members.firstInLine) {
      if (!this.#receives(next, false)) return
      this.#members.stopWaiting(next)
    }
  }

  waitEnds(number: number): void {
    const member = this.#members.waitEnded(number)
    if (!member) return
    const waited = member.waits
    this.#members.stopWaiting(member)
    if (waited === 'pausing') this.#poll(member)
    else this.#members.wait(member, 'pausing', subscriberOf(member).settings.pollInterval)
  }

  save(): SqsMembersState {
    return this.#members.save()
  }

  restore(state: SqsMembersState): void {
    this.#members.restore(state)
  }

  #poll(member: SqsMember): void {
    const { settings } = subscriberOf(member)
    const waitTime = settings.waitTime ?? this.#waitTime()
    const isShort = waitTime === IMMEDIATELY
    if (this.#receives(member, isShort)) return
    if (isShort) this.#members.wait(member, 'pausing', settings.pollInterval)
    else this.#members.wait(member, 'inLine', waitTime)
  }

  /** One receive. False when it brought nothing. */
  #receives(member: SqsMember, isShort: boolean): boolean {
    const { joined, deliveries: held } = member
    assert(joined, 'a saved member joins again before the run goes on')
    const { deliveries, messages, scheduler } = this.#world
    const { element: subscription, settings } = joined.subscriber
    const { visibilityTimeout = null } = settings
    const received = this.#received
    const max = member.wanted
    this.#store.receive({ max, subscription, visibilityTimeout, isShort }, received)
    for (const place of received) {
      const message = this.#store.message(place)
      const attempt = messages.deliveries(message)
      const delivery = deliveries.create(message, member.number, attempt, place)
      held.push(delivery)
      const event = messages.event(message)
      this.#world.record('delivered', subscription, event, attempt, member.number + 1)
      scheduler.handOver(joined.consumer, DELIVERED, delivery)
    }
    const isAny = received.length > 0
    shorten(received, 0)
    return isAny
  }

  #settle(member: SqsMember, delivery: DeliveryHandle, settlement: Settlement): void {
    const index = member.deliveries.indexOf(delivery)
    assert(index >= 0, 'a delivery is settled once, by whom it was handed to')
    if (index === 0) member.deliveries.shift()
    else member.deliveries.splice(index, 1)
    switch (settlement) {
      case 'acknowledge':
        this.#delete(member, delivery)
        break
      case 'requeue':
        this.#release(member, delivery)
        break
      // SQS knows no rejection: either way the message is left to its lease.
      case 'reject':
      case 'forget':
        break
      default:
        unreachable(settlement)
    }
    this.#endDelivery(delivery)
  }

  #delete(member: SqsMember, delivery: DeliveryHandle): void {
    const { deliveries } = this.#world
    const place = deliveries.tag(delivery)
    if (!this.#store.canDelete(place, deliveries.attempt(delivery))) return
    this.#record('acknowledged', member, delivery)
    this.#store.delete(place)
  }

  #release(member: SqsMember, delivery: DeliveryHandle): void {
    const { deliveries } = this.#world
    const place = deliveries.tag(delivery)
    if (!this.#store.canRelease(place, deliveries.attempt(delivery))) return
    this.#record('requeued', member, delivery)
    this.#store.release(place)
  }

  #extend(member: SqsMember, delivery: DeliveryHandle, duration: Duration): void {
    if (duration === IMMEDIATELY) {
      this.#release(member, delivery)
      return
    }
    const { deliveries } = this.#world
    const place = deliveries.tag(delivery)
    if (!this.#store.canDelete(place, deliveries.attempt(delivery))) return
    const { element } = subscriberOf(member)
    if (this.#store.extend(place, element, duration))
      this.#record('leaseExtended', member, delivery)
  }

  #leave(member: SqsMember): void {
    for (const delivery of member.deliveries) {
      this.#record('abandoned', member, delivery)
      this.#endDelivery(delivery)
    }
    shorten(member.deliveries, 0)
    this.#members.remove(member)
  }

  #endDelivery(delivery: DeliveryHandle): void {
    const { deliveries } = this.#world
    const place = deliveries.tag(delivery)
    deliveries.free(delivery)
    this.#store.deliveryEnded(place)
  }

  #record(
    kind: 'acknowledged' | 'requeued' | 'abandoned' | 'leaseExtended',
    member: SqsMember,
    delivery: DeliveryHandle,
  ): void {
    const { deliveries, messages } = this.#world
    const event = messages.event(deliveries.message(delivery))
    const { element } = subscriberOf(member)
    this.#world.record(kind, element, event, deliveries.attempt(delivery), 0)
  }
}
