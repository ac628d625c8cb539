import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Connection, planConnection } from './connect.ts'
import { edgesOf } from './edges.ts'
import { addChannel, addEventType, addService, removeEdge, renameElement } from './edits.ts'
import { anyTopology } from './topology.arbitrary.ts'
import { edited, exampleTopology } from './topology.fixture.ts'
import { emptyTopology, type Topology } from './topology.ts'

describe('planConnection, from a service to a channel', () => {
  it('gives a service without handlers a source, and an event type of its own', () => {
    const { topology, connection } = drawn(withNodes('Order desk', 'kafkaTopic'), 'order-desk', 'c')

    expect(connection).toMatchObject({ kind: 'edit', edgeId: 'publish:order-desk:c' })
    expect(topology.services['order-desk']?.sources).toEqual({
      c: {
        eventTypeId: 'order-desk-event',
        channelId: 'c',
        arrivals: { kind: 'poisson', ratePerSecond: 10 },
        keys: { prefix: 'id-', size: 1000, distribution: { kind: 'uniform' } },
      },
    })
    expect(topology.eventTypes['order-desk-event']).toEqual({
      name: 'OrderDeskEvent',
      keyPath: 'id',
      compatibility: 'backward',
      versions: [
        {
          version: 1,
          schema: {
            type: 'object',
            properties: { id: { type: 'string' } },
            required: ['id'],
          },
        },
      ],
      hue: 1,
      shape: 'circle',
    })
  })

  it('takes the one event type that is drawn and not yet published', () => {
    const start = withNodes('Orders', 'snsTopic')
    const withType = edited(start, addEventType(start, { name: 'OrderPlaced' }).edit)

    const { topology } = drawn(withType, 'orders', 'c')

    expect(Object.keys(topology.eventTypes)).toEqual(['order-placed'])
    expect(topology.services.orders?.sources.c?.eventTypeId).toBe('order-placed')
  })

  it('takes the event type that the service publishes elsewhere', () => {
    const { topology } = drawn(exampleTopology(), 'shop', 'failed')

    expect(topology.services.shop?.sources.failed?.eventTypeId).toBe('order-placed')
  })

  it('gives each handler at work an output', () => {
    const { topology, connection } = drawn(exampleTopology(), 'payments', 'ledger-queue')

    expect(connection).toMatchObject({
      kind: 'edit',
      edgeId: 'publish:payments:ledger-queue',
      edit: { label: 'Connect Payments to ledger-queue' },
    })
    expect(topology.services.payments?.sources).toEqual({})
    expect(topology.services.payments?.handlers.placed?.outputs['ledger-queue']).toEqual({
      eventTypeId: 'payment-taken',
      channelId: 'ledger-queue',
      probability: 1,
      count: 1,
      key: { kind: 'carry' },
      delayMs: 0,
    })
  })
})

