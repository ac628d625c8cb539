// A classic RabbitMQ queue: first in, first out, pushed to consumers in turn as far as their prefetch
// allows. What comes back goes to its original place. Time to live is acted on at the head only.
//
// Its consumers' connections close at once when they crash: what they had and did not acknowledge comes
// back in the same instant. A message that was sent with no-ack counts as acknowledged when it is sent;
// one that its consumer had not handled when it left is lost, and recorded as abandoned with detail 1.

import type { Entity, EntityIndex } from '../engine/kernel.ts'
import { after, between, type Duration, type SimTime } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import {
  ABANDONED_FOR_GOOD,
  ABANDONED_TO_COME_BACK,
  EXPIRED_FOR_GOOD,
  EXPIRED_TO_DEAD_LETTERS,
} from './accounting.ts'
import {
  type BrokerWorld,
  type ChannelFigures,
  type ConsumableChannel,
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
import type { MessageHandle } from './messages.ts'
import type { RabbitConsumer, RabbitConsumerSettings } from './rabbitConsumer.ts'
import { RabbitConsumers, type RabbitConsumersState } from './rabbitConsumers.ts'
import { type DeathReason, NO_DEATHS, RabbitDeaths } from './rabbitDeaths.ts'
import { RabbitReady, type RabbitReadyState } from './rabbitReady.ts'
import type { DeadLetterExchange, RabbitTarget, Route, RouteQueue } from './rabbitRoute.ts'
import { RabbitSubscription, type RabbitSupply } from './rabbitSubscription.ts'

export interface RabbitQueueSettings {
  /** The default exchange routes by it, so it is the routing key of what is published to the queue. */
  readonly queueName: string
  /** x-message-ttl, of messages that come from now on. */
  readonly messageTtl: Duration | null
  /** x-dead-letter-routing-key; null: the message keeps its own. */
  readonly deadLetterRoutingKey: string | null
}

export interface RabbitQueueOptions {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
  readonly settings: RabbitQueueSettings
}

interface RabbitQueueState {
  readonly sequence: number
  readonly ready: RabbitReadyState
  readonly consumers: RabbitConsumersState
  readonly timer: number
  readonly timerAt: number
}

const EXPIRE = 1

export class RabbitQueue
  implements
    ConsumableChannel<RabbitConsumerSettings>,
    RabbitTarget,
    RabbitSupply,
    RouteQueue,
    Entity
{
  readonly guarantees: Guarantees = {
    reachesEveryGroup: false,
    keepsKeyOrder: false,
    redeliversAfterCrash: true,
    noticesCrash: 'atOnce',
    replays: false,
    keepsWithoutConsumers: true,
    consumption: 'credit',
  }
  readonly #element: number
  readonly #world: BrokerWorld
  readonly #entity: EntityIndex
  readonly #deaths: RabbitDeaths
  readonly #ready: RabbitReady
  readonly #consumers: RabbitConsumers
  #settings: RabbitQueueSettings
  #deadLetterExchange: DeadLetterExchange | null = null
  /** Mark of the message that comes next: marks are places in the queue. */
  #sequence = 0
  /** Not later than the head's deadline. */
  #timer: TimerHandle = NO_TIMER
  #timerAt = 0

  constructor({ name, element, world, settings }: RabbitQueueOptions) {
    this.#element = element
    this.#world = world
    this.#settings = settings
    this.#deaths = new RabbitDeaths(name, world.texts)
    this.#ready = new RabbitReady(world.messages)
    this.#consumers = new RabbitConsumers(world)
    this.#entity = world.scheduler.register(name, this)
  }

  get figures(): ChannelFigures {
    const waiting = this.#ready.size
    const oldest = waiting > 0 ? this.#world.messages.enqueuedAt(this.#ready.head) : null
    const { inFlight } = this.#consumers
    return { waiting, inFlight, retained: waiting + inFlight, oldestWaitingAt: oldest }
  }

  update(settings: RabbitQueueSettings): void {
    this.#settings = settings
  }

  /** Null: what is rejected or expires is gone. */
  setDeadLetterExchange(exchange: DeadLetterExchange | null): void {
    this.#deadLetterExchange = exchange
  }

  /** By the default exchange. */
  publish({ event, replyTo }: Publication): void {
    const { texts, scheduler } = this.#world
    this.enqueue(event, texts.intern(this.#settings.queueName), NO_DEATHS)
    if (replyTo) scheduler.handOver(replyTo.entity, PUBLISH_ACCEPTED, replyTo.token)
  }

  enqueue(event: EventHandle, routingKey: number, deaths: number): void {
    const { messages, scheduler } = this.#world
    const message = messages.create(event, routingKey, scheduler.now)
    messages.setMark(message, this.#sequence)
    this.#sequence += 1
    if (deaths !== NO_DEATHS) messages.setDeaths(message, deaths)
    if (this.#settings.messageTtl !== null) {
      const deadline = after(scheduler.now, this.#settings.messageTtl)
      // A deadline of 0 would say that there is none.
      messages.setDeadline(message, Math.max(deadline, 1) as SimTime)
    }
    this.#world.record('accepted', this.#element, event, 0, 0)
    const isAlone = this.#ready.size === 0
    this.#ready.push(message)
    // Even with a time to live of 0, what can be handed out at once is.
    if (isAlone && this.#consumers.hasCredit) this.#consumers.handOut(this.#ready.shift())
    this.serve()
  }

  extend(route: Route): void {
    if (!route.queues.includes(this)) route.queues.push(this)
  }

  isDeathCycle(deaths: number): boolean {
    return this.#deaths.isCycle(deaths)
  }

  subscribe(subscriber: Subscriber<RabbitConsumerSettings>): Subscription<RabbitConsumerSettings> {
    return new RabbitSubscription(subscriber, this.#consumers, this)
  }

  get waiting(): number {
    return this.#ready.size
  }

  membershipOf(consumer: RabbitConsumer): Membership {
    return {
      poll() {},
      settle: (delivery, settlement) => this.#settle(consumer, delivery, settlement),
      leave: () => this.#leave(consumer),
    }
  }

  /** Hands out what can be handed out, and lets go of what expires at the head. */
  serve(): void {
    this.#dropExpired()
    while (this.#ready.size > 0 && this.#consumers.hasCredit) {
      this.#consumers.handOut(this.#ready.shift())
      this.#dropExpired()
    }
    this.#watchHead()
  }

  close(): void {
    const { messages, scheduler } = this.#world
    while (this.#ready.size > 0) {
      const message = this.#ready.shift()
      this.#world.record('removed', this.#element, messages.event(message), 0, 0)
      messages.free(message)
    }
    scheduler.unregister(this.#entity)
  }

  /** The head's time is over. */
  fire(): void {
    this.#timer = NO_TIMER
    this.serve()
  }

  save(): RabbitQueueState {
    return {
      sequence: this.#sequence,
      ready: this.#ready.save(),
      consumers: this.#consumers.save(),
      timer: this.#timer,
      timerAt: this.#timerAt,
    }
  }

  restore(state: RabbitQueueState): void {
    this.#sequence = state.sequence
    this.#ready.restore(state.ready)
    this.#consumers.restore(state.consumers)
    this.#timer = state.timer as TimerHandle
    this.#timerAt = state.timerAt
  }

  #settle(consumer: RabbitConsumer, delivery: DeliveryHandle, settlement: Settlement): void {
    const { messages, deliveries } = this.#world
    const message = deliveries.message(delivery)
    const attempt = deliveries.attempt(delivery)
    const isGone = this.#consumers.isSentForGood(delivery)
    // Silence keeps a message unacknowledged until the consumer leaves.
    if (settlement === 'forget' && !isGone) return
    this.#consumers.takeBack(consumer, delivery)
    if (isGone) {
      messages.free(message)
    } else if (settlement === 'reject') {
      this.#end(message, 'rejected', consumer.element)
    } else if (settlement === 'requeue') {
      this.#world.record('requeued', consumer.element, messages.event(message), attempt, 0)
      this.#ready.giveBack(message)
    } else {
      this.#world.record('acknowledged', consumer.element, messages.event(message), attempt, 0)
      messages.free(message)
    }
    this.#consumers.review(consumer)
    this.serve()
  }

  /** However it leaves, its connection closes, and what it did not acknowledge comes back. */
  #leave(consumer: RabbitConsumer): void {
    const { messages, deliveries } = this.#world
    for (const delivery of this.#consumers.deliveriesOf(consumer)) {
      const message = deliveries.message(delivery)
      const attempt = deliveries.attempt(delivery)
      const isLost = this.#consumers.isSentForGood(delivery)
      const detail = isLost ? ABANDONED_FOR_GOOD : ABANDONED_TO_COME_BACK
      this.#world.record('abandoned', consumer.element, messages.event(message), attempt, detail)
      this.#consumers.takeBack(consumer, delivery)
      if (isLost) messages.free(message)
      else this.#ready.giveBack(message)
    }
    this.#consumers.remove(consumer)
    this.serve()
  }

  #dropExpired(): void {
    const { messages, scheduler } = this.#world
    while (this.#ready.size > 0) {
      const message = this.#ready.head
      const deadline = messages.deadline(message)
      if (deadline === 0 || deadline > scheduler.now) return
      this.#ready.shift()
      const detail = this.#deadLetterExchange ? EXPIRED_TO_DEAD_LETTERS : EXPIRED_FOR_GOOD
      this.#world.record('expired', this.#element, messages.event(message), 0, detail)
      this.#end(message, 'expired', this.#element)
    }
  }

  /** Dead-letters a message that is in the queue no more, or lets it go. `by`: who gave it up. */
  #end(message: MessageHandle, reason: DeathReason, by: number): void {
    const { messages } = this.#world
    const event = messages.event(message)
    const attempt = messages.deliveries(message)
    if (this.#deadLetterExchange !== null) {
      const isTaken = this.#deadLetterExchange.deadLetter({
        event,
        routingKey: this.#deadLetterKeyOf(message),
        deaths: this.#deaths.after(messages.deaths(message), reason),
      })
      this.#world.record(isTaken ? 'deadLettered' : 'dropped', this.#element, event, attempt, by)
    } else if (reason === 'rejected') {
      this.#world.record('dropped', this.#element, event, attempt, by)
    }
    messages.free(message)
  }

  #deadLetterKeyOf(message: MessageHandle): number {
    const { messages, texts } = this.#world
    const { deadLetterRoutingKey } = this.#settings
    return deadLetterRoutingKey === null
      ? messages.routingKey(message)
      : texts.intern(deadLetterRoutingKey)
  }

  /** One timer, set for the head or for one that was the head before. */
  #watchHead(): void {
    if (this.#ready.size === 0) return
    const { messages, scheduler } = this.#world
    const deadline = messages.deadline(this.#ready.head)
    if (deadline === 0) return
    if (this.#timer !== NO_TIMER) {
      if (this.#timerAt <= deadline) return
      scheduler.cancel(this.#timer)
    }
    this.#timer = scheduler.schedule(between(scheduler.now, deadline), this.#entity, EXPIRE, 0)
    this.#timerAt = deadline
  }
}
