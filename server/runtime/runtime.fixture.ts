// Services at work without a drawing: channels and services by name, and a history that reads as text.

import type { JournalKind } from '#shared/lib/journal.ts'
import {
  type Channel as ChannelSpec,
  channelSchema,
  type Subscription as SubscriptionSpec,
  subscriptionSchema,
} from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { serviceSchema } from '#shared/topology/services.ts'
import type { Channel } from '../broker/channel.ts'
import { type EventHandle, NO_EVENT, NO_KEY } from '../broker/events.ts'
import { AT_ONCE } from '../broker/kafka.fixture.ts'
import { CONSUMER_DEFAULTS } from '../broker/kafkaConsumerSettings.ts'
import { KafkaTopic } from '../broker/kafkaTopic.ts'
import { KAFKA_TOPIC_DEFAULTS } from '../broker/kafkaTopicSettings.ts'
import { RabbitQueue } from '../broker/rabbitQueue.ts'
import { SqsQueue } from '../broker/sqsQueue.ts'
import { TestWorld } from '../broker/testWorld.ts'
import { Cells } from '../engine/cells.ts'
import { IMMEDIATELY, inMilliseconds, milliseconds } from '../engine/time.ts'
import { KeySpaces } from './keySpaces.ts'
import { LatencyBook } from './latencyBook.ts'
import { Service } from './service.ts'
import { type ChannelSubscription, ServiceSubscription } from './serviceSubscription.ts'
import { Stories } from './stories.ts'
import type { RuntimeWorld } from './world.ts'

type ChannelKind = 'rabbit' | 'kafka' | 'sqs'

interface Line {
  readonly kind: JournalKind
  readonly text: string
}

export class RuntimeStand {
  readonly world: RuntimeWorld
  readonly broker = new TestWorld()
  haltedBy: string | null = null
  onPublished: (event: EventHandle) => void = () => {}
  readonly #lines: Line[] = []
  readonly #keys = new KeySpaces()
  readonly #channels = new Map<string, Channel>()
  readonly #routingKeys = new Map<string, readonly string[]>()
  readonly #names = ['run']
  readonly latencies = new LatencyBook(this.broker.scheduler)
  #published = 0

  constructor() {
    const { scheduler, events, messages, deliveries, texts, transactions } = this.broker
    this.world = {
      stories: new Stories(this.broker, { of: () => null, by: () => null, has: () => false }),
      scheduler,
      events,
      messages,
      deliveries,
      texts,
      transactions,
      keys: this.#keys,
      cells: new Cells(),
      keyText: (key) => this.#keys.text(key),
      bodyOf: (event) => this.broker.bodyOf(event),
      sizeOf: (event) => this.broker.sizeOf(event),
      random: (element, purpose) => this.broker.random(element, purpose),
      record: (...record) => this.#record(...record),
      halt: (reason) => {
        this.haltedBy = reason
        scheduler.halt()
      },
      elementOf: (name) => this.#elementOf(name),
      wiring: 1,
      channel: (id) => this.#channels.get(id) ?? null,
    }
  }