describe('planConnection, from a channel to a service', () => {
  it('gives the service a subscription that says nothing but what it must, and a handler', () => {
    const { topology, connection } = drawn(withNodes('Payments', 'kafkaTopic'), 'c', 'payments')

    expect(connection).toMatchObject({ kind: 'edit', edgeId: 'subscription:payments-c' })
    expect(topology.subscriptions).toEqual({
      'payments-c': {
        kind: 'kafkaConsumer',
        channelId: 'c',
        serviceId: 'payments',
        retry: { attempts: 1, backoffMs: 100, multiplier: 2, backoffMaxMs: 10_000 },
        groupId: 'payments',
      },
    })
    expect(topology.services.payments?.handlers).toEqual({
      c: {
        subscriptionIds: ['payments-c'],
        serviceTime: { kind: 'logNormal', meanMs: 20, cv: 0.5 },
        failure: { probability: 0 },
        outputs: {},
      },
    })
  })

  it.each([
    ['rabbitQueue', 'rabbitConsumer'],
    ['sqsQueue', 'sqsConsumer'],
  ] as const)('consumes a %s as a %s', (channelKind, kind) => {
    const { topology } = drawn(withNodes('Payments', channelKind), 'c', 'payments')

    expect(topology.subscriptions['payments-c']?.kind).toBe(kind)
  })

  it('gives a handler that takes from nowhere this to take', () => {
    const example = exampleTopology()
    const loose = edited(example, removeEdge(example, 'subscription:payments-placed'))

    const { topology } = drawn(loose, 'failed', 'payments')

    expect(Object.keys(topology.services.payments?.handlers ?? {})).toEqual(['placed'])
    expect(topology.services.payments?.handlers.placed?.subscriptionIds).toEqual([
      'payments-failed',
    ])
  })

  it.each([
    ['stock', 'A queue stands between a RabbitMQ exchange and a service.', 'rabbitQueue'],
    ['paid', 'A queue stands between an SNS topic and a service.', 'sqsQueue'],
  ])('offers a queue behind %s', (channelId, reason, kind) => {
    const example = exampleTopology()
    const connection = planConnection(example, channelId, 'shop')

    expect(connection).toMatchObject({ kind: 'offer', reason, label: 'Insert a queue' })
    const topology = connection.kind === 'offer' ? edited(example, connection.edit) : example
    const queue = `shop-${channelId}`
    expect(topology.channels[queue]?.kind).toBe(kind)
    const added = edgesOf(topology).filter(({ id }) => !idsOf(example).includes(id))
    expect(added.map(({ fromId, toId }) => `${fromId} → ${toId}`)).toEqual([
      `${queue} → shop`,
      `${channelId} → ${queue}`,
    ])
  })
})

describe('planConnection, between services', () => {
  it('offers a queue near half way, where there is room', () => {
    const example = exampleTopology()
    const connection = planConnection(example, 'shop', 'payments')

    expect(connection).toMatchObject({
      kind: 'offer',
      reason: 'Two services talk through a channel.',
      label: 'Insert a queue',
    })
    const topology = connection.kind === 'offer' ? edited(example, connection.edit) : example
    expect(topology.layout.nodes['shop-payments']).toEqual({ x: 200, y: -120 })
    const added = edgesOf(topology).filter(({ id }) => !idsOf(example).includes(id))
    expect(added.map(({ fromId, toId }) => `${fromId} → ${toId}`)).toEqual([
      'shop → shop-payments',
      'shop-payments → payments',
    ])
  })
})

describe('planConnection, between channels', () => {
  it('binds a queue to an exchange', () => {
    const start = withNodes('S', 'rabbitQueue')
    const keys = (['topic', 'fanout', 'direct'] as const).map((type) => {
      const topology = structuredClone(start)
      topology.channels.x = { kind: 'rabbitExchange', name: 'x', type }
      const connection = drawn(drawn(topology, 's', 'x').topology, 'x', 'c')
      expect(connection.connection).toMatchObject({ kind: 'edit', edgeId: 'binding:x-c' })
      return connection.topology.bindings['x-c']
    })

    const binding = { kind: 'rabbitBinding', fromChannelId: 'x', toChannelId: 'c' }
    expect(keys).toEqual([
      { ...binding, routingKey: '#' },
      { ...binding, routingKey: '' },
      { ...binding, routingKey: 'SEvent' },
    ])
  })

  it('subscribes an SQS queue to an SNS topic', () => {
    const { topology, connection } = drawn(exampleTopology(), 'paid', 'ledger-dead')

    expect(connection).toMatchObject({ kind: 'edit', edgeId: 'binding:paid-ledger-dead' })
    expect(topology.bindings['paid-ledger-dead']).toEqual({
      kind: 'snsSubscription',
      fromChannelId: 'paid',
      toChannelId: 'ledger-dead',
    })
  })

  it('sets where dead letters go', () => {
    const example = exampleTopology()
    const loose = ['deadLetter:email:stock', 'deadLetter:ledger-queue:ledger-dead'].reduce(
      (topology, id) => edited(topology, removeEdge(topology, id)),
      example,
    )

    const rabbit = drawn(loose, 'email', 'stock')
    const sqs = drawn(loose, 'ledger-queue', 'ledger-dead')

    expect(rabbit.connection).toMatchObject({ kind: 'edit', edgeId: 'deadLetter:email:stock' })
    expect(rabbit.topology.channels.email).toMatchObject({ deadLetterExchangeId: 'stock' })
    expect(sqs.topology.channels['ledger-queue']).toEqual(example.channels['ledger-queue'])
  })
})

