// A queue of Amazon SQS: a receive hides a message for a while; what is not deleted by then is visible
// again. At least once; of a standard queue in no order that anybody promises, of a FIFO queue in the
// order of each message group.

import { assert } from '#shared/lib/assert.ts'
import { refusalIndex } from '#shared/lib/journal.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import { after, IMMEDIATELY, milliseconds, type SimTime } from '../engine/time.ts'
import {
  type BrokerWorld,
  type ChannelFigures,
  type ChannelOperation,
  type ConsumableChannel,
  type Guarantees,
  PUBLISH_ACCEPTED,
  PUBLISH_REFUSED,
  type Publication,
  type Subscriber,
  type Subscription,
  tell,
} from './channel.ts'
import { type EventHandle, NO_EVENT } from './events.ts'
import { LambdaMappings, type LambdaMappingsState } from './lambdaMappings.ts'
import type { LambdaSettings } from './lambdaPoller.ts'
import { SERVE_LINE, SqsConsumers, type SqsSubscription, WAIT_ENDS } from './sqsConsumers.ts'
import type { SqsDelivery, SqsDeliveryOutcome } from './sqsDelivery.ts'
import type { SqsConsumerSettings, SqsMembersState, SqsSubscriber } from './sqsMembers.ts'
import { SqsMoveTask, type SqsMoveTaskState } from './sqsMoveTask.ts'
import { SqsSending, type SqsSendingState } from './sqsSending.ts'
import type { SqsQueueSettings } from './sqsSettings.ts'
import { SHARDS } from './sqsShards.ts'
import { EXPIRES, LEASE_ENDS, SqsStore, type SqsStoreState } from './sqsStore.ts'

export interface SqsQueueOptions {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
  readonly settings: SqsQueueSettings
  /** Over how many servers a standard queue is spread; absent: several. */
  readonly servers?: number
}

export interface SqsQueueState {
  readonly store: SqsStoreState
  readonly members: SqsMembersState
  readonly sending: SqsSendingState
  readonly moveTask: SqsMoveTaskState
  readonly mappings: LambdaMappingsState
  readonly purgedAt: number | null
}

const MOVE = 5

const UNAVAILABLE = refusalIndex('unavailable')
const THROTTLED = refusalIndex('throttled')

/** One PurgeQueue in so long. */
const PURGE_INTERVAL = milliseconds(60_000)

export class SqsQueue implements ConsumableChannel<SqsConsumerSettings> {
  readonly guarantees: Guarantees
  readonly #world: BrokerWorld
  readonly #element: number
  readonly #entity: EntityIndex
  readonly #sending: SqsSending
  readonly #store: SqsStore
  readonly #consumers: SqsConsumers
  readonly #moveTask: SqsMoveTask
  readonly #mappings = new LambdaMappings()
  #settings: SqsQueueSettings
  #purgedAt: SimTime | null = null

