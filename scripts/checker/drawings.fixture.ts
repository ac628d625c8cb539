// Small drawings of every family, busy enough that each rule of the checker has something to look at.

import {
  bound,
  catchUp,
  kafka,
  output,
  persistent,
  rabbit,
  shop,
  sketch,
  sqs,
  worker,
} from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'

const keys = { prefix: 'key-', size: 7, distribution: { kind: 'uniform' } }
const taking = (valueMs: number, probability = 0) => ({
  serviceTime: { kind: 'constant', valueMs },
  failure: { probability },
})
const arrivals = (ratePerSecond: number) => ({
  arrivals: { kind: 'poisson', ratePerSecond },
})

export const DRAWINGS: Readonly<Record<string, Topology>> = {
  'a Kafka topic': sketch({
    services: {
      shop: shop('orders', { keys, ...arrivals(60) }),
      billing: { ...worker(['billing'], taking(12, 0.05)), replicas: 2, concurrency: 2 },
    },
    channels: { orders: { kind: 'kafkaTopic', partitions: 4 } },
    subscriptions: {
      billing: kafka('orders', 'billing', {
        autoOffsetReset: 'earliest',
        enableAutoCommit: false,
        maxPollRecords: 5,
      }),
    },
  }),
  'a transactional pipeline': sketch({
    services: {
      shop: shop('orders', { keys, ...arrivals(40) }),
      billing: worker(['billing'], {
        ...taking(8, 0.2),
        outputs: {
          paid: output('paid', { producer: { kind: 'kafkaProducer', transactional: true } }),
        },
      }),
      ledger: worker(['ledger'], taking(2)),
    },
    channels: {
      orders: { kind: 'kafkaTopic', partitions: 2 },
      paid: { kind: 'kafkaTopic', partitions: 2 },
    },
    subscriptions: {
      billing: kafka('orders', 'billing', { autoOffsetReset: 'earliest' }),
      ledger: kafka('paid', 'ledger', {
        autoOffsetReset: 'earliest',
        isolationLevel: 'read_committed',
      }),
    },
  }),
  'a RabbitMQ queue with dead letters': sketch({
    services: {
      shop: shop('orders', arrivals(60)),
      billing: { ...worker(['billing'], taking(40, 0.3)), replicas: 2 },
    },
    channels: {
      orders: { kind: 'rabbitQueue', deadLetterExchangeId: 'dead', messageTtlMs: 250 },
      dead: { kind: 'rabbitExchange', type: 'fanout' },
      failed: { kind: 'rabbitQueue' },
    },
    bindings: { failed: bound('dead', 'failed', '') },
    subscriptions: { billing: rabbit('orders', 'billing', { prefetchCount: 3 }) },
  }),
  'a RabbitMQ queue that gives back': sketch({
    services: {
      shop: shop('orders', arrivals(40)),
      billing: { ...worker(['billing'], taking(15, 0.3)), replicas: 2 },
    },
    channels: { orders: { kind: 'rabbitQueue', queueType: 'quorum' } },
    subscriptions: {
      billing: rabbit('orders', 'billing', { prefetchCount: 2, whenExhausted: 'requeue' }),
    },
  }),
  'a short RabbitMQ queue': sketch({
    services: {
      shop: shop('orders', arrivals(60)),
      billing: worker(['billing'], taking(25)),
    },
    channels: { orders: { kind: 'rabbitQueue', maxLength: 8 } },
    subscriptions: { billing: rabbit('orders', 'billing', { prefetchCount: 2 }) },
  }),
  'a single active consumer': sketch({
    services: {
      shop: shop('orders', arrivals(40)),
      billing: { ...worker(['billing'], taking(15)), replicas: 3 },
    },
    channels: { orders: { kind: 'rabbitQueue', singleActiveConsumer: true } },
    subscriptions: { billing: rabbit('orders', 'billing', { prefetchCount: 4 }) },
  }),
  'a RabbitMQ stream': sketch({
    services: {
      shop: shop('orders', arrivals(40)),
      view: worker(['view'], taking(5)),
    },
    channels: { orders: { kind: 'rabbitQueue', queueType: 'stream' } },
    subscriptions: {
      view: rabbit('orders', 'view', { prefetchCount: 10, streamOffset: 'first' }),
    },
  }),
  'an SQS queue': sketch({
    services: {
      shop: shop('jobs', arrivals(40)),
      resize: { ...worker(['resize'], taking(30, 0.25)), replicas: 2 },
    },
    channels: {
      jobs: {
        kind: 'sqsQueue',
        visibilityTimeoutMs: 400,
        delayMs: 100,
        redrivePolicy: { deadLetterQueueId: 'dead', maxReceiveCount: 3 },
      },
      dead: { kind: 'sqsQueue' },
    },
    subscriptions: { resize: sqs('jobs', 'resize', { maxNumberOfMessages: 4, waitTimeMs: 1000 }) },
  }),
  'an SQS FIFO queue': sketch({
    services: {
      shop: shop('jobs', {
        keys,
        ...arrivals(40),
        producer: { kind: 'awsSender', deduplication: 'event' },
      }),
      resize: { ...worker(['resize'], taking(40, 0.1)), replicas: 3 },
    },
    channels: { jobs: { kind: 'sqsQueue', fifoQueue: true, visibilityTimeoutMs: 300 } },
    subscriptions: { resize: sqs('jobs', 'resize', { maxNumberOfMessages: 3, waitTimeMs: 1000 }) },
  }),
  'a catch-up subscription': sketch({
    services: {
      shop: shop('orders', { keys, ...arrivals(40) }),
      view: worker(['view'], taking(8, 0.05)),
    },
    channels: { orders: { kind: 'eventStore' } },
    subscriptions: { view: catchUp('orders', 'view', { resubscribeDelayMs: 50 }) },
  }),
  'a persistent subscription': sketch({
    services: {
      shop: shop('orders', { keys, ...arrivals(40) }),
      billing: { ...worker(['billing'], taking(15, 0.2)), replicas: 2 },
    },
    channels: { orders: { kind: 'eventStore' } },
    subscriptions: {
      billing: persistent('orders', 'billing', { startFrom: 'start', whenExhausted: 'retry' }),
    },
  }),
  'rival appenders': sketch({
    services: {
      shop: shop('orders', { keys: { ...keys, size: 2 }, ...arrivals(40) }),
      billing: {
        ...worker(['billing'], {
          ...taking(20),
          outputs: {
            said: output('ledger', {
              producer: { kind: 'eventStoreAppender', expectedVersion: 'current' },
            }),
          },
        }),
        replicas: 3,
      },
      view: worker(['view'], taking(1)),
    },
    channels: { orders: { kind: 'rabbitQueue' }, ledger: { kind: 'eventStore' } },
    subscriptions: {
      billing: rabbit('orders', 'billing', { prefetchCount: 1 }),
      view: catchUp('ledger', 'view'),
    },
  }),
}