describe('planConnection', () => {
  it.each([
    ['shop', 'placed', "'Shop' publishes to 'placed' already."],
    ['placed', 'payments', "'Payments' consumes 'placed' already."],
    ['stock', 'email', "'email' is bound to 'stock' already."],
    ['paid', 'ledger-queue', "'ledger-queue' is subscribed to 'paid' already."],
    [
      'email',
      'stock',
      "The dead letters of 'email' go to 'stock' already; remove that edge first.",
    ],
    [
      'ledger-queue',
      'ledger-dead',
      "The dead letters of 'ledger-queue' go to 'ledger-dead' already; remove that edge first.",
    ],
    ['shop', 'shop', "'Shop' does not connect to itself."],
    ['shop', 'gone', "'gone' was removed meanwhile."],
    ['constructor', 'shop', "'constructor' was removed meanwhile."],
    [
      'stock',
      'ledger-queue',
      "A RabbitMQ exchange routes to RabbitMQ queues and exchanges; 'ledger-queue' is an SQS queue.",
    ],
    ['paid', 'email', "An SNS topic passes events to SQS queues; 'email' is a RabbitMQ queue."],
    [
      'email',
      'placed',
      "A RabbitMQ queue sends only dead letters on, to a RabbitMQ exchange; 'placed' is a Kafka topic.",
    ],
    [
      'ledger-dead',
      'paid',
      "An SQS queue sends only dead letters on, to another SQS queue; 'paid' is an SNS topic.",
    ],
    [
      'placed',
      'failed',
      "A Kafka topic passes nothing on by itself: a service reads it and publishes to 'failed'.",
    ],
  ])('refuses %s → %s with the reason', (fromId, toId, reason) => {
    expect(planConnection(exampleTopology(), fromId, toId)).toEqual({ kind: 'refused', reason })
  })

  it('names things by their present names', () => {
    const topology = exampleTopology()
    const renamed = edited(topology, renameElement(topology, 'shop', 'Web shop'))

    expect(planConnection(renamed, 'shop', 'placed')).toEqual({
      kind: 'refused',
      reason: "'Web shop' publishes to 'placed' already.",
    })
  })

  it('draws the edge that it promises, once, in any document', () => {
    fc.assert(
      fc.property(anyTopology(), (topology) => {
        const ids = Object.keys({ ...topology.services, ...topology.channels })
        for (const fromId of ids) for (const toId of ids) checkConnection(topology, fromId, toId)
      }),
      { numRuns: 60 },
    )
  })
})

function checkConnection(topology: Topology, fromId: string, toId: string): void {
  const connection = planConnection(topology, fromId, toId)
  if (connection.kind === 'refused') {
    expect(connection.reason).toMatch(/\.$/)
    return
  }
  const after = edited(topology, connection.edit)
  if (connection.kind === 'offer') return
  expect(idsOf(topology)).not.toContain(connection.edgeId)
  expect(edgesOf(after).find(({ id }) => id === connection.edgeId)).toMatchObject({ fromId, toId })
  expect(planConnection(after, fromId, toId).kind).toBe('refused')
}

interface Drawn {
  readonly topology: Topology
  readonly connection: Connection
}

function drawn(topology: Topology, fromId: string, toId: string): Drawn {
  const connection = planConnection(topology, fromId, toId)
  if (connection.kind !== 'edit') throw new Error(connection.reason)
  return { connection, topology: edited(topology, connection.edit) }
}

function idsOf(topology: Topology): readonly string[] {
  return edgesOf(topology).map(({ id }) => id)
}

/** A service, and a channel with the id `c`. */
function withNodes(serviceName: string, kind: Parameters<typeof addChannel>[1]['kind']): Topology {
  const position = { x: 0, y: 0 }
  const empty = emptyTopology('Two')
  const service = addService(empty, { name: serviceName, role: 'service', position })
  const one = edited(empty, service.edit)
  return edited(one, addChannel(one, { kind, name: 'C', position }).edit)
}
