// The messages of a queue that wait: how they come in, in which order they stand, how many there may be,
// and how long they may stay.

import type { EntityIndex } from '../engine/kernel.ts'
import { after, between, type Duration, milliseconds, type SimTime } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import { EXPIRED_FOR_GOOD, EXPIRED_TO_DEAD_LETTERS } from './accounting.ts'
import type { BrokerWorld } from './channel.ts'
import type { EventHandle } from './events.ts'
import type { MessageHandle } from './messages.ts'
import type { RabbitDeadLetters } from './rabbitDeadLetters.ts'
import { NO_DEATHS } from './rabbitDeaths.ts'
import { RabbitLimits, type RabbitLimitsState } from './rabbitLimits.ts'
import { RabbitPriorityReady } from './rabbitPriorityReady.ts'
import type { RabbitQueueSettings } from './rabbitQueueSettings.ts'
import { QUORUM_PRIORITY, QUORUM_PRIORITY_MAX, RabbitQuorumReady } from './rabbitQuorumReady.ts'
import { RabbitReady, type ReadyMessages } from './rabbitReady.ts'
import { DEFAULT_EXCHANGE, type IncomingMessage, rabbitPropertiesOf } from './rabbitRoute.ts'

export interface RabbitStockState {
  readonly sequence: number
  readonly mayExpire: boolean
  readonly ready: unknown
  readonly limits: RabbitLimitsState | null
  readonly timer: number
  readonly timerAt: number
}

export interface RabbitStockOptions {
  readonly world: BrokerWorld
  readonly element: number
  readonly entity: EntityIndex
  /** The entity is fired with this kind when something may have expired. */
  readonly expireKind: number
  readonly letters: RabbitDeadLetters
}

/** `requeue`: basic.nack. `failed`: basic.reject, or its consumer went. `returned`: it took too long. */
export type ComingBack = 'requeue' | 'failed' | 'returned'

/** To a quorum queue a time to live of 0 is the rest of the millisecond. */
const QUORUM_TTL_MIN = milliseconds(1)

export class RabbitStock {
  readonly #options: RabbitStockOptions
  readonly #world: BrokerWorld
  readonly #ready: ReadyMessages
  readonly #quorum: RabbitQuorumReady | null
  #settings: RabbitQueueSettings
  #limits: RabbitLimits | null
  #size = 0
  /** Mark of the message that comes next: in a classic queue marks are places. */
  #sequence = 0
  /** A message with a deadline has come, ever. */
  #mayExpire = false
  /** Not later than the next deadline. */
  #timer: TimerHandle = NO_TIMER
  #timerAt = 0

  constructor(options: RabbitStockOptions, settings: RabbitQueueSettings) {
    const { world } = options
    this.#options = options
    this.#world = world
    this.#settings = settings
    this.#limits = RabbitLimits.of(world, settings)
    const isQuorum = settings.queueType === 'quorum'
    this.#quorum = isQuorum ? new RabbitQuorumReady(world.messages, this.#quorumPriority) : null
    this.#ready = this.#quorum ?? this.#classicReady(settings.maxPriority)
  }

  get size(): number {
    return this.#size
  }

  /** There is a limit, or something may expire: `beforeServing` and `afterServing` see to it. */
  get isBounded(): boolean {
    return this.#mayExpire || this.#limits !== null
  }

  get oldestAt(): SimTime | null {
    return this.#size > 0 ? this.#ready.oldestAt : null
  }

