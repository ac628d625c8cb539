// The channels of a script: who consumes, what was delivered and not settled, under which tag.

import { DELIVERED, type Subscription } from '../../server/broker/channel.ts'
import type { DeliveryHandle } from '../../server/broker/deliveries.ts'
import type { RabbitConsumerSettings } from '../../server/broker/rabbitConsumer.ts'
import type { RabbitVerdict } from '../../server/broker/rabbitHeld.ts'
import {
  type RabbitMembership,
  RabbitSubscription,
} from '../../server/broker/rabbitSubscription.ts'
import type { Entity } from '../../server/engine/kernel.ts'
import { AmqpError, type AmqpHost, type DeclaredQueue } from './amqpHost.ts'

/** What a script is handed, with a copy of what it is told of it. */
export interface Handed {
  readonly delivery: DeliveryHandle
  readonly membership: RabbitMembership
  readonly queue: DeclaredQueue
  readonly isNoAck: boolean
  /** Name of its channel. */
  readonly channel: string
}

interface AmqpConsumer {
  readonly name: string
  readonly queue: DeclaredQueue
  readonly isExclusive: boolean
  readonly membership: RabbitMembership
  readonly inbox: Inbox
  isCancelled: boolean
}

export class AmqpChannel {
  prefetch = 0
  isPrefetchGlobal = false
  readonly consumers: AmqpConsumer[] = []
  readonly pollers = new Map<string, RabbitMembership>()
  /** Not settled, in the order in which they were handed out. */
  readonly unsettled: Handed[] = []
}

/** Notes what a consumer is pushed. */
export class Inbox implements Entity {
  readonly #received: DeliveryHandle[] = []

  fire(kind: number, argument: number): void {
    if (kind === DELIVERED) this.#received.push(argument as DeliveryHandle)
  }

  take(): readonly DeliveryHandle[] {
    return this.#received.splice(0)
  }
}

export class AmqpChannels {
  readonly #host: AmqpHost
  readonly #channels = new Map<string, AmqpChannel>()
  #joined = 0

  constructor(host: AmqpHost) {
    this.#host = host
  }

  at(name: string): AmqpChannel {
    const channel = this.#channels.get(name) ?? new AmqpChannel()
    this.#channels.set(name, channel)
    return channel
  }

  consumersOf(queue: DeclaredQueue): readonly AmqpConsumer[] {
    return [...this.#channels.values()].flatMap(({ consumers }) =>
      consumers.filter((consumer) => consumer.queue === queue && !consumer.isCancelled),
    )
  }

  consume(
    channelName: string,
    queue: DeclaredQueue,
    options: { name: string; noAck: boolean; isExclusive: boolean; priority: number },
  ): void {
    const channel = this.at(channelName)
    this.#checkConsume(channel, queue, options.isExclusive)
    const { name, noAck, isExclusive, priority } = options
    const inbox = new Inbox()
    const settings = { prefetchCount: channel.prefetch, noAck, priority }
    const membership = this.#join(queue, settings, inbox)
    channel.consumers.push({ name, queue, isExclusive, membership, inbox, isCancelled: false })
  }

  /** basic.get; null: nothing waits. */
  get(channelName: string, queue: DeclaredQueue, noAck: boolean): Handed | null {
    const isHeld = this.consumersOf(queue).some(({ isExclusive }) => isExclusive)
    if (isHeld) throw new AmqpError(403, `${queue.name} is in exclusive use`)
    const { queueType, singleActiveConsumer } = queue.settings
    if (queueType === 'quorum' && singleActiveConsumer)
      throw new AmqpError(405, 'no basic.get from a quorum queue with a single active consumer')
    const channel = this.at(channelName)
    const key = `${queue.name} ${noAck}`
    const settings = { prefetchCount: 0, noAck }
    const membership =
      channel.pollers.get(key) ?? this.#join(queue, settings, new Inbox(), 'polling')
    channel.pollers.set(key, membership)
    const delivery = membership.get()
    return delivery === null
      ? null
      : this.#note({ delivery, membership, queue, isNoAck: noAck, channel: channelName })
  }

  /** What a consumer was pushed since it was asked last. */
  received(consumerName: string): readonly Handed[] {
    for (const [channel, { consumers }] of this.#channels)
      for (const { name, membership, queue, inbox } of consumers.toReversed()) {
        if (name !== consumerName) continue
        const deliveries = inbox.take()
        return deliveries.map((delivery) => {
          const isNoAck = this.#isNoAck(delivery)
          return this.#note({ delivery, membership, queue, isNoAck, channel })
        })
      }
    throw new Error(`Nobody is called ${consumerName}.`)
  }

  cancel(consumerName: string): void {
    for (const { consumers } of this.#channels.values())
      for (const consumer of consumers) {
        if (consumer.name !== consumerName || consumer.isCancelled) continue
        consumer.isCancelled = true
        consumer.membership.cancel()
      }
  }

  close(channelName: string): void {
    const channel = this.at(channelName)
    for (const { membership } of channel.consumers) membership.leave('close')
    for (const membership of channel.pollers.values()) membership.leave('close')
    this.#channels.delete(channelName)
  }

  /** Settles a delivery, and with `multiple` all on its channel that came before. */
  settle(
    handed: Handed,
    multiple: boolean,
    verdictOn: (queue: DeclaredQueue) => RabbitVerdict,
  ): void {
    const { unsettled } = this.at(handed.channel)
    const index = unsettled.indexOf(handed)
    if (index < 0) {
      this.close(handed.channel)
      throw new AmqpError(406, 'unknown delivery tag')
    }
    const settled = unsettled.splice(multiple ? 0 : index, multiple ? index + 1 : 1)
    for (const { delivery, membership, queue } of settled)
      membership.answer(delivery, verdictOn(queue))
  }

  /** What is sent without acknowledgement is done with when it has arrived. */
  #note(handed: Handed): Handed {
    if (!handed.isNoAck) this.at(handed.channel).unsettled.push(handed)
    return handed
  }

  #isNoAck(delivery: DeliveryHandle): boolean {
    const { messages, deliveries } = this.#host.world
    return messages.mark(deliveries.message(delivery)) < 0
  }

  #checkConsume(channel: AmqpChannel, queue: DeclaredQueue, isExclusive: boolean): void {
    const others = this.consumersOf(queue)
    const { queueType, singleActiveConsumer = false } = queue.settings
    if (isExclusive && (singleActiveConsumer || others.length > 0))
      throw new AmqpError(403, `${queue.name} cannot be used exclusively`)
    if (others.some((other) => other.isExclusive))
      throw new AmqpError(403, `${queue.name} is in exclusive use`)
    if (!channel.isPrefetchGlobal) return
    if (queueType === 'quorum') throw new AmqpError(540, 'a quorum queue knows no global prefetch')
    throw new Error('basic.qos with global is deprecated, and not modelled')
  }

  #join(
    queue: DeclaredQueue,
    settings: RabbitConsumerSettings,
    inbox: Inbox,
    standing: 'consuming' | 'polling' = 'consuming',
  ): RabbitMembership {
    const { world } = this.#host
    this.#joined += 1
    const name = `consumer ${this.#joined}`
    const subscriber = { name, element: world.element(name), settings }
    const subscription: Subscription<RabbitConsumerSettings> = queue.queue.subscribe(subscriber)
    if (!(subscription instanceof RabbitSubscription)) throw new Error('A queue is subscribed to.')
    return subscription.join(name, world.scheduler.register(name, inbox), standing)
  }
}
