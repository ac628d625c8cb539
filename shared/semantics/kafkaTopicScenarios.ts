import { kafka, shop, sketch, worker } from '../topology/sketch.ts'
import {
  back,
  commands,
  down,
  fromTheBeginning,
  keyed,
  perSecond,
  producer,
  SEED,
  THREE_COPIES,
  topic,
} from './kafkaTopicDrawings.ts'
import type { Scenario } from './rule.ts'

const leaderCrash: Scenario = {
  id: 'kafka.leader-crash',
  title: 'A leader crashes, and acks=all loses nothing',
  watch:
    'A third of the orders waits at their producer until another broker leads their partition. The broker that is back catches up.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', { ...perSecond(50), ...keyed(30) }) },
        billing: { name: 'Billing', ...worker(['billing']) },
      },
      channels: { orders: topic('Orders', { ...THREE_COPIES, brokerSessionTimeoutMs: 3000 }) },
      subscriptions: { billing: kafka('orders', 'billing', fromTheBeginning) },
    }),
  seed: SEED,
  untilMs: 10_000,
  commands: commands([2000, down('orders', 0)], [3000, back('orders', 0)]),
  shows: [
    { kind: 'nodeDown', element: 'channels/orders' },
    { kind: 'elected', element: 'channels/orders' },
    { kind: 'nodeUp', element: 'channels/orders' },
    { kind: 'accepted', element: 'channels/orders', times: 490 },
    { kind: 'refused', element: 'channels/orders', times: 0 },
  ],
}

const acks1Loss: Scenario = {
  id: 'kafka.acks-1-loss',
  title: 'A leader crashes, and acks=1 loses what only it had',
  watch:
    'The followers are 300 ms behind. What was answered and not replicated when broker 0 crashed is lost.',
  topology: () =>
    sketch({
      services: {
        shop: {
          name: 'Shop',
          ...shop('orders', { ...perSecond(50), ...keyed(30), ...producer({ acks: '1' }) }),
        },
        billing: { name: 'Billing', ...worker(['billing']) },
      },
      channels: {
        orders: topic('Orders', {
          ...THREE_COPIES,
          brokerSessionTimeoutMs: 3000,
          replicationDelayMs: 300,
        }),
      },
      subscriptions: { billing: kafka('orders', 'billing', fromTheBeginning) },
    }),
  seed: SEED,
  untilMs: 10_000,
  commands: commands([2000, down('orders', 0)]),
  shows: [
    { kind: 'elected', element: 'channels/orders' },
    { kind: 'lost', element: 'channels/orders', times: 3 },
  ],
}

const unclean: Scenario = {
  id: 'kafka.unclean-election',
  title: 'A replica that is behind leads, or nobody does',
  watch:
    'Both topics lose their brokers one after the other, and only the first one that went comes back. Careful has no leader then; Careless has one again, and has lost what it missed.',
  topology: () => {
    const two = { partitions: 1, replicationFactor: 2, brokerSessionTimeoutMs: 500 }
    return sketch({
      services: {
        shop: { name: 'Shop', ...shop('careful', perSecond(20)) },
        desk: { name: 'Desk', ...shop('careless', perSecond(20)) },
        reader: { name: 'Reader', ...worker(['careful', 'careless']) },
      },
      channels: {
        careful: topic('Careful', two),
        careless: topic('Careless', { ...two, uncleanLeaderElectionEnable: true }),
      },
      subscriptions: {
        careful: kafka('careful', 'reader', fromTheBeginning),
        careless: kafka('careless', 'reader', fromTheBeginning),
      },
    })
  },
  seed: SEED,
  untilMs: 10_000,
  commands: commands(
    ...['careful', 'careless'].flatMap(
      (id) =>
        [
          [2000, down(id, 1)],
          [4000, down(id, 0)],
          [6000, back(id, 1)],
        ] as const,
    ),
  ),
  shows: [
    { kind: 'elected', element: 'channels/careful' },
    { kind: 'lost', element: 'channels/careful', times: 0 },
    { kind: 'elected', element: 'channels/careless', times: 2 },
    { kind: 'lost', element: 'channels/careless', times: 20 },
  ],
}

