// Set-up for the tests of SQS queues: a queue `jobs` with its dead-letter queue `dead`, received from by
// `workers`.

import { milliseconds as ms } from '../engine/time.ts'
import type { AwsProperties } from './properties.ts'
import type { SqsConsumerSettings } from './sqsMembers.ts'
import { SqsQueue } from './sqsQueue.ts'
import type { SqsFifoSettings, SqsQueueSettings } from './sqsSettings.ts'
import { type Reaction, type SeenDelivery, TestConsumer } from './testConsumer.ts'
import { TestWorld, type TestWorldState } from './testWorld.ts'

export const defaults: SqsQueueSettings = {
  visibilityTimeout: ms(30_000),
  delay: ms(0),
  retention: ms(345_600_000),
  maxReceiveCount: null,
}

export const longPolling: SqsConsumerSettings = {
  maxNumberOfMessages: 1,
  waitTime: ms(20_000),
  pollInterval: ms(1000),
}

export const contentBased: SqsFifoSettings = {
  contentBasedDeduplication: true,
  deduplicationScope: 'queue',
  throughputLimit: 'perQueue',
}

/** What a sender says that says nothing. */
export const sender: AwsProperties = {
  kind: 'aws',
  messageGroup: 'key',
  deduplication: null,
  delay: null,
}

export function acknowledgeAfter(delayMs: number): Reaction {
  return { settlement: 'acknowledge', after: ms(delayMs) }
}

export function requeueAfter(delayMs: number): Reaction {
  return { settlement: 'requeue', after: ms(delayMs) }
}

export function publish(count: number, world: TestWorld, queue: SqsQueue): void {
  for (let n = 0; n < count; n += 1) world.publish(queue)
}

/** What a forgotten reference would leave behind. */
export function leftovers({ messages, deliveries, events }: TestWorld) {
  return { messages: messages.alive, deliveries: deliveries.underWay, events: events.alive }
}

export function subscribe(
  world: TestWorld,
  queue: SqsQueue,
  name: string,
  settings: Partial<SqsConsumerSettings> = {},
) {
  const element = world.element(name)
  return queue.subscribe({ name, element, settings: { ...longPolling, ...settings } })
}

/** The dead-letter queue is of the same type. */
export function setUp(
  settings: Partial<SqsQueueSettings> = {},
  consumerSettings: Partial<SqsConsumerSettings> = {},
  saved?: { readonly world: TestWorldState; readonly queue: unknown },
) {
  const world = new TestWorld(1, saved?.world)
  const create = (name: string, its: SqsQueueSettings) =>
    new SqsQueue({ name, element: world.element(name), world, settings: its })
  const queue = create('jobs', { ...defaults, ...settings })
  if (saved) queue.restore(saved.queue)
  const subscription = subscribe(world, queue, 'workers', consumerSettings)
  const deadLetters = create('dead', { ...defaults, ...(settings.fifo && { fifo: settings.fifo }) })
  queue.setDeadLetterQueue(deadLetters)
  const join = (name: string, react?: (delivery: SeenDelivery) => Reaction) =>
    new TestConsumer(world, name, react).join(subscription)
  return { world, queue, deadLetters, subscription, join }
}
