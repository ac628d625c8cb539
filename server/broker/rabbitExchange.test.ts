import { describe, expect, it } from 'vitest'
import { exchanges } from './rabbitExchange.fixture.ts'
import { RabbitExchange } from './rabbitExchange.ts'
import { RabbitQueue } from './rabbitQueue.ts'

describe('RabbitExchange', () => {
  it('[rabbit.direct] routes by the very key when it is direct', () => {
    const { world, exchange, queue, bind } = exchanges()
    const orders = exchange('orders', 'direct')
    const [paid, literal] = [queue('paid'), queue('literal')]
    bind(orders, paid, { routingKey: 'order.paid' })
    bind(orders, literal, { routingKey: 'order.*' })

    world.publish(orders, { routingKey: 'order.paid' })
    world.publish(orders, { routingKey: 'order.*' })

    expect(world.history()).toEqual(['0ms orders→paid routed m1', '0ms orders→literal routed m2'])
    expect([paid.got, literal.got]).toEqual([['m1 order.paid'], ['m2 order.*']])
  })

  it('[rabbit.fanout] copies to every queue when it is a fanout, whatever the keys', () => {
    const { world, exchange, queue, bind } = exchanges()
    const orders = exchange('orders', 'fanout')
    const [billing, shipping] = [queue('billing'), queue('shipping')]
    bind(orders, billing)
    bind(orders, shipping, { routingKey: 'other' })

    world.publish(orders, { routingKey: 'order.paid' })

    expect([billing.got, shipping.got]).toEqual([['m1 order.paid'], ['m1 order.paid']])
  })

  it('[rabbit.topic-words] routes by patterns when it is a topic', () => {
    const { world, exchange, queue, bind } = exchanges()
    const stock = exchange('stock', 'topic')
    bind(stock, queue('fulfilment'), { routingKey: 'reserved.*' })
    bind(stock, queue('email'), { routingKey: 'rejected.#' })

    world.publish(stock, { routingKey: 'reserved.eu' })
    world.publish(stock, { routingKey: 'rejected' })
    world.publish(stock, { routingKey: 'reserved' })

    expect(world.history()).toEqual([
      '0ms stock→fulfilment routed m1',
      '0ms stock→email routed m2',
      '0ms stock unroutable m3',
    ])
  })

  it('[rabbit.headers-all] [rabbit.headers-any] routes by attributes when it is a headers exchange', () => {
    const { world, exchange, queue, bind } = exchanges()
    const orders = exchange('orders', 'headers')
    const both = [['region', 'eu'] as const, ['tier', 'gold'] as const]
    bind(orders, queue('all'), { headers: { xMatch: 'all', arguments: both } })
    bind(orders, queue('any'), { headers: { xMatch: 'any', arguments: both } })

    const publish = (...attributes: (readonly [string, string])[]) =>
      world.publish(orders, { routingKey: 'no matter', attributes })
    publish(['region', 'eu'], ['tier', 'gold'])
    publish(['region', 'eu'])
    publish(['region', 'us'])

    expect(world.history()).toEqual([
      '0ms orders→all routed m1',
      '0ms orders→any routed m1',
      '0ms orders→any routed m2',
      '0ms orders unroutable m3',
    ])
  })

  it('looks at the headers anew for each message, also beyond another exchange', () => {
    const { world, exchange, queue, bind } = exchanges()
    const [all, byTier] = [exchange('all', 'fanout'), exchange('byTier', 'headers')]
    bind(all, byTier)
    bind(byTier, queue('gold'), { headers: { xMatch: 'all', arguments: [['tier', 'gold']] } })

    for (const tier of ['gold', 'tin', 'gold', 'tin'])
      world.publish(all, { attributes: [['tier', tier]] })

    expect(world.history('unroutable')).toEqual(['0ms all unroutable m2', '0ms all unroutable m4'])
  })

  it('follows a change of bindings for all headers', () => {
    const { world, exchange, queue, bind } = exchanges()
    const byTier = exchange('byTier', 'headers')
    const publish = (tier: string) => world.publish(byTier, { attributes: [['tier', tier]] })
    for (const tier of ['gold', 'tin']) publish(tier)

    bind(byTier, queue('all'))
    for (const tier of ['gold', 'tin']) publish(tier)

    expect(world.history('routed')).toEqual([
      '0ms byTier→all routed m3',
      '0ms byTier→all routed m4',
    ])
  })

  it('[rabbit.one-copy] gives a queue one copy, however many bindings and ways lead to it', () => {
    const { world, exchange, queue, bind } = exchanges()
    const orders = exchange('orders', 'topic')
    const europe = exchange('europe', 'fanout')
    const audit = queue('audit')
    bind(orders, audit, { routingKey: '#' })
    bind(orders, audit, { routingKey: 'order.*', name: 'second' })
    bind(orders, europe, { routingKey: '*.eu' })
    bind(europe, audit)

    world.publish(orders, { routingKey: 'order.eu' })

    expect(world.history()).toEqual([
      '0ms orders→audit routed m1',
      '0ms second routed m1',
      '0ms orders→europe routed m1',
      '0ms europe→audit routed m1',
    ])
    expect(audit.got).toEqual(['m1 order.eu'])
  })

  it('[rabbit.exchange-to-exchange] goes through each exchange once, so that circles end', () => {
    const { world, exchange, queue, bind } = exchanges()
    const [a, b] = [exchange('a', 'fanout'), exchange('b', 'fanout')]
    const end = queue('end')
    bind(a, b)
    bind(b, a)
    bind(b, end)

    world.publish(a)

    expect(end.got).toEqual(['m1'])
    expect(world.history()).toEqual([
      '0ms a→b routed m1',
      '0ms b→a routed m1',
      '0ms b→end routed m1',
    ])
  })

  it('follows every change of its bindings, and of those farther on', () => {
    const { world, exchange, queue, bind } = exchanges()
    const orders = exchange('orders', 'direct')
    const europe = exchange('europe', 'direct')
    const far = queue('far')
    bind(orders, europe, { routingKey: 'key' })
    const publish = () => world.publish(orders, { routingKey: 'key' })

    publish()
    const binding = bind(europe, far, { routingKey: 'key' })
    publish()
    europe.unbind(binding)
    publish()
    europe.update({ type: 'fanout' })
    bind(europe, far, { routingKey: 'another' })
    publish()
    europe.close()
    publish()

    expect(far.got).toEqual(['m2 key', 'm4 key'])
    expect(world.history('unroutable')).toEqual([
      '0ms orders unroutable m1',
      '0ms orders unroutable m3',
      '0ms orders unroutable m5',
    ])
  })

  it('routes the same whichever binding was made first', () => {
    const { world, exchange, queue } = exchanges()
    const orders = exchange('orders', 'fanout')
    const [first, second] = [world.element('first'), world.element('second')]

    orders.bind({ bindingElement: second, target: queue('b'), routingKey: '' })
    orders.bind({ bindingElement: first, target: queue('a'), routingKey: '' })
    world.publish(orders)

    expect(world.history()).toEqual(['0ms first routed m1', '0ms second routed m1'])
  })

  it('[rabbit.default-exchange] a queue is published to directly under its own name', () => {
    const { world } = exchanges()
    const settings = { queueName: 'work', messageTtl: null, deadLetterRoutingKey: null }
    const work = new RabbitQueue({ name: 'work', element: world.element('work'), world, settings })
    const all = new RabbitExchange({
      name: 'all',
      element: world.element('all'),
      world,
      settings: { type: 'fanout' },
    })
    all.bind({ bindingElement: world.element('all→work'), target: work, routingKey: '' })

    world.publish(work, { routingKey: 'not looked at' })
    world.settleDown()

    // No binding was needed, and none of the queue's bindings was gone through.
    expect(world.history()).toEqual(['0ms work accepted m1'])
    expect(world.outcomes).toEqual(['m1 accepted'])
  })
})

