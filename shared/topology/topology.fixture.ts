// A drawing for tests, with something of every family:
//
//   shop ──► placed (Kafka) ──► payments ──► paid (SNS) ──► ledger-queue (SQS) ──► ledger
//                                  ┆                             ┆
//                                  └┈► failed (Kafka)            └┈► ledger-dead (SQS)
//   payments ──► stock (exchange) ──► email (RabbitMQ) ──► notifier
//                  ▲┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┘

import { type Edit, editSchema } from './change.ts'
import { applyEdit } from './edit.ts'
import { parseTopology } from './parse.ts'
import type { Topology } from './topology.ts'

export function exampleTopology(): Topology {
  const parsed = parseTopology({
    format: 'millrace/1',
    name: 'Example',
    eventTypes: EVENT_TYPES,
    services: SERVICES,
    channels: CHANNELS,
    bindings: BINDINGS,
    subscriptions: SUBSCRIPTIONS,
    layout: {
      nodes: { shop: { x: 0, y: 0 }, placed: { x: 200, y: 0 }, payments: { x: 400, y: 0 } },
      contexts: {},
    },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.topology
}

/** The document after an edit that must be possible. */
export function edited(topology: Topology, edit: Edit | null): Topology {
  if (edit === null) throw new Error('there is no edit')
  const outcome = applyEdit(topology, editSchema.parse(edit))
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.topology
}

const EVENT_TYPES = {
  'order-placed': eventType('OrderPlaced', 1),
  'payment-taken': eventType('PaymentTaken', 2),
}

const SERVICES = {
  shop: { ...service('Shop'), role: 'external', sources: { placed: source('placed') } },
  payments: {
    ...service('Payments'),
    handlers: {
      placed: {
        ...handler('payments-placed'),
        eventTypeIds: ['order-placed'],
        outputs: {
          paid: output('paid'),
          stock: { ...output('stock'), routingKey: 'rejected' },
        },
      },
    },
  },
  ledger: { ...service('Ledger'), handlers: { paid: handler('ledger-paid') } },
  notifier: { ...service('Notifier'), handlers: { email: handler('notifier-email') } },
}

const CHANNELS = {
  placed: { kind: 'kafkaTopic', name: 'placed', partitions: 6 },
  failed: { kind: 'kafkaTopic', name: 'failed', partitions: 1 },
  paid: { kind: 'snsTopic', name: 'paid' },
  'ledger-queue': {
    kind: 'sqsQueue',
    name: 'ledger-queue',
    redrivePolicy: { deadLetterQueueId: 'ledger-dead', maxReceiveCount: 3 },
  },
  'ledger-dead': { kind: 'sqsQueue', name: 'ledger-dead' },
  stock: { kind: 'rabbitExchange', name: 'stock', type: 'topic' },
  email: {
    kind: 'rabbitQueue',
    name: 'email',
    deadLetterExchangeId: 'stock',
    deadLetterRoutingKey: 'later',
  },
}

const BINDINGS = {
  'paid-ledger': {
    kind: 'snsSubscription',
    fromChannelId: 'paid',
    toChannelId: 'ledger-queue',
  },
  'stock-email': {
    kind: 'rabbitBinding',
    fromChannelId: 'stock',
    toChannelId: 'email',
    routingKey: 'rejected',
  },
}

const RETRY = { attempts: 1, backoffMs: 100, multiplier: 2, backoffMaxMs: 10_000 }

const SUBSCRIPTIONS = {
  'payments-placed': {
    kind: 'kafkaConsumer',
    channelId: 'placed',
    serviceId: 'payments',
    retry: RETRY,
    groupId: 'payments',
    deadLetterChannelId: 'failed',
  },
  'ledger-paid': {
    kind: 'sqsConsumer',
    channelId: 'ledger-queue',
    serviceId: 'ledger',
    retry: RETRY,
  },
  'notifier-email': {
    kind: 'rabbitConsumer',
    channelId: 'email',
    serviceId: 'notifier',
    retry: RETRY,
  },
}

function eventType(name: string, hue: number) {
  const versions = [{ version: 1, schema: { type: 'object' } }]
  return { name, keyPath: 'id', compatibility: 'backward', versions, hue, shape: 'circle' }
}

function service(name: string) {
  return { name, role: 'service', replicas: 1, concurrency: 1, sources: {}, handlers: {} }
}

function source(channelId: string) {
  const arrivals = { kind: 'poisson', ratePerSecond: 50 }
  return { eventTypeId: 'order-placed', channelId, arrivals }
}

function handler(subscriptionId: string) {
  return {
    subscriptionIds: [subscriptionId],
    serviceTime: { kind: 'constant', valueMs: 20 },
    failure: { probability: 0 },
    outputs: {},
  }
}

function output(channelId: string) {
  const rest = { probability: 1, count: 1, key: { kind: 'carry' }, delayMs: 0 }
  return { eventTypeId: 'payment-taken', channelId, ...rest }
}
