// One subscription of a service: its part in a consumer group.

import type { EntityIndex } from '../engine/kernel.ts'
import type {
  LogPosition,
  Membership,
  Subscriber,
  Subscription,
  SubscriptionFigures,
} from './channel.ts'
import type { KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import type { KafkaGroupTopic, TopicSubscription } from './kafkaGroupTopic.ts'

/** The group that it is part of. */
export interface SubscriptionGroup {
  figuresOf(subscription: KafkaSubscription): GroupFigures
  join(subscription: KafkaSubscription, name: string, consumer: EntityIndex): Membership
  noteSettings(subscription: KafkaSubscription, before: KafkaConsumerSettings): void
  /** All that the group reads next of the topic is from there. */
  seek(topic: KafkaGroupTopic, to: LogPosition): void
  close(subscription: KafkaSubscription): void
}

interface SubscriptionPlace {
  readonly topic: KafkaGroupTopic
  readonly group: SubscriptionGroup
  readonly onClose: () => void
}

/** What the group knows of a subscription. */
export type GroupFigures = Omit<SubscriptionFigures, 'waiting' | 'lag'>

export class KafkaSubscription implements Subscription<KafkaConsumerSettings>, TopicSubscription {
  readonly name: string
  readonly element: number
  readonly topic: KafkaGroupTopic
  readonly #group: SubscriptionGroup
  readonly #onClose: () => void
  settings: KafkaConsumerSettings

  constructor(
    subscriber: Subscriber<KafkaConsumerSettings>,
    { topic, group, onClose }: SubscriptionPlace,
  ) {
    this.topic = topic
    this.#group = group
    this.name = subscriber.name
    this.element = subscriber.element
    this.settings = subscriber.settings
    this.#onClose = onClose
  }

  get figures(): SubscriptionFigures {
    const { waiting, lag } = this.topic
    return { waiting, lag, ...this.#group.figuresOf(this) }
  }

  get inFlight(): number {
    return this.#group.figuresOf(this).inFlight
  }

  join(name: string, consumer: EntityIndex): Membership {
    return this.#group.join(this, name, consumer)
  }

  update(settings: KafkaConsumerSettings): void {
    const before = this.settings
    this.settings = settings
    this.#group.noteSettings(this, before)
  }

  seek(to: LogPosition): void {
    this.#group.seek(this.topic, to)
  }

  close(): void {
    this.#group.close(this)
    this.#onClose()
  }
}
