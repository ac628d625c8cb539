// Services that grow, shrink and rest while they run.

import { describe, expect, it } from 'vitest'
import type { Service as ServiceSpec } from '#shared/topology/services.ts'
import { handlerOf, outputOf, RuntimeStand, serviceOf } from './runtime.fixture.ts'

describe('Service', () => {
  it('grows while it runs: new slots begin at once', () => {
    const { stand, payments, scale } = setUp()
    for (let n = 0; n < 4; n += 1) stand.publish('orders')
    stand.run(5)

    scale({ replicas: 3 })
    stand.run(100)

    expect(stand.history('started')).toEqual([
      '0 ms orders started test-0 #1',
      '5 ms orders started test-1 #1',
      '5 ms orders started test-2 #1',
      '10 ms orders started test-3 #1',
    ])
    expect([payments.up.now, payments.replicasUp]).toEqual([3, 3])
  })

  it('shrinks while it runs: what the slots had in hand comes back to the others', () => {
    const { stand, payments, scale } = setUp({ replicas: 2 })
    for (let n = 0; n < 3; n += 1) stand.publish('orders')
    stand.run(5)

    scale({ replicas: 1 })
    stand.run(100)

    expect(stand.history('started', 'abandoned')).toEqual([
      '0 ms orders started test-0 #1',
      '0 ms orders started test-1 #1',
      '5 ms orders abandoned test-1 #1',
      '10 ms orders started test-1 #1',
      '20 ms orders started test-2 #1',
    ])
    expect([payments.up.now, payments.busy.now]).toEqual([1, 0])
  })

  it('starts all of its slots anew when their number in a replica changes', () => {
    const { stand, payments, scale } = setUp()
    stand.publish('orders')
    stand.run(5)

    scale({ concurrency: 2 })
    stand.run(100)

    expect(stand.history('started', 'abandoned')).toEqual([
      '0 ms orders started test-0 #1',
      '5 ms orders abandoned test-0 #1',
      '5 ms orders started test-0 #1',
    ])
    expect([payments.up.now, payments.replicasUp]).toEqual([2, 1])
  })

  it('rests without replicas', () => {
    const { stand, scale } = setUp({ replicas: 0 })
    stand.publish('orders')
    stand.run(100)
    expect(stand.history('started')).toEqual([])

    scale({ replicas: 1 })
    stand.run(5)

    expect(stand.history('started')).toEqual(['100 ms orders started test-0 #1'])
  })

  it('comes back from a crash with as many slots as the drawing says by then', () => {
    const { stand, payments, scale } = setUp()
    payments.fail(CRASH)
    expect([payments.up.now, payments.replicasUp]).toEqual([0, 0])

    scale({ replicas: 3 })
    expect(payments.up.now).toBe(0)
    payments.recover('crash')
    stand.run(1)

    expect(payments.up.now).toBe(3)
  })

  it('tells how busy its slots were', () => {
    const { stand, payments } = setUp({ replicas: 2 })
    stand.publish('orders')
    stand.publish('orders')
    stand.publish('orders')

    stand.run(100)

    const now = stand.world.scheduler.now
    expect(payments.busy.areaUntil(now)).toBe(30e6)
    expect(payments.up.areaUntil(now)).toBe(200e6)
    expect(payments.busy.max).toBe(2)
  })

  describe('with a source', () => {
    it('publishes at its rate', () => {
      const { published } = setUpSource()
      expect(published(250)).toEqual(['100 ms', '200 ms'])
    })

    it.each([
      ['is crashed', CRASH],
      ['is paused', { kind: 'pause', serviceId: 'shop' } as const],
    ])('rests while it %s, and begins again', (_, fault) => {
      const { shop, published } = setUpSource()
      published(150)

      shop.fail(fault)
      expect(published(1000)).toEqual(['100 ms'])
      shop.recover(fault.kind)

      expect(published(150)).toEqual(['100 ms', '1250 ms'])
    })

    it('loses with its process what a Kafka producer has not sent', () => {
      const stand = new RuntimeStand().channel('orders', 'kafka')
      const shop = stand.service('shop', {
        sources: {
          placed: {
            eventTypeId: 'placed',
            channelId: 'orders',
            arrivals: { kind: 'constant', ratePerSecond: 10 },
          },
        },
      })
      shop.start()
      stand.run(201)

      shop.fail({ kind: 'crash', serviceId: 'shop' })
      stand.run(100)
      shop.recover('crash')
      stand.run(200)

      expect(stand.history('accepted', 'refused')).toEqual([
        '105 ms orders accepted placed-0',
        '201 ms orders refused placed-1',
        '406 ms orders accepted placed-2',
      ])
      expect(shop.refused).toBe(0)
    })

    it('publishes on while it is slow', () => {
      const { shop, published } = setUpSource()
      shop.fail({ kind: 'slow', serviceId: 'shop', factor: 10 })
      expect(published(250)).toEqual(['100 ms', '200 ms'])
    })

    it('stays at rest until it is neither crashed nor paused', () => {
      const { shop, published } = setUpSource()
      shop.fail(CRASH)
      shop.fail({ kind: 'pause', serviceId: 'shop' })

      shop.recover('crash')
      expect(published(1000)).toEqual([])
      shop.recover('pause')

      expect(published(150)).toEqual(['1100 ms'])
    })

    it('takes a new rate from now on', () => {
      const { shop, published } = setUpSource()
      published(150)

      shop.update(shopOf({ ratePerSecond: 50 }), String)

      expect(published(50)).toEqual(['100 ms', '170 ms', '190 ms'])
    })

    it('keeps its rhythm through an edit of anything else', () => {
      const { shop, spec, published } = setUpSource()
      published(150)

      shop.update({ ...spec, replicas: 5, name: 'Renamed' }, String)
      const { placed } = spec.sources
      const sources = { placed: { ...(placed as NonNullable<typeof placed>), routingKey: 'new' } }
      shop.update({ ...spec, sources }, String)

      expect(published(100)).toEqual(['100 ms', '200 ms'])
    })

    it('publishes under the name that its event type has by now', () => {
      const { stand, shop, spec, published } = setUpSource()
      published(100)
      shop.update(spec, () => 'OrderTaken')
      published(100)

      expect(stand.routingKeysIn('orders')).toEqual(['Name of placed', 'OrderTaken'])
    })

    it('gets and loses sources', () => {
      const { shop, spec, published } = setUpSource()
      published(150)
      const another = { ...spec.sources, extra: spec.sources.placed as never }

      shop.update({ ...spec, sources: another }, String)
      expect(published(100)).toEqual(['100 ms', '200 ms', '250 ms'])
      shop.update({ ...spec, sources: {} }, String)

      expect(published(1000)).toHaveLength(3)
    })

    it('publishes nothing after it was closed', () => {
      const { shop, published } = setUpSource()
      shop.close()
      expect(published(1000)).toEqual([])
    })
  })
})