describe('an alternate exchange', () => {
  it('[rabbit.alternate-exchange] takes what no binding matches, and what its own do not match goes on to its alternate', () => {
    const { world, exchange, queue, bind } = exchanges()
    const [orders, strays, rest] = [
      exchange('orders', 'direct'),
      exchange('strays', 'direct'),
      exchange('rest', 'fanout'),
    ]
    orders.setAlternate(strays)
    strays.setAlternate(rest)
    bind(orders, queue('paid'), { routingKey: 'paid' })
    bind(strays, queue('sent'), { routingKey: 'sent' })
    bind(rest, queue('other'))

    for (const routingKey of ['paid', 'sent', 'lost']) world.publish(orders, { routingKey })

    expect(world.history()).toEqual([
      '0ms orders→paid routed m1',
      '0ms strays→sent routed m2',
      '0ms orders diverted m2',
      '0ms rest→other routed m3',
      '0ms orders diverted m3',
      '0ms strays diverted m3',
    ])
  })

  it('[rabbit.alternate-exchange] is not used where a binding matched that leads nowhere', () => {
    const { world, exchange, queue, bind } = exchanges()
    const [orders, empty, strays] = [
      exchange('orders', 'fanout'),
      exchange('empty', 'fanout'),
      exchange('strays', 'fanout'),
    ]
    orders.setAlternate(strays)
    bind(orders, empty)
    bind(strays, queue('other'))

    world.publish(orders)

    expect(world.history()).toEqual(['0ms orders→empty routed m1', '0ms orders unroutable m1'])
  })

  it('works in a circle, and no longer once it is taken away', () => {
    const { world, exchange, queue, bind } = exchanges()
    const [a, b] = [exchange('a', 'direct'), exchange('b', 'direct')]
    a.setAlternate(b)
    b.setAlternate(a)
    bind(b, queue('end'), { routingKey: 'end' })
    const publish = (routingKey: string) => world.publish(a, { routingKey })

    publish('end')
    publish('other')
    a.setAlternate(null)
    publish('end')

    expect(world.history('routed', 'unroutable')).toEqual([
      '0ms b→end routed m1',
      '0ms a unroutable m2',
      '0ms a unroutable m3',
    ])
  })
})
