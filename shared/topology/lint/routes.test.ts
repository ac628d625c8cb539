import { describe, expect, it } from 'vitest'
import { bound, notified, output, rabbit, shop, sketch, worker } from '../sketch.ts'
import { messages, problems } from './found.ts'

const exchange = { kind: 'rabbitExchange', type: 'topic' }
const queue = { kind: 'rabbitQueue' }

describe('messages that nobody gets', () => {
  it('warns of exchanges and SNS topics that have nobody to pass on to', () => {
    const services = { shop: shop('stock'), office: shop('news') }
    const channels = {
      stock: exchange,
      news: { kind: 'snsTopic' },
      q: queue,
      s: { kind: 'sqsQueue' },
    }
    const bindings = { a: bound('stock', 'q', '#'), b: notified('news', 's') }

    expect(messages(sketch({ services, channels, bindings }), 'unbound-channel')).toEqual([])
    expect(messages(sketch({ services, channels }), 'unbound-channel')).toEqual([
      "'news' has no subscription: every message that comes to it is dropped. Subscribe an SQS queue to it.",
      "'stock' has no binding: every message that comes to it is dropped. Bind a queue to it.",
    ])
  })

  it('warns of routing keys that no binding takes, through other exchanges too', () => {
    const routed = (routingKey: unknown) =>
      sketch({
        services: { shop: shop('stock', { routingKey }) },
        channels: { stock: exchange, world: exchange, q: queue },
        bindings: { a: bound('stock', 'world', '*.eu'), b: bound('world', 'q', 'reserved.*') },
      })
    const choice = [
      { value: 'reserved.eu', weight: 1 },
      { value: 'rejected.eu', weight: 1 },
      { value: 'reserved.us', weight: 1 },
      { value: 'never', weight: 0 },
    ]

    expect(messages(routed('reserved.eu'), 'unroutable-key')).toEqual([])
    expect(problems(routed(choice), 'unroutable-key')).toMatchObject([
      {
        severity: 'warning',
        message:
          "The source 'source' of 'shop' publishes with the routing key 'rejected.eu' and 'reserved.us', which no binding of 'stock' takes: such messages are dropped. Bind a queue with a pattern that takes it, such as #.",
        elementIds: ['publish:shop:stock'],
        path: ['services', 'shop', 'sources', 'source', 'routingKey'],
      },
    ])
  })

  it('warns of bindings by which nothing goes', () => {
    const topology = sketch({
      services: {
        shop: shop('stock', { routingKey: 'reserved.eu' }),
        bank: shop('paid', { attributes: { method: 'card' } }),
      },
      channels: { stock: exchange, q: queue, paid: { kind: 'snsTopic' }, s: { kind: 'sqsQueue' } },
      bindings: {
        a: bound('stock', 'q', 'reserved.*'),
        b: bound('stock', 'q', 'rejected.*'),
        c: notified('paid', 's', { method: ['card'] }),
        d: notified('paid', 's', { method: ['invoice'] }),
        e: notified('paid', 's', { region: ['eu'] }),
        f: notified('paid', 's'),
      },
    })

    expect(problems(topology, 'idle-binding')).toMatchObject([
      {
        message:
          "Nothing goes by the binding of 'stock' to 'q': no message that comes to 'stock' has a routing key that it takes.",
        elementIds: ['binding:b'],
      },
      {
        message:
          "Nothing goes by the binding of 'paid' to 's': no event that comes to 'paid' has attributes that its filter policy accepts.",
        elementIds: ['binding:d'],
      },
      { elementIds: ['binding:e'] },
    ])
  })
})

describe('exclusive groups', () => {
  const groupOf = (...probabilities: readonly number[]) => {
    const outputs = Object.fromEntries(
      probabilities.map((probability, index) => [
        `o${index}`,
        output('q', { probability, exclusiveGroup: 'decision' }),
      ]),
    )
    const others = {
      free: output('q'),
      also: output('q', { probability: 0.9, exclusiveGroup: 'b' }),
    }
    return sketch({
      services: {
        shop: shop('q'),
        clerk: worker(['q-clerk'], { outputs: { ...outputs, ...others } }),
      },
      channels: { q: queue },
      subscriptions: { 'q-clerk': rabbit('q', 'clerk') },
    })
  }

  it('may not be likelier than certain', () => {
    expect(messages(groupOf(0.97, 0.04), 'group-probability')).toEqual([
      "The outputs of the group 'decision' of the handler 'handler' of 'clerk' have probabilities of 101 % together. They exclude each other, so they add up to 100 % at most.",
    ])
  })

  it('may add up to 1 with an error of rounding', () => {
    expect(0.2 + 0.4 + 0.3 + 0.1).toBeGreaterThan(1)
    expect(messages(groupOf(0.2, 0.4, 0.3, 0.1), 'group-probability')).toEqual([])
  })
})
