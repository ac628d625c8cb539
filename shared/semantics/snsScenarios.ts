// Amazon SNS at work: ten seconds for each thing that can be seen.

import { notified } from '../topology/sketch.ts'
import type { Scenario } from './rule.ts'
import {
  bodyFilters,
  clientErrors,
  fanOut,
  fifo,
  filters,
  lateSubscriber,
  tooLarge,
} from './snsDrawings.ts'

const SECOND_NS = 1e9

const outage = (channelId: string) =>
  [
    {
      atNs: 2 * SECOND_NS,
      sequence: 0,
      change: { kind: 'fault', fault: { kind: 'nodeDown', channelId, node: 0 } },
    },
    {
      atNs: 5 * SECOND_NS,
      sequence: 1,
      change: { kind: 'restoreNode', channelId, node: 0 },
    },
  ] as const

export const snsScenarios: readonly Scenario[] = [
  {
    id: 'sns.fan-out',
    title: 'One topic, two queues',
    watch: 'Each order goes to both queues: two copies, which are handled each on its own.',
    topology: fanOut,
    seed: 1,
    untilMs: 10_000,
    shows: [
      { kind: 'routed', element: 'bindings/to-billing', times: 40 },
      { kind: 'routed', element: 'bindings/to-shipping', times: 40 },
    ],
  },
  {
    id: 'sns.no-storage',
    title: 'Subscribed too late',
    watch:
      'For five seconds nobody is subscribed, and orders are gone although publishing succeeds. Then billing subscribes, and gets what comes from then on.',
    topology: lateSubscriber,
    seed: 1,
    untilMs: 10_000,
    commands: [
      {
        atNs: 5 * SECOND_NS,
        sequence: 0,
        change: {
          kind: 'edit',
          edits: [
            {
              label: 'Subscribe billing',
              changes: [
                { path: ['bindings', 'to-billing'], value: notified('orders', 'billing-queue') },
              ],
            },
          ],
        },
      },
    ],
    shows: [
      { kind: 'unroutable', element: 'channels/orders', times: 20 },
      { kind: 'routed', element: 'bindings/to-billing', times: 20 },
    ],
  },
  {
    id: 'sns.filters',
    title: 'Filter policies on attributes',
    watch:
      'vip gets gold customers or large amounts ($or, numeric); express gets orders tagged exp…, but not of gold customers, and only without a coupon (prefix, anything-but, exists). Select a binding to read or change its policy.',
    topology: filters,
    seed: 1,
    untilMs: 10_000,
    shows: [
      { kind: 'routed', element: 'bindings/to-vip' },
      { kind: 'filtered', element: 'bindings/to-vip' },
      { kind: 'routed', element: 'bindings/to-express' },
      { kind: 'filtered', element: 'bindings/to-express' },
      { kind: 'deliveryFailed', element: 'bindings/to-vip', times: 0 },
    ],
  },
  {
    id: 'sns.filter-body',
    title: 'Filter policies on the body',
    watch:
      'paid asks for order.state; bulk for an order with more than ten books in one and the same line. Open an event to compare its body.',
    topology: bodyFilters,
    seed: 1,
    untilMs: 10_000,
    shows: [
      { kind: 'routed', element: 'bindings/to-paid' },
      { kind: 'filtered', element: 'bindings/to-paid' },
      { kind: 'routed', element: 'bindings/to-bulk' },
      { kind: 'filtered', element: 'bindings/to-bulk' },
    ],
  },
  {
    id: 'sns.message-size',
    title: 'Too large a message',
    watch: 'Scans of 300 kB are refused, and the scanner is told so; orders of 1 KiB go through.',
    topology: tooLarge,
    seed: 1,
    untilMs: 10_000,
    shows: [
      { kind: 'refused', element: 'channels/orders', times: 40 },
      { kind: 'accepted', element: 'channels/orders', times: 40 },
    ],
  },
  {
    id: 'sns.client-errors',
    title: 'A delivery that can never go well',
    watch:
      'The clerk adds an eleventh attribute, and raw delivery would make it one SQS attribute too many. Each message fails once and goes to the dead-letter queue of the subscription.',
    topology: clientErrors,
    seed: 1,
    untilMs: 10_000,
    shows: [
      { kind: 'deliveryFailed', element: 'bindings/to-raw', times: 20 },
      { kind: 'deadLettered', element: 'bindings/to-raw', times: 20 },
      { kind: 'accepted', element: 'channels/undelivered', times: 20 },
      { kind: 'routed', element: 'bindings/to-raw', times: 0 },
    ],
  },
  {
    id: 'sns.endpoint-down',
    title: 'A queue that is down',
    watch:
      'From 2 s to 5 s the queue of billing answers with errors. SNS tries each of its messages again; shipping does not notice.',
    topology: fanOut,
    seed: 1,
    untilMs: 10_000,
    commands: outage('billing-queue'),
    shows: [
      { kind: 'nodeDown', element: 'channels/billing-queue' },
      { kind: 'deliveryFailed', element: 'bindings/to-billing', times: 20 },
      { kind: 'deliveryFailed', element: 'bindings/to-shipping', times: 0 },
      { kind: 'nodeUp', element: 'channels/billing-queue' },
      { kind: 'routed', element: 'bindings/to-billing', times: 40 },
    ],
  },
  {
    id: 'sns.fifo-order',
    title: 'A FIFO topic keeps order',
    watch:
      'From 2 s to 5 s the FIFO queue is down. The first message of each order is tried again, and those behind it wait for it, so that they arrive in order. The standard queue gets everything meanwhile.',
    topology: () => fifo('event'),
    seed: 1,
    untilMs: 10_000,
    commands: outage('billing-queue'),
    shows: [
      { kind: 'deliveryFailed', element: 'bindings/to-billing', times: 12 },
      { kind: 'routed', element: 'bindings/to-billing', times: 30 },
      { kind: 'routed', element: 'bindings/to-audit', times: 40 },
    ],
  },
  {
    id: 'sns.fifo-duplicates',
    title: 'A FIFO topic drops duplicates',
    watch:
      'The deduplication id is the key, of which there are three: the first message of each is delivered, and the others are accepted and dropped for five minutes.',
    topology: () => fifo('key'),
    seed: 1,
    untilMs: 10_000,
    shows: [
      { kind: 'accepted', element: 'channels/orders', times: 3 },
      { kind: 'deduplicated', element: 'channels/orders', times: 40 },
    ],
  },
]
