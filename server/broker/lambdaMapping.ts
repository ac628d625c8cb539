// An event source mapping of AWS Lambda: AWS polls the queue and invokes the function with what it got,
// five batches at once at first, and more and more while messages wait. A slot of the service stands for
// one concurrent execution of the function.

import { assert } from '#shared/lib/assert.ts'
import type { Entity, EntityIndex } from '../engine/kernel.ts'
import { IMMEDIATELY, milliseconds } from '../engine/time.ts'
import { NO_TIMER, type TimerHandle } from '../engine/timerQueue.ts'
import type {
  BrokerWorld,
  ChannelFigures,
  Subscriber,
  Subscription,
  SubscriptionFigures,
} from './channel.ts'
import {
  type LambdaMappingOf,
  LambdaPoller,
  type LambdaPollerState,
  type LambdaSettings,
} from './lambdaPoller.ts'
import type { SqsSubscription } from './sqsConsumers.ts'
import type { SqsConsumerSettings } from './sqsMembers.ts'

export interface LambdaMappingState {
  readonly allowed: number
  readonly active: number
  readonly asking: readonly string[]
  readonly timer: number
  readonly pollers: readonly (readonly [name: string, state: LambdaPollerState])[]
}

/** What it needs of the queue that it polls. */
export interface PolledQueue {
  readonly isFifo: boolean
  readonly figures: ChannelFigures
  subscribe(subscriber: Subscriber<SqsConsumerSettings>): SqsSubscription
}

/** Batches at once to begin with. */
const CONCURRENCY_AT_FIRST = 5
/** Of one mapping. */
const CONCURRENCY_MAX = 1250
/** 300 more a minute. */
const MORE_EACH_STEP = 5
const STEP = milliseconds(1000)

const SCALE = 1

/** Lambda polls long, and again and again. */
const POLLING: SqsConsumerSettings = {
  maxNumberOfMessages: 10,
  waitTime: milliseconds(20_000),
  pollInterval: IMMEDIATELY,
}

export class LambdaMapping implements Entity, LambdaMappingOf, Subscription<LambdaSettings> {
  readonly world: BrokerWorld
  readonly element: number
  readonly #queue: PolledQueue
  readonly #entity: EntityIndex
  readonly #subscription: SqsSubscription
  readonly #pollers = new Map<string, LambdaPoller>()
  readonly #saved: Map<string, LambdaPollerState>
  readonly #onClose: () => void
  #settings: LambdaSettings
  /** Batches that may be under way at once. */
  #allowed: number
  #active = 0
  /** Names of those that would begin a batch, in turn. */
  #asking: string[] = []
  #timer: TimerHandle = NO_TIMER

  constructor({ world, queue, subscriber, saved, onClose }: LambdaMappingOptions) {
    const { name, element, settings } = subscriber
    this.world = world
    this.element = element
    this.#queue = queue
    this.#settings = settings
    this.#onClose = onClose
    this.#entity = world.scheduler.register(`${name}/mapping`, this)
    this.#subscription = queue.subscribe({ name, element, settings: POLLING })
    this.#allowed = this.#allowedAtFirst()
    this.#saved = new Map(saved?.pollers)
    if (saved) {
      this.#allowed = saved.allowed
      this.#active = saved.active
      this.#asking = [...saved.asking]
      this.#timer = saved.timer as TimerHandle
    }
  }

  get settings(): LambdaSettings {
    return this.#settings
  }

  get isFifo(): boolean {
    return this.#queue.isFifo
  }

  get figures(): SubscriptionFigures {
    return this.#subscription.figures
  }

  join(name: string, consumer: EntityIndex): LambdaPoller {
    const saved = this.#saved.get(name) ?? null
    this.#saved.delete(name)
    const join = (entity: EntityIndex) => this.#subscription.join(name, entity)
    const poller = new LambdaPoller(this, { name, consumer, join, saved })
    this.#pollers.set(name, poller)
    return poller
  }

  /** Batch size and window of the next batch, concurrency at once. */
  update(settings: LambdaSettings): void {
    this.#settings = settings
    this.#allowed = Math.max(Math.min(this.#allowed, this.#limit()), this.#allowedAtFirst())
    this.#retireSome()
    this.#startMore()
  }

  close(): void {
    assert(this.#pollers.size === 0, 'members leave before their subscription ends')
    this.#subscription.close()
    this.world.scheduler.unregister(this.#entity)
    this.#onClose()
  }

  ask({ name }: LambdaPoller): void {
    this.#asking.push(name)
    this.#startMore()
  }

  ended(): void {
    this.#active -= 1
    this.#startMore()
  }

  left(poller: LambdaPoller): void {
    this.#pollers.delete(poller.name)
    this.#asking = this.#asking.filter((name) => name !== poller.name)
    if (poller.isActive) this.ended()
  }

  fire(): void {
    this.#timer = NO_TIMER
    const { waiting } = this.#queue.figures
    if (waiting === 0)
      this.#allowed = Math.max(this.#allowed - MORE_EACH_STEP, this.#allowedAtFirst())
    else if (this.#asking.length > 0)
      this.#allowed = Math.min(this.#allowed + MORE_EACH_STEP, this.#limit())
    this.#retireSome()
    this.#startMore()
  }

  save(): LambdaMappingState {
    return {
      allowed: this.#allowed,
      active: this.#active,
      asking: [...this.#asking],
      timer: this.#timer,
      pollers: [...this.#pollers].map(([name, poller]) => [name, poller.save()] as const),
    }
  }

  #limit(): number {
    return Math.min(this.#settings.maximumConcurrency ?? CONCURRENCY_MAX, CONCURRENCY_MAX)
  }

  /** Of a FIFO queue, the message groups are what limits it. */
  #allowedAtFirst(): number {
    return this.isFifo ? this.#limit() : Math.min(CONCURRENCY_AT_FIRST, this.#limit())
  }

  #startMore(): void {
    while (this.#active < this.#allowed && this.#asking.length > 0) {
      const poller = this.#pollers.get(this.#asking.shift() as string)
      assert(poller, 'who asks has joined')
      this.#active += 1
      poller.start()
    }
    this.#scaleLater()
  }

  /** Those that wait for messages in vain; by name, since the order of joining is not kept. */
  #retireSome(): void {
    if (this.#active <= this.#allowed) return
    for (const name of [...this.#pollers.keys()].sort()) {
      if (this.#active <= this.#allowed) return
      if (!this.#pollers.get(name)?.retire()) continue
      this.#active -= 1
      this.#asking.push(name)
    }
  }

  #scaleLater(): void {
    if (this.#timer !== NO_TIMER) return
    const wantsMore = this.#asking.length > 0 && this.#allowed < this.#limit()
    if (wantsMore || this.#allowed > this.#allowedAtFirst())
      this.#timer = this.world.scheduler.schedule(STEP, this.#entity, SCALE, 0)
  }
}

interface LambdaMappingOptions {
  readonly world: BrokerWorld
  readonly queue: PolledQueue
  readonly subscriber: Subscriber<LambdaSettings>
  readonly saved: LambdaMappingState | null
  readonly onClose: () => void
}
