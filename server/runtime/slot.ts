// One slot of a replica: handles one event at a time. It waits for a delivery, works on it, publishes
// what the handler's plan says, waits for the outcomes, and settles.

import type { Settlement } from '../broker/channel.ts'
import { PUBLISH_REFUSED } from '../broker/channel.ts'
import type { DeliveryHandle } from '../broker/deliveries.ts'
import type { EventHandle } from '../broker/events.ts'
import type { Entity, EntityIndex } from '../engine/kernel.ts'
import { Ring } from '../engine/ring.ts'
import { between, nanoseconds, type SimTime, START } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import { Consumer, type ConsumerState } from './consumer.ts'
import type { Handler } from './handler.ts'
import type { Latencies } from './latencies.ts'
import type { ServiceSubscription } from './serviceSubscription.ts'
import type { SlotOwner } from './slotOwner.ts'
import type { RuntimeWorld } from './world.ts'

/** Kinds of this entity's timers; those of publish outcomes follow on from channel.ts. */
const WORK_DONE = 10
const BACKOFF_DONE = 11
/** Hand-off to itself: whatever else came in this batch has come. */
const ASK_FOR_MORE = 12

/** What a slot has in hand. */
interface Work {
  readonly consumer: Consumer
  readonly handler: Handler
  readonly latencies: readonly Latencies[]
  readonly delivery: DeliveryHandle
  readonly startedAt: SimTime
  attempt: number
  attemptStartedAt: SimTime
  timer: TimerHandle
  /** Publications whose outcome is still to come, and whether one of them was refused. */
  outcomesDue: number
  refused: boolean
  /** What is said to the channel once all outcomes are there. */
  settlement: Settlement
}

export interface SlotState {
  readonly consumers: readonly ConsumerState[]
  /** Pairs of a consumer's index and a delivery. */
  readonly inbox: readonly number[]
  readonly works: number
  readonly work: {
    readonly consumer: number
    readonly handlerId: string
    readonly delivery: number
    readonly startedAt: number
    readonly attempt: number
    readonly attemptStartedAt: number
    readonly timer: number
    readonly outcomesDue: number
    readonly refused: boolean
    readonly settlement: Settlement
  } | null
}

export class Slot implements Entity {
  readonly #name: string
  readonly #world: RuntimeWorld
  readonly #owner: SlotOwner
  readonly #entity: EntityIndex
  readonly #consumers: Consumer[] = []
  readonly #inbox = new Ring(16)
  #work: Work | null = null
  /** Numbers the works, so that an outcome that comes after a crash is known to be an old one. */
  #works = 0

  constructor(name: string, owner: SlotOwner, world: RuntimeWorld) {
    this.#name = name
    this.#owner = owner
    this.#world = world
    this.#entity = world.scheduler.register(name, this)
  }

