// What a publisher hears of its messages.

import { describe, expect, it } from 'vitest'
import { PUBLISH_ACCEPTED, PUBLISH_REFUSED } from './channel.ts'
import { NO_DEATHS } from './rabbitDeaths.ts'
import { exchanges, PUBLISHER, type TestQueue } from './rabbitExchange.fixture.ts'
import { SOME_EVENT, TestWorld } from './testWorld.ts'

describe('a publisher', () => {
  it('[rabbit.unroutable-confirmed] is told that a message was taken, or that no queue keeps it, once publish has returned', () => {
    const { world, exchange, queue, bind } = exchanges()
    const [orders, nowhere] = [exchange('orders', 'direct'), exchange('nowhere', 'fanout')]
    bind(orders, queue('paid'), { routingKey: 'order.paid' })
    bind(orders, nowhere, { routingKey: 'order.lost' })

    for (const routingKey of ['order.paid', 'order.unknown', 'order.lost'])
      world.publish(orders, { routingKey })
    expect(world.outcomes).toEqual([])
    world.settleDown()

    expect(world.outcomes).toEqual(['m1 accepted', 'm2 unroutable', 'm3 unroutable'])
    expect(world.history('unroutable')).toEqual([
      '0ms orders unroutable m2',
      '0ms orders unroutable m3',
    ])
    expect(world.events.alive).toBe(0)
  })

  it('[rabbit.mandatory] gets back what cannot be routed when it is mandatory', () => {
    const { world, exchange, queue, bind } = exchanges()
    const orders = exchange('orders', 'direct')
    bind(orders, queue('paid'), { routingKey: 'paid' })

    for (const routingKey of ['paid', 'lost'])
      world.publish(orders, { routingKey, properties: { ...PUBLISHER, mandatory: true } })
    world.settleDown()

    expect(world.outcomes).toEqual(['m1 accepted', 'm2 returned'])
    expect(world.history()).toEqual(['0ms orders→paid routed m1', '0ms orders returned m2'])
  })

  it('[rabbit.alternate-exchange] gets nothing back that an alternate exchange took', () => {
    const { world, exchange, queue, bind } = exchanges()
    const [orders, strays] = [exchange('orders', 'direct'), exchange('strays', 'fanout')]
    orders.setAlternate(strays)
    bind(strays, queue('rest'))

    world.publish(orders, { properties: { ...PUBLISHER, mandatory: true } })
    world.settleDown()

    expect(world.outcomes).toEqual(['m1 accepted'])
    expect(world.history('returned')).toEqual([])
  })

  it('[rabbit.confirm-all-queues] hears of success when the last queue has taken its copy', () => {
    const { world, exchange, queue, bind } = exchanges()
    const all = exchange('all', 'fanout')
    const [a, b] = [queue('a', 'later'), queue('b', 'later')]
    for (const target of [a, b, queue('quick')]) bind(all, target)

    world.publish(all)
    world.settleDown()
    b.decide(PUBLISH_ACCEPTED)
    expect(world.outcomes).toEqual([])
    a.decide(PUBLISH_ACCEPTED)

    expect(world.outcomes).toEqual(['m1 accepted'])
  })

  it('[rabbit.confirm-nack] hears of a refusal at once, though other queues have it', () => {
    const { world, exchange, queue, bind } = exchanges()
    const [both, slow] = [exchange('both', 'fanout'), exchange('slow', 'fanout')]
    const [keeps, a, b] = [queue('keeps'), queue('a', 'later'), queue('b', 'later')]
    for (const target of [keeps, queue('full', 'refused'), a]) bind(both, target)
    for (const target of [a, b]) bind(slow, target)

    world.publish(both)
    world.settleDown()
    expect(world.outcomes).toEqual(['m1 refused'])
    world.publish(slow)
    world.settleDown()
    a.decide(PUBLISH_ACCEPTED)
    a.decide(PUBLISH_REFUSED)
    expect(world.outcomes).toEqual(['m1 refused', 'm2 refused'])
    b.decide(PUBLISH_ACCEPTED)

    expect(keeps.got).toEqual(['m1'])
    expect(world.outcomes).toEqual(['m1 refused', 'm2 refused'])
  })

  it('[rabbit.no-confirms] hears of success at once and of no refusal without confirms', () => {
    const { world, exchange, queue, bind } = exchanges()
    const all = exchange('all', 'fanout')
    bind(all, queue('full', 'refused'))

    world.publish(all, { properties: { ...PUBLISHER, confirms: false } })
    world.settleDown()

    expect(world.outcomes).toEqual(['m1 accepted'])
  })

  it('hears the same in a restored run', () => {
    const stand = (world: TestWorld) => {
      const { exchange, queue, bind } = exchanges(world)
      const all = exchange('all', 'fanout')
      const [a, b] = [queue('a', 'later'), queue('b', 'later')]
      for (const target of [a, b]) bind(all, target)
      return { all, a, b }
    }
    const world = new TestWorld()
    const { all, a, b } = stand(world)
    world.publish(all)
    world.publish(all)
    a.decide(PUBLISH_ACCEPTED)

    const restoredWorld = new TestWorld(1, world.save())
    const restored = stand(restoredWorld)
    restored.all.restore(all.save())
    expect(restored.all.save()).toEqual(all.save())
    restored.b.owed.push(...b.owed)
    restored.b.decide(PUBLISH_ACCEPTED)
    restored.b.decide(PUBLISH_REFUSED)

    expect(restoredWorld.outcomes).toEqual(['m1 accepted', 'm2 refused'])
  })

  it('is told when the exchange goes that nobody will tell', () => {
    const { world, exchange, queue, bind } = exchanges()
    const all = exchange('all', 'fanout')
    for (const target of [queue('a', 'later'), queue('b', 'later')]) bind(all, target)

    world.publish(all)
    all.close()
    world.settleDown()

    expect(world.outcomes).toEqual(['m1 unknown'])
  })
})