  /** A channel that keeps what nobody reads, so that what was published can be seen there. */
  channel(id: string, kind: ChannelKind = 'rabbit'): this {
    const name = elementNames.channel(id)
    const place = { name, element: this.#elementOf(name), world: this.world }
    const channel = channelOf(kind, place)
    const routingKeys: string[] = []
    const publish = channel.publish.bind(channel)
    channel.publish = (publication) => {
      routingKeys.push(this.world.texts.text(publication.routingKey))
      publish(publication)
    }
    this.#routingKeys.set(id, routingKeys)
    this.#channels.set(id, channel)
    return this
  }

  /** Of the messages that the channel was given, in their order. */
  routingKeysIn(channelId: string): readonly string[] {
    return this.#routingKeys.get(channelId) ?? []
  }

  /** A channel that answers every publication so, and keeps nothing. `answer` is asked each time. */
  answeringChannel(id: string, answer: () => number): this {
    const { guarantees, figures } = channelOf('rabbit', { name: id, element: 0, world: this.world })
    const publish: Channel['publish'] = ({ replyTo }) => {
      if (replyTo) this.world.scheduler.handOver(replyTo.entity, answer(), replyTo.token)
    }
    const rest = { close() {}, save: () => null, restore() {} }
    this.#channels.set(id, { guarantees, figures, publish, ...rest })
    return this
  }

  /** A service as the document writes it; what is left out has a plain default. */
  service(id: string, spec: Readonly<Record<string, unknown>>): Service {
    return new Service({
      id,
      spec: serviceOf(spec),
      world: this.world,
      eventTypeName: (eventTypeId) => `Name of ${eventTypeId}`,
      latencies: this.latencies,
    })
  }

  /** Subscribes a service to a channel: the subscription's id is the channel's. */
  subscribe(
    service: Service,
    channelId: string,
    spec: Readonly<Record<string, unknown>> = {},
  ): ServiceSubscription {
    const channel = this.#channels.get(channelId)
    const name = elementNames.subscription(channelId)
    const subscriber = { name, element: this.#elementOf(name) }
    const [parsed, channelSubscription] = joined(channel, subscriber, {
      channelId,
      serviceId: service.id,
      retry: NO_RETRY,
      ...spec,
    })
    const options = { id: channelId, spec: parsed, channel: specOf(channel), channelSubscription }
    const subscription = new ServiceSubscription(this.world, options)
    service.addSubscription(subscription)
    return subscription
  }

  /** An event of its own, `test-0` the first; with a key, `key-<key>`. */
  publish(channelId: string, { type = 'placed', key, attributes }: Published = {}): EventHandle {
    const { events, texts } = this.world
    const event = events.create({
      origin: this.#elementOf('test'),
      n: this.#published++,
      type: this.#elementOf(elementNames.eventType(type)),
      key: key ?? NO_KEY,
      attributes: texts.internAttributes(attributes ?? []),
      // Of a Kafka producer that waits for no batch to fill; no other broker reads them.
      properties: texts.internProperties(AT_ONCE),
      cause: NO_EVENT,
    })
    this.#channels.get(channelId)?.publish({ event, routingKey: 0, replyTo: null })
    events.release(event)
    return event
  }

  /** A key of a space of its own. */
  key(number: number): number {
    const space = { prefix: 'key-', size: 100, distribution: { kind: 'uniform' as const } }
    return (this.#keys.register(space)?.base ?? 0) + number
  }

  run(ms: number): void {
    this.broker.run(milliseconds(ms))
  }

  /** `10 ms payments started test-0 #1`: the element without the folder it lies in. */
  history(...kinds: JournalKind[]): string[] {
    const told = this.#lines.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
    return told.map(({ text }) => text)
  }

  nameOf(event: EventHandle): string {
    const origin = this.#names[this.world.events.origin(event)] ?? ''
    return `${lastStep(origin)}-${this.world.events.n(event)}`
  }

  #elementOf(name: string): number {
    const known = this.#names.indexOf(name)
    return known < 0 ? this.#names.push(name) - 1 : known
  }

  #record(
    kind: JournalKind,
    element: number,
    event: EventHandle,
    attempt: number,
    _detail: number,
  ): void {
    const name = lastStep(this.#names[element] ?? '')
    const words = [`${inMilliseconds(this.world.scheduler.now)} ms`, name, kind]
    if (event !== NO_EVENT) words.push(this.nameOf(event))
    if (attempt > 0) words.push(`#${attempt}`)
    this.#lines.push({ kind, text: words.join(' ') })
    if (kind === 'published') this.onPublished(event)
  }
}

interface Published {
  readonly type?: string
  readonly key?: number
  readonly attributes?: readonly (readonly [string, string])[]
}

const NO_RETRY = { attempts: 1, backoffMs: 0, multiplier: 1, backoffMaxMs: 0 }

/** Handles what its subscriptions bring in 10 ms and publishes nothing. */
export function handlerOf(spec: Readonly<Record<string, unknown>>) {
  return {
    serviceTime: { kind: 'constant', valueMs: 10 },
    failure: { probability: 0 },
    outputs: {},
    ...spec,
  }
}

export function outputOf(spec: Readonly<Record<string, unknown>>) {
  const rest = { probability: 1, count: 1, key: { kind: 'carry' }, delayMs: 0 }
  return { eventTypeId: 'paid', ...rest, ...spec }
}

export function serviceOf(spec: Readonly<Record<string, unknown>>) {
  const rest = { replicas: 1, concurrency: 1, sources: {}, handlers: {} }
  return serviceSchema.parse({ name: 'Service', role: 'service', ...rest, ...spec })
}

function channelOf(
  kind: ChannelKind,
  place: { readonly name: string; readonly element: number; readonly world: RuntimeWorld },
): Channel {
  if (kind === 'kafka') {
    const settings = { ...KAFKA_TOPIC_DEFAULTS, initialRebalanceDelay: IMMEDIATELY, partitions: 1 }
    const topic = new KafkaTopic({ ...place, settings })
    topic.start()
    return topic
  }
  if (kind === 'sqs')
    return new SqsQueue({
      ...place,
      settings: {
        visibilityTimeout: milliseconds(30_000),
        delay: milliseconds(0),
        retention: milliseconds(345_600_000),
        maxReceiveCount: null,
      },
    })
  const settings = { queueName: place.name, messageTtl: null, deadLetterRoutingKey: null }
  return new RabbitQueue({ ...place, settings })
}

function specOf(channel: Channel | undefined): ChannelSpec {
  const kind = channel instanceof KafkaTopic ? 'kafkaTopic' : null
  const partitions = kind && { partitions: 1 }
  const queue = channel instanceof SqsQueue ? 'sqsQueue' : 'rabbitQueue'
  return channelSchema.parse({ kind: kind ?? queue, name: 'channel', ...partitions })
}

function joined(
  channel: Channel | undefined,
  subscriber: { readonly name: string; readonly element: number },
  spec: Readonly<Record<string, unknown>>,
): readonly [SubscriptionSpec, ChannelSubscription] {
  if (channel instanceof KafkaTopic) {
    const parsed = subscriptionSchema.parse({ kind: 'kafkaConsumer', groupId: 'group', ...spec })
    const settings = {
      ...CONSUMER_DEFAULTS,
      autoOffsetReset: 'earliest' as const,
      autoCommitInterval: null,
      sessionTimeout: milliseconds(6000),
    }
    return [parsed, channel.subscribe({ ...subscriber, settings })]
  }
  if (channel instanceof SqsQueue) {
    const parsed = subscriptionSchema.parse({ kind: 'sqsConsumer', ...spec })
    const settings = {
      maxNumberOfMessages: 10,
      waitTime: milliseconds(20_000),
      pollInterval: milliseconds(1000),
    }
    return [parsed, channel.subscribe({ ...subscriber, settings })]
  }
  const parsed = subscriptionSchema.parse({ kind: 'rabbitConsumer', ...spec })
  const settings = { prefetchCount: 1, noAck: false }
  return [parsed, (channel as RabbitQueue).subscribe({ ...subscriber, settings })]
}

function lastStep(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}
