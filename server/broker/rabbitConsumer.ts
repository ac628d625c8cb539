import type { EntityIndex } from '../engine/kernel.ts'
import { type Duration, milliseconds } from '../engine/time.ts'
import { DeliverySlots, type DeliverySlotsState } from './deliverySlots.ts'

export interface RabbitConsumerSettings {
  /** basic.qos of each consumer: unacknowledged messages at most; 0 is unlimited. */
  readonly prefetchCount: number
  /** basic.consume no-ack: settled when sent, and not limited by the prefetch. */
  readonly noAck: boolean
  /** x-priority; absent: 0. */
  readonly priority?: number
  /** A peer that is silent for two of these is taken for dead; absent: a minute. */
  readonly heartbeat?: Duration
  /** How it gives messages back: quorum queues count what is rejected. Absent: basic.nack. */
  readonly requeueMethod?: 'basic.nack' | 'basic.reject'
}

const HEARTBEAT = milliseconds(60_000)
/** More than any consumer can have. */
const UNLIMITED = 2 ** 31 - 1
/** What an unlimited prefetch is to a quorum queue. */
const QUORUM_PREFETCH_MAX = 2000

/**
 * `vanished`: its connection seems to live, so it gets messages as before. `cancelled`: it gets none, and
 * may still settle what it has. `polling`: basic.get, it gets what it asks for. `left`: it has gone while
 * its quorum queue had no leader, and the next one will notice.
 */
export type ConsumerStanding = 'consuming' | 'vanished' | 'cancelled' | 'polling' | 'left'

interface RabbitConsumerPlace {
  /** The queue's number of it. */
  readonly number: number
  readonly name: string
  /** Name of the subscription. */
  readonly subscription: string
}

export interface RabbitConsumerState extends RabbitConsumerPlace {
  readonly registration: number
  readonly standing: ConsumerStanding
  readonly element: number
  readonly settings: RabbitConsumerSettings
  readonly slots: DeliverySlotsState
  readonly unacknowledged: number
}

/** A consumer of a queue, with what it was handed. */
export class RabbitConsumer {
  readonly number: number
  readonly name: string
  readonly subscription: string
  readonly slots = new DeliverySlots()
  /** Grows with each basic.consume: who came first. */
  registration = 0
  standing: ConsumerStanding = 'consuming'
  /** Null in a restored run until it joins again, and when it is gone. */
  entity: EntityIndex | null = null
  /** Of its subscription, as are the settings. */
  element = 0
  unacknowledged = 0
  /** It waits for a message: it stands in the queue's line of consumers. */
  isInLine = false
  readonly #isOfQuorum: boolean
  #settings: RabbitConsumerSettings = { prefetchCount: 0, noAck: false }
  /** Follow from the settings. */
  #unacknowledgedMax = UNLIMITED
  #priority = 0

  constructor({ number, name, subscription }: RabbitConsumerPlace, isOfQuorum: boolean) {
    this.number = number
    this.name = name
    this.subscription = subscription
    this.#isOfQuorum = isOfQuorum
  }

  /** Detached until its consumer joins again by name. */
  static restored(state: RabbitConsumerState, isOfQuorum: boolean): RabbitConsumer {
    const consumer = new RabbitConsumer(state, isOfQuorum)
    consumer.registration = state.registration
    consumer.standing = state.standing
    consumer.element = state.element
    consumer.adopt(state.settings)
    consumer.slots.restore(state.slots)
    consumer.unacknowledged = state.unacknowledged
    return consumer
  }

  /** It will not join again, though the queue has not noticed yet. */
  get isGone(): boolean {
    return this.standing === 'vanished' || this.standing === 'left'
  }

  /** The queue pushes messages to it. */
  get isServed(): boolean {
    return this.standing === 'consuming' || this.standing === 'vanished'
  }

  get settings(): RabbitConsumerSettings {
    return this.#settings
  }

  get priority(): number {
    return this.#priority
  }

  /** It may be handed another message. */
  get hasCredit(): boolean {
    return this.unacknowledged < this.#unacknowledgedMax
  }

  /** Of what it has, there is something that it need not acknowledge. */
  get hasGone(): boolean {
    return this.unacknowledged < this.slots.size
  }

  /** How long the broker takes its silence for nothing. */
  get patience(): Duration {
    return (2 * (this.#settings.heartbeat ?? HEARTBEAT)) as Duration
  }

  attach(entity: EntityIndex, element: number, settings: RabbitConsumerSettings): void {
    this.entity = entity
    this.element = element
    this.adopt(settings)
  }

  adopt(settings: RabbitConsumerSettings): void {
    this.#settings = settings
    this.#priority = settings.priority ?? 0
    this.#unacknowledgedMax = this.#creditOf(settings)
  }

  save(): RabbitConsumerState {
    const { number, name, subscription, registration, standing } = this
    const { element, settings, unacknowledged } = this
    const place = { number, name, subscription, registration, standing }
    return { ...place, element, settings, slots: this.slots.save(), unacknowledged }
  }

  #creditOf({ noAck, prefetchCount }: RabbitConsumerSettings): number {
    if (noAck) return UNLIMITED
    if (prefetchCount > 0) return prefetchCount
    return this.#isOfQuorum ? QUORUM_PREFETCH_MAX : UNLIMITED
  }
}
