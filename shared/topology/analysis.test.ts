import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { predictLoad } from './analysis.ts'
import {
  bound,
  handler,
  kafka,
  notified,
  output,
  rabbit,
  shop,
  sketch,
  sqs,
  worker,
} from './sketch.ts'
import { anyTopology } from './topology.arbitrary.ts'
import type { Topology } from './topology.ts'

describe('predictLoad', () => {
  it('follows events from a source through a queue to what its reader publishes', () => {
    const load = predictLoad(
      sketch({
        services: {
          shop: shop('inbox'),
          clerk: {
            replicas: 2,
            concurrency: 3,
            ...worker(['inbox-clerk'], {
              serviceTime: { kind: 'exponential', meanMs: 30 },
              outputs: {
                done: output('outbox', { eventTypeId: 'done', probability: 0.5, count: 4 }),
              },
            }),
          },
        },
        channels: { inbox: { kind: 'rabbitQueue' }, outbox: { kind: 'rabbitQueue' } },
        subscriptions: { 'inbox-clerk': rabbit('inbox', 'clerk') },
      }),
    )

    expect(load).toEqual({
      services: {
        shop: { arrivalsPerSecond: 0, utilisation: 0, busiestUtilisation: 0, slots: 1 },
        clerk: { arrivalsPerSecond: 100, utilisation: 0.5, busiestUtilisation: 0.5, slots: 6 },
      },
      subscriptions: { 'inbox-clerk': { ratePerSecond: 100 } },
      channels: { inbox: { publishedPerSecond: 100 }, outbox: { publishedPerSecond: 200 } },
      elements: {
        'services/shop/sources/source': 100,
        'eventTypes/placed': 100,
        'channels/inbox': 100,
        'subscriptions/inbox-clerk': 100,
        'services/clerk': 100,
        'services/clerk/handlers/handler': 100,
        'services/clerk/handlers/handler/outputs/done': 200,
        'eventTypes/done': 200,
        'channels/outbox': 200,
      },
      amplifyingCycle: null,
      assumed: false,
    })
  })

  it('gives every group of a Kafka topic everything, and parts it between subscriptions of one', () => {
    const { subscriptions } = predictLoad(
      sketch({
        services: {
          shop: shop('topic'),
          billing: { ...worker(['billing']), replicas: 3 },
          'billing-2': { ...worker(['billing-2']), replicas: 1 },
          history: worker(['history']),
        },
        channels: { topic: { kind: 'kafkaTopic', partitions: 8 } },
        subscriptions: {
          billing: kafka('topic', 'billing', { groupId: 'billing' }),
          'billing-2': kafka('topic', 'billing-2', { groupId: 'billing' }),
          history: kafka('topic', 'history'),
        },
      }),
    )

    expect(subscriptions).toEqual({
      billing: { ratePerSecond: 75 },
      'billing-2': { ratePerSecond: 25 },
      history: { ratePerSecond: 100 },
    })
  })

  it('sees that some members of a group have more partitions than others', () => {
    const loadWith = (partitions: number, replicas: number) =>
      predictLoad(
        sketch({
          services: {
            shop: shop('topic'),
            billing: {
              replicas,
              ...worker(['billing'], { serviceTime: { kind: 'constant', valueMs: 6 } }),
            },
          },
          channels: { topic: { kind: 'kafkaTopic', partitions } },
          subscriptions: { billing: kafka('topic', 'billing') },
        }),
      ).services.billing

    expect(loadWith(6, 4)?.utilisation).toBeCloseTo(0.15)
    expect(loadWith(6, 4)?.busiestUtilisation).toBeCloseTo(0.2)
    expect(loadWith(2, 10)?.utilisation).toBeCloseTo(0.06)
    expect(loadWith(2, 10)?.busiestUtilisation).toBeCloseTo(0.3)
  })

  it('counts failed attempts and their backoffs as work, and dead-letters what failed for good', () => {
    const producer = { kind: 'kafkaProducer', lingerMs: 2 }
    const load = predictLoad(
      sketch({
        services: {
          shop: shop('topic'),
          billing: worker(['billing'], {
            failure: { probability: 0.5 },
            outputs: { done: output('done', { producer }) },
          }),
        },
        channels: {
          topic: { kind: 'kafkaTopic', partitions: 1 },
          done: { kind: 'kafkaTopic', partitions: 1 },
          dead: { kind: 'kafkaTopic', partitions: 1 },
        },
        subscriptions: {
          billing: kafka('topic', 'billing', {
            retry: { attempts: 3, backoffMs: 2, multiplier: 3, backoffMaxMs: 4 },
            deadLetterChannelId: 'dead',
          }),
        },
      }),
    )

    // 1 + 1/2 + 1/4 attempts of 1 ms; 2 ms after half, 4 ms (6, bounded) after a quarter of all; and
    // 2 ms for the confirmation of the 7/8 that succeed.
    expect(load.services.billing?.utilisation).toBeCloseTo(100 * 0.001 * (1.75 + 1 + 1 + 1.75))
    expect(load.channels.dead).toEqual({ publishedPerSecond: 12.5 })
    expect(load.channels.done).toEqual({ publishedPerSecond: 87.5 })
  })

  it('routes by the exact shares of the routing keys, one copy to a queue', () => {
    const { elements } = predictLoad(
      sketch({
        services: {
          shop: shop('stock', {
            routingKey: [
              { value: 'reserved.eu', weight: 6 },
              { value: 'reserved.us', weight: 3 },
              { value: 'rejected', weight: 1 },
            ],
          }),
        },
        channels: {
          stock: { kind: 'rabbitExchange', type: 'topic' },
          everything: { kind: 'rabbitExchange', type: 'fanout' },
          all: { kind: 'rabbitQueue' },
          europe: { kind: 'rabbitQueue' },
        },
        bindings: {
          a: bound('stock', 'europe', 'reserved.eu'),
          b: bound('stock', 'europe', '*.eu'),
          c: bound('stock', 'everything', 'reserved.#'),
          d: bound('everything', 'all', ''),
          e: bound('everything', 'stock', ''),
        },
      }),
    )

    const rates = ['channels/europe', 'channels/all', 'bindings/a', 'bindings/b', 'bindings/c']
    expect(rates.map((name) => Math.round(elements[name] ?? 0))).toEqual([60, 90, 60, 60, 90])
  })

  it('publishes with the name of the event type as the routing key where none is set', () => {
    const { channels } = predictLoad(
      sketch({
        eventTypes: { placed: { name: 'OrderPlaced' } },
        services: { shop: shop('events') },
        channels: {
          events: { kind: 'rabbitExchange', type: 'direct' },
          orders: { kind: 'rabbitQueue' },
        },
        bindings: { a: bound('events', 'orders', 'OrderPlaced') },
      }),
    )

    expect(channels.orders).toEqual({ publishedPerSecond: 100 })
  })

  it('passes the share of a filter policy, and remembers what the rest looks like', () => {
    const method = [
      { value: 'card', weight: 5 },
      { value: 'wallet-app', weight: 3 },
      { value: 'invoice', weight: 2 },
    ]
    const region = [
      { value: 'eu', weight: 1 },
      { value: 'us', weight: 3 },
    ]
    const { elements } = predictLoad(
      sketch({
        services: {
          shop: shop('payments', { attributes: { method, region } }),
          relay: worker(['relay'], {
            outputs: { on: output('again', { attributes: { region: 'eu' } }) },
          }),
        },
        channels: {
          payments: { kind: 'snsTopic' },
          again: { kind: 'snsTopic' },
          cards: { kind: 'sqsQueue' },
          none: { kind: 'sqsQueue' },
          rest: { kind: 'sqsQueue' },
        },
        bindings: {
          a: notified('payments', 'cards', {
            method: ['card', { prefix: 'wallet-' }],
            region: ['us'],
          }),
          b: notified('payments', 'none', { colour: ['red'] }),
          c: notified('again', 'rest', { method: ['card'], region: ['eu'] }),
        },
        subscriptions: { relay: sqs('cards', 'relay') },
      }),
    )

    expect(elements['bindings/a']).toBeCloseTo(100 * 0.8 * 0.75)
    expect(elements['bindings/b']).toBeUndefined()
    // Of what passed the first filter, 5 of 8 are cards.
    expect(elements['bindings/c']).toBeCloseTo((60 * 5) / 8)
  })

  it('receives a failing SQS message again until its redrive policy moves it', () => {
    const { services, channels } = predictLoad(
      sketch({
        services: {
          shop: shop('jobs'),
          clerk: worker(['clerk'], { failure: { probability: 0.5 } }),
        },
        channels: {
          jobs: {
            kind: 'sqsQueue',
            redrivePolicy: { deadLetterQueueId: 'dead', maxReceiveCount: 2 },
          },
          dead: { kind: 'sqsQueue' },
        },
        subscriptions: { clerk: sqs('jobs', 'clerk') },
      }),
    )

    expect(services.clerk?.utilisation).toBeCloseTo(0.15)
    expect(channels.dead).toEqual({ publishedPerSecond: 25 })
  })

  it('adds up what comes back on a retry ladder', () => {
    const { channels, amplifyingCycle } = predictLoad(retryLadder(0.8))

    expect(channels.jobs?.publishedPerSecond).toBeCloseTo(500)
    expect(channels.waiting?.publishedPerSecond).toBeCloseTo(400)
    expect(amplifyingCycle).toBeNull()
  })

  it('names a cycle on which every event comes back for ever', () => {
    const { services, amplifyingCycle } = predictLoad(retryLadder(1))

    expect(amplifyingCycle?.gain).toBeCloseTo(1)
    expect([...(amplifyingCycle?.nodeIds ?? [])].sort()).toEqual([
      'again',
      'jobs',
      'later',
      'waiting',
    ])
    expect(services.clerk?.utilisation).toBe(Infinity)
  })

  it('names the cycle that amplifies, with its gain, and spares what lies before it', () => {
    const { amplifyingCycle, services, channels } = predictLoad(
      sketch({
        services: {
          shop: shop('orders'),
          sorter: worker(['sorter'], {
            outputs: { on: output('a'), rare: output('b', { probability: 0.01 }) },
          }),
          ping: worker(['ping'], { outputs: { back: output('b', { count: 3 }) } }),
          pong: worker(['pong'], {
            outputs: { on: output('a', { probability: 0.6 }), out: output('end') },
          }),
        },
        channels: {
          orders: { kind: 'rabbitQueue' },
          a: { kind: 'rabbitQueue' },
          b: { kind: 'rabbitQueue', name: 'B' },
          end: { kind: 'rabbitQueue' },
        },
        subscriptions: {
          sorter: rabbit('orders', 'sorter'),
          ping: rabbit('a', 'ping'),
          pong: rabbit('b', 'pong'),
        },
      }),
    )

    expect(amplifyingCycle?.gain).toBeCloseTo(1.8)
    expect(rotated(amplifyingCycle?.nodeIds ?? [], 'a')).toEqual(['a', 'ping', 'b', 'pong'])
    expect(rotated(amplifyingCycle?.names ?? [], 'a')).toEqual(['a', 'ping', 'B', 'pong'])
    expect(services.sorter?.utilisation).toBeCloseTo(0.1)
    expect(channels.end).toEqual({ publishedPerSecond: Infinity })
  })

  it('lets a message that only ever expires come back to no queue twice', () => {
    const { channels, amplifyingCycle } = predictLoad(
      sketch({
        services: { shop: shop('waiting') },
        channels: {
          waiting: { kind: 'rabbitQueue', messageTtlMs: 1000, deadLetterExchangeId: 'later' },
          later: { kind: 'rabbitExchange', type: 'fanout' },
        },
        bindings: { a: bound('later', 'waiting', '') },
      }),
    )

    expect(amplifyingCycle).toBeNull()
    expect(channels.waiting).toEqual({ publishedPerSecond: 200 })
  })

  it('takes the average of a profile, or its peak', () => {
    const arrivals = {
      kind: 'profile',
      process: 'poisson',
      points: [
        { atMs: 1000, ratePerSecond: 10 },
        { atMs: 3000, ratePerSecond: 30 },
        { atMs: 4000, ratePerSecond: 0 },
      ],
    }
    const topology = sketch({
      services: { shop: shop('inbox', { arrivals }) },
      channels: { inbox: { kind: 'rabbitQueue' } },
    })

    expect(predictLoad(topology).channels.inbox).toEqual({ publishedPerSecond: (10 + 40 + 15) / 4 })
    expect(predictLoad(topology, 'peak').channels.inbox).toEqual({ publishedPerSecond: 30 })
  })

  it('lets wait what a service without replicas would handle', () => {
    const { services, channels } = predictLoad(
      sketch({
        services: {
          shop: shop('inbox'),
          clerk: { ...worker(['clerk'], { outputs: { on: output('outbox') } }), replicas: 0 },
        },
        channels: { inbox: { kind: 'rabbitQueue' }, outbox: { kind: 'rabbitQueue' } },
        subscriptions: { clerk: rabbit('inbox', 'clerk') },
      }),
    )

    expect(services.clerk?.slots).toBe(0)
    expect(channels.outbox).toEqual({ publishedPerSecond: 0 })
  })

  it('ignores what no handler takes', () => {
    const { services, elements } = predictLoad(
      sketch({
        services: {
          shop: shop('inbox'),
          clerk: { handlers: { other: handler(['clerk'], { eventTypeIds: ['cancelled'] }) } },
        },
        channels: { inbox: { kind: 'rabbitQueue' } },
        subscriptions: { clerk: rabbit('inbox', 'clerk') },
      }),
    )

    expect(services.clerk?.arrivalsPerSecond).toBe(100)
    expect(elements['services/clerk/handlers/other']).toBeUndefined()
    expect(services.clerk?.utilisation).toBe(0)
  })

  it('answers for every document, with rates that are no less than zero', () => {
    fc.assert(
      fc.property(anyTopology(), (topology) => {
        const { elements } = predictLoad(topology, 'peak')

        expect(Object.values(elements).filter((rate) => !(rate >= 0))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})

/** jobs → clerk, who rejects some → later → waiting, where they expire → again → jobs. */
function retryLadder(failing: number): Topology {
  return sketch({
    services: {
      shop: shop('jobs'),
      clerk: worker(['clerk'], { failure: { probability: failing } }),
    },
    channels: {
      jobs: { kind: 'rabbitQueue', deadLetterExchangeId: 'later' },
      later: { kind: 'rabbitExchange', type: 'fanout' },
      waiting: {
        kind: 'rabbitQueue',
        messageTtlMs: 1000,
        deadLetterExchangeId: 'again',
        deadLetterRoutingKey: 'jobs',
      },
      again: { kind: 'rabbitExchange', type: 'direct' },
    },
    bindings: { a: bound('later', 'waiting', ''), b: bound('again', 'jobs', 'jobs') },
    subscriptions: { clerk: rabbit('jobs', 'clerk') },
  })
}

function rotated(names: readonly string[], first: string): readonly string[] {
  const start = names.indexOf(first)
  return [...names.slice(start), ...names.slice(0, start)]
}
