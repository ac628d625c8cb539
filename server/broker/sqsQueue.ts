// A standard queue of Amazon SQS: a receive hides a message for a while; what is not deleted by then
// is visible again. At least once, and in no order that anybody promises.

import { assert, unreachable } from '#shared/lib/assert.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { IMMEDIATELY } from '../engine/time.ts'
import {
  type BrokerWorld,
  type ChannelFigures,
  type ConsumableChannel,
  DELIVERED,
  type Guarantees,
  type Membership,
  PUBLISH_ACCEPTED,
  type Publication,
  type Settlement,
  type Subscriber,
  type Subscription,
} from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import type { EventHandle } from './events.ts'
import {
  type SqsConsumerSettings,
  type SqsMember,
  SqsMembers,
  type SqsMembersState,
  type SqsSubscriber,
} from './sqsMembers.ts'
import {
  EXPIRES,
  LEASE_ENDS,
  type SqsQueueSettings,
  SqsStore,
  type SqsStoreState,
} from './sqsStore.ts'

export interface SqsQueueOptions {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
  readonly settings: SqsQueueSettings
}

interface SqsQueueState {
  readonly store: SqsStoreState
  readonly members: SqsMembersState
}

// LEASE_ENDS and EXPIRES are 1 and 2.
const SERVE_LINE = 3
const WAIT_ENDS = 4

export class SqsQueue implements ConsumableChannel<SqsConsumerSettings> {
  readonly guarantees: Guarantees = {
    reachesEveryGroup: false,
    keepsKeyOrder: false,
    redeliversAfterCrash: true,
    noticesCrash: 'afterLease',
    replays: false,
    keepsWithoutConsumers: true,
    consumption: 'poll',
  }
  readonly #world: BrokerWorld
  readonly #entity: EntityIndex
  readonly #store: SqsStore
  readonly #members: SqsMembers
  /** The line is served later in this instant. */
  #isServing = false
  /** Places of one receive; kept, so that a receive allocates nothing. */
  readonly #received: number[] = []