  subscribe(subscription: ServiceSubscription): void {
    const receive = (consumer: Consumer, delivery: DeliveryHandle) => {
      this.#inbox.push(this.#consumers.indexOf(consumer))
      this.#inbox.push(delivery)
      this.#takeNext()
      // What came was ignored: more is asked for once the rest of its batch has come.
      if (this.#isFree) this.#world.scheduler.handOver(this.#entity, ASK_FOR_MORE, 0)
    }
    this.#consumers.push(new Consumer(this.#name, subscription, { world: this.#world, receive }))
  }

  /** What it has in hand from there goes back to the channel as the channel's semantics says. */
  unsubscribe(subscriptionId: string): void {
    const index = this.#consumers.findIndex(
      ({ subscription }) => subscription.id === subscriptionId,
    )
    const consumer = this.#consumers[index]
    if (!consumer) return
    if (this.#work?.consumer === consumer) this.#dropWork()
    const inbox = this.#inbox.save()
    this.#inbox.clear()
    for (let at = 0; at < inbox.length; at += 2) {
      const from = inbox[at] as number
      if (from === index) continue
      this.#inbox.push(from > index ? from - 1 : from)
      this.#inbox.push(inbox[at + 1] as number)
    }
    this.#consumers.splice(index, 1)
    consumer.leave('close')
    this.startNext()
  }

  /** Its handler was removed by an edit: nobody takes the event any more. */
  ignoreWorkOf(isGone: (handler: Handler) => boolean): void {
    const work = this.#work
    if (!work || !isGone(work.handler)) return
    this.#dropWork()
    const event = this.#eventOf(work.delivery)
    this.#world.record('ignored', work.consumer.subscription.element, event, 0, 0)
    work.consumer.settle(work.delivery, 'acknowledge')
  }

  /** Takes up the next delivery, or asks for more, unless it is at work or the service rests. */
  startNext(): void {
    this.#takeNext()
    if (this.#isFree) for (const consumer of this.#consumers) consumer.poll()
  }

  /** The end of the slot. What it had in hand is lost to it. */
  end(departure: 'close' | 'crash'): void {
    if (this.#work) this.#dropWork()
    this.#inbox.clear()
    for (const consumer of this.#consumers.splice(0)) consumer.leave(departure)
    this.#world.scheduler.unregister(this.#entity)
  }

  fire(kind: number, argument: number): void {
    if (kind === ASK_FOR_MORE) {
      this.startNext()
      return
    }
    const work = this.#work
    if (!work) return
    if (kind === WORK_DONE) this.#endAttempt(work)
    else if (kind === BACKOFF_DONE) this.#beginAttempt(work)
    else if (argument === this.#works) this.#noteOutcome(work, kind === PUBLISH_REFUSED)
  }

  save(): SlotState {
    const work = this.#work
    return {
      consumers: this.#consumers.map((consumer) => consumer.save()),
      inbox: this.#inbox.save(),
      works: this.#works,
      work: work && {
        consumer: this.#consumers.indexOf(work.consumer),
        handlerId: this.#owner.handlerId(work.handler),
        delivery: work.delivery,
        startedAt: work.startedAt,
        attempt: work.attempt,
        attemptStartedAt: work.attemptStartedAt,
        timer: work.timer,
        outcomesDue: work.outcomesDue,
        refused: work.refused,
        settlement: work.settlement,
      },
    }
  }

  restore(state: SlotState): void {
    state.consumers.forEach((consumer, index) => {
      this.#consumers[index]?.restore(consumer)
    })
    this.#inbox.restore(state.inbox)
    this.#works = state.works
    if (state.work) {
      const consumer = this.#consumers[state.work.consumer] as Consumer
      const delivery = state.work.delivery as DeliveryHandle
      const eventType = this.#world.events.type(this.#eventOf(delivery))
      this.#work = {
        ...state.work,
        consumer,
        handler: this.#owner.handler(state.work.handlerId),
        latencies: this.#owner.laneOf(consumer.subscription, eventType).latencies,
        delivery,
        startedAt: state.work.startedAt as SimTime,
        attemptStartedAt: state.work.attemptStartedAt as SimTime,
        timer: state.work.timer as TimerHandle,
      }
    }
  }

  get #isFree(): boolean {
    return this.#work === null && !this.#owner.isResting
  }

  #takeNext(): void {
    while (this.#isFree && this.#inbox.size > 0) {
      const consumer = this.#consumers[this.#inbox.shift()] as Consumer
      this.#take(consumer, this.#inbox.shift() as DeliveryHandle)
    }
  }

  #take(consumer: Consumer, delivery: DeliveryHandle): void {
    const { events, scheduler } = this.#world
    const event = this.#eventOf(delivery)
    const { handler, latencies } = this.#owner.laneOf(consumer.subscription, events.type(event))
    if (!handler) {
      this.#world.record('ignored', consumer.subscription.element, event, 0, 0)
      consumer.settle(delivery, 'acknowledge')
      return
    }
    this.#works += 1
    this.#work = {
      consumer,
      handler,
      latencies,
      delivery,
      startedAt: scheduler.now,
      attempt: 0,
      attemptStartedAt: START,
      timer: NO_TIMER,
      outcomesDue: 0,
      refused: false,
      settlement: 'acknowledge',
    }
    this.#owner.noteBusy(1)
    const enqueuedAt = this.#world.messages.enqueuedAt(this.#world.deliveries.message(delivery))
    const wait = between(enqueuedAt, scheduler.now)
    for (const each of latencies) each.wait.record(wait, scheduler.now)
    this.#beginAttempt(this.#work)
  }

