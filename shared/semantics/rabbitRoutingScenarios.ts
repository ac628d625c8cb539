import { bound, rabbit, shop, sketch, worker } from '../topology/sketch.ts'
import type { Scenario } from './rule.ts'

const queue = (name: string, more: object = {}) => ({ kind: 'rabbitQueue', name, ...more })
const exchange = (name: string, type: string, more: object = {}) => ({
  kind: 'rabbitExchange',
  name,
  type,
  ...more,
})
const perSecond = (ratePerSecond: number) => ({ arrivals: { kind: 'constant', ratePerSecond } })
const oneOf = (...values: readonly string[]) => values.map((value) => ({ value, weight: 1 }))
const asking = (fromId: string, toId: string, xMatch: string, wanted: object) => ({
  ...bound(fromId, toId, ''),
  xMatch,
  arguments: wanted,
})

const directKeys: Scenario = {
  id: 'rabbit.direct-keys',
  title: 'A direct exchange, and a queue that is published to directly',
  watch:
    'Orders go to Paid or to Shipped by their routing keys; what is published to Invoices needs no binding.',
  topology: () =>
    sketch({
      services: {
        shop: {
          name: 'Shop',
          ...shop('orders', { ...perSecond(4), routingKey: oneOf('order.paid', 'order.shipped') }),
        },
        office: { name: 'Office', ...shop('invoices', perSecond(1)) },
        billing: { name: 'Billing', ...worker(['billing-reads', 'invoices-read']) },
      },
      channels: {
        orders: exchange('Orders', 'direct'),
        paid: queue('Paid'),
        shipped: queue('Shipped'),
        invoices: queue('Invoices'),
      },
      bindings: {
        'to-paid': bound('orders', 'paid', 'order.paid'),
        'to-shipped': bound('orders', 'shipped', 'order.shipped'),
      },
      subscriptions: {
        'billing-reads': rabbit('paid', 'billing', { prefetchCount: 1 }),
        'invoices-read': rabbit('invoices', 'billing', { prefetchCount: 1 }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'routed', element: 'bindings/to-paid', times: 5 },
    { kind: 'routed', element: 'bindings/to-shipped', times: 5 },
    { kind: 'accepted', element: 'channels/invoices', times: 9 },
    { kind: 'unroutable', element: 'channels/orders', times: 0 },
  ],
}

const copies: Scenario = {
  id: 'rabbit.copies',
  title: 'Exchanges bound in a circle, and one copy for each queue',
  watch:
    'Everything and Europe pass messages to each other, and Audit is bound to both: it still gets each message once.',
  topology: () =>
    sketch({
      services: { shop: { name: 'Shop', ...shop('everything', perSecond(2)) } },
      channels: {
        everything: exchange('Everything', 'fanout'),
        europe: exchange('Europe', 'fanout'),
        audit: queue('Audit'),
        billing: queue('Billing'),
      },
      bindings: {
        'to-europe': bound('everything', 'europe', ''),
        'and-back': bound('europe', 'everything', ''),
        'everything-to-audit': bound('everything', 'audit', ''),
        'europe-to-audit': bound('europe', 'audit', 'no matter'),
        'europe-to-billing': bound('europe', 'billing', ''),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'routed', element: 'bindings/and-back', times: 19 },
    { kind: 'routed', element: 'bindings/europe-to-audit', times: 19 },
    { kind: 'accepted', element: 'channels/audit', times: 19 },
    { kind: 'accepted', element: 'channels/billing', times: 19 },
  ],
}

const topicPatterns: Scenario = {
  id: 'rabbit.topic-patterns',
  title: 'Patterns of a topic exchange',
  watch:
    '`order.*` takes exactly two words, `order.#` any that begin with order, and `#` even the empty key. `*.paid` takes an empty first word.',
  topology: () =>
    sketch({
      services: {
        shop: {
          name: 'Shop',
          ...shop('events', {
            ...perSecond(5),
            routingKey: oneOf('order', 'order.paid', 'order.paid.eu', '.paid', ''),
          }),
        },
      },
      channels: {
        events: exchange('Events', 'topic'),
        two: queue('Two words'),
        orders: queue('All orders'),
        paid: queue('Paid'),
        audit: queue('Audit'),
      },
      bindings: {
        'order-one': bound('events', 'two', 'order.*'),
        'order-any': bound('events', 'orders', 'order.#'),
        'any-paid': bound('events', 'paid', '*.paid'),
        everything: bound('events', 'audit', '#'),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'routed', element: 'bindings/order-one', times: 3 },
    { kind: 'routed', element: 'bindings/order-any', times: 10 },
    { kind: 'routed', element: 'bindings/any-paid', times: 5 },
    { kind: 'routed', element: 'bindings/everything', times: 49 },
    { kind: 'unroutable', element: 'channels/events', times: 0 },
  ],
}

const headers: Scenario = {
  id: 'rabbit.headers',
  title: 'A headers exchange: all, any, with x-, and by presence',
  watch:
    'Orders have a region, a tier, one item and an x-trace. European gold needs both values; the x- header counts only where x-match says so. One item is the number 1 and not the text 1; all of nothing is everything, any of nothing is nothing.',
  topology: () =>
    sketch({
      services: {
        shop: {
          name: 'Shop',
          ...shop('orders', {
            ...perSecond(4),
            attributes: {
              region: oneOf('eu', 'us'),
              tier: oneOf('gold', 'tin'),
              'x-trace': 'on',
              items: 1,
            },
          }),
        },
      },
      channels: {
        orders: exchange('Orders', 'headers'),
        gold: queue('European gold'),
        either: queue('European or gold'),
        known: queue('Has a region'),
        traced: queue('Traced'),
        never: queue('Nothing'),
        everything: queue('Everything'),
      },
      bindings: {
        all: asking('orders', 'gold', 'all', { region: 'eu', tier: 'gold', 'x-trace': 'off' }),
        any: asking('orders', 'either', 'any', { region: 'eu', tier: 'gold' }),
        presence: asking('orders', 'known', 'all', { region: null }),
        'with-x': asking('orders', 'traced', 'all-with-x', { 'x-trace': 'on' }),
        nothing: asking('orders', 'never', 'any', { 'x-trace': 'on' }),
        text: asking('orders', 'never', 'all', { items: '1' }),
        number: asking('orders', 'everything', 'all', { items: 1 }),
        empty: asking('orders', 'everything', 'all', {}),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'routed', element: 'bindings/all', times: 4 },
    { kind: 'routed', element: 'bindings/any', times: 20 },
    { kind: 'routed', element: 'bindings/presence', times: 39 },
    { kind: 'routed', element: 'bindings/with-x', times: 39 },
    { kind: 'routed', element: 'bindings/nothing', times: 0 },
    { kind: 'routed', element: 'bindings/text', times: 0 },
    { kind: 'routed', element: 'bindings/number', times: 39 },
    { kind: 'routed', element: 'bindings/empty', times: 39 },
  ],
}

const alternate: Scenario = {
  id: 'rabbit.alternate',
  title: 'An alternate exchange for what no binding matches',
  watch: 'Refunds have no binding of Orders. Its alternate exchange catches them for Strays.',
  topology: () =>
    sketch({
      services: {
        shop: {
          name: 'Shop',
          ...shop('orders', {
            ...perSecond(4),
            routingKey: oneOf('paid', 'refunded'),
            producer: { kind: 'rabbitPublisher', mandatory: true },
          }),
        },
      },
      channels: {
        orders: exchange('Orders', 'direct', { alternateExchangeId: 'unrouted' }),
        unrouted: exchange('Unrouted', 'fanout'),
        paid: queue('Paid'),
        strays: queue('Strays'),
      },
      bindings: {
        'to-paid': bound('orders', 'paid', 'paid'),
        'to-strays': bound('unrouted', 'strays', ''),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'diverted', element: 'channels/orders', times: 5 },
    { kind: 'accepted', element: 'channels/strays', times: 5 },
    { kind: 'accepted', element: 'channels/paid', times: 5 },
    { kind: 'returned', element: 'channels/orders', times: 0 },
  ],
}

const unroutable: Scenario = {
  id: 'rabbit.unroutable',
  title: 'No queue for a message: dropped, or returned',
  watch:
    'Nothing is bound for refunds. The Shop loses them and is told that all is well; the Bank publishes as mandatory and gets them back.',
  topology: () =>
    sketch({
      services: {
        shop: {
          name: 'Shop',
          ...shop('orders', { ...perSecond(2), routingKey: oneOf('paid', 'refunded') }),
        },
        bank: {
          name: 'Bank',
          ...shop('orders', {
            ...perSecond(2),
            routingKey: oneOf('paid', 'refunded'),
            producer: { kind: 'rabbitPublisher', mandatory: true },
          }),
        },
      },
      channels: { orders: exchange('Orders', 'direct'), paid: queue('Paid') },
      bindings: { 'to-paid': bound('orders', 'paid', 'paid') },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'unroutable', element: 'channels/orders', times: 3 },
    { kind: 'returned', element: 'channels/orders', times: 3 },
    { kind: 'accepted', element: 'channels/paid', times: 10 },
  ],
}

const nack: Scenario = {
  id: 'rabbit.nack',
  title: 'One full queue refuses for all',
  watch:
    'Small holds five messages and refuses more: the Shop, with confirms, hears of it, although Large keeps its copy. The Bank, without confirms, never knows.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', perSecond(1)) },
        bank: {
          name: 'Bank',
          ...shop('orders', {
            ...perSecond(1),
            producer: { kind: 'rabbitPublisher', confirms: false },
          }),
        },
      },
      channels: {
        orders: exchange('Orders', 'fanout'),
        small: queue('Small', { maxLength: 5, overflow: 'reject-publish' }),
        large: queue('Large'),
      },
      bindings: {
        'to-small': bound('orders', 'small', ''),
        'to-large': bound('orders', 'large', ''),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'refused', element: 'channels/small', times: 10 },
    { kind: 'accepted', element: 'channels/small', times: 5 },
    { kind: 'accepted', element: 'channels/large', times: 18 },
  ],
}

export const rabbitRoutingScenarios: readonly Scenario[] = [
  directKeys,
  copies,
  topicPatterns,
  headers,
  alternate,
  unroutable,
  nack,
]
