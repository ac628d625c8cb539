import { bound, rabbit, shop, sketch, worker } from '../topology/sketch.ts'
import {
  at,
  fanout,
  nodeDown,
  nodeUp,
  ONE,
  publishing,
  queue,
  quorum,
  taking,
} from './rabbitSketches.ts'
import type { Scenario } from './rule.ts'

const retryLoop: Scenario = {
  id: 'rabbit.retry-loop',
  title: 'Retries after two seconds, by a queue that nobody reads',
  watch: 'What Billing rejects waits in Later, expires there and comes back to Orders.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', publishing(5)) },
        billing: { name: 'Billing', ...worker(['billing-reads'], taking(20, 0.3)) },
      },
      channels: {
        orders: queue('Orders', { deadLetterExchangeId: 'retry', deadLetterRoutingKey: 'again' }),
        later: queue('Later', { messageTtlMs: 2000, deadLetterExchangeId: 'back' }),
        retry: { kind: 'rabbitExchange', name: 'Retry', type: 'direct' },
        back: { kind: 'rabbitExchange', name: 'Back', type: 'headers' },
      },
      bindings: {
        'to-later': bound('retry', 'later', 'again'),
        'to-orders': {
          ...bound('back', 'orders', ''),
          xMatch: 'all-with-x',
          arguments: { 'x-first-death-queue': 'Orders', 'x-last-death-reason': 'expired' },
        },
      },
      subscriptions: { 'billing-reads': rabbit('orders', 'billing', ONE) },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'deadLettered', element: 'channels/orders', times: 10 },
    { kind: 'expired', element: 'channels/later', times: 8 },
    { kind: 'routed', element: 'bindings/to-orders', times: 8 },
    { kind: 'dropped', element: 'channels/later', times: 0 },
  ],
}

const circle: Scenario = {
  id: 'rabbit.circle',
  title: 'A circle of dead letters, and a way to nowhere',
  watch:
    'A message expires in First, then in Second, and is dropped when it would come to First again. What expires in Lonely goes to an exchange without bindings.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('first', publishing(2)) },
        office: { name: 'Office', ...shop('lonely', publishing(2)) },
      },
      channels: {
        first: queue('First', { messageTtlMs: 1000, deadLetterExchangeId: 'on' }),
        second: queue('Second', { messageTtlMs: 1000, deadLetterExchangeId: 'back' }),
        lonely: queue('Lonely', { messageTtlMs: 1000, deadLetterExchangeId: 'nowhere' }),
        on: fanout('On'),
        back: fanout('Back'),
        nowhere: fanout('Nowhere'),
      },
      bindings: {
        'to-second': bound('on', 'second', ''),
        'to-first': bound('back', 'first', ''),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'deadLettered', element: 'channels/first', times: 15 },
    { kind: 'dropped', element: 'channels/second', times: 12 },
    { kind: 'dropped', element: 'channels/lonely', times: 15 },
  ],
}

const atLeastOnce: Scenario = {
  id: 'rabbit.at-least-once',
  title: 'Dead letters wait for the queue that they are for',
  watch:
    'Parked has no majority from the second to the seventh second. The rejected orders stay in Orders until Parked confirms them.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', publishing(5)) },
        billing: { name: 'Billing', ...worker(['billing-reads'], taking(20, 0.5)) },
      },
      channels: {
        orders: quorum('Orders', {
          deadLetterExchangeId: 'dead',
          deadLetterStrategy: 'at-least-once',
          overflow: 'reject-publish',
        }),
        dead: fanout('Dead'),
        parked: quorum('Parked'),
      },
      bindings: { 'to-parked': bound('dead', 'parked', '') },
      subscriptions: { 'billing-reads': rabbit('orders', 'billing', ONE) },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: [
    at(2, 1, nodeDown('parked', 0)),
    at(2, 2, nodeDown('parked', 1)),
    at(6, 3, nodeUp('parked', 1)),
  ],
  shows: [
    { kind: 'deadLettered', element: 'channels/orders', times: 20 },
    { kind: 'accepted', element: 'channels/parked', times: 20 },
    { kind: 'elected', element: 'channels/parked', times: 2 },
    { kind: 'dropped', element: 'channels/orders', times: 0 },
  ],
}

