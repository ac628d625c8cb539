import type { EntityIndex } from '../engine/kernel.ts'
import type { Membership, Subscriber, Subscription, SubscriptionFigures } from './channel.ts'
import type { DeliveryHandle } from './deliveries.ts'
import type { ConsumerStanding, RabbitConsumer, RabbitConsumerSettings } from './rabbitConsumer.ts'
import type { RabbitConsumers } from './rabbitConsumers.ts'
import type { RabbitVerdict } from './rabbitHeld.ts'

/** What a consumer of a queue can do besides. */
export interface RabbitMembership extends Membership {
  /** Says which method of AMQP it uses, where `settle` takes that of its settings. */
  answer(delivery: DeliveryHandle, verdict: RabbitVerdict): void
  /** basic.cancel: it gets nothing more, and may still settle what it has. */
  cancel(): void
  /** basic.get, of one that joined to poll; null: nothing waits. */
  get(): DeliveryHandle | null
}

/** What a subscription needs of its queue. */
export interface RabbitSupply {
  readonly waiting: number
  /** Hands out what can be handed out now. */
  serve(): void
  membershipOf(consumer: RabbitConsumer): RabbitMembership
}

/** One service's consumers of a queue. All subscriptions of a queue compete for its messages. */
export class RabbitSubscription implements Subscription<RabbitConsumerSettings> {
  readonly #element: number
  readonly #name: string
  readonly #consumers: RabbitConsumers
  readonly #supply: RabbitSupply
  #settings: RabbitConsumerSettings

  constructor(
    { element, name, settings }: Subscriber<RabbitConsumerSettings>,
    consumers: RabbitConsumers,
    supply: RabbitSupply,
  ) {
    this.#element = element
    this.#name = name
    this.#settings = settings
    this.#consumers = consumers
    this.#supply = supply
  }

  get figures(): SubscriptionFigures {
    const consumers = this.#consumers.of(this.#name)
    const { waiting } = this.#supply
    const inFlight = consumers.reduce((sum, consumer) => sum + consumer.unacknowledged, 0)
    return { waiting, inFlight, members: consumers.length, lag: waiting + inFlight }
  }

  join(
    name: string,
    entity: EntityIndex,
    standing: ConsumerStanding = 'consuming',
  ): RabbitMembership {
    const saved = this.#consumers.detached(name, this.#name)
    const consumer = saved ?? this.#consumers.add(name, this.#name)
    if (!saved) consumer.standing = standing
    consumer.attach(entity, this.#element, this.#settings)
    // A restored one has its place in line and all that it could get: nothing happens.
    this.#consumers.review(consumer)
    this.#supply.serve()
    return this.#supply.membershipOf(consumer)
  }

  /** Holds at once for the consumers that are there; RabbitMQ has them subscribe anew for that. */
  update(settings: RabbitConsumerSettings): void {
    this.#settings = settings
    for (const consumer of this.#consumers.of(this.#name)) {
      const isPlacedAnew = consumer.priority !== (settings.priority ?? 0)
      // In line it stands by the priority that it has until now.
      if (isPlacedAnew) this.#consumers.stopServing(consumer)
      consumer.adopt(settings)
      this.#consumers.review(consumer)
    }
    this.#supply.serve()
  }

  /** The queue keeps nothing for a subscription. */
  close(): void {}
}
