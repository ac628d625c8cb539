// Queues, exchanges and consumers for tests, in few words; names are elements.

import { type Duration, milliseconds } from '../engine/time.ts'
import type { ConsumableChannel, Subscription } from './channel.ts'
import type { RabbitProperties } from './properties.ts'
import type { RabbitConsumerSettings } from './rabbitConsumer.ts'
import { RabbitExchange, type RabbitExchangeSettings } from './rabbitExchange.ts'
import { RabbitQueue } from './rabbitQueue.ts'
import type { SomeQueueSettings } from './rabbitQueueSettings.ts'
import { type Reaction, type SeenDelivery, TestConsumer } from './testConsumer.ts'
import { TestWorld } from './testWorld.ts'

export const ms = milliseconds

interface QueueOptions extends Omit<Partial<SomeQueueSettings>, 'queueName'> {
  readonly deadLetterExchange?: RabbitExchange
}

interface ConsumerOptions extends Partial<RabbitConsumerSettings> {
  readonly react?: (delivery: SeenDelivery) => Reaction
}

export interface Said extends Partial<Omit<RabbitProperties, 'kind'>> {
  readonly count?: number
  readonly routingKey?: string
  readonly sizeBytes?: number
}

export function acknowledgesAfter(count: number): () => Reaction {
  return () => ({ settlement: 'acknowledge', after: ms(count) })
}

export class RabbitStand {
  readonly world = new TestWorld()
  readonly #subscriptions = new Map<string, Subscription<RabbitConsumerSettings>>()
  #bindings = 0

  queue(name: string, { deadLetterExchange, ...settings }: QueueOptions = {}): RabbitQueue {
    const { world } = this
    const element = world.element(name)
    const queue = new RabbitQueue({
      name,
      element,
      world,
      settings: { queueName: name, ...settings },
    })
    if (deadLetterExchange) queue.setDeadLetterExchange(deadLetterExchange)
    return queue
  }

  quorum(name: string, options: QueueOptions = {}): RabbitQueue {
    return this.queue(name, { queueType: 'quorum', ...options })
  }

  exchange(name: string, type: RabbitExchangeSettings['type'] = 'fanout'): RabbitExchange {
    const { world } = this
    return new RabbitExchange({ name, element: world.element(name), world, settings: { type } })
  }

  bind(from: RabbitExchange, target: RabbitQueue | RabbitExchange, routingKey = ''): void {
    this.#bindings += 1
    const bindingElement = this.world.element(`binding ${this.#bindings}`)
    from.bind({ bindingElement, target, routingKey })
  }

  /** A consumer of the subscription that its name begins with: `billing`, `billing 2`. */
  consumer(
    name: string,
    from: ConsumableChannel<RabbitConsumerSettings>,
    { react, ...settings }: ConsumerOptions = {},
  ): TestConsumer {
    const [element = name] = name.split(' ')
    const known = this.#subscriptions.get(element)
    const subscription =
      known ??
      from.subscribe({
        name: element,
        element: this.world.element(element),
        settings: { prefetchCount: 0, noAck: false, ...settings },
      })
    this.#subscriptions.set(element, subscription)
    return new TestConsumer(this.world, name, react).join(subscription)
  }

  publish(to: Pick<RabbitQueue, 'publish'>, said: Said = {}): void {
    const { count = 1, routingKey = '', sizeBytes, ...properties } = said
    const isSaid = Object.keys(properties).length > 0
    for (let n = 0; n < count; n += 1)
      this.world.publish(to, {
        routingKey,
        ...(sizeBytes !== undefined && { sizeBytes }),
        ...(isSaid && { properties: { ...SAYS_NOTHING, ...properties } }),
      })
  }

  run(count: number): void {
    this.world.run(ms(count) as Duration)
  }
}

const SAYS_NOTHING: RabbitProperties = {
  kind: 'rabbit',
  confirms: true,
  mandatory: false,
  priority: null,
  expiration: null,
}
