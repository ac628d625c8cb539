// The drawings of the scenarios of Amazon SNS.

import { notified, output, shop, sketch, sqs, worker } from '../topology/sketch.ts'

const slow = { arrivals: { kind: 'constant', ratePerSecond: 5 } }
const topic = { kind: 'snsTopic' }
const queue = { kind: 'sqsQueue' }
const waiting = { waitTimeMs: 20_000, maxNumberOfMessages: 10 }

/** A queue and its worker, by the name of the worker. */
const work = (...names: readonly string[]) => ({
  queues: Object.fromEntries(names.map((name) => [`${name}-queue`, queue])),
  workers: Object.fromEntries(names.map((name) => [name, worker([name])])),
  subscriptions: Object.fromEntries(
    names.map((name) => [name, sqs(`${name}-queue`, name, waiting)]),
  ),
})

export function fanOut() {
  const { queues, workers, subscriptions } = work('billing', 'shipping')
  return sketch({
    services: { shop: shop('orders', slow), ...workers },
    channels: { orders: topic, ...queues },
    bindings: {
      'to-billing': notified('orders', 'billing-queue'),
      'to-shipping': notified('orders', 'shipping-queue'),
    },
    subscriptions,
  })
}

export function lateSubscriber() {
  const { queues, workers, subscriptions } = work('billing')
  return sketch({
    services: { shop: shop('orders', slow), ...workers },
    channels: { orders: topic, ...queues },
    subscriptions,
  })
}

const ORDER_ATTRIBUTES = {
  tier: [
    { value: 'gold', weight: 1 },
    { value: 'basic', weight: 3 },
  ],
  amount: [
    { value: 20, weight: 2 },
    { value: 250, weight: 1 },
  ],
  tags: [
    { value: ['gift', 'express'], weight: 1 },
    { value: ['gift'], weight: 1 },
    { value: [], weight: 1 },
  ],
}

export function filters() {
  const { queues, workers, subscriptions } = work('vip', 'express')
  return sketch({
    services: { shop: shop('orders', { ...slow, attributes: ORDER_ATTRIBUTES }), ...workers },
    channels: { orders: topic, ...queues },
    bindings: {
      'to-vip': notified('orders', 'vip-queue', {
        $or: [{ tier: ['gold'] }, { amount: [{ numeric: ['>=', 100] }] }],
      }),
      'to-express': notified('orders', 'express-queue', {
        tags: [{ prefix: 'exp' }],
        tier: [{ 'anything-but': 'gold' }],
        coupon: [{ exists: false }],
      }),
    },
    subscriptions,
  })
}

const ORDER_SCHEMA = {
  type: 'object',
  required: ['order'],
  properties: {
    order: {
      type: 'object',
      required: ['state', 'lines'],
      properties: {
        state: { enum: ['paid', 'refunded'] },
        lines: {
          type: 'array',
          minItems: 1,
          maxItems: 3,
          items: {
            type: 'object',
            required: ['sku', 'amount'],
            properties: {
              sku: { enum: ['book', 'lamp', 'chair'] },
              amount: { type: 'integer', minimum: 1, maximum: 20 },
            },
          },
        },
      },
    },
  },
}

export function bodyFilters() {
  const { queues, workers, subscriptions } = work('paid', 'bulk')
  const inBody = { filterPolicyScope: 'MessageBody' }
  return sketch({
    eventTypes: { placed: { versions: [{ version: 1, schema: ORDER_SCHEMA }] } },
    services: { shop: shop('orders', slow), ...workers },
    channels: { orders: topic, ...queues },
    bindings: {
      'to-paid': {
        ...notified('orders', 'paid-queue', { 'order.state': ['paid'] }),
        ...inBody,
      },
      'to-bulk': {
        ...notified('orders', 'bulk-queue', {
          order: { lines: { sku: ['book'], amount: [{ numeric: ['>', 10] }] } },
        }),
        ...inBody,
      },
    },
    subscriptions,
  })
}

export function tooLarge() {
  const { queues, workers, subscriptions } = work('billing')
  return sketch({
    eventTypes: { placed: {}, scanned: { sizeBytes: 300_000 } },
    services: {
      shop: shop('orders', slow),
      scanner: shop('orders', { ...slow, eventTypeId: 'scanned' }),
      ...workers,
    },
    channels: { orders: topic, ...queues },
    bindings: { 'to-billing': notified('orders', 'billing-queue') },
    subscriptions,
  })
}

/** Ten attributes are published; the clerk adds one more to those that it carries on. */
export function clientErrors() {
  const attributes = Object.fromEntries(
    Array.from({ length: 10 }, (_, n) => [`field-${n + 1}`, n + 1]),
  )
  const more = { attributes: { checked: true } }
  return sketch({
    services: {
      shop: shop('orders', { ...slow, attributes }),
      clerk: worker(['clerk'], { outputs: { checked: output('checked', more) } }),
    },
    channels: {
      orders: topic,
      'clerk-queue': queue,
      checked: topic,
      'raw-queue': queue,
      undelivered: queue,
    },
    bindings: {
      'to-clerk': { ...notified('orders', 'clerk-queue'), rawMessageDelivery: true },
      'to-raw': {
        ...notified('checked', 'raw-queue'),
        rawMessageDelivery: true,
        deadLetterQueueId: 'undelivered',
      },
    },
    subscriptions: { clerk: sqs('clerk-queue', 'clerk', waiting) },
  })
}

const keys = (size: number) => ({ prefix: 'order-', size, distribution: { kind: 'uniform' } })

export function fifo(deduplication: 'event' | 'key') {
  const producer = { kind: 'awsSender', deduplication }
  const { workers, subscriptions } = work('billing', 'audit')
  return sketch({
    services: { shop: shop('orders', { ...slow, keys: keys(3), producer }), ...workers },
    channels: {
      orders: { ...topic, fifoTopic: true },
      'billing-queue': { ...queue, fifoQueue: true },
      'audit-queue': queue,
    },
    bindings: {
      'to-billing': notified('orders', 'billing-queue'),
      'to-audit': notified('orders', 'audit-queue'),
    },
    subscriptions,
  })
}
