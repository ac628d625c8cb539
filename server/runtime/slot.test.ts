// Golden histories of one service, `payments`, that takes the events of the channel `orders`.

import { describe, expect, it } from 'vitest'
import { handlerOf, outputOf, RuntimeStand, serviceOf } from './runtime.fixture.ts'

describe('Slot', () => {
  it('handles one event after the other', () => {
    const { stand } = setUp()
    stand.publish('orders')
    stand.publish('orders')

    stand.run(100)

    expect(stand.history()).toEqual([
      '0 ms orders accepted test-0',
      '0 ms orders delivered test-0 #1',
      '0 ms orders accepted test-1',
      '0 ms orders started test-0 #1',
      '10 ms orders acknowledged test-0 #1',
      '10 ms orders delivered test-1 #1',
      '10 ms orders started test-1 #1',
      '20 ms orders acknowledged test-1 #1',
    ])
  })

  it('[everywhere.slots] has colleagues that work beside it', () => {
    const { stand } = setUp({ service: { replicas: 2, concurrency: 2 } })
    for (let n = 0; n < 5; n += 1) stand.publish('orders')

    stand.run(100)

    expect(stand.history('started')).toEqual([
      '0 ms orders started test-0 #1',
      '0 ms orders started test-1 #1',
      '0 ms orders started test-2 #1',
      '0 ms orders started test-3 #1',
      '10 ms orders started test-4 #1',
    ])
  })

  it.each(['rabbit', 'kafka', 'sqs'] as const)(
    'ignores what no handler takes, in any place of a batch from %s',
    (kind) => {
      const { stand } = setUp({ kind, handler: { eventTypeIds: ['placed'] } })
      for (const type of ['other', 'other', 'placed', 'other', 'placed', 'other'])
        stand.publish('orders', { type })

      stand.run(1000)

      expect(stand.history('ignored')).toHaveLength(4)
      expect(stand.history('started')).toHaveLength(2)
      expect(stand.history('acknowledged')).toHaveLength(6)
      stand.publish('orders')
      stand.run(100)
      expect(stand.history('acknowledged')).toHaveLength(7)
    },
  )

  describe('when an attempt fails', () => {
    const retry = { attempts: 4, backoffMs: 100, multiplier: 2, backoffMaxMs: 300 }

    it('[everywhere.retries] waits, longer each time up to the longest wait, and gives up after the last attempt', () => {
      const { stand } = setUp({ handler: FAILING, subscription: { retry } })
      stand.publish('orders')

      stand.run(10_000)

      expect(stand.history('started', 'failed', 'dropped')).toEqual([
        '0 ms orders started test-0 #1',
        '10 ms orders failed test-0 #1',
        '110 ms orders started test-0 #2',
        '120 ms orders failed test-0 #2',
        '320 ms orders started test-0 #3',
        '330 ms orders failed test-0 #3',
        '630 ms orders started test-0 #4',
        '640 ms orders failed test-0 #4',
        '640 ms orders dropped test-0 #1',
      ])
    })

    it('publishes nothing for it, and goes on as soon as one succeeds', () => {
      const { stand, payments, handler } = setUp({ handler: FAILING, subscription: { retry } })
      stand.channel('paid').publish('orders')
      stand.run(50)

      payments.update(
        serviceOf({ handlers: { placed: { ...handler, failure: { probability: 0 } } } }),
        String,
      )
      stand.run(1000)

      expect(stand.history('started', 'failed', 'published', 'acknowledged')).toEqual([
        '0 ms orders started test-0 #1',
        '10 ms orders failed test-0 #1',
        '110 ms orders started test-0 #2',
        '120 ms orders acknowledged test-0 #1',
      ])
    })

    it('gives it back to a RabbitMQ queue that is told to requeue', () => {
      const { stand } = setUp({ handler: FAILING, subscription: { whenExhausted: 'requeue' } })
      stand.publish('orders')

      stand.run(25)

      expect(stand.history('started', 'requeued', 'delivered')).toEqual([
        '0 ms orders delivered test-0 #1',
        '0 ms orders started test-0 #1',
        '10 ms orders requeued test-0 #1',
        '10 ms orders delivered test-0 #2',
        '10 ms orders started test-0 #1',
        '20 ms orders requeued test-0 #2',
        '20 ms orders delivered test-0 #3',
        '20 ms orders started test-0 #1',
      ])
    })

    it('says nothing to an SQS queue, which hands it out again when its lease has ended', () => {
      const { stand } = setUp({ kind: 'sqs', handler: FAILING })
      stand.publish('orders')

      stand.run(30_005)

      expect(stand.history('started', 'failed', 'leaseExpired', 'delivered')).toEqual([
        '0 ms orders delivered test-0 #1',
        '0 ms orders started test-0 #1',
        '10 ms orders failed test-0 #1',
        '30000 ms orders leaseExpired test-0 #1',
        '30000 ms orders delivered test-0 #2',
        '30000 ms orders started test-0 #1',
      ])
    })

    it('publishes a Kafka record to the dead-letter topic, and moves on', () => {
      const { stand } = setUp({
        kind: 'kafka',
        handler: FAILING,
        subscription: { deadLetterChannelId: 'failed' },
      })
      stand.channel('failed', 'kafka')
      stand.publish('orders', { key: stand.key(3) })

      stand.run(1000)

      expect(stand.history('failed', 'deadLettered', 'accepted', 'acknowledged')).toEqual([
        '0 ms orders accepted test-0',
        '10 ms orders failed test-0 #1',
        '10 ms failed accepted test-0',
        '10 ms orders deadLettered test-0 #1',
      ])
    })

    it('drops a Kafka record where there is no dead-letter topic', () => {
      const { stand } = setUp({ kind: 'kafka', handler: FAILING })
      stand.publish('orders')
      stand.publish('orders')

      stand.run(1000)

      expect(stand.history('dropped')).toEqual([
        '10 ms orders dropped test-0 #1',
        '20 ms orders dropped test-1 #1',
      ])
    })
  })

  describe('when it is done', () => {
    it('[everywhere.outputs-before-settlement] publishes its outputs before it acknowledges', () => {
      const outputs = {
        paid: outputOf({ channelId: 'paid' }),
        stock: outputOf({ channelId: 'stock', count: 2 }),
        never: outputOf({ channelId: 'stock', probability: 0 }),
      }
      const { stand } = setUp({ handler: { outputs } })
      stand.channel('paid').channel('stock').publish('orders')

      stand.run(100)

      expect(stand.history().slice(3)).toEqual([
        '10 ms paid published paid-0',
        '10 ms paid accepted paid-0',
        '10 ms stock published stock-0',
        '10 ms stock accepted stock-0',
        '10 ms stock published stock-1',
        '10 ms stock accepted stock-1',
        '10 ms orders acknowledged test-0 #1',
      ])
    })

    it('picks at most one output of an exclusive group', () => {
      const exclusive = { exclusiveGroup: 'answer', channelId: 'paid' }
      const outputs = {
        no: outputOf({ ...exclusive, probability: 0.2 }),
        yes: outputOf({ ...exclusive, probability: 0.5 }),
        also: outputOf({ channelId: 'paid', probability: 0.5 }),
      }
      const { stand } = setUp({ handler: { outputs } })
      stand.channel('paid')
      for (let n = 0; n < 2000; n += 1) stand.publish('orders')

      stand.run(20_000)

      const published = stand.history('published').map((line) => line.split(' '))
      const timesOf = (name: string) =>
        new Set(published.filter((words) => words[2] === name).map(([ms]) => ms))
      const [no, yes, also] = [timesOf('no'), timesOf('yes'), timesOf('also')]
      // Five standard deviations of a binomial.
      const off = (count: number, share: number) =>
        Math.abs(count - 2000 * share) / Math.sqrt(2000 * share * (1 - share))
      expect([...no].filter((ms) => yes.has(ms))).toEqual([])
      expect(off(no.size, 0.2)).toBeLessThan(5)
      expect(off(yes.size, 0.5)).toBeLessThan(5)
      expect(off(also.size, 0.5)).toBeLessThan(5)
    })

    it('publishes some things later, and does not wait for them', () => {
      const { stand } = setUp({
        handler: { outputs: { reminder: outputOf({ channelId: 'paid', delayMs: 500 }) } },
      })
      stand.channel('paid').publish('orders')

      stand.run(1000)

      expect(stand.history('acknowledged', 'published')).toEqual([
        '10 ms orders acknowledged test-0 #1',
        '510 ms reminder published reminder-0',
      ])
      expect(stand.world.events.alive).toBe(1)
    })

    it('publishes nothing later that an edit has removed meanwhile', () => {
      const outputs = { reminder: outputOf({ channelId: 'paid', delayMs: 500 }) }
      const { stand, payments, handler } = setUp({ handler: { outputs } })
      stand.channel('paid').publish('orders')
      stand.run(100)

      payments.update(serviceOf({ handlers: { placed: { ...handler, outputs: {} } } }), String)
      stand.run(1000)

      expect(stand.history('published')).toEqual([])
      expect(stand.world.events.alive).toBe(0)
    })

    it('publishes into nothing where the channel is gone, and is done', () => {
      const { stand } = setUp({
        handler: { outputs: { paid: outputOf({ channelId: 'gone' }) } },
      })
      stand.publish('orders')

      stand.run(100)

      expect(stand.history('published', 'acknowledged')).toEqual([
        '10 ms paid published paid-0',
        '10 ms orders acknowledged test-0 #1',
      ])
      expect(stand.world.events.alive).toBe(0)
    })
  })

  describe('when its service', () => {
    it('[everywhere.crash] crashes, loses its work: the event comes again, and nothing that was to come', () => {
      const outputs = { reminder: outputOf({ channelId: 'paid', delayMs: 500 }) }
      const { stand, payments } = setUp({ handler: { outputs } })
      stand.channel('paid').publish('orders')
      stand.publish('orders')
      stand.run(15)

      payments.fail({ kind: 'crash', serviceId: 'payments' })
      stand.run(1000)
      payments.recover('crash')
      stand.run(1000)

      expect(stand.history().slice(3)).toEqual([
        '0 ms orders started test-0 #1',
        '10 ms orders acknowledged test-0 #1',
        '10 ms orders delivered test-1 #1',
        '10 ms orders started test-1 #1',
        '15 ms payments crashed',
        '15 ms orders abandoned test-1 #1',
        '1015 ms payments recovered',
        '1015 ms orders delivered test-1 #2',
        '1015 ms orders started test-1 #1',
        '1025 ms orders acknowledged test-1 #2',
        '1525 ms reminder published reminder-0',
        '1525 ms paid accepted reminder-0',
      ])
    })

    it('[everywhere.pause] is paused, finishes what it has and begins nothing new', () => {
      const { stand, payments } = setUp()
      stand.publish('orders')
      stand.publish('orders')
      stand.run(5)

      payments.fail({ kind: 'pause', serviceId: 'payments' })
      stand.run(1000)
      payments.recover('pause')
      stand.run(100)

      expect(stand.history('started', 'acknowledged', 'paused', 'recovered')).toEqual([
        '0 ms orders started test-0 #1',
        '5 ms payments paused',
        '10 ms orders acknowledged test-0 #1',
        '1005 ms payments recovered',
        '1005 ms orders started test-1 #1',
        '1015 ms orders acknowledged test-1 #1',
      ])
    })

    it('[everywhere.slow] slows down, takes longer for what it begins', () => {
      const { stand, payments } = setUp()
      stand.publish('orders')
      stand.publish('orders')
      stand.run(5)

      payments.fail({ kind: 'slow', serviceId: 'payments', factor: 3 })
      stand.run(100)

      expect(stand.history('acknowledged')).toEqual([
        '10 ms orders acknowledged test-0 #1',
        '40 ms orders acknowledged test-1 #1',
      ])
    })

    it('loses the handler, ignores what it had in hand', () => {
      const { stand, payments } = setUp()
      stand.publish('orders')
      stand.publish('orders')
      stand.run(5)

      payments.update(serviceOf({ handlers: {} }), String)
      stand.run(100)

      expect(stand.history('started', 'ignored', 'acknowledged')).toEqual([
        '0 ms orders started test-0 #1',
        '5 ms orders ignored test-0',
        '5 ms orders acknowledged test-0 #1',
        '5 ms orders ignored test-1',
        '5 ms orders acknowledged test-1 #1',
      ])
      expect(payments.busy.now).toBe(0)
    })

    it('loses the subscription, gives back what it had', () => {
      const { stand, payments } = setUp()
      stand.publish('orders')
      stand.run(5)

      payments.removeSubscription('orders')
      stand.run(100)

      expect(stand.history('started', 'abandoned', 'acknowledged')).toEqual([
        '0 ms orders started test-0 #1',
        '5 ms orders abandoned test-0 #1',
      ])
      expect(payments.busy.now).toBe(0)
    })
  })

  it('measures waiting, each attempt, the handling and the whole story', () => {
    const { stand, payments, subscription } = setUp({
      subscription: { retry: { attempts: 2, backoffMs: 100, multiplier: 1, backoffMaxMs: 100 } },
      handler: FAILING,
    })
    stand.publish('orders')
    stand.publish('orders')
    stand.run(1000)

    const ofSubscription = stand.latencies.all({ kind: 'subscription', id: subscription.id })
    const { wait, serviceTime, handling, endToEnd } = ofSubscription
    expect([wait.mean, serviceTime.mean, handling.mean]).toEqual([60e6, 10e6, 120e6])
    expect([wait.count, serviceTime.count, handling.count]).toEqual([2, 4, 2])
    // Only what is acknowledged has come to its end.
    expect(endToEnd.count).toBe(0)
    const ofService = stand.latencies.all({ kind: 'service', id: payments.id })
    expect(ofService.handling.save()).toEqual(handling.save())
  })
})

const FAILING = { failure: { probability: 1 } }

interface SetUp {
  readonly kind?: 'rabbit' | 'kafka' | 'sqs'
  readonly service?: Readonly<Record<string, unknown>>
  readonly handler?: Readonly<Record<string, unknown>>
  readonly subscription?: Readonly<Record<string, unknown>>
}

function setUp({ kind = 'rabbit', service = {}, handler = {}, subscription = {} }: SetUp = {}) {
  const stand = new RuntimeStand()
  const placed = handlerOf({ subscriptionIds: ['orders'], ...handler })
  stand.channel('orders', kind)
  const payments = stand.service('payments', { handlers: { placed }, ...service })
  const subscribed = stand.subscribe(payments, 'orders', subscription)
  payments.start()
  return { stand, payments, handler: placed, subscription: subscribed }
}
