// A topic, payments, and queues beside it, for the tests of SNS.

import { milliseconds } from '../engine/time.ts'
import type { SnsBinding } from './snsSubscription.ts'
import { SnsTopic, type SnsTopicSettings } from './snsTopic.ts'
import { SqsQueue } from './sqsQueue.ts'
import type { SqsQueueSettings } from './sqsSettings.ts'
import { TestWorld } from './testWorld.ts'

export const SQS_SETTINGS: SqsQueueSettings = {
  visibilityTimeout: milliseconds(30_000),
  delay: milliseconds(0),
  retention: milliseconds(345_600_000),
  maxReceiveCount: null,
}

export const SQS_FIFO_SETTINGS: SqsQueueSettings = {
  ...SQS_SETTINGS,
  fifo: {
    contentBasedDeduplication: false,
    deduplicationScope: 'queue',
    throughputLimit: 'perQueue',
  },
}

const STANDARD: SnsTopicSettings = { fifoTopic: false, contentBasedDeduplication: false }

/** The binding to a queue is called `to <queue>`. Names that end in `.fifo` are of FIFO queues. */
export function snsWorld(...names: readonly string[]) {
  return snsSetUp({ world: new TestWorld(), names, settings: STANDARD })
}

export function fifoWorld(...names: readonly string[]) {
  const settings = { ...STANDARD, fifoTopic: true }
  return snsSetUp({ world: new TestWorld(), names, settings })
}

interface SetUp {
  readonly world: TestWorld
  readonly names: readonly string[]
  readonly settings: SnsTopicSettings
}

function snsSetUp({ world, names, settings }: SetUp) {
  const element = (name: string) => world.element(name)
  const topic = new SnsTopic({ name: 'payments', element: element('payments'), world, settings })
  const queues = names.map(
    (name) =>
      new SqsQueue({
        name,
        element: element(name),
        world,
        settings: name.endsWith('.fifo') ? SQS_FIFO_SETTINGS : SQS_SETTINGS,
      }),
  )
  for (const name of [...names].sort()) element(`to ${name}`)
  const queue = (name: string) => queues[names.indexOf(name)] as SqsQueue
  const bind = (name: string, more: Partial<SnsBinding> = {}) =>
    topic.bind({
      bindingElement: element(`to ${name}`),
      target: queue(name),
      filterPolicy: {},
      filterPolicyScope: 'MessageAttributes',
      rawMessageDelivery: false,
      deadLetterQueue: null,
      ...more,
    })
  return { world, topic, queues, queue, bind }
}