describe('dead letters by an exchange', () => {
  function setUp() {
    const { world, exchange, queue, bind } = exchanges()
    const dead = exchange('dead', 'fanout')
    const letter = (deaths = NO_DEATHS, isAwaited = false) => {
      const event = world.events.create(SOME_EVENT)
      const confirm = isAwaited ? { entity, token: 7 } : null
      return dead.deadLetter({ event, routingKey: 0, deaths, confirm })
    }
    const told: number[] = []
    const entity = world.scheduler.register('source', {
      fire: (kind, token) => told.push(kind, token),
    })
    const add = (...queues: TestQueue[]) => {
      for (const added of queues) bind(dead, added)
    }
    return { world, dead, queue, letter, add, told }
  }

  it('are lost where no queue takes them, and done with where one does', () => {
    const { queue, letter, add } = setUp()
    expect(letter()).toBe('unrouted')

    add(queue('full', 'refused'))
    expect(letter()).toBe('refused')

    add(queue('keeps'))
    expect(letter()).toBe('taken')
  })

  it('skip the queues that they would come to in a circle', () => {
    const { world, queue, letter, add } = setUp()
    const [wait, parked] = [queue('wait'), queue('parked')]
    add(wait)
    expect(letter(world.texts.intern('wait'))).toBe('unrouted')

    add(parked)
    expect(letter(world.texts.intern('wait'))).toBe('taken')

    expect([wait.got, parked.got]).toEqual([[], ['m1']])
  })

  it('at least once wait for every queue', () => {
    const { world, queue, letter, add, told } = setUp()
    const slow = queue('slow', 'later')
    add(slow, queue('quick'))
    expect(letter(NO_DEATHS, true)).toBe('later')
    expect(told).toEqual([])
    slow.decide(PUBLISH_ACCEPTED)
    expect(told).toEqual([PUBLISH_ACCEPTED, 7])

    add(queue('full', 'refused'))
    expect(letter(NO_DEATHS, true)).toBe('refused')
    world.settleDown()
  })
})
