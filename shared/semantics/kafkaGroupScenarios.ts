// Rebalances to look at.

import { setField } from '../topology/edits.ts'
import { kafka, shop, sketch, worker } from '../topology/sketch.ts'
import {
  BILLING,
  crashAndRecover,
  customers,
  ORDERS,
  read,
  SEED,
  withReplicas,
} from './kafkaGroupDrawings.ts'
import type { Scenario } from './rule.ts'

export const kafkaGroupScenarios: readonly Scenario[] = [
  {
    id: 'kafka.idle-member',
    title: 'Three consumers, two partitions',
    watch:
      'Billing has three replicas, but one of them never gets a record: adding more helps nothing.',
    topology: () => read({ ...ORDERS, partitions: 2, replicas: 3 }),
    seed: SEED,
    untilMs: 5000,
    shows: [
      { kind: 'assigned', element: BILLING, times: 2 },
      { kind: 'rebalanced', element: BILLING },
    ],
  },
  {
    id: 'kafka.range-overload',
    title: 'Many small topics on one consumer',
    watch:
      'Range begins with the first member in each topic: of three members that read three topics of one partition each, one does all the work.',
    topology: () =>
      read({ ...ORDERS, topics: ['orders', 'payments', 'refunds'], partitions: 1, replicas: 3 }),
    seed: SEED,
    untilMs: 5000,
    shows: [
      { kind: 'assigned', element: 'subscriptions/billing-orders' },
      { kind: 'assigned', element: 'subscriptions/billing-refunds' },
    ],
  },
  {
    id: 'kafka.roundrobin',
    title: 'The same topics, dealt out in turn',
    watch: 'Roundrobin deals the three partitions out one by one: each member has something to do.',
    topology: () =>
      read({
        ...ORDERS,
        topics: ['orders', 'payments', 'refunds'],
        partitions: 1,
        replicas: 3,
        consumer: { groupId: 'billing', partitionAssignmentStrategy: 'roundrobin' },
      }),
    seed: SEED,
    untilMs: 5000,
    shows: [
      { kind: 'assigned', element: 'subscriptions/billing-orders' },
      { kind: 'assigned', element: 'subscriptions/billing-refunds' },
    ],
  },
  {
    id: 'kafka.rolling-deploy',
    title: 'An eager group scales out and in',
    watch:
      'At 2 s a replica is added, at 6 s it goes. Both times all members give up all partitions, up to a heartbeat later, and nothing is read until the slowest has rejoined.',
    topology: () => read({ ...ORDERS, ratePerSecond: 60, serviceTimeMs: 20, replicas: 2 }),
    seed: SEED,
    untilMs: 10_000,
    commands: [withReplicas(2000, 3, 1), withReplicas(6000, 2, 2)],
    shows: [
      { kind: 'rebalanced', element: BILLING, times: 3 },
      { kind: 'revoked', element: BILLING, times: 8 },
    ],
  },
  {
    id: 'kafka.cooperative',
    title: 'The same, cooperatively',
    watch:
      'At 2 s a replica is added. Only the partition that moves stops, and it takes two rebalances to move it.',
    topology: () =>
      read({
        ...ORDERS,
        ratePerSecond: 60,
        serviceTimeMs: 20,
        replicas: 2,
        consumer: { partitionAssignmentStrategy: 'cooperative-sticky' },
      }),
    seed: SEED,
    untilMs: 10_000,
    commands: [withReplicas(2000, 3, 1)],
    shows: [
      { kind: 'rebalanced', element: BILLING, times: 3 },
      { kind: 'revoked', element: BILLING },
    ],
  },
  {
    id: 'kafka.consumer-protocol',
    title: 'The same under the consumer protocol (KIP-848)',
    watch:
      'At 2 s a replica is added. By its next heartbeat one member gives up one partition; nobody else notices.',
    topology: () =>
      read({
        ...ORDERS,
        ratePerSecond: 60,
        serviceTimeMs: 20,
        replicas: 2,
        consumer: { groupProtocol: 'consumer' },
      }),
    seed: SEED,
    untilMs: 10_000,
    commands: [withReplicas(2000, 3, 1)],
    shows: [
      { kind: 'rebalanced', element: BILLING, times: 2 },
      { kind: 'revoked', element: BILLING },
      { kind: 'assigned', element: BILLING, times: 5 },
    ],
  },
  {
    id: 'kafka.initial-delay',
    title: 'Six seconds before anything happens',
    watch:
      'With the default group.initial.rebalance.delay.ms an empty group waits three seconds for more members, and three more as a second one has come. Orders pile up until then.',
    topology: () => read({ ...ORDERS, replicas: 2, topic: { groupInitialRebalanceDelayMs: 3000 } }),
    seed: SEED,
    untilMs: 10_000,
    shows: [
      { kind: 'rebalanced', element: BILLING },
      { kind: 'acknowledged', element: BILLING, times: 50 },
    ],
  },
  {
    id: 'kafka.static-restart',
    title: 'Restart with a group.instance.id',
    watch:
      'Billing crashes at 2 s and is back at 3 s: as static members its slots get their partitions back at once, and nothing is rebalanced.',
    topology: () => read({ ...ORDERS, replicas: 2, consumer: { staticMembership: true } }),
    seed: SEED,
    untilMs: 8000,
    commands: crashAndRecover(2000, 3000),
    shows: [
      { kind: 'evicted', element: BILLING, times: 0 },
      { kind: 'assigned', element: BILLING, times: 4 },
      { kind: 'acknowledged', element: BILLING, times: 100 },
    ],
  },
  {
    id: 'kafka.static-close',
    title: 'A static member that is not coming back',
    watch:
      'At 2 s one of two static members closes for good. Nobody takes over its partitions until its session times out at 8 s (45 s by default).',
    topology: () =>
      read({
        ...ORDERS,
        replicas: 2,
        consumer: { staticMembership: true, sessionTimeoutMs: 6000 },
      }),
    seed: SEED,
    untilMs: 12_000,
    commands: [withReplicas(2000, 1, 1)],
    shows: [
      { kind: 'evicted', element: BILLING },
      { kind: 'rebalanced', element: BILLING, times: 2 },
    ],
  },
  {
    id: 'kafka.partitions-added',
    title: 'More partitions while it runs',
    watch:
      'At 2 s the topic gets four more partitions. Under the consumer protocol the broker assigns them at once; classic members would notice after up to five minutes.',
    topology: () => read({ ...ORDERS, replicas: 2, consumer: { groupProtocol: 'consumer' } }),
    seed: SEED,
    untilMs: 10_000,
    commands: [
      {
        atNs: 2e9,
        sequence: 1,
        change: {
          kind: 'edit',
          edits: [setField(['channels', 'orders', 'partitions'], 8, 'Add partitions')],
        },
      },
    ],
    shows: [{ kind: 'assigned', element: BILLING, times: 8 }],
  },
  {
    id: 'kafka.rebalance-loop',
    title: 'Too many records for one poll',
    watch:
      'A poll of 50 records takes 5 s, and max.poll.interval.ms is 2 s here: each member is thrown out in the middle of its work, others read the same records again, and the lag never shrinks.',
    topology: () =>
      read({
        ...ORDERS,
        ratePerSecond: 40,
        serviceTimeMs: 100,
        replicas: 2,
        consumer: { maxPollRecords: 50, maxPollIntervalMs: 2000 },
      }),
    seed: SEED,
    untilMs: 20_000,
    shows: [
      { kind: 'evicted', element: BILLING, times: 3 },
      { kind: 'abandoned', element: BILLING, times: 50 },
    ],
  },
  {
    id: 'kafka.shared-group',
    title: 'Two services, one group.id',
    watch: 'Billing and audit have the same group.id: each gets a part of the orders only.',
    topology: () =>
      sketch({
        services: {
          'orders-desk': shop('orders', { keys: customers(100) }),
          audit: worker(['audit']),
          billing: worker(['billing']),
        },
        channels: { orders: { kind: 'kafkaTopic', partitions: 4 } },
        subscriptions: {
          audit: kafka('orders', 'audit', { groupId: 'back-office' }),
          billing: kafka('orders', 'billing', { groupId: 'back-office' }),
        },
      }),
    seed: SEED,
    untilMs: 5000,
    shows: [
      { kind: 'assigned', element: 'subscriptions/audit', times: 2 },
      { kind: 'assigned', element: 'subscriptions/billing', times: 2 },
    ],
  },
]