const morePartitions: Scenario = {
  id: 'kafka.more-partitions',
  title: 'Partitions are added, and keys move',
  watch:
    'Orders gets a third partition after three seconds. Under the consumer protocol it is read at once; many keys have records in two partitions now.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', { ...perSecond(40), ...keyed(12) }) },
        billing: { name: 'Billing', concurrency: 3, ...worker(['billing']) },
      },
      channels: { orders: topic('Orders', { partitions: 2 }) },
      subscriptions: {
        billing: kafka('orders', 'billing', { ...fromTheBeginning, groupProtocol: 'consumer' }),
      },
    }),
  seed: SEED,
  untilMs: 10_000,
  commands: commands([
    3000,
    {
      kind: 'edit',
      edits: [
        {
          label: 'Add a partition',
          changes: [{ path: ['channels', 'orders', 'partitions'], value: 3 }],
        },
      ],
    },
  ]),
  shows: [
    { kind: 'accepted', element: 'channels/orders', times: 390 },
    { kind: 'acknowledged', element: 'subscriptions/billing', times: 300 },
    { kind: 'removed', element: 'channels/orders', times: 0 },
  ],
}

const retention: Scenario = {
  id: 'kafka.retention',
  title: 'Segments go, read or not',
  watch:
    'Every five minutes Readings loses segments older than two minutes, and Backups all but its last 20 kB. The leader that crashed leads again.',
  topology: () =>
    sketch({
      services: {
        meter: { name: 'Meter', ...shop('readings', perSecond(2)) },
        archive: { name: 'Archive', ...shop('backups', perSecond(2)) },
      },
      channels: {
        readings: topic('Readings', {
          partitions: 1,
          replicationFactor: 2,
          retentionMs: 120_000,
          segmentMs: 60_000,
        }),
        backups: topic('Backups', {
          partitions: 1,
          retentionBytes: 20_000,
          segmentBytes: 10_000,
        }),
      },
    }),
  seed: SEED,
  untilMs: 610_000,
  commands: commands([100_000, down('readings', 0)], [200_000, back('readings', 0)]),
  shows: [
    { kind: 'expired', element: 'channels/readings', times: 600 },
    { kind: 'expired', element: 'channels/backups', times: 1000 },
    { kind: 'elected', element: 'channels/readings', times: 2 },
  ],
}

const compaction: Scenario = {
  id: 'kafka.compaction',
  title: 'Only the newest record of each key',
  watch:
    'Every fifteen seconds Prices shrinks to about one record a key, but for its active segment. What has no key is refused.',
  topology: () =>
    sketch({
      services: {
        market: { name: 'Market', ...shop('prices', { ...perSecond(20), ...keyed(5) }) },
        rumours: { name: 'Rumours', ...shop('prices', perSecond(1)) },
        sensors: { name: 'Sensors', ...shop('states', { ...perSecond(20), ...keyed(5) }) },
      },
      channels: {
        prices: topic('Prices', { partitions: 1, cleanupPolicy: 'compact', segmentBytes: 50_000 }),
        states: topic('States', {
          partitions: 1,
          cleanupPolicy: 'compact,delete',
          segmentBytes: 50_000,
        }),
      },
    }),
  seed: SEED,
  untilMs: 40_000,
  shows: [
    { kind: 'compacted', element: 'channels/prices', times: 400 },
    { kind: 'compacted', element: 'channels/states', times: 400 },
    { kind: 'refused', element: 'channels/prices', times: 35 },
  ],
}

export const kafkaTopicScenarios: readonly Scenario[] = [
  leaderCrash,
  acks1Loss,
  unclean,
  morePartitions,
  retention,
  compaction,
]
