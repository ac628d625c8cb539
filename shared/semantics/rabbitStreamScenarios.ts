import { bound, rabbit, shop, sketch, worker } from '../topology/sketch.ts'
import type { Scenario } from './rule.ts'

const perSecond = (ratePerSecond: number) => ({ arrivals: { kind: 'constant', ratePerSecond } })
const stream = (more: object = {}) => ({
  kind: 'rabbitQueue',
  name: 'Audit',
  queueType: 'stream',
  ...more,
})

const readers: Scenario = {
  id: 'rabbit.stream-readers',
  title: 'A stream that several consumers read',
  watch:
    'Search and the two replicas of Billing read the same messages: Billing handles each of them twice. Audit keeps them all.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', perSecond(2)) },
        search: { name: 'Search', ...worker(['search-reads']) },
        billing: { name: 'Billing', replicas: 2, ...worker(['billing-reads']) },
      },
      channels: {
        orders: { kind: 'rabbitExchange', name: 'Orders', type: 'fanout' },
        audit: stream(),
      },
      bindings: { 'to-audit': bound('orders', 'audit', '') },
      subscriptions: {
        'search-reads': rabbit('audit', 'search', { prefetchCount: 10 }),
        'billing-reads': rabbit('audit', 'billing', { prefetchCount: 10 }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'accepted', element: 'channels/audit', times: 19 },
    { kind: 'acknowledged', element: 'subscriptions/search-reads', times: 18 },
    { kind: 'acknowledged', element: 'subscriptions/billing-reads', times: 36 },
    { kind: 'expired', element: 'channels/audit', times: 0 },
  ],
}

/** Between 3 s and 6 s all three services are down. */
const offsets: Scenario = {
  id: 'rabbit.stream-offsets',
  title: 'Where a consumer of a stream goes on',
  watch:
    'All three crash at 3 s and come back at 6 s. Careful stored its offset and misses nothing; Forgetful begins with the first message again; Careless has missed what came meanwhile.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('audit', perSecond(2)) },
        careful: { name: 'Careful', ...worker(['careful-reads']) },
        forgetful: { name: 'Forgetful', ...worker(['forgetful-reads']) },
        careless: { name: 'Careless', ...worker(['careless-reads']) },
      },
      channels: { audit: stream() },
      subscriptions: {
        'careful-reads': rabbit('audit', 'careful', { prefetchCount: 10 }),
        'forgetful-reads': rabbit('audit', 'forgetful', {
          prefetchCount: 10,
          streamOffset: 'first',
          streamOffsetTracking: false,
        }),
        'careless-reads': rabbit('audit', 'careless', {
          prefetchCount: 10,
          streamOffsetTracking: false,
        }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: ['careful', 'forgetful', 'careless'].flatMap((serviceId, index) => [
    {
      atNs: 3_000_000_000,
      sequence: index,
      change: { kind: 'fault' as const, fault: { kind: 'crash' as const, serviceId } },
    },
    {
      atNs: 6_000_000_000,
      sequence: 10 + index,
      change: { kind: 'recover' as const, serviceId, fault: 'crash' as const },
    },
  ]),
  shows: [
    { kind: 'acknowledged', element: 'subscriptions/careful-reads', times: 19 },
    { kind: 'acknowledged', element: 'subscriptions/forgetful-reads', times: 24 },
    { kind: 'acknowledged', element: 'subscriptions/careless-reads', times: 12 },
  ],
}

const noReturn: Scenario = {
  id: 'rabbit.stream-no-return',
  title: 'What a consumer gives back to a stream',
  watch:
    'Billing fails half of its orders and asks for them to be requeued. A stream does not do that: they are never handed out again. Its dead-letter exchange gets nothing.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('audit', perSecond(4)) },
        billing: {
          name: 'Billing',
          ...worker(['billing-reads'], { failure: { probability: 0.5 } }),
        },
      },
      channels: {
        audit: stream({ deadLetterExchangeId: 'dead' }),
        dead: { kind: 'rabbitExchange', name: 'Dead letters', type: 'fanout' },
        failed: { kind: 'rabbitQueue', name: 'Failed' },
      },
      bindings: { 'to-failed': bound('dead', 'failed', '') },
      subscriptions: {
        'billing-reads': rabbit('audit', 'billing', {
          prefetchCount: 10,
          whenExhausted: 'requeue',
        }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'failed', element: 'subscriptions/billing-reads', times: 10 },
    { kind: 'dropped', element: 'subscriptions/billing-reads', times: 10 },
    { kind: 'requeued', element: 'subscriptions/billing-reads', times: 0 },
    { kind: 'accepted', element: 'channels/failed', times: 0 },
  ],
}

const retention: Scenario = {
  id: 'rabbit.stream-retention',
  title: 'A stream deletes segments, not messages',
  watch:
    'A segment is full after about 20 messages, and only when another one is begun are old ones looked at: the number of messages goes up and down in steps.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('audit', perSecond(20)) },
        meter: { name: 'Meter', ...shop('hourly', perSecond(20)) },
      },
      channels: {
        audit: stream({ maxSegmentSizeBytes: 20_000, maxLengthBytes: 60_000 }),
        hourly: stream({ name: 'Readings', maxSegmentSizeBytes: 20_000, maxAgeMs: 2000 }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'expired', element: 'channels/audit', times: 100 },
    { kind: 'expired', element: 'channels/hourly', times: 100 },
  ],
}

/** Two of three nodes are down from 2 s to 6 s. */
const majority: Scenario = {
  id: 'rabbit.stream-majority',
  title: 'A stream without a majority of its nodes',
  watch:
    'Two of three nodes go down at 2 s. Nothing new comes to Search until one is back at 6 s: then it gets all that the Shop waited to have confirmed. What the Bank publishes without confirms is lost.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('audit', perSecond(2)) },
        bank: {
          name: 'Bank',
          ...shop('audit', {
            ...perSecond(2),
            producer: { kind: 'rabbitPublisher', confirms: false },
          }),
        },
        search: { name: 'Search', ...worker(['search-reads']) },
      },
      channels: { audit: stream() },
      subscriptions: { 'search-reads': rabbit('audit', 'search', { prefetchCount: 10 }) },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: [
    ...[0, 1].map((node) => ({
      atNs: 2_000_000_000,
      sequence: node,
      change: {
        kind: 'fault' as const,
        fault: { kind: 'nodeDown' as const, channelId: 'audit', node },
      },
    })),
    {
      atNs: 6_000_000_000,
      sequence: 2,
      change: { kind: 'restoreNode' as const, channelId: 'audit', node: 1 },
    },
  ],
  shows: [
    { kind: 'elected', element: 'channels/audit', times: 2 },
    { kind: 'refused', element: 'channels/audit', times: 8 },
    { kind: 'delivered', element: 'subscriptions/search-reads', times: 28 },
  ],
}

export const rabbitStreamScenarios: readonly Scenario[] = [
  readers,
  offsets,
  noReturn,
  retention,
  majority,
]