const timeToLive: Scenario = {
  id: 'rabbit.time-to-live',
  title: 'Time to live is acted on at the head',
  watch:
    'In Classic the short-lived messages wait behind the long-lived ones. In Quorum they have another priority, and expire in time. Empty keeps nothing that nobody takes at once. Billing takes three seconds for a message of Held and gives it back: then its second is over, and it expires.',
  topology: () =>
    sketch({
      services: {
        shop: {
          name: 'Shop',
          sources: {
            patient: shop('events', publishing(1, { expirationMs: 5000 })).sources.source,
            hurried: shop('events', publishing(1, { expirationMs: 500, priority: 9 })).sources
              .source,
          },
        },
        billing: { name: 'Billing', ...worker(['billing-reads'], taking(3000, 1)) },
      },
      channels: {
        events: fanout('Events'),
        classic: queue('Classic', { messageTtlMs: 8000 }),
        quorum: quorum('Quorum', { messageTtlMs: 8000 }),
        empty: queue('Empty', { messageTtlMs: 0 }),
        held: queue('Held', { messageTtlMs: 1000 }),
      },
      bindings: {
        'to-classic': bound('events', 'classic', ''),
        'to-quorum': bound('events', 'quorum', ''),
        'to-empty': bound('events', 'empty', ''),
        'to-held': bound('events', 'held', ''),
      },
      subscriptions: {
        'billing-reads': rabbit('held', 'billing', { ...ONE, whenExhausted: 'requeue' }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'expired', element: 'channels/classic', times: 8 },
    { kind: 'expired', element: 'channels/quorum', times: 13 },
    { kind: 'expired', element: 'channels/empty', times: 18 },
    { kind: 'requeued', element: 'subscriptions/billing-reads', times: 3 },
    { kind: 'expired', element: 'channels/held', times: 12 },
  ],
}

const fullQueues: Scenario = {
  id: 'rabbit.full-queues',
  title: 'Full queues: the oldest goes, or the newest is refused',
  watch:
    'Nobody reads. Latest keeps the last ten messages, Light the last ten kilobytes; First keeps the first ten, Kept parks what it refuses, and Replicated takes eleven.',
  topology: () =>
    sketch({
      services: {
        a: { name: 'A', ...shop('latest', publishing(3)) },
        b: { name: 'B', ...shop('light', publishing(3)) },
        c: { name: 'C', ...shop('first', publishing(3)) },
        d: { name: 'D', ...shop('kept', publishing(3)) },
        e: { name: 'E', ...shop('replicated', publishing(3)) },
      },
      channels: {
        latest: queue('Latest', { maxLength: 10 }),
        light: queue('Light', { maxLengthBytes: 10_240 }),
        first: queue('First', { maxLength: 10, overflow: 'reject-publish' }),
        kept: queue('Kept', {
          maxLength: 10,
          overflow: 'reject-publish-dlx',
          deadLetterExchangeId: 'dead',
        }),
        dead: fanout('Dead'),
        parked: queue('Parked'),
        replicated: quorum('Replicated', { maxLength: 10, overflow: 'reject-publish' }),
      },
      bindings: { 'to-parked': bound('dead', 'parked', '') },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'dropped', element: 'channels/latest', times: 15 },
    { kind: 'refused', element: 'channels/first', times: 15 },
    { kind: 'refused', element: 'channels/replicated', times: 15 },
    { kind: 'accepted', element: 'channels/replicated', times: 11 },
    { kind: 'accepted', element: 'channels/parked', times: 15 },
  ],
}

export const rabbitLimitScenarios: readonly Scenario[] = [
  retryLoop,
  circle,
  atLeastOnce,
  timeToLive,
  fullQueues,
]
