import { output, shop, sketch, sqs, worker } from '../topology/sketch.ts'
import type { Scenario } from './rule.ts'
import {
  commandsAt,
  failing,
  fifoQueue,
  keyed,
  perSecond,
  queue,
  redrivenTo,
  sender,
  taking,
} from './sqsParts.ts'

const LONG = { waitTimeMs: 20_000 }

const groups: Scenario = {
  id: 'sqs.fifo-groups',
  title: 'Message groups, one of them busy',
  watch:
    'Eight of ten messages are of one order. They are handled one after the other, two a second, whatever there is of slots; the other orders pass by.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('jobs', { ...perSecond(5), ...keyed(8, 1, 1) }) },
        packing: { name: 'Packing', concurrency: 3, ...worker(['packing-jobs'], taking(500)) },
      },
      channels: { jobs: fifoQueue('Jobs') },
      subscriptions: { 'packing-jobs': sqs('jobs', 'packing', LONG) },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'accepted', element: 'channels/jobs', times: 49 },
    { kind: 'acknowledged', element: 'subscriptions/packing-jobs', times: 20 },
    { kind: 'leaseExpired', element: 'channels/jobs', times: 0 },
  ],
}

const late: Scenario = {
  id: 'sqs.fifo-late',
  title: 'A FIFO queue, and a consumer that is too late',
  watch:
    'Packing takes 1.5 s, and messages are hidden for 1 s. Its deletes come too late and are refused: the first messages come again and again, and nothing else gets through.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('jobs', { ...perSecond(1), ...keyed(1, 1) }) },
        packing: { name: 'Packing', concurrency: 2, ...worker(['packing-jobs'], taking(1500)) },
      },
      channels: { jobs: fifoQueue('Jobs', { visibilityTimeoutMs: 1000 }) },
      subscriptions: { 'packing-jobs': sqs('jobs', 'packing', LONG) },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'leaseExpired', element: 'channels/jobs', times: 6 },
    { kind: 'acknowledged', element: 'subscriptions/packing-jobs', times: 0 },
  ],
}

const poison: Scenario = {
  id: 'sqs.fifo-poison',
  title: 'A message that fails holds up its group',
  watch:
    'A message that fails blocks its order for 1 s a time. After two receives it goes to Dead letters and its order goes on; from 8 s on the dead letters are sent back.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('jobs', { ...perSecond(3), ...keyed(1, 1, 1) }) },
        packing: {
          name: 'Packing',
          concurrency: 3,
          ...worker(['packing-jobs'], { ...taking(50), ...failing(0.5) }),
        },
      },
      channels: {
        jobs: fifoQueue('Jobs', { visibilityTimeoutMs: 1000, ...redrivenTo('dead', 2) }),
        dead: fifoQueue('Dead letters'),
      },
      subscriptions: { 'packing-jobs': sqs('jobs', 'packing', LONG) },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: commandsAt([
    8000,
    { kind: 'operate', channelId: 'dead', operation: { kind: 'redrive', ratePerSecond: 2 } },
  ]),
  shows: [
    { kind: 'deadLettered', element: 'channels/jobs', times: 2 },
    { kind: 'redriven', element: 'channels/dead', times: 2 },
  ],
}

const duplicates: Scenario = {
  id: 'sqs.fifo-duplicates',
  title: 'A repeated handling, and a FIFO queue that knows it',
  watch:
    'Billing is too slow for its visibility timeout and handles orders twice. What it sends has the id of the order’s event: Invoices takes it once.',
  topology: () =>
    sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', { ...perSecond(1), ...keyed(1, 1, 1) }) },
        billing: {
          name: 'Billing',
          concurrency: 3,
          ...worker(['billing-orders'], {
            ...taking(1500),
            outputs: {
              invoice: output('invoices', {
                eventTypeId: 'invoiced',
                ...sender({ deduplication: 'cause' }),
              }),
            },
          }),
        },
        ledger: { name: 'Ledger', ...worker(['ledger-invoices'], taking(50)) },
      },
      channels: {
        orders: queue('Orders', { visibilityTimeoutMs: 1000 }),
        invoices: queue('Invoices', { fifoQueue: true }),
      },
      subscriptions: {
        'billing-orders': sqs('orders', 'billing', LONG),
        'ledger-invoices': sqs('invoices', 'ledger', LONG),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'deduplicated', element: 'channels/invoices', times: 3 },
    { kind: 'acknowledged', element: 'subscriptions/ledger-invoices', times: 4 },
  ],
}

const throughput: Scenario = {
  id: 'sqs.fifo-throughput',
  title: '300 a second, on the queue or on each message group',
  watch:
    'Both queues are sent 500 messages a second of four orders. The first refuses what is above 300; the second counts for each order by itself.',
  topology: () => {
    const orders = { ...perSecond(500), ...keyed(1, 1, 1, 1) }
    return sketch({
      services: {
        shop: { name: 'Shop', ...shop('plain', orders) },
        store: { name: 'Store', ...shop('high', orders) },
      },
      channels: {
        plain: fifoQueue('Plain'),
        high: fifoQueue('High throughput', {
          fifoThroughputLimit: 'perMessageGroupId',
          deduplicationScope: 'messageGroup',
        }),
      },
    })
  },
  seed: 1,
  untilMs: 10_000,
  shows: [
    { kind: 'refused', element: 'channels/plain', times: 1500 },
    { kind: 'refused', element: 'channels/high', times: 0 },
  ],
}

export const sqsFifoScenarios: readonly Scenario[] = [groups, late, poison, duplicates, throughput]