  update(settings: RabbitQueueSettings): void {
    this.#settings = settings
    const before = this.#limits
    this.#limits = RabbitLimits.of(this.#world, settings)
    if (before) this.#limits?.continue(before)
    if (this.#limits) for (const message of this.#ready.all()) this.#limits.added(message)
  }

  refuses(event: EventHandle): boolean {
    return this.#limits?.refuses(event, this.#size) ?? false
  }

  /** A message for what comes in; it does not wait here yet. */
  create(incoming: IncomingMessage): MessageHandle {
    const { messages } = this.#world
    const { event, routingKey, exchange, deaths, properties } = incoming
    const message = messages.create(event, routingKey)
    if (exchange !== DEFAULT_EXCHANGE) messages.setExchange(message, exchange)
    if (deaths !== NO_DEATHS) messages.setDeaths(message, deaths)
    if (properties !== null || this.#settings.messageTtl !== null)
      this.#setDeadline(message, deaths === NO_DEATHS ? (properties?.expiration ?? null) : null)
    return message
  }

  /** It was made before; it comes in now. */
  renew(message: MessageHandle): void {
    const { messages, scheduler } = this.#world
    messages.setEnqueuedAt(message, scheduler.now)
    const properties = rabbitPropertiesOf(this.#world, messages.event(message))
    const isFresh = messages.deaths(message) === NO_DEATHS
    this.#setDeadline(message, isFresh ? (properties?.expiration ?? null) : null)
  }

  /** Gives a message its place, though it may be handed out at once and never wait. */
  place(message: MessageHandle): void {
    this.#world.messages.setMark(message, this.#sequence)
    this.#sequence += 1
  }

  add(message: MessageHandle): void {
    this.place(message)
    this.#ready.push(message)
    this.#size += 1
    if (this.#limits) this.#limits.added(message)
  }

  /** Takes the next away; only when there is one. */
  take(): MessageHandle {
    const message = this.#ready.shift()
    this.#size -= 1
    if (this.#limits) this.#limits.removed(message)
    return message
  }

  /** A message that was handed out waits again, unless its deliveries have failed too often. */
  giveBack(message: MessageHandle, how: ComingBack): void {
    if (this.#quorum !== null && how === 'failed' && this.#failsTooOften(message)) return
    const goesLast = how === 'requeue' && this.#settings.deliveryLimit < 0
    if (this.#quorum !== null && goesLast) this.#quorum.giveBackLast(message)
    else this.#ready.giveBack(message)
    this.#size += 1
    if (this.#limits) this.#limits.added(message)
  }

  /** What waits is as it shall be before any of it is handed out. */
  beforeServing(): void {
    if (this.#quorum === null) this.#enforceLimits()
    this.dropExpired()
  }

  /** A quorum queue learns of its length when what came has had its chance. */
  afterServing(): void {
    if (this.#quorum !== null) this.#enforceLimits()
    this.#watchHead()
  }

  dropExpired(): void {
    if (!this.#mayExpire) return
    const { world, element, letters } = this.#options
    while (this.#size > 0) {
      const message = this.#ready.takeExpired(world.scheduler.now)
      if (message === null) return
      this.#size -= 1
      if (this.#limits) this.#limits.removed(message)
      const detail = letters.isOn ? EXPIRED_TO_DEAD_LETTERS : EXPIRED_FOR_GOOD
      world.record('expired', element, world.messages.event(message), 0, detail)
      letters.end(message, { reason: 'expired', by: element }, this.#settings)
    }
  }

  clear(kind: 'purged' | 'removed'): void {
    const { world, element } = this.#options
    while (this.#size > 0) {
      const message = this.take()
      const attempt = kind === 'removed' ? 0 : world.messages.deliveries(message)
      world.record(kind, element, world.messages.event(message), attempt, 0)
      world.messages.free(message)
    }
  }

  timerFired(): void {
    this.#timer = NO_TIMER
  }

  save(): RabbitStockState {
    return {
      sequence: this.#sequence,
      mayExpire: this.#mayExpire,
      ready: this.#ready.save(),
      limits: this.#limits?.save() ?? null,
      timer: this.#timer,
      timerAt: this.#timerAt,
    }
  }

  restore(state: RabbitStockState): void {
    this.#sequence = state.sequence
    this.#mayExpire = state.mayExpire
    this.#ready.restore(state.ready)
    this.#size = this.#ready.all().length
    if (state.limits) this.#limits?.restore(state.limits)
    this.#timer = state.timer as TimerHandle
    this.#timerAt = state.timerAt
  }

  /** Drops the head as long as there are too many, or lets publishers know. */
  #enforceLimits(): void {
    const limits = this.#limits
    if (!limits) return
    const { element, letters } = this.#options
    if (limits.dropsHead)
      while (this.#size > 0 && limits.isOver(this.#size))
        letters.end(this.take(), { reason: 'maxlen', by: element }, this.#settings)
    else limits.review(this.#size, letters.underWay, letters.bytesUnderWay)
  }

  /** One timer, set for the next deadline or for one that was next before. */
  #watchHead(): void {
    if (!this.#mayExpire) return
    const deadline = this.#ready.nextDeadline
    if (deadline === 0) return
    const { scheduler } = this.#world
    if (this.#timer !== NO_TIMER) {
      if (this.#timerAt <= deadline) return
      scheduler.cancel(this.#timer)
    }
    const delay = Math.max(between(scheduler.now, deadline), 0) as Duration
    this.#timer = scheduler.schedule(delay, this.#options.entity, this.#options.expireKind, 0)
    this.#timerAt = deadline
  }

  #classicReady(maxPriority: number | null): ReadyMessages {
    const { messages } = this.#world
    return maxPriority === null
      ? new RabbitReady(messages)
      : new RabbitPriorityReady(messages, maxPriority, (message) =>
          Math.min(this.#saidPriority(message) ?? 0, maxPriority),
        )
  }

  readonly #quorumPriority = (message: MessageHandle): number =>
    Math.min(this.#saidPriority(message) ?? QUORUM_PRIORITY, QUORUM_PRIORITY_MAX)

  #saidPriority(message: MessageHandle): number | null {
    return rabbitPropertiesOf(this.#world, this.#world.messages.event(message))?.priority ?? null
  }

  /** The shorter of the queue's time to live and the message's own, which it loses with its first death. */
  #setDeadline(message: MessageHandle, own: Duration | null): void {
    const { messages, scheduler } = this.#world
    const ofQueue = this.#settings.messageTtl
    if (own === null && ofQueue === null) return
    this.#mayExpire = true
    const shorter = Math.min(own ?? Infinity, ofQueue ?? Infinity)
    const ttl = this.#quorum ? Math.max(shorter, QUORUM_TTL_MIN) : shorter
    // A deadline of 0 would say that there is none.
    messages.setDeadline(message, Math.max(after(scheduler.now, ttl as Duration), 1) as SimTime)
  }

  /** Quorum: counts a failure, and ends a message that has had more than it may have. */
  #failsTooOften(message: MessageHandle): boolean {
    const { world, element, letters } = this.#options
    const { deliveryLimit } = this.#settings
    const failures = world.messages.failures(message) + 1
    world.messages.setFailures(message, failures)
    if (deliveryLimit < 0 || failures <= deliveryLimit) return false
    letters.end(message, { reason: 'delivery_limit', by: element }, this.#settings)
    return true
  }
}
