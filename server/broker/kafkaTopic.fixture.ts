// A topic `orders` for tests of what happens behind consumers: its logs, replicas and producers.

import { milliseconds } from '../engine/time.ts'
import type { Isolation } from './kafkaLog.ts'
import { KAFKA_PRODUCER_DEFAULTS } from './kafkaProducerConfig.ts'
import { KafkaTopic } from './kafkaTopic.ts'
import { KAFKA_TOPIC_DEFAULTS, type KafkaTopicSettings } from './kafkaTopicSettings.ts'
import type { KafkaProperties } from './properties.ts'
import { type TestPublication, TestWorld, type TestWorldState } from './testWorld.ts'

/** Keys of the test world by the partition that they have, of 3. */
export const KEYS_OF_THREE = [1, 0, 2] as const

export interface TopicSetUp {
  readonly topic?: Partial<KafkaTopicSettings>
  readonly producer?: Partial<KafkaProperties>
  readonly seed?: number
  readonly saved?: { readonly world: TestWorldState; readonly topic: unknown }
}

/** Three copies, two of which must be in sync: how production is told to be set up. */
export const THREE_REPLICAS = { replicationFactor: 3, minInsyncReplicas: 2 } as const

export function setUpTopic({ topic: settings, producer, seed = 1, saved }: TopicSetUp = {}) {
  const world = new TestWorld(seed, saved?.world)
  const topic = new KafkaTopic({
    name: 'orders',
    element: world.element('orders'),
    world,
    settings: { ...KAFKA_TOPIC_DEFAULTS, ...settings },
  })
  if (saved) topic.restore(structuredClone(saved.topic) as ReturnType<KafkaTopic['save']>)
  else topic.start()
  const properties: KafkaProperties = { ...KAFKA_PRODUCER_DEFAULTS, ...producer }

  return {
    world,
    topic,
    /** As the producer of the set-up, unless the publication says otherwise. */
    publish: (publication: TestPublication = {}) =>
      world.publish(topic, { properties, ...publication }),
    run: (ms: number) => world.run(milliseconds(ms)),
    update: (more: Partial<KafkaTopicSettings>) =>
      topic.update({ ...KAFKA_TOPIC_DEFAULTS, ...settings, ...more }),
    /** What a consumer would find in the partition from an offset on: `0 m1`. */
    readable: (partition = 0, isolation: Isolation = 'read_uncommitted', from = 0) => {
      const found: string[] = []
      const log = topic.logs[partition]
      if (!log) return found
      for (let at = log.nextReadable(from, isolation); at >= 0; ) {
        found.push(`${at} ${world.nameOf(world.messages.event(log.read(at)))}`)
        at = log.nextReadable(at + 1, isolation)
      }
      return found
    },
    save: () => structuredClone({ world: world.save(), topic: topic.save() }),
  }
}

/** What waits for the group that is farthest behind, counted anew from the logs. */
export function countedWaiting({ readers }: KafkaTopic): number {
  const counts = readers.map(({ cursors, isolation }) =>
    cursors.reduce((sum, { log, position }) => {
      let count = 0
      for (let at = log.nextVisible(position, isolation); at >= 0; count += 1)
        at = log.nextVisible(at + 1, isolation)
      return sum + count
    }, 0),
  )
  return Math.max(0, ...counts)
}
