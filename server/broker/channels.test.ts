import { milliseconds } from '../engine/time.ts'
import { describeChannel } from './channel.conformance.ts'
import { KafkaTopic } from './kafkaTopic.ts'
import { RabbitQueue } from './rabbitQueue.ts'
import { SqsQueue } from './sqsQueue.ts'

describeChannel('KafkaTopic', {
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
      settings: { partitions: 4, retention: milliseconds(604_800_000) },
    }),
  settings: {
    maxPollRecords: 3,
    autoOffsetReset: 'earliest',
    autoCommitInterval: milliseconds(5000),
    sessionTimeout: milliseconds(45_000),
  },
  inFlightMax: 3,
  // A consumer gives nothing back: it moves its position.
  settlements: ['acknowledge', 'reject', 'forget'],
  crashNoticedAfter: milliseconds(45_000),
})

describeChannel('RabbitQueue', {
  declared: {
    reachesEveryGroup: false,
    keepsKeyOrder: false,
    redeliversAfterCrash: true,
    noticesCrash: 'atOnce',
    replays: false,
    keepsWithoutConsumers: true,
    consumption: 'credit',
  },
  create: (world, name) =>
    new RabbitQueue({
      name,
      element: world.element(name),
      world,
      settings: { queueName: name, messageTtl: null, deadLetterRoutingKey: null },
    }),
  settings: { prefetchCount: 3, noAck: false },
  inFlightMax: 3,
  settlements: ['acknowledge', 'requeue', 'reject', 'forget'],
  crashNoticedAfter: milliseconds(30_000),
})

describeChannel('SqsQueue', {
  declared: {
    reachesEveryGroup: false,
    keepsKeyOrder: false,
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
