import { describe, expect, it } from 'vitest'
import { RabbitExchange, type RabbitExchangeSettings } from './rabbitExchange.ts'
import { RabbitQueue } from './rabbitQueue.ts'
import type { RabbitTarget } from './rabbitRoute.ts'
import { TestWorld } from './testWorld.ts'

describe('RabbitExchange', () => {
  it('routes by the very key when it is direct', () => {
    const { world, exchange, queue, bind } = setUp()
    const orders = exchange('orders', 'direct')
    bind(orders, queue('paid'), 'order.paid')
    bind(orders, queue('literal'), 'order.*')

    world.publish(orders, { routingKey: 'order.paid' })
    world.publish(orders, { routingKey: 'order.*' })

    expect(world.history()).toEqual([
      '0ms orders→paid routed m1',
      '0ms paid accepted m1',
      '0ms orders→literal routed m2',
      '0ms literal accepted m2',
    ])
  })

  it('copies to every queue when it is a fanout, whatever the keys', () => {
    const { world, exchange, queue, bind } = setUp()
    const orders = exchange('orders', 'fanout')
    bind(orders, queue('billing'), '')
    bind(orders, queue('shipping'), 'other')

    world.publish(orders, { routingKey: 'order.paid' })

    expect(world.history('accepted')).toEqual([
      '0ms billing accepted m1',
      '0ms shipping accepted m1',
    ])
  })

  it('routes by patterns when it is a topic', () => {
    const { world, exchange, queue, bind } = setUp()
    const stock = exchange('stock', 'topic')
    bind(stock, queue('fulfilment'), 'reserved.*')
    bind(stock, queue('email'), 'rejected.#')

    world.publish(stock, { routingKey: 'reserved.eu' })
    world.publish(stock, { routingKey: 'rejected' })
    world.publish(stock, { routingKey: 'reserved' })

    expect(world.history()).toEqual([
      '0ms stock→fulfilment routed m1',
      '0ms fulfilment accepted m1',
      '0ms stock→email routed m2',
      '0ms email accepted m2',
      '0ms stock unroutable m3',
    ])
  })

  it('gives a queue one copy, however many bindings lead to it', () => {
    const { world, exchange, queue, bind } = setUp()
    const orders = exchange('orders', 'topic')
    const europe = exchange('europe', 'fanout')
    const audit = queue('audit')
    bind(orders, audit, '#')
    bind(orders, audit, 'order.*', 'second')
    bind(orders, europe, '*.eu')
    bind(europe, audit, '')

    world.publish(orders, { routingKey: 'order.eu' })

    expect(world.history()).toEqual([
      '0ms orders→audit routed m1',
      '0ms second routed m1',
      '0ms orders→europe routed m1',
      '0ms europe→audit routed m1',
      '0ms audit accepted m1',
    ])
  })

  it('goes through each exchange once, so that exchanges bound in a circle end', () => {
    const { world, exchange, queue, bind } = setUp()
    const a = exchange('a', 'fanout')
    const b = exchange('b', 'fanout')
    bind(a, b, '')
    bind(b, a, '')
    bind(b, queue('end'), '')

    world.publish(a)

    expect(world.history('accepted')).toEqual(['0ms end accepted m1'])
  })

  it('tells the publisher that a message was taken, or that no queue would keep it', () => {
    const { world, exchange, queue, bind } = setUp()
    const orders = exchange('orders', 'direct')
    const nowhere = exchange('nowhere', 'fanout')
    bind(orders, queue('paid'), 'order.paid')
    bind(orders, nowhere, 'order.lost')

    for (const routingKey of ['order.paid', 'order.unknown', 'order.lost'])
      world.publish(orders, { routingKey })
    expect(world.outcomes).toEqual([])
    world.settleDown()

    expect(world.outcomes).toEqual(['m1 accepted', 'm2 unroutable', 'm3 unroutable'])
    expect(world.history('unroutable')).toEqual([
      '0ms orders unroutable m2',
      '0ms orders unroutable m3',
    ])
    expect(world.events.alive).toBe(1)
  })

  it('follows every change of its bindings, and of those farther on', () => {
    const { world, exchange, queue, bind } = setUp()
    const orders = exchange('orders', 'direct')
    const europe = exchange('europe', 'direct')
    const far = queue('far')
    bind(orders, europe, 'key')
    const publish = () => world.publish(orders, { routingKey: 'key' })

    publish()
    const binding = bind(europe, far, 'key')
    publish()
    europe.unbind(binding)
    publish()
    europe.update({ type: 'fanout' })
    bind(europe, far, 'another')
    publish()
    europe.close()
    publish()

    expect(world.history('accepted', 'unroutable')).toEqual([
      '0ms orders unroutable m1',
      '0ms far accepted m2',
      '0ms orders unroutable m3',
      '0ms far accepted m4',
      '0ms orders unroutable m5',
    ])
  })

  it('routes the same whichever binding was made first', () => {
    const { world, exchange, queue } = setUp()
    const orders = exchange('orders', 'fanout')
    const [first, second] = [world.element('first'), world.element('second')]

    orders.bind({ bindingElement: second, target: queue('b'), routingKey: '' })
    orders.bind({ bindingElement: first, target: queue('a'), routingKey: '' })
    world.publish(orders)

    expect(world.history('accepted')).toEqual(['0ms a accepted m1', '0ms b accepted m1'])
  })
})

function setUp() {
  const world = new TestWorld()
  const names = new Map<RabbitTarget, string>()

  const exchange = (name: string, type: RabbitExchangeSettings['type']) =>
    named(
      name,
      new RabbitExchange({ name, element: world.element(name), world, settings: { type } }),
    )

  const queue = (name: string) => {
    const settings = { queueName: name, messageTtl: null, deadLetterRoutingKey: null }
    return named(name, new RabbitQueue({ name, element: world.element(name), world, settings }))
  }

  const named = <Target extends RabbitTarget>(name: string, target: Target): Target => {
    names.set(target, name)
    return target
  }

  /** Under the name `from→to` unless it has one of its own; returns its element. */
  const bind = (
    from: RabbitExchange,
    target: RabbitTarget,
    ...[routingKey, name = `${names.get(from)}→${names.get(target)}`]: [string, string?]
  ): number => {
    const bindingElement = world.element(name)
    from.bind({ bindingElement, target, routingKey })
    return bindingElement
  }

  return { world, exchange, queue, bind }
}
