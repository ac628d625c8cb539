// One concurrent batch of an event source mapping: it receives from the queue on behalf of a slot, hands
// the batch over one message after the other, and tells the queue only at its end what became of it.

import { assert } from '#shared/lib/assert.ts'
import type { Entity, EntityIndex } from '../engine/kernel.ts'
import { type Duration, IMMEDIATELY } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import {
  type BrokerWorld,
  DELIVERED,
  type Departure,
  type Membership,
  type Settlement,
} from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import type { SqsMembership } from './sqsConsumers.ts'

export interface LambdaSettings {
  /** BatchSize of the event source mapping. */
  readonly batchSize: number
  /** MaximumBatchingWindowInSeconds. */
  readonly batchingWindow: Duration
  /** MaximumConcurrency; null: as many as there are slots. */
  readonly maximumConcurrency: number | null
  /** ReportBatchItemFailures. */
  readonly reportBatchItemFailures: boolean
  /** Timeout of the function. */
  readonly functionTimeout: Duration
}

/** The mapping that it is part of. */
export interface LambdaMappingOf {
  readonly world: BrokerWorld
  readonly settings: LambdaSettings
  /** Element index of the subscription. */
  readonly element: number
  readonly isFifo: boolean
  /** It would begin a batch, and is started when it may. */
  ask(poller: LambdaPoller): void
  /** It has begun none, or its batch is over. */
  ended(poller: LambdaPoller): void
  left(poller: LambdaPoller): void
}

export interface LambdaPollerState {
  readonly state: 'idle' | 'asking' | 'polling' | 'invoked' | 'overdue'
  readonly batch: readonly number[]
  readonly next: number
  readonly inHand: number
  readonly handled: readonly number[]
  readonly timer: number
}

/** Of one ReceiveMessage. */
const RECEIVE_MAX = 10

const COLLECTED = 10
const WINDOW_ENDS = 11
const TIMES_OUT = 12

const NOTHING = -1 as DeliveryHandle

export class LambdaPoller implements Entity, Membership {
  readonly name: string
  readonly #mapping: LambdaMappingOf
  readonly #consumer: EntityIndex
  readonly #entity: EntityIndex
  readonly #membership: SqsMembership
  #state: LambdaPollerState['state'] = 'idle'
  /** Received, in that order. */
  #batch: DeliveryHandle[] = []
  /** Index in the batch of what is handed over next. */
  #next = 0
  /** What the slot works on. */
  #inHand = NOTHING
  #handled: DeliveryHandle[] = []
  /** Of the batching window, or of the function's timeout. */
  #timer: TimerHandle = NO_TIMER
  /** The receive is looked at later in this instant, when all of it has come. */
  #isCollecting = false

  constructor(mapping: LambdaMappingOf, { name, consumer, join, saved }: LambdaPollerOptions) {
    this.name = name
    this.#mapping = mapping
    this.#consumer = consumer
    this.#entity = mapping.world.scheduler.register(`${name}/poller`, this)
    this.#membership = join(this.#entity)
    if (saved) this.#restore(saved)
  }

  get isActive(): boolean {
    return this.#state !== 'idle' && this.#state !== 'asking'
  }

  /** The slot is free: for the next of its batch, or for another batch. */
  poll(): void {
    if (this.#state === 'idle') {
      this.#state = 'asking'
      this.#mapping.ask(this)
    } else if (this.#state === 'invoked' && this.#inHand === NOTHING) {
      this.#handOver()
    }
  }

