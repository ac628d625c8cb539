import { bound, rabbit, shop, sketch, worker } from '../topology/sketch.ts'
import { at, fanout, fault, ONE, publishing, queue, quorum, taking } from './rabbitSketches.ts'
import type { Scenario } from './rule.ts'

const prefetchOne: Scenario = {
  id: 'rabbit.prefetch-one',
  title: 'Three consumers in turn, one message each',
  watch: 'Each replica has one message in hand and gets the next when it has acknowledged that.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', publishing(20)) },
        billing: { name: 'Billing', ...worker(['billing-reads'], taking(120)), replicas: 3 },
      },
      channels: { orders: queue('Orders') },
      subscriptions: { 'billing-reads': rabbit('orders', 'billing', ONE) },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'acknowledged', element: 'subscriptions/billing-reads', times: 190 },
    { kind: 'requeued', element: 'subscriptions/billing-reads', times: 0 },
  ],
}

const hoarding: Scenario = {
  id: 'rabbit.hoarding',
  title: 'A consumer without a prefetch limit takes everything with it',
  watch:
    'Orders pushes all it has to Billing, which crashes after five seconds: everything comes back and is handed out again. Invoices, a quorum queue, stops when Audit has 2000 messages in hand.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', publishing(50)) },
        billing: { name: 'Billing', ...worker(['orders-read'], taking(100)) },
        office: { name: 'Office', ...shop('invoices', publishing(300)) },
        audit: { name: 'Audit', ...worker(['invoices-read'], taking(100)) },
      },
      channels: { orders: queue('Orders'), invoices: quorum('Invoices') },
      subscriptions: {
        'orders-read': rabbit('orders', 'billing'),
        'invoices-read': rabbit('invoices', 'audit'),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: [
    at(5, 1, fault('crash', { serviceId: 'billing' })),
    at(7, 2, { kind: 'recover', serviceId: 'billing', fault: 'crash' }),
  ],
  shows: [
    { kind: 'abandoned', element: 'subscriptions/orders-read', times: 150 },
    { kind: 'delivered', element: 'subscriptions/orders-read', times: 600 },
    { kind: 'delivered', element: 'subscriptions/invoices-read', times: 2050 },
  ],
}

const noAck: Scenario = {
  id: 'rabbit.no-ack',
  title: 'Without acknowledgements a crash loses messages',
  watch: 'The queue is always empty. What Billing had not handled when it crashed is gone.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', publishing(50)) },
        billing: { name: 'Billing', ...worker(['billing-reads'], taking(50)) },
      },
      channels: { orders: queue('Orders') },
      subscriptions: { 'billing-reads': rabbit('orders', 'billing', { noAck: true }) },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: [
    at(5, 1, fault('crash', { serviceId: 'billing' })),
    at(7, 2, { kind: 'recover', serviceId: 'billing', fault: 'crash' }),
  ],
  shows: [{ kind: 'abandoned', element: 'subscriptions/billing-reads', times: 100 }],
}

const consumerPriority: Scenario = {
  id: 'rabbit.consumer-priority',
  title: 'A consumer of a higher priority comes first',
  watch: 'The near worker gets everything that it can take; the far one gets the rest.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', publishing(15)) },
        near: { name: 'Near', ...worker(['near-reads'], taking(100)) },
        far: { name: 'Far', ...worker(['far-reads'], taking(100)) },
      },
      channels: { orders: queue('Orders') },
      subscriptions: {
        'near-reads': rabbit('orders', 'near', { ...ONE, consumerPriority: 10 }),
        'far-reads': rabbit('orders', 'far', ONE),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'acknowledged', element: 'subscriptions/near-reads', times: 70 },
    { kind: 'acknowledged', element: 'subscriptions/far-reads', times: 40 },
  ],
}

const singleActive: Scenario = {
  id: 'rabbit.single-active',
  title: 'One active consumer, and its successor',
  watch:
    'First does all the work until it crashes; what it had goes to Second. When it comes back, it has the higher priority, and takes over again.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', publishing(10)) },
        first: { name: 'First', ...worker(['first-reads'], taking(50)) },
        second: { name: 'Second', ...worker(['second-reads'], taking(50)) },
      },
      channels: { orders: quorum('Orders', { singleActiveConsumer: true }) },
      subscriptions: {
        'first-reads': rabbit('orders', 'first', { prefetchCount: 5, consumerPriority: 1 }),
        'second-reads': rabbit('orders', 'second', { prefetchCount: 5 }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: [
    at(4, 1, fault('crash', { serviceId: 'first' })),
    at(7, 2, { kind: 'recover', serviceId: 'first', fault: 'crash' }),
  ],
  shows: [
    { kind: 'acknowledged', element: 'subscriptions/first-reads', times: 60 },
    { kind: 'acknowledged', element: 'subscriptions/second-reads', times: 25 },
  ],
}

const priorities: Scenario = {
  id: 'rabbit.priorities',
  title: 'Urgent messages first',
  watch:
    'Both workers are too slow, and the urgent orders overtake the others. Classic may hold twenty messages, and drops the urgent ones first.',
  topology: () =>
    sketch({
      services: {
        shop: {
          name: 'Shop',
          sources: {
            plain: shop('events', publishing(10)).sources.source,
            urgent: shop('events', publishing(3, { priority: 9 })).sources.source,
          },
        },
        billing: { name: 'Billing', ...worker(['billing-reads'], taking(200)) },
        shipping: { name: 'Shipping', ...worker(['shipping-reads'], taking(200)) },
      },
      channels: {
        events: fanout('Events'),
        classic: queue('Classic', { maxPriority: 9, maxLength: 20 }),
        replicated: quorum('Replicated'),
      },
      bindings: {
        'to-classic': bound('events', 'classic', ''),
        'to-replicated': bound('events', 'replicated', ''),
      },
      subscriptions: {
        'billing-reads': rabbit('classic', 'billing', ONE),
        'shipping-reads': rabbit('replicated', 'shipping', ONE),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'dropped', element: 'channels/classic', times: 50 },
    { kind: 'acknowledged', element: 'subscriptions/shipping-reads', times: 45 },
    { kind: 'dropped', element: 'channels/replicated', times: 0 },
  ],
}

const purge: Scenario = {
  id: 'rabbit.purge',
  title: 'An operator empties a queue',
  watch: 'After five seconds the backlog is thrown away; what Billing has in hand it finishes.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', publishing(20)) },
        billing: { name: 'Billing', ...worker(['billing-reads'], taking(200)) },
      },
      channels: { orders: queue('Orders') },
      subscriptions: { 'billing-reads': rabbit('orders', 'billing', ONE) },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: [at(5, 1, { kind: 'operate', channelId: 'orders', operation: { kind: 'purge' } })],
  shows: [
    { kind: 'purged', element: 'channels/orders', times: 70 },
    { kind: 'acknowledged', element: 'subscriptions/billing-reads', times: 45 },
  ],
}

export const rabbitQueueScenarios: readonly Scenario[] = [
  prefetchOne,
  hoarding,
  noAck,
  consumerPriority,
  singleActive,
  priorities,
  purge,
]
