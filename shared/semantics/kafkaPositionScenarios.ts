// Crashes, commits and resets to look at.

import { kafka, shop, sketch, worker } from '../topology/sketch.ts'
import {
  BILLING,
  committing,
  crashAndRecover,
  customers,
  ORDERS,
  read,
  SEED,
} from './kafkaGroupDrawings.ts'
import type { Scenario } from './rule.ts'

export const kafkaPositionScenarios: readonly Scenario[] = [
  {
    id: 'kafka.latest-misses',
    title: 'auto.offset.reset=latest misses the beginning',
    watch:
      'The group is new and waits three seconds for more members; then it begins with the next order. What came before is kept, and never read.',
    topology: () =>
      read({
        ...ORDERS,
        replicas: 1,
        consumer: { autoOffsetReset: 'latest' },
        topic: { groupInitialRebalanceDelayMs: 3000 },
      }),
    seed: SEED,
    untilMs: 8000,
    shows: [
      { kind: 'accepted', element: 'channels/orders', times: 150 },
      { kind: 'delivered', element: BILLING, times: 90 },
    ],
  },
  {
    id: 'kafka.kill-9',
    title: 'kill -9 and restart',
    watch:
      'Billing crashes at 2 s and is back at 3 s. It waits for its dead predecessors until their sessions time out at 8 s (45 s by default), and then reads again what was not committed.',
    topology: () => read({ ...ORDERS, replicas: 2, consumer: { sessionTimeoutMs: 6000 } }),
    seed: SEED,
    untilMs: 10_000,
    commands: crashAndRecover(2000, 3000),
    shows: [
      { kind: 'evicted', element: BILLING, times: 2 },
      { kind: 'delivered', element: BILLING, times: 150 },
    ],
  },
  {
    id: 'kafka.commit-after-poll',
    title: 'Committed after each poll',
    watch:
      'Billing crashes at 3 s in the middle of a poll. What it had handled of that poll is handled again after the session has timed out.',
    topology: () => committing('afterPoll'),
    seed: SEED,
    untilMs: 12_000,
    commands: crashAndRecover(3000, 4000),
    shows: [
      { kind: 'positioned', element: BILLING, times: 5 },
      { kind: 'abandoned', element: BILLING },
    ],
  },
  {
    id: 'kafka.commit-after-each',
    title: 'Committed after each record',
    watch: 'The same crash, but only what billing had in hand is handled again.',
    topology: () => committing('afterEach'),
    seed: SEED,
    untilMs: 12_000,
    commands: crashAndRecover(3000, 4000),
    shows: [
      { kind: 'positioned', element: BILLING, times: 50 },
      { kind: 'abandoned', element: BILLING },
    ],
  },
  {
    id: 'kafka.lag-beyond-retention',
    title: 'A lag that is longer than the retention',
    watch:
      'Billing is slower than the orders come. Retention deletes at five minutes what it has not read, and with auto.offset.reset=latest it jumps to the end.',
    topology: () =>
      read({
        ...ORDERS,
        partitions: 1,
        ratePerSecond: 2,
        serviceTimeMs: 2000,
        replicas: 1,
        consumer: { autoOffsetReset: 'latest', maxPollRecords: 1 },
        topic: { retentionMs: 60_000, segmentMs: 10_000 },
      }),
    seed: SEED,
    untilMs: 310_000,
    shows: [
      { kind: 'expired', element: 'channels/orders', times: 100 },
      { kind: 'dropped', element: BILLING, times: 100 },
    ],
  },
  {
    id: 'kafka.slow-record',
    title: 'One poll loop for all partitions',
    watch:
      'Billing takes 40 ms for a record and gets 40 a second: as one member has one poll loop, the lag grows on all four partitions alike.',
    topology: () => read({ ...ORDERS, ratePerSecond: 40, serviceTimeMs: 40, replicas: 1 }),
    seed: SEED,
    untilMs: 10_000,
    shows: [{ kind: 'acknowledged', element: BILLING, times: 200 }],
  },
  {
    id: 'kafka.at-most-once',
    title: 'Committed before it was handled',
    watch:
      'Billing commits what it polls, then handles it. The crash at 3 s loses what was in hand.',
    topology: () => committing('beforeHandling'),
    seed: SEED,
    untilMs: 12_000,
    commands: crashAndRecover(3000, 4000),
    shows: [
      { kind: 'positioned', element: BILLING, times: 10 },
      { kind: 'dropped', element: BILLING },
    ],
  },
  {
    id: 'kafka.no-offset',
    title: 'auto.offset.reset=none',
    watch:
      'The group has no offset yet: each member stops with an error as soon as it gets a partition.',
    topology: () => read({ ...ORDERS, replicas: 2, consumer: { autoOffsetReset: 'none' } }),
    seed: SEED,
    untilMs: 8000,
    shows: [
      { kind: 'stopped', element: BILLING, times: 2 },
      { kind: 'delivered', element: BILLING, times: 0 },
    ],
  },
  {
    id: 'kafka.retry-topic',
    title: 'A retry topic with a delay',
    watch:
      'What billing fails to handle goes to a retry topic; its consumer waits until a record is two seconds old. Newer orders of the same key overtake it.',
    topology: () =>
      sketch({
        services: {
          'orders-desk': shop('orders', { keys: customers(20) }),
          billing: worker(['billing'], { failure: { probability: 0.1 } }),
          retrier: worker(['retries']),
        },
        channels: {
          orders: { kind: 'kafkaTopic', partitions: 4 },
          'orders-retry': { kind: 'kafkaTopic', partitions: 4 },
        },
        subscriptions: {
          billing: kafka('orders', 'billing', { deadLetterChannelId: 'orders-retry' }),
          retries: kafka('orders-retry', 'retrier', { processingDelayMs: 2000 }),
        },
      }),
    seed: SEED,
    untilMs: 8000,
    shows: [
      { kind: 'deadLettered', element: 'subscriptions/billing', times: 30 },
      { kind: 'acknowledged', element: 'subscriptions/retries', times: 20 },
    ],
  },
]
