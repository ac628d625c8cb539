// A RabbitMQ stream: a log that consumers read without taking. It knows neither time to live nor dead
// letters, priorities or redelivery; what goes, goes by retention.
//
// What is written counts when a majority of its nodes has it. While there is none, publishers wait for
// their confirms, and what nobody wants confirmed is lost; what is there can be read at any node.

import { assert } from '#shared/lib/assert.ts'
import { orderById } from '#shared/lib/entries.ts'
import { refusalIndex } from '#shared/lib/journal.ts'
import type { Entity, EntityIndex } from '../engine/kernel.ts'
import { milliseconds } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import { EXPIRED_FOR_GOOD } from './accounting.ts'
import {
  type BrokerWorld,
  type ChannelFigures,
  type ConsumableChannel,
  type Guarantees,
  PUBLISH_ACCEPTED,
  PUBLISH_REFUSED,
  type Publication,
  type Subscriber,
  type Subscription,
  tell,
} from './channel.ts'
import type { MessageHandle } from './messages.ts'
import { NO_DEATHS } from './rabbitDeaths.ts'
import { RabbitNodes, type RabbitNodesState } from './rabbitNodes.ts'
import {
  type ConfirmTarget,
  DEFAULT_EXCHANGE,
  type IncomingMessage,
  type QueueAnswer,
  type RabbitTarget,
  type Route,
  type RouteQueue,
  rabbitPropertiesOf,
} from './rabbitRoute.ts'
import { RabbitStreamLog, type RabbitStreamLogState, type StreamLimits } from './rabbitStreamLog.ts'
import type { RabbitStreamConsumerSettings } from './rabbitStreamReader.ts'
import {
  RabbitStreamSubscription,
  type RabbitStreamSubscriptionState,
} from './rabbitStreamSubscription.ts'

export interface RabbitStreamSettings extends StreamLimits {
  /** Nodes that hold it. */
  readonly groupSize: number
}

export interface RabbitStreamOptions {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
  readonly settings: RabbitStreamSettings
}

export interface RabbitStreamOffsets {
  readonly startOffset: number
  readonly endOffset: number
  /** Of the consumer that is farthest behind; the end offset when nobody reads. */
  readonly committedOffset: number
  readonly lag: number
}

/** Kept by its publisher until there is a leader. */
interface Unconfirmed {
  readonly message: MessageHandle
  readonly confirm: ConfirmTarget | null
}

interface RabbitStreamState {
  readonly nodes: RabbitNodesState
  readonly unconfirmed: readonly Unconfirmed[]
  readonly log: RabbitStreamLogState
  readonly subscriptions: readonly (readonly [string, RabbitStreamSubscriptionState])[]
  readonly timer: number
}

const EVALUATE = 1
const ELECTED = 2

/** The rest is refused. Long before, RabbitMQ's flow control stops the connections that publish. */
const UNCONFIRMED_MAX = 100_000

/** Between two looks at the age of segments when none is closed meanwhile. */
const RETENTION_INTERVAL = milliseconds(3_600_000)

