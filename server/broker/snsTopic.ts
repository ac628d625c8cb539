// A topic of Amazon SNS: hands a copy of each message to every queue that is subscribed now, each on its
// own terms, and keeps nothing but what it could not deliver yet. A FIFO topic drops what it has had
// within five minutes, and keeps the order of each message group.

import { assert } from '#shared/lib/assert.ts'
import { refusalIndex } from '#shared/lib/journal.ts'
import type { EntityIndex } from '../engine/kernel.ts'
import {
  type BrokerWorld,
  type Channel,
  type ChannelFigures,
  type Guarantees,
  PUBLISH_ACCEPTED,
  PUBLISH_REFUSED,
  type Publication,
  tell,
} from './channel.ts'
import type { EventHandle } from './events.ts'
import { SnsPending, type SnsPendingState } from './snsPending.ts'
import { type SnsBinding, type SnsCopy, SnsSubscription } from './snsSubscription.ts'
import { SqsDeduplication, type SqsDeduplicationState } from './sqsDeduplication.ts'
import { deduplicationId, messageGroup } from './sqsSending.ts'

export interface SnsTopicSettings {
  readonly fifoTopic: boolean
  readonly contentBasedDeduplication: boolean
}

export interface SnsTopicOptions {
  readonly name: string
  readonly element: number
  readonly world: BrokerWorld
  readonly settings: SnsTopicSettings
}

interface SnsTopicState {
  readonly pending: SnsPendingState
  readonly deduplication: SqsDeduplicationState
}

/** Body and attributes. */
const MESSAGE_BYTES_MAX = 256 * 1024

/** A bound of memory, above what the quota of 3,000 a second makes in five minutes. */
const IDS_MAX = 1_000_000

const INVALID = refusalIndex('invalid')

const RETRY = 1
/** The argument is the element of the subscription. */
const UNBOUND = 2

export class SnsTopic implements Channel {
  readonly #name: string
  readonly #element: number
  readonly #world: BrokerWorld
  readonly #entity: EntityIndex
  readonly #pending: SnsPending
  readonly #deduplication = new SqsDeduplication()
  #settings: SnsTopicSettings
  /** In the order of their elements: the order of edits must not show in a restored run. */
  #subscriptions: readonly SnsSubscription[] = []

  constructor({ name, element, world, settings }: SnsTopicOptions) {
    this.#name = name
    this.#element = element
    this.#world = world
    this.#settings = settings
    this.#entity = world.scheduler.register(name, this)
    this.#pending = new SnsPending({
      world,
      name,
      entity: this.#entity,
      kind: RETRY,
      find: (subscription) => this.#find(subscription),
    })
  }

  get guarantees(): Guarantees {
    return {
      reachesEveryGroup: true,
      keepsKeyOrder: this.#settings.fifoTopic,
      redeliversAfterCrash: false,
      noticesCrash: 'never',
      replays: false,
      keepsWithoutConsumers: false,
      consumption: 'none',
    }
  }

  /** What could not be delivered yet. */
  get figures(): ChannelFigures {
    const { size, oldestSince } = this.#pending
    return { waiting: size, inFlight: 0, retained: size, oldestWaitingAt: oldestSince }
  }

  /** A topic is FIFO or not from its creation on. */
  update(settings: SnsTopicSettings): void {
    assert(settings.fifoTopic === this.#settings.fifoTopic, 'a topic stays what it was created as')
    this.#settings = settings
  }

  /** Binding again replaces target and policy; what is pending goes by the new terms. */
  bind(binding: SnsBinding): void {
    const others = this.#subscriptions.filter(({ element }) => element !== binding.bindingElement)
    const subscription = new SnsSubscription(this.#world, binding)
    this.#subscriptions = [...others, subscription].sort((a, b) => a.element - b.element)
  }

  /** An edit may put it back in the same instant; if not, what is pending for it ends. */
  unbind(bindingElement: number): void {
    this.#subscriptions = this.#subscriptions.filter(({ element }) => element !== bindingElement)
    if (this.#pending.has(bindingElement))
      this.#world.scheduler.handOver(this.#entity, UNBOUND, bindingElement)
  }

  publish({ event, routingKey, replyTo }: Publication): void {
    const isTaken = this.#take(event, routingKey)
    if (!replyTo) return
    const outcome = isTaken ? PUBLISH_ACCEPTED : PUBLISH_REFUSED
    tell(this.#world.scheduler, replyTo, outcome)
  }

  close(): void {
    this.#pending.remove(null)
    this.#subscriptions = []
    this.#world.scheduler.unregister(this.#entity)
  }

  fire(kind: number, argument: number): void {
    if (kind === RETRY) this.#pending.retriesFired()
    else if (!this.#find(argument)) this.#pending.remove(argument)
  }

  save(): SnsTopicState {
    return { pending: this.#pending.save(), deduplication: this.#deduplication.save() }
  }

  restore(state: unknown): void {
    const { pending, deduplication } = state as SnsTopicState
    this.#pending.restore(pending)
    this.#deduplication.restore(deduplication)
  }

  #find(element: number): SnsSubscription | undefined {
    return this.#subscriptions.find((subscription) => subscription.element === element)
  }

  /** False: refused. What nobody is subscribed to is a success: SNS does not tell. */
  #take(event: EventHandle, routingKey: number): boolean {
    const { fifoTopic, contentBasedDeduplication } = this.#settings
    const id = fifoTopic ? deduplicationId(this.#world, event, contentBasedDeduplication) : null
    if ((fifoTopic && id === null) || this.#isTooLarge(event)) {
      this.#record('refused', event, INVALID)
      return false
    }
    if (id !== null && this.#isRepeated(id)) {
      this.#record('deduplicated', event, 0)
      return true
    }
    this.#record('accepted', event, 0)
    if (this.#subscriptions.length === 0) this.#record('unroutable', event, 0)
    const group = fifoTopic ? messageGroup(this.#world, event) : null
    this.#fanOut({ event, routingKey, deduplicationId: id }, group)
    return true
  }

  #fanOut(copy: SnsCopy, group: number | null): void {
    for (const subscription of this.#subscriptions) {
      if (subscription.takes(copy.event)) this.#pending.deliver(subscription, copy, group)
      else this.#world.record('filtered', subscription.element, copy.event, 0, 0)
    }
  }

  #isTooLarge(event: EventHandle): boolean {
    const { events, texts } = this.#world
    const bytes = texts.attributeBytes(events.attributes(event))
    return this.#world.sizeOf(event) + bytes > MESSAGE_BYTES_MAX
  }

  #isRepeated(id: string): boolean {
    const isRepeated = this.#deduplication.isRepeated(id, this.#world.scheduler.now)
    if (this.#deduplication.size > IDS_MAX)
      this.#world.halt(
        `${this.#name} would have to remember more than ${IDS_MAX} deduplication ids of five minutes.`,
      )
    return isRepeated
  }

  #record(
    kind: 'accepted' | 'unroutable' | 'refused' | 'deduplicated',
    event: EventHandle,
    detail: number,
  ): void {
    this.#world.record(kind, this.#element, event, 0, detail)
  }
}
