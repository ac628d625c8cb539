// Golden histories of a service that is cut off from its brokers, and what each broker makes of it.

import { describe, expect, it } from 'vitest'
import { handlerOf, outputOf, RuntimeStand, serviceOf } from './runtime.fixture.ts'

const DISCONNECT = { kind: 'disconnect', serviceId: 'payments' } as const

describe('a service that is cut off', () => {
  it('[everywhere.disconnect] works in vain; SQS hands out again when the lease has run out', () => {
    const { stand, payments } = setUp({ kind: 'sqs' })
    stand.publish('orders')
    stand.run(5)

    payments.fail(DISCONNECT)
    stand.run(40_000)
    payments.recover('disconnect')
    stand.run(1000)

    expect(stand.history()).toEqual([
      '0 ms orders accepted test-0',
      '0 ms orders delivered test-0 #1',
      '0 ms orders started test-0 #1',
      '5 ms payments disconnected',
      '5 ms orders abandoned test-0 #1',
      '10 ms orders failed test-0 #1',
      '30000 ms orders leaseExpired test-0 #1',
      '40005 ms payments recovered',
      '40005 ms orders delivered test-0 #2',
      '40005 ms orders started test-0 #1',
      '40015 ms orders acknowledged test-0 #2',
    ])
  })

  it('[everywhere.disconnect] works in vain; RabbitMQ gives it up after two heartbeats', () => {
    const { stand, payments } = setUp({ kind: 'rabbit' })
    stand.publish('orders')
    stand.publish('orders')
    stand.run(5)

    payments.fail(DISCONNECT)
    stand.run(200_000)
    payments.recover('disconnect')
    stand.run(15)

    expect(stand.history()).toEqual([
      '0 ms orders accepted test-0',
      '0 ms orders delivered test-0 #1',
      '0 ms orders accepted test-1',
      '0 ms orders started test-0 #1',
      '5 ms payments disconnected',
      '10 ms orders failed test-0 #1',
      '120005 ms orders abandoned test-0 #1',
      '200005 ms payments recovered',
      '200005 ms orders delivered test-0 #2',
      '200005 ms orders started test-0 #1',
      '200015 ms orders acknowledged test-0 #2',
      '200015 ms orders delivered test-1 #1',
      '200015 ms orders started test-1 #1',
    ])
  })

  it('[everywhere.disconnect] works in vain; Kafka evicts it after the session timeout', () => {
    const { stand, payments } = setUp({ kind: 'kafka' })
    stand.publish('orders')
    stand.publish('orders')
    stand.run(5)

    payments.fail(DISCONNECT)
    stand.run(10_000)
    payments.recover('disconnect')
    stand.run(1000)

    expect(stand.history().slice(2)).toEqual([
      '0 ms orders rebalanced',
      '0 ms orders assigned',
      '0 ms orders delivered test-0 #1',
      '0 ms orders delivered test-1 #1',
      '0 ms orders started test-0 #1',
      '5 ms payments disconnected',
      '5 ms orders abandoned test-0',
      '5 ms orders abandoned test-1',
      '10 ms orders failed test-0 #1',
      '6005 ms orders evicted',
      '6005 ms orders revoked',
      '6005 ms orders rebalanced',
      '10005 ms payments recovered',
      '10005 ms orders rebalanced',
      '10005 ms orders assigned',
      '10005 ms orders delivered test-0 #2',
      '10005 ms orders delivered test-1 #2',
      '10005 ms orders started test-0 #1',
      '10015 ms orders acknowledged test-0 #2',
      '10015 ms orders started test-1 #1',
      '10025 ms orders acknowledged test-1 #2',
      '10025 ms orders positioned',
    ])
  })

  it('[everywhere.disconnect-duplicates] publishes after a short cut, and handles the event again', () => {
    const outputs = { paid: outputOf({ channelId: 'paid' }) }
    const { stand, payments } = setUp({ handler: { outputs } })
    stand.channel('paid').publish('orders')
    stand.run(2)

    payments.fail(DISCONNECT)
    stand.run(5)
    payments.recover('disconnect')
    stand.run(130_000)

    expect(stand.history('started', 'published', 'abandoned', 'acknowledged')).toEqual([
      '0 ms orders started test-0 #1',
      '10 ms paid published paid-0',
      '120002 ms orders abandoned test-0 #1',
      '120002 ms orders started test-0 #1',
      '120012 ms paid published paid-1',
      '120012 ms orders acknowledged test-0 #2',
    ])
    expect(stand.world.events.alive).toBe(2)
  })

  it('tries again as it always does, until it can publish or has no attempt left', () => {
    const retry = { attempts: 3, backoffMs: 100, multiplier: 1, backoffMaxMs: 100 }
    const { stand, payments } = setUp({ kind: 'sqs', subscription: { retry } })
    stand.publish('orders')
    stand.run(5)

    payments.fail(DISCONNECT)
    stand.run(1000)

    expect(stand.history('started', 'failed')).toEqual([
      '0 ms orders started test-0 #1',
      '10 ms orders failed test-0 #1',
      '110 ms orders started test-0 #2',
      '120 ms orders failed test-0 #2',
      '220 ms orders started test-0 #3',
      '230 ms orders failed test-0 #3',
    ])
    expect(payments.busy.now).toBe(0)
  })

  it('[everywhere.disconnect-sources] publishes on, and is refused', () => {
    const stand = new RuntimeStand().channel('orders')
    const arrivals = { kind: 'constant', ratePerSecond: 10 }
    const sources = { placed: { eventTypeId: 'placed', channelId: 'orders', arrivals } }
    const shop = stand.service('shop', { sources })
    shop.start()
    stand.run(150)

    shop.fail({ kind: 'disconnect', serviceId: 'shop' })
    stand.run(100)
    shop.recover('disconnect')
    stand.run(100)

    expect(stand.history()).toEqual([
      '100 ms placed published placed-0',
      '100 ms orders accepted placed-0',
      '150 ms shop disconnected',
      '200 ms placed published placed-1',
      '200 ms orders refused placed-1',
      '250 ms shop recovered',
      '300 ms placed published placed-2',
      '300 ms orders accepted placed-2',
    ])
    expect(shop.refused).toBe(1)
    expect(stand.world.events.alive).toBe(2)
  })

  it('[everywhere.disconnect-sources] is refused what it was to publish later', () => {
    const outputs = { reminder: outputOf({ channelId: 'paid', delayMs: 500 }) }
    const { stand, payments } = setUp({ handler: { outputs } })
    stand.channel('paid').publish('orders')
    stand.run(100)

    payments.fail(DISCONNECT)
    stand.run(1000)

    expect(stand.history('published', 'refused')).toEqual([
      '510 ms reminder published reminder-0',
      '510 ms paid refused reminder-0',
    ])
    expect(payments.refused).toBe(1)
  })

  it('hears nothing of what it was publishing when it was cut off', () => {
    const outputs = { paid: outputOf({ channelId: 'slow' }) }
    const { stand, payments } = setUp({ kind: 'sqs', handler: { outputs } })
    stand.channel('slow', 'kafka').publish('orders')
    // By default a Kafka producer waits 5 ms for more to send.
    stand.run(12)
    expect(stand.history('published', 'failed')).toEqual(['10 ms paid published paid-0'])

    payments.fail(DISCONNECT)
    stand.run(1000)

    expect(stand.history('failed', 'acknowledged')).toEqual(['12 ms orders failed test-0 #1'])
  })

  it('takes nothing in hand while it is also crashed, and joins once it is neither', () => {
    const { stand, payments } = setUp({ kind: 'sqs' })
    payments.fail(DISCONNECT)
    payments.fail({ kind: 'crash', serviceId: 'payments' })
    stand.publish('orders')

    payments.recover('crash')
    stand.run(1000)
    expect(stand.history('delivered')).toEqual([])
    payments.recover('disconnect')
    stand.run(1000)

    expect(stand.history('delivered', 'acknowledged')).toEqual([
      '1000 ms orders delivered test-0 #1',
      '1010 ms orders acknowledged test-0 #1',
    ])
  })

  it('grows and loses subscriptions as any other', () => {
    const { stand, payments, handler } = setUp({ kind: 'sqs' })
    stand.publish('orders')
    stand.run(5)

    payments.fail(DISCONNECT)
    payments.update(serviceOf({ replicas: 3, handlers: { placed: handler } }), String)
    payments.removeSubscription('orders')
    stand.run(100)
    payments.recover('disconnect')
    stand.run(100)

    expect(stand.history('started', 'failed')).toEqual(['0 ms orders started test-0 #1'])
    expect([payments.up.now, payments.busy.now]).toEqual([3, 0])
  })
})

interface SetUp {
  readonly kind?: 'rabbit' | 'kafka' | 'sqs'
  readonly handler?: Readonly<Record<string, unknown>>
  readonly subscription?: Readonly<Record<string, unknown>>
}

function setUp({ kind = 'rabbit', handler = {}, subscription = {} }: SetUp = {}) {
  const stand = new RuntimeStand().channel('orders', kind)
  const placed = handlerOf({ subscriptionIds: ['orders'], ...handler })
  const payments = stand.service('payments', { handlers: { placed } })
  stand.subscribe(payments, 'orders', subscription)
  payments.start()
  return { stand, payments, handler: placed }
}