  #beginAttempt(work: Work): void {
    work.attempt += 1
    work.attemptStartedAt = this.#world.scheduler.now
    const event = this.#eventOf(work.delivery)
    this.#world.record('started', work.consumer.subscription.element, event, work.attempt, 0)
    const duration = nanoseconds(work.handler.drawServiceTime() * this.#owner.slowness)
    work.timer = this.#world.scheduler.schedule(duration, this.#entity, WORK_DONE, 0)
  }

  #endAttempt(work: Work): void {
    const event = this.#eventOf(work.delivery)
    const duration = between(work.attemptStartedAt, this.#world.scheduler.now)
    for (const latencies of work.latencies)
      latencies.serviceTime.record(duration, this.#world.scheduler.now)
    if (work.handler.drawFailure()) this.#fail(work, event)
    else this.#publishOutputs(work, event)
  }

  #fail(work: Work, event: EventHandle): void {
    const { subscription } = work.consumer
    this.#world.record('failed', subscription.element, event, work.attempt, 0)
    if (work.attempt < subscription.attemptsMax) {
      const backoff = subscription.backoffAfter(work.attempt)
      work.timer = this.#world.scheduler.schedule(backoff, this.#entity, BACKOFF_DONE, 0)
      return
    }
    const { exhausted } = subscription
    if (exhausted.kind === 'deadLetter') {
      this.#deadLetter(work, event, exhausted.channelId)
      return
    }
    if (exhausted.kind === 'drop') {
      this.#world.record('dropped', subscription.element, event, work.attempt, 0)
      this.#settle(work, 'reject')
      return
    }
    this.#settle(work, exhausted.kind)
  }

  /** As the field does it with Kafka: the consumer itself publishes to the dead-letter topic. */
  #deadLetter(work: Work, event: EventHandle, channelId: string): void {
    const { deliveries, messages } = this.#world
    const routingKey = messages.routingKey(deliveries.message(work.delivery))
    this.#world.record('deadLettered', work.consumer.subscription.element, event, work.attempt, 0)
    work.settlement = 'reject'
    work.outcomesDue = 1
    const channel = this.#world.channel(channelId)
    if (channel) channel.publish({ event, routingKey, replyTo: this.#replyTo() })
    else this.#noteOutcome(work, false)
  }

  #publishOutputs(work: Work, event: EventHandle): void {
    const outputs = work.handler.drawOutputs()
    work.settlement = 'acknowledge'
    work.outcomesDue = 0
    for (const output of outputs) {
      if (output.delay > 0) this.#owner.publishLater(work.handler, output, event)
      else work.outcomesDue += 1
    }
    if (work.outcomesDue === 0) {
      this.#settle(work, 'acknowledge')
      return
    }
    const replyTo = this.#replyTo()
    for (const output of outputs) if (output.delay === 0) output.publish(event, replyTo)
  }

  #noteOutcome(work: Work, refused: boolean): void {
    work.outcomesDue -= 1
    work.refused ||= refused
    if (work.outcomesDue > 0) return
    if (work.refused) {
      // The broker did not take it: the attempt has failed, whatever was published beside it.
      work.refused = false
      this.#fail(work, this.#eventOf(work.delivery))
      return
    }
    this.#settle(work, work.settlement)
  }

  #settle(work: Work, settlement: Settlement): void {
    const { scheduler, events } = this.#world
    const event = this.#eventOf(work.delivery)
    const handling = between(work.startedAt, scheduler.now)
    const endToEnd = between(events.rootCreatedAt(event), scheduler.now)
    for (const latencies of work.latencies) {
      latencies.handling.record(handling, scheduler.now)
      if (settlement === 'acknowledge') latencies.endToEnd.record(endToEnd, scheduler.now)
    }
    this.#work = null
    this.#owner.noteBusy(-1)
    work.consumer.settle(work.delivery, settlement)
    this.startNext()
  }

  #dropWork(): void {
    if (!this.#work) return
    this.#world.scheduler.cancel(this.#work.timer)
    this.#works += 1
    this.#work = null
    this.#owner.noteBusy(-1)
  }

  #replyTo(): { entity: EntityIndex; token: number } {
    return { entity: this.#entity, token: this.#works }
  }

  #eventOf(delivery: DeliveryHandle): EventHandle {
    return this.#world.messages.event(this.#world.deliveries.message(delivery))
  }
}