const CRASH = { kind: 'crash', serviceId: 'payments' } as const

/** `payments` handles what comes to `orders`, 10 ms each. */
function setUp(spec: Partial<ServiceSpec> = {}) {
  const stand = new RuntimeStand()
  const handlers = {
    placed: handlerOf({
      subscriptionIds: ['orders'],
      outputs: { paid: outputOf({ channelId: 'nowhere' }) },
    }),
  }
  const payments = stand.channel('orders').service('payments', { handlers, ...spec })
  stand.subscribe(payments, 'orders')
  payments.start()
  const scale = (change: Partial<ServiceSpec>) =>
    payments.update(serviceOf({ handlers, ...spec, ...change }), String)
  return { stand, payments, scale }
}

function shopOf({ ratePerSecond }: { readonly ratePerSecond: number }) {
  const arrivals = { kind: 'constant', ratePerSecond }
  return serviceOf({
    sources: { placed: { eventTypeId: 'placed', channelId: 'orders', arrivals } },
  })
}

/** `shop` publishes to `orders` every 100 ms. */
function setUpSource() {
  const stand = new RuntimeStand()
  const spec = shopOf({ ratePerSecond: 10 })
  const shop = stand.channel('orders').service('shop', spec)
  shop.start()
  const published = (ms: number) => {
    stand.run(ms)
    return stand.history('published').map((line) => line.split(' ').slice(0, 2).join(' '))
  }
  return { stand, shop, spec, published }
}
