import { describe, expect, it } from 'vitest'
import { bound, rabbit, shop, sketch, worker } from '../sketch.ts'
import { fixed, messages, problems } from './found.ts'

const exchange = (type: string, more: object = {}) => ({ kind: 'rabbitExchange', type, ...more })
const queue = { kind: 'rabbitQueue' }
const stream = { kind: 'rabbitQueue', queueType: 'stream' }

describe('bindings of a topic exchange', () => {
  const binding = (type: string, key: string) =>
    sketch({
      services: { shop: shop('stock') },
      channels: { stock: exchange(type), q: queue },
      bindings: { b: bound('stock', 'q', key) },
    })

  it('may not have more than two words that are #', () => {
    expect(problems(binding('topic', '#.a.#.b.#'), 'many-hashes')).toMatchObject([
      {
        severity: 'error',
        message:
          "The binding of 'stock' to 'q' has the binding key '#.a.#.b.#' with 3 words that are #. RabbitMQ takes 2 at most.",
        elementIds: ['binding:b'],
        path: ['bindings', 'b', 'routingKey'],
      },
    ])
    expect(problems(binding('topic', '#.a##.#'), 'many-hashes')).toEqual([])
    expect(problems(binding('direct', '#.#.#'), 'many-hashes')).toEqual([])
  })
})

describe('alternate exchanges', () => {
  const alternateOf = (alternateExchangeId: string, routingKey = 'paid') =>
    sketch({
      services: { shop: shop('stock', { routingKey }) },
      channels: {
        stock: exchange('direct', { alternateExchangeId }),
        rest: exchange('fanout'),
        q: queue,
      },
      bindings: { b: bound('stock', 'q', 'paid'), c: bound('rest', 'q', '') },
    })

  it('are exchanges', () => {
    expect(messages(alternateOf('rest'), 'alternate-kind')).toEqual([])
    expect(messages(alternateOf('q'), 'alternate-kind')).toEqual([
      "'stock' cannot send what it does not route to 'q', which is a RabbitMQ queue. An alternate exchange is a RabbitMQ exchange.",
    ])
    expect(messages(alternateOf('gone'), 'dangling-reference')).toEqual([
      "'stock' sends what it cannot route to the channel 'gone', which does not exist. Choose another channel, or remove the alternate exchange.",
    ])
    expect(fixed(alternateOf('gone'), 'dangling-reference')).toBeUndefined()
  })

  it('take what no binding takes, so that nothing is lost', () => {
    expect(messages(alternateOf('rest', 'refunded'), 'unroutable-key')).toEqual([])
    expect(messages(alternateOf('stock', 'refunded'), 'unroutable-key')).toHaveLength(1)
  })
})

describe('bindings of a headers exchange', () => {
  it('are idle where no event has the attributes that they ask for', () => {
    const topology = sketch({
      services: { shop: shop('stock', { attributes: { region: 'eu' } }) },
      channels: { stock: exchange('headers'), q: queue },
      bindings: {
        eu: { ...bound('stock', 'q', ''), arguments: { region: 'eu' } },
        us: { ...bound('stock', 'q', ''), arguments: { region: 'us' } },
      },
    })

    expect(problems(topology, 'idle-binding')).toMatchObject([
      {
        message:
          "Nothing goes by the binding of 'stock' to 'q': no event that comes to 'stock' has attributes that it takes.",
        elementIds: ['binding:us'],
      },
    ])
  })
})

describe('streams', () => {
  const reading = (more: object, settings: object = {}, replicas = 1) =>
    sketch({
      services: { shop: shop('log'), billing: { ...worker(['s']), replicas } },
      channels: { log: { ...stream, ...settings } },
      subscriptions: { s: rabbit('log', 'billing', more) },
    })

  it('refuse consumers that have no prefetch or do not acknowledge', () => {
    expect(messages(reading({ prefetchCount: 1 }), 'stream-prefetch')).toEqual([])
    expect(problems(reading({}), 'stream-prefetch')).toMatchObject([
      { severity: 'error', elementIds: ['subscription:s'] },
    ])
    expect(fixed(reading({}), 'stream-prefetch')).toBe(100)
    const careless = reading({ prefetchCount: 1, noAck: true })
    expect(problems(careless, 'stream-no-ack')).toMatchObject([{ severity: 'error' }])
    expect(fixed(careless, 'stream-no-ack')).toBeUndefined()
  })

  it('are read by each consumer as a whole', () => {
    expect(messages(reading({ prefetchCount: 1 }), 'stream-copies')).toEqual([])
    expect(messages(reading({ prefetchCount: 1 }, {}, 3), 'stream-copies')).toEqual([
      "'billing' has 3 consumers of the stream 'log', and each of them gets every message: it is handled 3 times. Give the service one replica with a concurrency of 1, or read from a queue to share the messages.",
    ])
  })

  it('have no settings of queues', () => {
    const topology = reading({ prefetchCount: 1 }, { messageTtlMs: 5, maxLengthBytes: 9 })

    expect(messages(topology, 'stream-settings')).toEqual([
      "'log' is a stream with x-message-ttl: RabbitMQ refuses to declare it so, and here that has no effect.",
    ])
    expect(fixed(topology, 'stream-settings')).toBeUndefined()
  })

  it('may be read by nobody, and hand nothing out again', () => {
    const topology = sketch({ services: { shop: shop('log') }, channels: { log: stream } })
    expect(messages(topology, 'unread-queue')).toEqual([])

    const failing = sketch({
      services: {
        shop: shop('log'),
        billing: worker(['s'], { failure: { probability: 0.1 } }),
      },
      channels: { log: stream },
      subscriptions: {
        s: rabbit('log', 'billing', { prefetchCount: 1, whenExhausted: 'requeue' }),
      },
    })
    expect(messages(failing, 'lost-failures')).toEqual([
      "After 1 failed attempt 'billing' goes on: the stream 'log' hands a message out once, and takes nothing back. Read from a queue to have it again.",
    ])
  })
})