  constructor({ name, element, world, settings, servers = SHARDS }: SqsQueueOptions) {
    const { scheduler } = world
    const entity = scheduler.register(name, this)
    this.guarantees = { ...GUARANTEES, keepsKeyOrder: settings.fifo !== undefined }
    this.#world = world
    this.#element = element
    this.#entity = entity
    this.#settings = settings
    this.#sending = new SqsSending(world, name)
    this.#store = new SqsStore({
      world,
      element,
      settings,
      entity,
      servers,
      random: world.random(name, 'shard'),
      onReceivable: () => this.#consumers.callLine(),
    })
    const waitTime = () => this.#settings.receiveWaitTime ?? IMMEDIATELY
    this.#consumers = new SqsConsumers({ world, store: this.#store, entity, waitTime })
    this.#moveTask = new SqsMoveTask(scheduler, entity, MOVE)
  }

  get figures(): ChannelFigures {
    return this.#store.figures
  }

  /** The same without the rest: it is asked for whenever something changes. */
  get waiting(): number {
    return this.#store.waiting
  }

  get isFifo(): boolean {
    return this.#settings.fifo !== undefined
  }

  /** Where the redrive policy sends messages; null: nowhere. */
  setDeadLetterQueue(queue: SqsQueue | null): void {
    this.#store.setDeadLetterStore(queue ? queue.#store : null)
  }

  update(settings: SqsQueueSettings): void {
    assert((settings.fifo !== undefined) === this.isFifo, 'a queue stays standard or FIFO')
    this.#settings = settings
    this.#store.update(settings)
  }

  get isUp(): boolean {
    return this.#store.isUp
  }

  /** Down, SQS answers with server-side errors; what is inside stays, and its leases run on. */
  setNodeUp(node: number, isUp: boolean): void {
    if (node !== 0 || isUp === this.isUp) return
    this.#world.record(isUp ? 'nodeUp' : 'nodeDown', this.#element, NO_EVENT, 0, node)
    this.#store.setUp(isUp)
  }

  publish({ event, routingKey, replyTo }: Publication): void {
    const outcome = this.accept(event, routingKey) ? PUBLISH_ACCEPTED : PUBLISH_REFUSED
    tell(this.#world.scheduler, replyTo, outcome)
  }

  /**
   * SendMessage: takes a copy of an event, or knows it for a duplicate, which is a success as well.
   * False: it was refused.
   */
  accept(event: EventHandle, routingKey: number): boolean {
    if (!this.isUp) {
      this.#world.record('refused', this.#element, event, 0, UNAVAILABLE)
      return false
    }
    const { messages } = this.#world
    const verdict = this.#sending.judge(event, this.#settings)
    switch (verdict.kind) {
      case 'taken':
        this.#store.admit(messages.create(event, routingKey), verdict.delay)
        return true
      case 'duplicate':
        this.#world.record('deduplicated', this.#element, event, 0, 0)
        return true
      case 'refused':
        this.#world.record('refused', this.#element, event, 0, verdict.refusal)
        return false
    }
  }

  /** A copy from SNS, or a dead letter of one of its subscriptions. A duplicate is a success. */
  deliver(delivery: SqsDelivery): SqsDeliveryOutcome {
    if (!this.isUp) return 'unavailable'
    const { messages } = this.#world
    const verdict = this.#sending.judgeDelivery(delivery, this.#settings)
    if (verdict.kind === 'refused') return verdict.refusal === THROTTLED ? 'unavailable' : 'refused'
    const { event, routingKey, journal } = delivery
    this.#world.record(journal.kind, journal.element, event, journal.attempt, journal.detail)
    if (verdict.kind === 'duplicate') this.#world.record('deduplicated', this.#element, event, 0, 0)
    else this.#store.admit(messages.create(event, routingKey), verdict.delay)
    return 'taken'
  }

  operate(operation: ChannelOperation): boolean {
    switch (operation.kind) {
      case 'purge':
        this.#purge()
        return true
      case 'redrive':
        // One task at a time; it moves as many as wait when it begins.
        if (!this.#moveTask.isRunning)
          this.#moveTask.start(this.figures.waiting, operation.ratePerSecond)
        return true
    }
  }

  subscribe({ settings, element, name }: Subscriber<SqsConsumerSettings>): SqsSubscription {
    const subscriber: SqsSubscriber = { element, name, settings, members: 0 }
    const store = this.#store
    return {
      get figures() {
        const { waiting } = store.figures
        const inFlight = store.inFlightOf(element)
        return { waiting, inFlight, members: subscriber.members, lag: waiting + inFlight }
      },
      join: (member, consumer) => this.#consumers.join(subscriber, member, consumer),
      update: (changed) => {
        subscriber.settings = changed
      },
      close: () => assert(subscriber.members === 0, 'members leave before their subscription ends'),
    }
  }

  /** An event source mapping of AWS Lambda, in place of consumers of one's own. */
  subscribeLambda(subscriber: Subscriber<LambdaSettings>): Subscription<LambdaSettings> {
    return this.#mappings.add(this.#world, this, subscriber)
  }

  close(): void {
    this.#store.close()
    this.#world.scheduler.unregister(this.#entity)
  }

  save(): SqsQueueState {
    return {
      store: this.#store.save(),
      members: this.#consumers.save(),
      sending: this.#sending.save(),
      moveTask: this.#moveTask.save(),
      mappings: this.#mappings.save(),
      purgedAt: this.#purgedAt,
    }
  }

  /** Before its members join again. */
  restore(state: unknown): void {
    const { store, members, sending, moveTask, mappings, purgedAt } = state as SqsQueueState
    this.#mappings.restore(mappings)
    this.#store.restore(store)
    this.#consumers.restore(members)
    this.#sending.restore(sending)
    this.#moveTask.restore(moveTask)
    this.#purgedAt = purgedAt as SimTime | null
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
        this.#consumers.serveLine()
        break
      case MOVE:
        this.#moveTask.fire(() => this.#store.moveBack())
        break
      default:
        assert(kind === WAIT_ENDS, 'an SQS queue is fired with a kind of its own')
        this.#consumers.waitEnds(argument)
    }
  }

  /** AWS takes up to a minute for it, and refuses another one meanwhile (PurgeQueueInProgress). */
  #purge(): void {
    const { now } = this.#world.scheduler
    if (this.#purgedAt !== null && now < after(this.#purgedAt, PURGE_INTERVAL)) return
    this.#purgedAt = now
    this.#sending.forgetIds()
    this.#store.purge()
  }
}

const GUARANTEES: Guarantees = {
  reachesEveryGroup: false,
  keepsKeyOrder: false,
  redeliversAfterCrash: true,
  noticesCrash: 'afterLease',
  replays: false,
  keepsWithoutConsumers: true,
  consumption: 'poll',
}
