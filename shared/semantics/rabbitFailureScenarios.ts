import { bound, handler, rabbit, shop, sketch, worker } from '../topology/sketch.ts'
import {
  at,
  fanout,
  fault,
  nodeDown,
  nodeUp,
  ONE,
  publishing,
  queue,
  quorum,
  taking,
} from './rabbitSketches.ts'
import type { Scenario } from './rule.ts'

const broken = (channelId: string) => ({
  sources: {
    good: shop(channelId, publishing(5)).sources.source,
    bad: { ...shop(channelId, publishing(0.3)).sources.source, eventTypeId: 'broken' },
  },
})
const choking = (subscriptionId: string) => ({
  handlers: {
    good: handler([subscriptionId], { ...taking(20), eventTypeIds: ['placed'] }),
    bad: handler([subscriptionId], { ...taking(20, 1), eventTypeIds: ['broken'] }),
  },
})

const poison: Scenario = {
  id: 'rabbit.poison',
  title: 'A poisonous message in a classic queue',
  watch:
    'The first broken order is given back again and again and returns to the head each time: nothing behind it moves.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...broken('orders') },
        billing: { name: 'Billing', ...choking('billing-reads') },
      },
      channels: { orders: queue('Orders') },
      subscriptions: {
        'billing-reads': rabbit('orders', 'billing', { ...ONE, whenExhausted: 'requeue' }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'requeued', element: 'subscriptions/billing-reads', times: 250 },
    { kind: 'dropped', element: 'channels/orders', times: 0 },
  ],
}

const deliveryLimit: Scenario = {
  id: 'rabbit.delivery-limit',
  title: 'A quorum queue gives a poisonous message up',
  watch:
    'Billing rejects a broken order four times, and it is parked. Shipping nacks, which does not count: its order goes round without end.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...broken('events') },
        billing: { name: 'Billing', ...choking('billing-reads') },
        shipping: { name: 'Shipping', ...choking('shipping-reads') },
      },
      channels: {
        events: fanout('Events'),
        orders: quorum('Orders', { deliveryLimit: 3, deadLetterExchangeId: 'dead' }),
        parcels: quorum('Parcels', { deliveryLimit: -1 }),
        dead: fanout('Dead'),
        parked: queue('Parked'),
      },
      bindings: {
        'to-orders': bound('events', 'orders', ''),
        'to-parcels': bound('events', 'parcels', ''),
        'to-parked': bound('dead', 'parked', ''),
      },
      subscriptions: {
        'billing-reads': rabbit('orders', 'billing', {
          ...ONE,
          whenExhausted: 'requeue',
          requeueMethod: 'basic.reject',
        }),
        'shipping-reads': rabbit('parcels', 'shipping', { ...ONE, whenExhausted: 'requeue' }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'deadLettered', element: 'channels/orders', times: 2 },
    { kind: 'accepted', element: 'channels/parked', times: 2 },
    { kind: 'requeued', element: 'subscriptions/shipping-reads', times: 200 },
    { kind: 'acknowledged', element: 'subscriptions/shipping-reads', times: 45 },
    { kind: 'dropped', element: 'channels/parcels', times: 0 },
  ],
}

const heartbeat: Scenario = {
  id: 'rabbit.heartbeat',
  title: 'A consumer that is cut off is missed after two heartbeats',
  watch:
    'The network of First is gone in the third second. Its messages come back two heartbeats of a second and a half later.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', publishing(10)) },
        first: { name: 'First', ...worker(['first-reads'], taking(50)) },
        second: { name: 'Second', ...worker(['second-reads'], taking(50)) },
      },
      channels: { orders: queue('Orders') },
      subscriptions: {
        'first-reads': rabbit('orders', 'first', { prefetchCount: 10, heartbeatMs: 1500 }),
        'second-reads': rabbit('orders', 'second', { prefetchCount: 10, heartbeatMs: 1500 }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: [at(3.01, 1, fault('disconnect', { serviceId: 'first' }))],
  shows: [
    { kind: 'disconnected', element: 'services/first' },
    { kind: 'abandoned', element: 'subscriptions/first-reads', times: 10 },
    { kind: 'acknowledged', element: 'subscriptions/second-reads', times: 60 },
  ],
}

const slowConsumer: Scenario = {
  id: 'rabbit.slow-consumer',
  title: 'Who takes too long loses what it has',
  watch:
    'Billing takes five seconds for an order and may take three: each order is taken from it, and handed out again.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', publishing(0.5)) },
        billing: { name: 'Billing', ...worker(['billing-reads'], taking(5000)) },
      },
      channels: { orders: quorum('Orders', { consumerTimeoutMs: 3000 }) },
      subscriptions: { 'billing-reads': rabbit('orders', 'billing', ONE) },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'evicted', element: 'subscriptions/billing-reads', times: 2 },
    { kind: 'acknowledged', element: 'subscriptions/billing-reads', times: 0 },
  ],
}

const nodes: Scenario = {
  id: 'rabbit.nodes',
  title: 'Nodes go down: a quorum queue elects, a classic queue waits',
  watch:
    'In the second second the node goes down that leads Replicated and holds Single. Replicated goes on after its election, until a second node is gone; Single refuses until its node is back.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('replicated', publishing(5)) },
        office: { name: 'Office', ...shop('single', publishing(5)) },
        billing: { name: 'Billing', ...worker(['billing-reads'], taking(20)) },
        audit: { name: 'Audit', ...worker(['audit-reads'], taking(20)) },
      },
      channels: { replicated: quorum('Replicated'), single: queue('Single') },
      subscriptions: {
        'billing-reads': rabbit('replicated', 'billing', ONE),
        'audit-reads': rabbit('single', 'audit', ONE),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: [
    at(2, 1, nodeDown('replicated', 0)),
    at(2, 2, nodeDown('single', 0)),
    at(5, 3, nodeDown('replicated', 1)),
    at(6, 4, nodeUp('single', 0)),
    at(7, 5, nodeUp('replicated', 1)),
  ],
  shows: [
    { kind: 'elected', element: 'channels/replicated', times: 4 },
    { kind: 'refused', element: 'channels/replicated', times: 0 },
    { kind: 'acknowledged', element: 'subscriptions/billing-reads', times: 48 },
    { kind: 'refused', element: 'channels/single', times: 19 },
    { kind: 'acknowledged', element: 'subscriptions/audit-reads', times: 28 },
  ],
}

export const rabbitFailureScenarios: readonly Scenario[] = [
  poison,
  deliveryLimit,
  heartbeat,
  slowConsumer,
  nodes,
]
