// Services that break down by themselves. Times are constant, so every history is known.

import { describe, expect, it } from 'vitest'
import { handlerOf, outputOf, RuntimeStand, serviceOf } from './runtime.fixture.ts'

describe('a service that breaks down', () => {
  it('[everywhere.breakdowns] stands still with what it has in hand, and goes on after the repair', () => {
    const { stand, publish } = setUp({ effect: 'pause', scope: 'service' })
    publish(4)
    stand.run(95)

    // Up until 25 ms, down until 45 ms: the third takes 5 ms before and 5 ms after.
    expect(stand.history('started', 'acknowledged', 'paused', 'recovered')).toEqual([
      '0 ms orders started test-0 #1',
      '10 ms orders acknowledged test-0 #1',
      '10 ms orders started test-1 #1',
      '20 ms orders acknowledged test-1 #1',
      '20 ms orders started test-2 #1',
      '25 ms payments paused',
      '45 ms payments recovered',
      '50 ms orders acknowledged test-2 #1',
      '50 ms orders started test-3 #1',
      '60 ms orders acknowledged test-3 #1',
      '70 ms payments paused',
      '90 ms payments recovered',
    ])
  })

  it('[everywhere.breakdowns] loses what it has in hand where it crashes: it comes again', () => {
    const { stand, payments, publish } = setUp({ effect: 'crash', scope: 'service' })
    publish(3)
    stand.run(30)
    expect([payments.up.now, payments.replicasUp, payments.troubles]).toEqual([0, 0, ['crash']])
    stand.run(20)

    expect(stand.history('started', 'abandoned', 'crashed', 'recovered')).toEqual([
      '0 ms orders started test-0 #1',
      '10 ms orders started test-1 #1',
      '20 ms orders started test-2 #1',
      '25 ms payments crashed',
      '25 ms orders abandoned test-2 #1',
      '45 ms payments recovered',
      '45 ms orders started test-2 #1',
    ])
    expect([payments.up.now, payments.troubles]).toEqual([1, []])
  })

  it.each(['pause', 'crash'] as const)('lets its other replicas go on: %s', (effect) => {
    const { stand, payments, change, publish } = setUp({ effect, scope: 'replica' })
    stand.run(10)
    // Up until 35 ms: the first is down from 25 to 45 ms.
    change({ replicas: 2, breakdowns: breakdowns({ effect, scope: 'replica' }) })
    publish(4)
    stand.run(24)

    expect(stand.history('started')).toEqual([
      '10 ms orders started test-0 #1',
      '10 ms orders started test-1 #1',
      '20 ms orders started test-2 #1',
      '20 ms orders started test-3 #1',
      ...(effect === 'crash' ? ['30 ms orders started test-2 #1'] : []),
    ])
    expect(payments.troubles).toEqual([])
    expect(payments.replicasUp).toBe(effect === 'crash' ? 1 : 2)
  })

  it('rests its sources while all of it is down', () => {
    const arrivals = { kind: 'constant', ratePerSecond: 100 }
    const placed = { eventTypeId: 'placed', channelId: 'orders', arrivals }
    const { stand } = setUp({ effect: 'pause', scope: 'service' }, { sources: { placed } })
    stand.run(60)

    expect(stand.history('published').map((line) => line.split(' ms')[0])).toEqual([
      '10',
      '20',
      '55',
    ])
  })

  it('hears only after the repair how a publication went', () => {
    // Handled at 10 ms and published then; its producer sends it at 30 ms, and is answered at once.
    const producer = { kind: 'kafkaProducer', lingerMs: 20 }
    const outputs = { paid: outputOf({ channelId: 'ledger', producer }) }
    const { stand, publish } = setUp({ effect: 'pause', scope: 'service' }, {}, outputs)
    publish(1)
    stand.run(44)
    expect(stand.history('acknowledged')).toEqual([])

    stand.run(2)

    expect(stand.history('acknowledged')).toEqual(['45 ms orders acknowledged test-0 #1'])
  })

  it('comes up with an edit that says other times, or none', () => {
    const { stand, payments, change, publish } = setUp({ effect: 'crash', scope: 'service' })
    publish(1)
    stand.run(30)

    change({})
    stand.run(200)

    expect(payments.replicasUp).toBe(1)
    expect(stand.history('crashed', 'recovered')).toEqual([
      '25 ms payments crashed',
      '30 ms payments recovered',
    ])
  })

  it('gives new replicas their own times', () => {
    const { stand, change } = setUp({ effect: 'crash', scope: 'replica' })
    stand.run(10)
    change({ replicas: 2, breakdowns: breakdowns({ effect: 'crash', scope: 'replica' }) })
    stand.run(30)

    expect(stand.history('crashed')).toEqual(['25 ms payments crashed', '35 ms payments crashed'])
  })
})

function breakdowns(kind: object) {
  return {
    upTime: { kind: 'constant', valueMs: 25 },
    repairTime: { kind: 'constant', valueMs: 20 },
    ...kind,
  }
}

function setUp(kind: object, more: object = {}, outputs: object = {}) {
  const stand = new RuntimeStand()
  stand.channel('orders').channel('ledger', 'kafka')
  const handler = handlerOf({ subscriptionIds: ['orders'], outputs })
  const spec = { handlers: { handler }, breakdowns: breakdowns(kind), ...more }
  const payments = stand.service('payments', spec)
  stand.subscribe(payments, 'orders', { prefetchCount: 1 })
  payments.start()
  const change = (changed: object) =>
    payments.update(serviceOf({ handlers: { handler }, ...changed }), String)
  const publish = (count: number) => {
    for (let n = 0; n < count; n += 1) stand.publish('orders')
  }
  return { stand, payments, change, publish }
}