export class RabbitStream
  implements ConsumableChannel<RabbitStreamConsumerSettings>, RabbitTarget, RouteQueue, Entity
{
  readonly guarantees: Guarantees = {
    reachesEveryGroup: true,
    reachesEveryConsumer: true,
    keepsKeyOrder: true,
    redeliversAfterCrash: true,
    noticesCrash: 'atOnce',
    replays: true,
    keepsWithoutConsumers: true,
    consumption: 'credit',
  }
  readonly #element: number
  readonly #world: BrokerWorld
  readonly #entity: EntityIndex
  readonly #log: RabbitStreamLog
  readonly #nodes: RabbitNodes
  /** In the order in which they were published. */
  #unconfirmed: Unconfirmed[] = []
  /** In the order of their names. */
  readonly #subscriptions = new Map<string, RabbitStreamSubscription>()
  /** Of a restored run: those that have not come back yet. */
  readonly #saved = new Map<string, RabbitStreamSubscriptionState>()
  #settings: RabbitStreamSettings
  #timer: TimerHandle = NO_TIMER

  constructor({ name, element, world, settings }: RabbitStreamOptions) {
    this.#element = element
    this.#world = world
    this.#settings = settings
    this.#log = new RabbitStreamLog(world.messages)
    this.#entity = world.scheduler.register(name, this)
    const [entity, count] = [this.#entity, settings.groupSize]
    this.#nodes = new RabbitNodes({ world, element, entity, electedKind: ELECTED, count })
  }

  get waiting(): number {
    let waiting = 0
    for (const subscription of this.#subscriptions.values())
      waiting = Math.max(waiting, subscription.waiting)
    return waiting
  }

  get figures(): ChannelFigures {
    const { waiting } = this
    const { size, endOffset } = this.#log
    let inFlight = 0
    for (const { figures } of this.#subscriptions.values()) inFlight += figures.inFlight
    return {
      waiting,
      inFlight,
      retained: size,
      oldestWaitingAt:
        waiting > 0 ? this.#world.messages.enqueuedAt(this.#log.read(endOffset - waiting)) : null,
    }
  }

  /** As those of a log with one partition. */
  get offsets(): RabbitStreamOffsets {
    const { startOffset, endOffset } = this.#log
    let lag = 0
    for (const { figures } of this.#subscriptions.values()) lag = Math.max(lag, figures.lag)
    return { startOffset, endOffset, committedOffset: endOffset - lag, lag }
  }

  /** Limits come by a policy: they hold at once. */
  update(settings: RabbitStreamSettings): void {
    this.#settings = settings
    this.#evaluateRetention()
  }

  /** By the default exchange. */
  publish({ event, routingKey, replyTo }: Publication): void {
    const properties = rabbitPropertiesOf(this.#world, event)
    const confirm = properties?.confirms === false ? null : replyTo
    const answer = this.enqueue({
      event,
      routingKey,
      exchange: DEFAULT_EXCHANGE,
      deaths: NO_DEATHS,
      properties,
      confirm,
    })
    if (!replyTo || answer === 'later') return
    const outcome = answer === 'refused' && confirm ? PUBLISH_REFUSED : PUBLISH_ACCEPTED
    tell(this.#world.scheduler, replyTo, outcome)
  }

  enqueue(incoming: IncomingMessage): QueueAnswer {
    const { event, routingKey, confirm } = incoming
    const { messages } = this.#world
    const isAvailable = this.#nodes.isAvailable
    if (!isAvailable && !this.#isKept(incoming)) {
      this.#world.record('refused', this.#element, event, 0, refusalIndex('unavailable'))
      return 'refused'
    }
    const message = messages.create(event, routingKey)
    if (!isAvailable) {
      this.#unconfirmed.push({ message, confirm })
      return confirm ? 'later' : 'taken'
    }
    this.#append(message)
    return 'taken'
  }

  setNodeUp(node: number, isUp: boolean): void {
    this.#nodes.setUp(node, isUp)
    this.#log.isReadable = this.#nodes.anyUp
    if (this.#log.isReadable) for (const each of this.#subscriptions.values()) each.serve()
    this.#writeUnconfirmed()
  }

  extend(route: Route): void {
    if (!route.queues.includes(this)) route.queues.push(this)
  }

  /** Nothing dies in a stream. */
  isDeathCycle(): boolean {
    return false
  }

  subscribe(
    subscriber: Subscriber<RabbitStreamConsumerSettings>,
  ): Subscription<RabbitStreamConsumerSettings> {
    const { name } = subscriber
    assert(!this.#subscriptions.has(name), 'a subscription subscribes once')
    const subscription = new RabbitStreamSubscription({
      subscriber,
      world: this.#world,
      log: this.#log,
      freeNumber: () => this.#freeNumber(),
      onClose: () => this.#subscriptions.delete(name),
    })
    const saved = this.#saved.get(name)
    if (saved) subscription.restore(saved)
    this.#saved.delete(name)
    this.#subscriptions.set(name, subscription)
    orderById(this.#subscriptions)
    return subscription
  }

  close(): void {
    this.#deleteUpTo(this.#log.endOffset, 'removed')
    const { messages, scheduler } = this.#world
    for (const { message, confirm } of this.#unconfirmed.splice(0)) {
      messages.free(message)
      // As RabbitMQ does for any queue that is removed.
      if (confirm) scheduler.handOver(confirm.entity, PUBLISH_ACCEPTED, confirm.token)
    }
    this.#world.scheduler.unregister(this.#entity)
  }

  fire(kind: number): void {
    if (kind === ELECTED) {
      this.#nodes.elect()
      this.#writeUnconfirmed()
      return
    }
    this.#timer = NO_TIMER
    this.#evaluateRetention()
  }

  save(): RabbitStreamState {
    return {
      log: this.#log.save(),
      subscriptions: [...this.#subscriptions].map(([name, one]) => [name, one.save()] as const),
      timer: this.#timer,
      nodes: this.#nodes.save(),
      unconfirmed: [...this.#unconfirmed],
    }
  }

  restore({ log, subscriptions, timer, nodes, unconfirmed }: RabbitStreamState): void {
    this.#log.restore(log)
    for (const [name, saved] of subscriptions) this.#saved.set(name, saved)
    this.#timer = timer as TimerHandle
    this.#nodes.restore(nodes)
    this.#unconfirmed = [...unconfirmed]
    this.#log.isReadable = this.#nodes.anyUp
  }

  /** While there is no leader: by its publisher, where that wants it confirmed. */
  #isKept({ confirm, deaths, properties }: IncomingMessage): boolean {
    if (this.#unconfirmed.length >= UNCONFIRMED_MAX) return false
    return confirm !== null || (deaths === NO_DEATHS && properties?.confirms !== false)
  }

  #append(message: MessageHandle): void {
    const event = this.#world.messages.event(message)
    const isSegmentClosed = this.#log.append(message, this.#world.sizeOf(event), this.#settings)
    this.#world.record('accepted', this.#element, event, 0, 0)
    if (isSegmentClosed) this.#evaluateRetention()
    for (const subscription of this.#subscriptions.values()) subscription.serve()
  }

  #writeUnconfirmed(): void {
    if (!this.#nodes.isAvailable) return
    const { messages, scheduler } = this.#world
    for (const { message, confirm } of this.#unconfirmed.splice(0)) {
      messages.setEnqueuedAt(message, scheduler.now)
      this.#append(message)
      if (confirm) scheduler.handOver(confirm.entity, PUBLISH_ACCEPTED, confirm.token)
    }
  }

  #evaluateRetention(): void {
    const { scheduler } = this.#world
    const keptFrom = this.#log.keptFrom(scheduler.now, this.#settings)
    if (keptFrom > this.#log.startOffset) {
      for (const subscription of this.#subscriptions.values()) subscription.onRetention(keptFrom)
      this.#deleteUpTo(keptFrom, 'expired')
    }
    if (this.#timer !== NO_TIMER) scheduler.cancel(this.#timer)
    const mayAge = this.#settings.ageMax !== null && this.#log.segments > 1
    this.#timer = mayAge
      ? scheduler.schedule(RETENTION_INTERVAL, this.#entity, EVALUATE, 0)
      : NO_TIMER
  }

  #deleteUpTo(offset: number, kind: 'expired' | 'removed'): void {
    while (this.#log.startOffset < offset) {
      const event = this.#world.messages.event(this.#log.read(this.#log.startOffset))
      this.#world.record(kind, this.#element, event, 0, EXPIRED_FOR_GOOD)
      this.#log.deleteOldest()
    }
  }

  #freeNumber(): number {
    const taken = new Set<number>()
    for (const { readers } of this.#subscriptions.values())
      for (const { number } of readers) taken.add(number)
    let number = 1
    while (taken.has(number)) number += 1
    return number
  }
}