  /** It may begin. */
  start(): void {
    assert(this.#state === 'asking', 'only who asked is started')
    this.#state = 'polling'
    this.#receive()
  }

  /** It stops asking the queue, if that has brought nothing; returns whether it did. */
  retire(): boolean {
    if (this.#state !== 'polling' || this.#batch.length > 0) return false
    // What it has received is on its way to it.
    if (!this.#membership.stopWaiting()) return false
    this.#state = 'asking'
    return true
  }

  settle(delivery: DeliveryHandle, settlement: Settlement): void {
    assert(delivery === this.#inHand, 'what a slot settles is what it has in hand')
    this.#inHand = NOTHING
    if (this.#state === 'overdue') {
      this.#membership.settle(delivery, 'forget')
      this.#end()
      return
    }
    const isHandled = settlement === 'acknowledge'
    if (isHandled) this.#handled.push(delivery)
    const { settings, isFifo } = this.#mapping
    // An error of the function ends it; one that reports its failures goes on, but not out of order.
    const goesOn = isHandled || (settings.reportBatchItemFailures && !isFifo)
    if (!goesOn || this.#next === this.#batch.length) this.#endInvocation(goesOn)
  }

  extend(delivery: DeliveryHandle, duration: Duration): void {
    this.#membership.extend(delivery, duration)
  }

  leave(departure: Departure): void {
    const { scheduler } = this.#mapping.world
    scheduler.cancel(this.#timer)
    this.#membership.leave(departure)
    scheduler.unregister(this.#entity)
    this.#mapping.left(this)
  }

  fire(kind: number, argument: number): void {
    switch (kind) {
      case DELIVERED:
        this.#batch.push(argument as DeliveryHandle)
        if (!this.#isCollecting) {
          this.#isCollecting = true
          this.#mapping.world.scheduler.handOver(this.#entity, COLLECTED, 0)
        }
        break
      case COLLECTED:
        this.#isCollecting = false
        this.#considerBatch()
        break
      case WINDOW_ENDS:
        this.#timer = NO_TIMER
        this.#membership.stopWaiting()
        this.#invoke()
        break
      default:
        assert(kind === TIMES_OUT, 'a poller is fired with a kind of its own')
        this.#timesOut()
    }
  }

  save(): LambdaPollerState {
    return {
      state: this.#state,
      batch: [...this.#batch],
      next: this.#next,
      inHand: this.#inHand,
      handled: [...this.#handled],
      timer: this.#timer,
    }
  }

  #restore({ state, batch, next, inHand, handled, timer }: LambdaPollerState): void {
    this.#state = state
    this.#batch = [...batch] as DeliveryHandle[]
    this.#next = next
    this.#inHand = inHand as DeliveryHandle
    this.#handled = [...handled] as DeliveryHandle[]
    this.#timer = timer as TimerHandle
  }

  #receive(): void {
    const { batchSize } = this.#mapping.settings
    this.#membership.pollFor(Math.min(RECEIVE_MAX, batchSize - this.#batch.length))
  }

  /** Invokes at once, or gathers more until the window ends. */
  #considerBatch(): void {
    const { batchSize, batchingWindow } = this.#mapping.settings
    if (this.#batch.length >= batchSize || batchingWindow === IMMEDIATELY) {
      this.#invoke()
      return
    }
    if (this.#timer === NO_TIMER) this.#startTimer(batchingWindow, WINDOW_ENDS)
    this.#receive()
  }

  #invoke(): void {
    this.#stopTimer()
    this.#state = 'invoked'
    this.#startTimer(this.#mapping.settings.functionTimeout, TIMES_OUT)
    this.#handOver()
  }

  #handOver(): void {
    const delivery = this.#batch[this.#next] as DeliveryHandle
    this.#next += 1
    this.#inHand = delivery
    this.#mapping.world.scheduler.handOver(this.#consumer, DELIVERED, delivery)
  }

  /** The function returned (`succeeded`, perhaps with a report of failures) or ended with an error. */
  #endInvocation(succeeded: boolean): void {
    const deletes = succeeded || this.#mapping.settings.reportBatchItemFailures
    const handled = new Set(this.#handled)
    for (const delivery of this.#batch) {
      const isDone = deletes && handled.has(delivery)
      this.#membership.settle(delivery, isDone ? 'acknowledge' : 'forget')
    }
    this.#end()
  }

  /** All of its batch has failed. What the slot has begun it works off, which nobody can take back. */
  #timesOut(): void {
    this.#timer = NO_TIMER
    const { world, element } = this.#mapping
    const { deliveries, messages } = world
    const handled = new Set(this.#handled)
    for (const delivery of this.#batch) {
      if (!handled.has(delivery)) {
        const event = messages.event(deliveries.message(delivery))
        world.record('abandoned', element, event, deliveries.attempt(delivery), 0)
      }
      if (delivery !== this.#inHand) this.#membership.settle(delivery, 'forget')
    }
    if (this.#inHand === NOTHING) this.#end()
    else this.#state = 'overdue'
  }

  #end(): void {
    this.#stopTimer()
    this.#state = 'idle'
    this.#batch = []
    this.#handled = []
    this.#next = 0
    this.#mapping.ended(this)
  }

  #startTimer(delay: Duration, kind: number): void {
    this.#timer = this.#mapping.world.scheduler.schedule(delay, this.#entity, kind, 0)
  }

  #stopTimer(): void {
    this.#mapping.world.scheduler.cancel(this.#timer)
    this.#timer = NO_TIMER
  }
}

interface LambdaPollerOptions {
  readonly name: string
  readonly consumer: EntityIndex
  /** Joins the queue as this entity. */
  readonly join: (entity: EntityIndex) => SqsMembership
  readonly saved: LambdaPollerState | null
}
