import { IMMEDIATELY, milliseconds } from '../engine/time.ts'
import { describeChannel } from './channel.conformance.ts'
import { PersistentlyRead, plainStore } from './eventStore.fixture.ts'
import { CONSUMER_DEFAULTS, type KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import { KafkaTopic } from './kafkaTopic.ts'
import { KAFKA_TOPIC_DEFAULTS } from './kafkaTopicSettings.ts'
import { RabbitQueue } from './rabbitQueue.ts'
import type { SomeQueueSettings } from './rabbitQueueSettings.ts'
import { RabbitStream } from './rabbitStream.ts'
import { SqsQueue } from './sqsQueue.ts'

const KAFKA_VARIANTS: Readonly<Record<string, Partial<KafkaConsumerSettings>>> = {
  'KafkaTopic, read by an eager group': {},
  'KafkaTopic, read by a sticky group of static members': { strategy: 'sticky', isStatic: true },
  'KafkaTopic, read by a cooperative group': { strategy: 'cooperative-sticky' },
  'KafkaTopic, read by the consumer protocol': {
    groupProtocol: 'consumer',
    heartbeatInterval: milliseconds(1000),
  },
  'KafkaTopic, committed after each record': { autoCommitInterval: null, commitWhen: 'afterEach' },
}

for (const [variant, settings] of Object.entries(KAFKA_VARIANTS))
  describeChannel(variant, {
    declared: {
      reachesEveryGroup: true,
      keepsKeyOrder: true,
      redeliversAfterCrash: true,
      noticesCrash: 'afterSessionTimeout',
      replays: true,
      keepsWithoutConsumers: true,
      consumption: 'poll',
    },
    create: (world, name) =>
      new KafkaTopic({
        name,
        element: world.element(name),
        world,
        settings: { ...KAFKA_TOPIC_DEFAULTS, partitions: 4, initialRebalanceDelay: IMMEDIATELY },
      }),
    settings: {
      ...CONSUMER_DEFAULTS,
      maxPollRecords: 3,
      autoOffsetReset: 'earliest',
      ...settings,
    },
    inFlightMax: 3,
    // A consumer gives nothing back: it moves its position.
    settlements: ['acknowledge', 'reject', 'forget'],
    crashNoticedAfter: milliseconds(45_000),
  })

const RABBIT_QUEUES: readonly (readonly [name: string, settings: Partial<SomeQueueSettings>])[] = [
  ['RabbitQueue', {}],
  ['RabbitQueue with priorities', { maxPriority: 10 }],
  ['RabbitQueue, single active consumer', { singleActiveConsumer: true }],
  ['RabbitQueue, quorum', { queueType: 'quorum' }],
  ['RabbitQueue, quorum without a delivery limit', { queueType: 'quorum', deliveryLimit: -1 }],
  [
    'RabbitQueue, quorum, single active consumer',
    { queueType: 'quorum', singleActiveConsumer: true },
  ],
]

for (const [variant, given] of RABBIT_QUEUES)
  describeChannel(variant, {
    declared: {
      reachesEveryGroup: false,
      keepsKeyOrder: given.singleActiveConsumer === true,
      redeliversAfterCrash: true,
      noticesCrash: 'atOnce',
      replays: false,
      keepsWithoutConsumers: true,
      consumption: 'credit',
    },
    create: (world, name) => {
      const settings = { ...given, queueName: name }
      return new RabbitQueue({ name, element: world.element(name), world, settings })
    },
    settings: { prefetchCount: 3, noAck: false },
    inFlightMax: 3,
    settlements: ['acknowledge', 'requeue', 'reject', 'forget'],
    crashNoticedAfter: milliseconds(30_000),
  })

for (const isFifo of [false, true]) {
  describeChannel(isFifo ? 'SqsQueue, FIFO' : 'SqsQueue', {
    declared: {
      reachesEveryGroup: false,
      keepsKeyOrder: isFifo,
      redeliversAfterCrash: true,
      noticesCrash: 'afterLease',
      replays: false,
      keepsWithoutConsumers: true,
      consumption: 'poll',
    },
    create: (world, name) =>
      new SqsQueue({
        name,
        element: world.element(name),
        world,
        settings: {
          visibilityTimeout: milliseconds(30_000),
          delay: milliseconds(0),
          retention: milliseconds(345_600_000),
          maxReceiveCount: null,
          ...(isFifo && {
            fifo: {
              contentBasedDeduplication: true,
              deduplicationScope: 'queue',
              throughputLimit: 'perQueue',
            },
          }),
        },
      }),
    settings: {
      maxNumberOfMessages: 3,
      waitTime: milliseconds(20_000),
      pollInterval: milliseconds(1000),
    },
    inFlightMax: 3,
    // SQS knows no rejection.
    settlements: ['acknowledge', 'requeue', 'forget'],
    crashNoticedAfter: milliseconds(30_000),
  })
}

describeChannel('EventStore, read by catch-up subscriptions', {
  declared: {
    reachesEveryGroup: true,
    keepsKeyOrder: true,
    redeliversAfterCrash: true,
    noticesCrash: 'atOnce',
    replays: true,
    keepsWithoutConsumers: true,
    consumption: 'credit',
  },
  create: (world, name) => plainStore(world, name),
  settings: {
    kind: 'catchUp',
    startFrom: 'start',
    checkpointInterval: milliseconds(0),
    resubscribeDelay: milliseconds(1000),
  },
  // One event after the other.
  inFlightMax: 1,
  settlements: ['acknowledge', 'requeue', 'reject', 'forget'],
  crashNoticedAfter: milliseconds(30_000),
})

describeChannel('EventStore, read by persistent subscriptions', {
  declared: {
    reachesEveryGroup: true,
    keepsKeyOrder: false,
    redeliversAfterCrash: true,
    noticesCrash: 'atOnce',
    replays: true,
    keepsWithoutConsumers: true,
    consumption: 'credit',
  },
  create: (world, name) => new PersistentlyRead(plainStore(world, name)),
  settings: {
    kind: 'persistent',
    startFrom: 'start',
    namedConsumerStrategy: 'RoundRobin',
    maxRetryCount: 1000,
    // Longer than any test waits: `eventStore.test.ts` is about shorter ones.
    messageTimeout: milliseconds(36_000_000),
    historyBufferSize: 500,
    bufferSize: 3,
    checkPointAfter: milliseconds(2000),
    minCheckPointCount: 10,
    maxCheckPointCount: 1000,
    onReject: 'park',
  },
  inFlightMax: 3,
  settlements: ['acknowledge', 'requeue', 'reject', 'forget'],
  crashNoticedAfter: milliseconds(30_000),
})

describeChannel('RabbitStream', {
  declared: {
    reachesEveryGroup: true,
    reachesEveryConsumer: true,
    keepsKeyOrder: true,
    redeliversAfterCrash: true,
    noticesCrash: 'atOnce',
    replays: true,
    keepsWithoutConsumers: true,
    consumption: 'credit',
  },
  create: (world, name) =>
    new RabbitStream({
      name,
      element: world.element(name),
      world,
      settings: { groupSize: 1, segmentBytes: 500_000_000, bytesMax: null, ageMax: null },
    }),
  settings: { prefetchCount: 3, offset: 'first', keepsOffset: true },
  inFlightMax: 3,
  settlements: ['acknowledge', 'requeue', 'reject', 'forget'],
  crashNoticedAfter: milliseconds(30_000),
})

describeChannel('RabbitStream that deletes segments', {
  declared: {
    reachesEveryGroup: true,
    reachesEveryConsumer: true,
    keepsKeyOrder: true,
    redeliversAfterCrash: true,
    noticesCrash: 'atOnce',
    replays: true,
    keepsWithoutConsumers: true,
    consumption: 'credit',
  },
  create: (world, name) =>
    new RabbitStream({
      name,
      element: world.element(name),
      world,
      settings: {
        groupSize: 3,
        segmentBytes: 4 * 1024,
        bytesMax: 40 * 1024,
        ageMax: milliseconds(7_200_000),
      },
    }),
  settings: { prefetchCount: 3, offset: 'first', keepsOffset: true },
  inFlightMax: 3,
  settlements: ['acknowledge', 'requeue', 'reject', 'forget'],
  crashNoticedAfter: milliseconds(30_000),
})
