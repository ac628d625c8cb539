import type { EntityIndex } from '../engine/kernel.ts'
import { DeliverySlots, type DeliverySlotsState } from './deliverySlots.ts'

export interface RabbitConsumerSettings {
  /** basic.qos of each consumer: unacknowledged messages at most; 0 is unlimited. */
  readonly prefetchCount: number
  /** basic.consume no-ack: settled when sent, and not limited by the prefetch. */
  readonly noAck: boolean
}

interface RabbitConsumerPlace {
  /** The queue's number of it. */
  readonly number: number
  readonly name: string
  /** Name of the subscription. */
  readonly subscription: string
}

export interface RabbitConsumerState extends RabbitConsumerPlace {
  readonly slots: DeliverySlotsState
  readonly unacknowledged: number
}

/** A consumer of a queue, with what it was handed. */
export class RabbitConsumer {
  readonly number: number
  readonly name: string
  readonly subscription: string
  readonly slots = new DeliverySlots()
  /** Null in a restored run until it joins again. */
  entity: EntityIndex | null = null
  /** Of its subscription, as are the settings. */
  element = 0
  settings: RabbitConsumerSettings = { prefetchCount: 0, noAck: false }
  unacknowledged = 0
  /** It waits for a message: it stands in the queue's line of consumers. */
  isInLine = false

  constructor({ number, name, subscription }: RabbitConsumerPlace) {
    this.number = number
    this.name = name
    this.subscription = subscription
  }

  /** Detached until its consumer joins again by name. */
  static restored(state: RabbitConsumerState): RabbitConsumer {
    const consumer = new RabbitConsumer(state)
    consumer.slots.restore(state.slots)
    consumer.unacknowledged = state.unacknowledged
    return consumer
  }

  get hasCredit(): boolean {
    const { prefetchCount, noAck } = this.settings
    return noAck || prefetchCount === 0 || this.unacknowledged < prefetchCount
  }

  attach(entity: EntityIndex, element: number, settings: RabbitConsumerSettings): void {
    this.entity = entity
    this.element = element
    this.settings = settings
  }

  save(): RabbitConsumerState {
    const { number, name, subscription, unacknowledged } = this
    return { number, name, subscription, slots: this.slots.save(), unacknowledged }
  }
}
