// What a drawing knows of event stores: defaults, edges, lint, prediction, operations.

import { describe, expect, it } from 'vitest'
import { predictLoad } from '../analysis.ts'
import { duplicateOnCanvas } from '../canvasCopies.ts'
import { filledChannel, filledProducer, filledSubscription, producerKindFor } from '../channels.ts'
import { planConnection } from '../connect.ts'
import { applyEdit } from '../edit.ts'
import { messages, problems } from '../lint/found.ts'
import { newChannel } from '../newElements.ts'
import { operationProblem, seekProblem } from '../operations.ts'
import { catchUp, kafka, output, persistent, shop, sketch, worker } from '../sketch.ts'
import type { Topology } from '../topology.ts'

const ORDERS = { orders: { kind: 'eventStore' } }

describe('an event store in a drawing', () => {
  it('has the defaults of KurrentDB', () => {
    const { subscriptions } = sketch({
      subscriptions: { a: persistent('orders', 'a'), b: catchUp('orders', 'b') },
    })
    const { a, b } = subscriptions
    if (!a || !b) throw new Error('Both are drawn.')

    expect(filledSubscription(a)).toMatchObject({
      namedConsumerStrategy: 'RoundRobin',
      startFrom: 'end',
      bufferSize: 10,
      messageTimeoutMs: 30_000,
      maxRetryCount: 10,
      checkPointAfterMs: 2000,
      minCheckPointCount: 10,
      maxCheckPointCount: 1000,
      historyBufferSize: 500,
    })
    expect(filledSubscription(b)).toMatchObject({
      startFrom: 'start',
      whenExhausted: 'resubscribe',
    })
    expect(filledProducer({ kind: 'eventStoreAppender' }).expectedVersion).toBe('any')
    expect(filledChannel(newChannel('eventStore', 'orders'))).toMatchObject({
      maxCount: null,
      maxAgeMs: null,
      scavengeIntervalMs: null,
    })
    expect(producerKindFor('eventStore')).toBe('eventStoreAppender')
  })

  it('is appended to by a service, and read by a catch-up subscription', () => {
    const drawing = sketch({ services: { shop: {}, view: {} }, channels: ORDERS })

    const filled = connected(drawing, 'shop', 'orders')
    const read = connected(filled, 'orders', 'view')

    expect(filled.services.shop?.sources).toHaveProperty('orders')
    expect(read.subscriptions).toMatchObject({
      'view-orders': { kind: 'catchUpConsumer', channelId: 'orders', serviceId: 'view' },
    })
    expect(planConnection(read, 'orders', 'view')).toMatchObject({ kind: 'refused' })
  })

  it('passes nothing on by itself', () => {
    const drawing = sketch({
      channels: { ...ORDERS, topic: { kind: 'kafkaTopic', partitions: 1 } },
    })

    expect(planConnection(drawing, 'orders', 'topic')).toEqual({
      kind: 'refused',
      reason:
        "An event store passes nothing on by itself: a service subscribes to it and publishes to 'topic'.",
    })
  })

  it('is read by its own kinds of subscriptions only', () => {
    const drawing = sketch({
      services: { shop: shop('orders'), view: worker(['a']) },
      channels: ORDERS,
      subscriptions: { a: kafka('orders', 'view') },
    })

    expect(messages(drawing, 'subscription-kind')).toEqual([
      "The subscription of 'view' to 'orders' is that of a Kafka consumer, but 'orders' is an event store. Use a catch-up or a persistent subscription.",
    ])
  })

  it('is appended to by its own kind of producer only', () => {
    const producer = { kind: 'eventStoreAppender', expectedVersion: 'noStream' }
    const right = sketch({ services: { shop: shop('orders', { producer }) }, channels: ORDERS })
    const wrong = sketch({
      services: { shop: shop('jobs', { producer }) },
      channels: { jobs: { kind: 'sqsQueue' } },
    })

    expect(messages(right, 'producer-kind')).toEqual([])
    expect(problems(wrong, 'producer-kind')).toHaveLength(1)
  })

  it('has no two groups of one name', () => {
    const drawing = (groupName: string) =>
      sketch({
        services: { shop: shop('orders'), a: worker(['a']), b: worker(['b']) },
        channels: ORDERS,
        subscriptions: {
          a: persistent('orders', 'a', { groupName: 'billing' }),
          b: persistent('orders', 'b', { groupName }),
        },
      })

    expect(problems(drawing('billing'), 'rival-groups')).toMatchObject([
      {
        severity: 'error',
        message:
          "'a' and 'b' read 'orders' as the same group 'billing', and a group has one set of settings. Give each a group of its own.",
      },
    ])
    expect(messages(drawing('audit'), 'rival-groups')).toEqual([])
  })

  it('warns of what fails in a subscription, unless it is parked', () => {
    const drawing = (subscription: object, probability: number) =>
      sketch({
        services: { shop: shop('orders'), view: worker(['a'], { failure: { probability } }) },
        channels: ORDERS,
        subscriptions: { a: subscription },
      })
    const losses = (subscription: object, probability = 1) => {
      const topology = drawing(subscription, probability)
      return [
        ...problems(topology, 'lost-failures'),
        ...problems(topology, 'endless-redelivery'),
      ].map(({ code }) => code)
    }

    expect(losses(catchUp('orders', 'view'))).toEqual(['endless-redelivery'])
    expect(losses(catchUp('orders', 'view'), 0.5)).toEqual([])
    expect(losses(catchUp('orders', 'view', { whenExhausted: 'skip' }))).toEqual(['lost-failures'])
    expect(losses(persistent('orders', 'view'))).toEqual([])
    expect(losses(persistent('orders', 'view', { whenExhausted: 'retry' }))).toEqual([])
    expect(losses(persistent('orders', 'view', { whenExhausted: 'skip' }))).toEqual([
      'lost-failures',
    ])
  })

  it('gives every subscription everything, and a catch-up subscription one slot', () => {
    const taking = { serviceTime: { kind: 'constant', valueMs: 15 } }
    const drawing = sketch({
      services: {
        shop: shop('orders'),
        view: { ...worker(['a'], taking), replicas: 4 },
        billing: { ...worker(['b'], taking), replicas: 4 },
      },
      channels: ORDERS,
      subscriptions: { a: catchUp('orders', 'view'), b: persistent('orders', 'billing') },
    })

    const { services } = predictLoad(drawing)

    expect(services.view).toMatchObject({ arrivalsPerSecond: 100, busiestUtilisation: 1.5 })
    expect(services.billing).toMatchObject({ arrivalsPerSecond: 100, utilisation: 0.375 })
    expect(services.billing?.busiestUtilisation).toBeCloseTo(0.375)
  })

  it('knows that more replicas do not help a catch-up subscription', () => {
    const slow = { serviceTime: { kind: 'constant', valueMs: 15 } }
    const drawing = (replicas: number) =>
      sketch({
        services: { shop: shop('orders'), view: { ...worker(['a'], slow), replicas } },
        channels: ORDERS,
        subscriptions: { a: catchUp('orders', 'view') },
      })
    const advice =
      'More replicas do not help, as one slot reads a catch-up subscription: shorten its service time, or use a persistent subscription.'

    expect(messages(drawing(1), 'overloaded')).toEqual([
      `'view' cannot keep up: 100/s come, and it can handle about 66.7/s. It would have to work 150 % of the time. ${advice}`,
    ])
    expect(messages(drawing(4), 'overloaded')).toEqual([
      `'view' cannot keep up: 100/s come, and it can handle about 66.7/s. Its busiest slot would have to work 150 % of the time, as it alone reads its catch-up subscription. ${advice}`,
    ])
  })

  it('passes on what its readers publish', () => {
    const drawing = sketch({
      services: {
        shop: shop('orders'),
        view: worker(['a'], { outputs: { out: output('done') } }),
      },
      channels: { ...ORDERS, done: { kind: 'eventStore' } },
      subscriptions: { a: catchUp('orders', 'view') },
    })

    expect(predictLoad(drawing).channels.done).toMatchObject({ publishedPerSecond: 100 })
  })

  it('can be replayed where something parks, and read again where the client keeps its position', () => {
    const drawing = sketch({
      services: { shop: shop('orders'), view: worker(['a']), billing: worker(['b']) },
      channels: { ...ORDERS, other: { kind: 'eventStore' } },
      subscriptions: { a: catchUp('orders', 'view'), b: persistent('orders', 'billing') },
    })
    const redrive = { kind: 'redrive', ratePerSecond: null } as const

    expect(operationProblem(drawing, 'orders', redrive)).toBeNull()
    expect(operationProblem(drawing, 'other', redrive)).toBe(
      "Nothing is ever parked in 'other': it has no persistent subscription.",
    )
    expect(operationProblem(drawing, 'orders', { kind: 'purge' })).toMatch(/cannot be purged/)
    expect(seekProblem(drawing, 'a')).toBeNull()
    expect(seekProblem(drawing, 'b')).toMatch(/the server keeps the position/)
  })

  it('keeps a copy of a service in a group of its own', () => {
    const drawing = sketch({
      services: { billing: worker(['b']) },
      channels: ORDERS,
      subscriptions: { b: persistent('orders', 'billing') },
    })

    const chosen = { nodeIds: ['orders', 'billing'], contextIds: [], noteIds: [] }
    const copies = duplicateOnCanvas(drawing, chosen, { x: 0, y: 0 })
    const outcome = copies && applyEdit(drawing, copies.edit)

    expect(outcome?.ok && Object.values(outcome.topology.subscriptions)).toMatchObject([
      { groupName: 'billing', serviceId: 'billing' },
      { groupName: 'billing-2', serviceId: 'billing-2' },
    ])
  })
})

function connected(topology: Topology, fromId: string, toId: string): Topology {
  const connection = planConnection(topology, fromId, toId)
  const outcome = connection.kind === 'edit' ? applyEdit(topology, connection.edit) : null
  if (!outcome?.ok) throw new Error(`'${fromId}' connects to '${toId}'.`)
  return outcome.topology
}