  constructor({ name, element, world, settings }: SqsQueueOptions) {
    this.#world = world
    this.#entity = world.scheduler.register(name, this)
    this.#store = new SqsStore({
      world,
      element,
      settings,
      entity: this.#entity,
      random: world.random(name, 'shard'),
      onReceivable: () => this.#callLine(),
    })
    this.#members = new SqsMembers(world.scheduler, this.#entity, WAIT_ENDS)
  }

  get figures(): ChannelFigures {
    return this.#store.figures
  }

  /** Where the redrive policy sends messages; null: nowhere. */
  setDeadLetterQueue(queue: SqsQueue | null): void {
    this.#store.setDeadLetterStore(queue ? queue.#store : null)
  }

  update(settings: SqsQueueSettings): void {
    this.#store.update(settings)
  }

  publish({ event, routingKey, replyTo }: Publication): void {
    this.accept(event, routingKey)
    if (!replyTo) return
    this.#world.scheduler.handOver(replyTo.entity, PUBLISH_ACCEPTED, replyTo.token)
  }

  /** Takes a copy of an event from another channel: nobody waits for the outcome. */
  accept(event: EventHandle, routingKey: number): void {
    const { messages, scheduler } = this.#world
    this.#store.admit(messages.create(event, routingKey, scheduler.now))
  }

  subscribe({
    settings,
    element,
    name,
  }: Subscriber<SqsConsumerSettings>): Subscription<SqsConsumerSettings> {
    const subscriber: SqsSubscriber = { element, name, settings, members: 0 }
    const store = this.#store
    return {
      get figures() {
        const { waiting } = store.figures
        const inFlight = store.inFlightOf(element)
        return { waiting, inFlight, members: subscriber.members, lag: waiting + inFlight }
      },
      join: (member, consumer) =>
        this.#membershipOf(this.#members.join(subscriber, member, consumer)),
      update: (changed) => {
        subscriber.settings = changed
      },
      close: () => assert(subscriber.members === 0, 'members leave before their subscription ends'),
    }
  }

  close(): void {
    this.#store.close()
    this.#world.scheduler.unregister(this.#entity)
  }

  save(): SqsQueueState {
    return { store: this.#store.save(), members: this.#members.save() }
  }

  /** Before its members join again. */
  restore(state: unknown): void {
    const { store, members } = state as SqsQueueState
    this.#store.restore(store)
    this.#members.restore(members)
  }

  fire(kind: number, argument: number): void {
    switch (kind) {
      case LEASE_ENDS:
        this.#store.leaseEndsFired()
        break
      case EXPIRES:
        this.#store.expiresFired()
        break
      case SERVE_LINE:
        this.#serveLine()
        break
      default:
        assert(kind === WAIT_ENDS, 'an SQS queue is fired with a kind of its own')
        this.#waitEnds(argument)
    }
  }

  #membershipOf(member: SqsMember): Membership {
    return {
      poll: () => {
        if (member.waits === 'not') this.#poll(member)
      },
      settle: (delivery, settlement) => this.#settle(member, delivery, settlement),
      // Closing or crashing, a client tells the queue nothing: the leases of what it held run out.
      leave: () => this.#leave(member),
    }
  }

  #poll(member: SqsMember): void {
    if (this.#receives(member)) return
    const { waitTime, pollInterval } = subscriberOf(member).settings
    if (waitTime > IMMEDIATELY) this.#members.wait(member, 'inLine', waitTime)
    else this.#members.wait(member, 'pausing', pollInterval)
  }

  #waitEnds(number: number): void {
    const member = this.#members.waitEnded(number)
    if (!member) return
    const waited = member.waits
    this.#members.stopWaiting(member)
    if (waited === 'pausing') this.#poll(member)
    else this.#members.wait(member, 'pausing', subscriberOf(member).settings.pollInterval)
  }

  /**
   * Later in this instant, so that what becomes visible together is received together, and two queues
   * that dead-letter to each other take turns.
   */
  #callLine(): void {
    if (this.#isServing || !this.#members.firstInLine) return
    this.#isServing = true
    this.#world.scheduler.handOver(this.#entity, SERVE_LINE, 0)
  }

  #serveLine(): void {
    this.#isServing = false
    for (let next = this.#members.firstInLine; next; next = this.#members.firstInLine) {
      if (!this.#receives(next)) return
      this.#members.stopWaiting(next)
    }
  }

  /** One receive. False when it brought nothing. */
  #receives(member: SqsMember): boolean {
    const { joined, deliveries: held } = member
    assert(joined, 'a saved member joins again before the run goes on')
    const { deliveries, messages, scheduler } = this.#world
    const { element, settings } = joined.subscriber
    const received = this.#received
    this.#store.receive(settings.maxNumberOfMessages, element, received)
    for (const place of received) {
      const message = this.#store.message(place)
      const attempt = messages.deliveries(message)
      const delivery = deliveries.create(message, member.number, attempt, place)
      held.push(delivery)
      this.#world.record('delivered', element, messages.event(message), attempt, 0)
      scheduler.handOver(joined.consumer, DELIVERED, delivery)
    }
    const isAny = received.length > 0
    received.length = 0
    return isAny
  }

  #settle(member: SqsMember, delivery: DeliveryHandle, settlement: Settlement): void {
    const index = member.deliveries.indexOf(delivery)
    assert(index >= 0, 'a delivery is settled once, by whom it was handed to')
    if (index === 0) member.deliveries.shift()
    else member.deliveries.splice(index, 1)

    const place = this.#world.deliveries.tag(delivery)
    switch (settlement) {
      case 'acknowledge':
        if (this.#store.isInside(place)) {
          this.#record('acknowledged', member, delivery)
          this.#store.delete(place)
        }
        break
      case 'requeue':
        if (this.#store.isInFlight(place)) {
          this.#record('requeued', member, delivery)
          this.#store.release(place)
        }
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

  #leave(member: SqsMember): void {
    for (const delivery of member.deliveries) {
      this.#record('abandoned', member, delivery)
      this.#endDelivery(delivery)
    }
    member.deliveries.length = 0
    this.#members.remove(member)
  }

  #endDelivery(delivery: DeliveryHandle): void {
    const { deliveries } = this.#world
    const place = deliveries.tag(delivery)
    deliveries.free(delivery)
    this.#store.deliveryEnded(place)
  }

  #record(
    kind: 'acknowledged' | 'requeued' | 'abandoned',
    member: SqsMember,
    delivery: DeliveryHandle,
  ): void {
    const { deliveries, messages } = this.#world
    const event = messages.event(deliveries.message(delivery))
    const { element } = subscriberOf(member)
    this.#world.record(kind, element, event, deliveries.attempt(delivery), 0)
  }
}

function subscriberOf(member: SqsMember): SqsSubscriber {
  assert(member.joined, 'a saved member joins again before the run goes on')
  return member.joined.subscriber
}
