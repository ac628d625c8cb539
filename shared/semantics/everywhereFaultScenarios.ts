// Cut off from the brokers, nodes that go down, and what an operator does.

import { kafka, output, rabbit, shop, sketch, sqs, worker } from '../topology/sketch.ts'
import { commandsAt, perSecond, taking } from './everywhereParts.ts'
import type { Scenario } from './rule.ts'

const disconnect: Scenario = {
  id: 'everywhere.disconnect',
  title: 'A service that reaches none of its brokers',
  watch:
    'Packing reads from SQS and RabbitMQ and is cut off from 2 s to 8 s. RabbitMQ notices after two heartbeats, SQS when the leases end.',
  topology: () =>
    sketch({
      services: {
        shop: {
          name: 'Shop',
          sources: {
            placed: shop('jobs', perSecond(2)).sources.source,
            parcel: shop('parcels', perSecond(2)).sources.source,
          },
        },
        packing: {
          name: 'Packing',
          concurrency: 2,
          ...worker(['takes-jobs', 'takes-parcels'], { ...taking(400) }),
        },
        web: { name: 'Web', ...shop('jobs', perSecond(2)) },
      },
      channels: {
        jobs: { kind: 'sqsQueue', name: 'Jobs', visibilityTimeoutMs: 3000 },
        parcels: { kind: 'rabbitQueue', name: 'Parcels' },
      },
      subscriptions: {
        'takes-jobs': sqs('jobs', 'packing', { waitTimeMs: 20_000 }),
        'takes-parcels': rabbit('parcels', 'packing', { prefetchCount: 1, heartbeatMs: 2000 }),
      },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: commandsAt([
    [2100, { kind: 'fault', fault: { kind: 'disconnect', serviceId: 'packing' } }],
    [3000, { kind: 'fault', fault: { kind: 'disconnect', serviceId: 'web' } }],
    [8000, { kind: 'recover', serviceId: 'packing', fault: 'disconnect' }],
  ]),
  shows: [
    { kind: 'disconnected', element: 'services/packing' },
    { kind: 'leaseExpired', element: 'channels/jobs' },
    { kind: 'abandoned', element: 'subscriptions/takes-parcels' },
    { kind: 'refused', element: 'channels/jobs', times: 10 },
    { kind: 'recovered', element: 'services/packing' },
  ],
}

const shortCut: Scenario = {
  id: 'everywhere.short-cut',
  title: 'Cut off for a second, and two bills for one order',
  watch:
    'Billing loses its network for one of the two seconds that it takes: it writes the bill, cannot commit, and gets the order again.',
  topology: () => {
    const outputs = { bill: output('bills') }
    return sketch({
      services: {
        shop: { name: 'Shop', ...shop('orders', perSecond(0.5)) },
        billing: { name: 'Billing', ...worker(['billing'], { ...taking(1500), outputs }) },
      },
      channels: {
        orders: {
          kind: 'kafkaTopic',
          name: 'Orders',
          partitions: 1,
          groupInitialRebalanceDelayMs: 0,
        },
        bills: { kind: 'kafkaTopic', name: 'Bills', partitions: 1 },
      },
      subscriptions: {
        billing: kafka('orders', 'billing', {
          autoOffsetReset: 'earliest',
          sessionTimeoutMs: 6000,
        }),
      },
    })
  },
  seed: 1,
  untilMs: 14_000,
  commands: commandsAt([
    [2200, { kind: 'fault', fault: { kind: 'disconnect', serviceId: 'billing' } }],
    [3200, { kind: 'recover', serviceId: 'billing', fault: 'disconnect' }],
  ]),
  shows: [
    { kind: 'disconnected', element: 'services/billing' },
    { kind: 'evicted', element: 'subscriptions/billing' },
    { kind: 'accepted', element: 'channels/bills', times: 3 },
  ],
}

const nodeDown: Scenario = {
  id: 'everywhere.node-down',
  title: 'Nodes that go down and come back',
  watch:
    'Two of three brokers go down. With one in-sync replica left where two are needed, writes are refused until a broker is back.',
  topology: () =>
    sketch({
      services: {
        shop: {
          name: 'Shop',
          ...shop('orders', {
            ...perSecond(10),
            producer: { kind: 'kafkaProducer', deliveryTimeoutMs: 1000, requestTimeoutMs: 500 },
          }),
        },
        billing: { name: 'Billing', ...worker(['billing']) },
      },
      channels: {
        orders: {
          kind: 'kafkaTopic',
          name: 'Orders',
          partitions: 2,
          replicationFactor: 3,
          minInsyncReplicas: 2,
          brokerSessionTimeoutMs: 500,
          replicaLagTimeMaxMs: 500,
          groupInitialRebalanceDelayMs: 0,
        },
      },
      subscriptions: { billing: kafka('orders', 'billing', { autoOffsetReset: 'earliest' }) },
    }),
  seed: 1,
  untilMs: 10_000,
  commands: commandsAt([
    [2000, { kind: 'fault', fault: { kind: 'nodeDown', channelId: 'orders', node: 0 } }],
    [4000, { kind: 'fault', fault: { kind: 'nodeDown', channelId: 'orders', node: 1 } }],
    [8000, { kind: 'restoreNode', channelId: 'orders', node: 0 }],
  ]),
  shows: [
    { kind: 'nodeDown', element: 'channels/orders', times: 2 },
    { kind: 'nodeUp', element: 'channels/orders' },
    { kind: 'elected', element: 'channels/orders' },
    { kind: 'refused', element: 'channels/orders' },
  ],
}

const operations: Scenario = {
  id: 'everywhere.operations',
  title: 'What an operator does',
  watch:
    'At 4 s the parcels are purged, at 6 s billing reads all orders again, at 7 s the dead letters go back to the jobs.',
  topology: () => {
    const policy = { deadLetterQueueId: 'dead', maxReceiveCount: 1 }
    return sketch({
      services: {
        shop: {
          name: 'Shop',
          sources: {
            placed: shop('orders', perSecond(5)).sources.source,
            parcel: shop('parcels', perSecond(5)).sources.source,
            job: shop('jobs', perSecond(5)).sources.source,
          },
        },
        billing: { name: 'Billing', ...worker(['billing'], taking(10)) },
        packing: { name: 'Packing', ...worker(['packing'], taking(1000)) },
        jobber: {
          name: 'Jobber',
          ...worker(['jobber'], { ...taking(10), failure: { probability: 0.5 } }),
        },
      },
      channels: {
        orders: {
          kind: 'kafkaTopic',
          name: 'Orders',
          partitions: 1,
          groupInitialRebalanceDelayMs: 0,
        },
        parcels: { kind: 'rabbitQueue', name: 'Parcels' },
        jobs: { kind: 'sqsQueue', name: 'Jobs', visibilityTimeoutMs: 500, redrivePolicy: policy },
        dead: { kind: 'sqsQueue', name: 'Dead jobs' },
      },
      subscriptions: {
        billing: kafka('orders', 'billing', { autoOffsetReset: 'earliest' }),
        packing: rabbit('parcels', 'packing', { prefetchCount: 1 }),
        jobber: sqs('jobs', 'jobber', { waitTimeMs: 20_000 }),
      },
    })
  },
  seed: 1,
  untilMs: 10_000,
  commands: commandsAt([
    [4000, { kind: 'operate', channelId: 'parcels', operation: { kind: 'purge' } }],
    [6000, { kind: 'seek', subscriptionId: 'billing', to: { kind: 'earliest' } }],
    [
      7000,
      { kind: 'operate', channelId: 'dead', operation: { kind: 'redrive', ratePerSecond: null } },
    ],
  ]),
  shows: [
    { kind: 'purged', element: 'channels/parcels', times: 5 },
    { kind: 'delivered', element: 'subscriptions/billing', times: 60 },
    { kind: 'redriven', element: 'channels/dead', times: 3 },
  ],
}

export const everywhereFaultScenarios: readonly Scenario[] = [
  disconnect,
  shortCut,
  nodeDown,
  operations,
]
