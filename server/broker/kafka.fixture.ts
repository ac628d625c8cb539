// A topic `orders` for tests, with groups that are subscribed when somebody joins them.

import { IMMEDIATELY, milliseconds } from '../engine/time.ts'
import type { Subscription } from './channel.ts'
import { CONSUMER_DEFAULTS, type KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import { KAFKA_PRODUCER_DEFAULTS } from './kafkaProducerConfig.ts'
import { KafkaTopic } from './kafkaTopic.ts'
import { KAFKA_TOPIC_DEFAULTS, type KafkaTopicSettings } from './kafkaTopicSettings.ts'
import type { KafkaProperties } from './properties.ts'
import { type Reaction, type SeenDelivery, TestConsumer } from './testConsumer.ts'
import { TestWorld } from './testWorld.ts'

interface KafkaSetUp {
  readonly partitions?: number
  readonly retentionMs?: number
  /** Of the topic, besides these. */
  readonly topic?: Partial<KafkaTopicSettings>
  /** Of its groups. */
  readonly settings?: Partial<KafkaConsumerSettings>
}

/** The keys of the test world lie so: 1 in partition 0 of 2, 0 in partition 1. */
export const KEYS_BY_PARTITION = [1, 0]

export function setUpKafka({ partitions = 1, retentionMs, settings, ...more }: KafkaSetUp = {}) {
  const world = new TestWorld()
  const topic = new KafkaTopic({
    name: 'orders',
    element: world.element('orders'),
    world,
    settings: {
      ...KAFKA_TOPIC_DEFAULTS,
      initialRebalanceDelay: IMMEDIATELY,
      partitions,
      retention: milliseconds(retentionMs ?? 604_800_000),
      ...more.topic,
    },
  })
  topic.start()
  const groups = new Map<string, Subscription<KafkaConsumerSettings>>()

  const group = (name: string) => {
    const known = groups.get(name)
    if (known) return known
    const element = world.element(name)
    const subscription = topic.subscribe({ name, element, settings: { ...DEFAULTS, ...settings } })
    groups.set(name, subscription)
    return subscription
  }

  return {
    world,
    topic,
    group,
    join: (name: string, react?: (delivery: SeenDelivery) => Reaction, of = 'billing') =>
      new TestConsumer(world, name, react).join(group(of)),
    publish: (count: number, key?: number) => {
      for (let n = 0; n < count; n += 1)
        world.publish(topic, { properties: AT_ONCE, ...(key === undefined ? {} : { key }) })
    },
    run: (ms: number) => world.run(milliseconds(ms)),
    offsets: () =>
      topic.partitions.map(
        ({ startOffset, endOffset, committedOffset }) =>
          `${startOffset} to ${endOffset}, committed ${committedOffset}`,
      ),
  }
}

/** A producer that waits for no batch to fill. */
export const AT_ONCE: KafkaProperties = { ...KAFKA_PRODUCER_DEFAULTS, linger: IMMEDIATELY }

/** Handles records one after the other, each for so long. */
export function handling(ms: number): (delivery: SeenDelivery) => Reaction {
  let busyUntil = 0
  return ({ at }) => {
    if (ms === 0) return { settlement: 'acknowledge', after: IMMEDIATELY }
    busyUntil = Math.max(at, busyUntil) + milliseconds(ms)
    return { settlement: 'acknowledge', after: (busyUntil - at) as typeof IMMEDIATELY }
  }
}

/** The defaults of Kafka, but for a group that begins with the oldest record. */
const DEFAULTS: KafkaConsumerSettings = { ...CONSUMER_DEFAULTS, autoOffsetReset: 'earliest' }
