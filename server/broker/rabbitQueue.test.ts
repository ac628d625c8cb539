import { describe, expect, it } from 'vitest'
import { milliseconds } from '../engine/time.ts'
import type { Subscription } from './channel.ts'
import type { RabbitConsumerSettings } from './rabbitConsumer.ts'
import { readDeaths } from './rabbitDeaths.ts'
import { RabbitExchange } from './rabbitExchange.ts'
import { RabbitQueue } from './rabbitQueue.ts'
import type { SomeQueueSettings } from './rabbitQueueSettings.ts'
import { type Reaction, type SeenDelivery, TestConsumer } from './testConsumer.ts'
import { TestWorld } from './testWorld.ts'

describe('RabbitQueue', () => {
  it('[rabbit.fifo] hands out in the order of publishing, one after the other', () => {
    const { world, queue, consumer, publish } = setUp()
    const work = queue('work')
    consumer('billing', work, { prefetchCount: 1, react: takes(10) })

    publish(work, 3)
    world.run(ms(100))

    expect(world.history()).toEqual([
      '0ms work accepted m1',
      '0ms billing delivered m1 #1 (1)',
      '0ms work accepted m2',
      '0ms work accepted m3',
      '10ms billing acknowledged m1 #1',
      '10ms billing delivered m2 #1 (1)',
      '20ms billing acknowledged m2 #1',
      '20ms billing delivered m3 #1 (1)',
      '30ms billing acknowledged m3 #1',
    ])
  })

  it('[rabbit.round-robin] [rabbit.prefetch] takes turns among consumers with credit and passes over those without', () => {
    const { world, queue, consumer, publish } = setUp()
    const work = queue('work')
    const slow = consumer('slow', work, { prefetchCount: 1, react: takes(100) })
    const quick = consumer('quick', work, { prefetchCount: 1, react: takes(10) })
    const wide = consumer('wide', work, { prefetchCount: 2, react: takes(45) })

    publish(work, 8)
    world.run(ms(99))

    expect([slow, quick, wide].map(({ timedInbox }) => timedInbox)).toEqual([
      ['0ms m1 #1'],
      ['0ms m2 #1', '10ms m5 #1', '20ms m6 #1', '30ms m7 #1', '40ms m8 #1'],
      ['0ms m3 #1', '0ms m4 #1'],
    ])
  })

  it('[rabbit.prefetch-unlimited] pushes everything to whoever is there when the prefetch is unlimited', () => {
    const { world, queue, consumer, publish } = setUp()
    const work = queue('work')
    publish(work, 50)

    const first = consumer('first', work, { prefetchCount: 0, react: takes(10) })
    const second = consumer('second', work, { prefetchCount: 0, react: takes(10) })
    world.run(ms(5))

    expect([first.held.length, second.held.length]).toEqual([50, 0])
    expect(work.figures).toMatchObject({ waiting: 0, inFlight: 50 })
  })

  it('[rabbit.requeue-classic] puts what is given back in its original place', () => {
    const { world, queue, consumer, publish } = setUp()
    const work = queue('work')
    const billing = consumer('billing', work, { prefetchCount: 3 })
    publish(work, 5)
    world.settleDown()

    billing.settle('m3', 'requeue')
    billing.settle('m2', 'requeue')
    billing.settle('m1', 'requeue')
    world.settleDown()

    // One place is free each time, and it goes to the message that came first.
    expect(billing.inbox).toEqual(['m1 #1', 'm2 #1', 'm3 #1', 'm3 #2', 'm2 #2', 'm1 #2'])
    expect(work.figures).toMatchObject({ waiting: 2, inFlight: 3 })
  })

  it('[rabbit.requeue-classic] brings a poisonous message straight back, so that it starves the rest', () => {
    const { world, queue, consumer, publish } = setUp()
    const work = queue('work')
    const react = ({ event }: SeenDelivery): Reaction =>
      event === 'm1' ? { settlement: 'requeue', after: ms(10) } : 'acknowledge'
    const billing = consumer('billing', work, { prefetchCount: 1, react })

    publish(work, 2)
    world.run(ms(30))

    expect(billing.timedInbox).toEqual(['0ms m1 #1', '10ms m1 #2', '20ms m1 #3', '30ms m1 #4'])
    expect(work.figures).toMatchObject({ waiting: 1, inFlight: 1 })
  })

  it('[rabbit.prefetch] keeps what nobody says anything about unacknowledged, until its consumer leaves', () => {
    const { world, queue, consumer, publish } = setUp()
    const work = queue('work')
    const silent = consumer('silent', work, { prefetchCount: 2, react: () => 'forget' })
    publish(work, 3)
    world.run(ms(1_700_000))
    expect(work.figures).toMatchObject({ waiting: 1, inFlight: 2 })

    silent.leave('close')

    expect(world.history('abandoned')).toEqual([
      '1700000ms silent abandoned m1 #1',
      '1700000ms silent abandoned m2 #1',
    ])
    expect(work.figures).toMatchObject({ waiting: 3, inFlight: 0, oldestWaitingAt: 0 })
  })

  it('[rabbit.connection-loss] gives what a crashed consumer had to the others, before what waits, at once', () => {
    const { world, queue, consumer, publish } = setUp()
    const work = queue('work')
    const first = consumer('first', work, { prefetchCount: 2 })
    const second = consumer('second', work, { prefetchCount: 2 })
    publish(work, 6)
    world.run(ms(5))

    first.leave('crash')
    second.settle('m2', 'acknowledge')
    second.settle('m4', 'acknowledge')
    world.run(ms(5))

    expect(second.timedInbox).toEqual(['0ms m2 #1', '0ms m4 #1', '5ms m1 #2', '5ms m3 #2'])
    expect(work.figures).toMatchObject({ waiting: 2, inFlight: 2 })
  })

  it('lets a changed prefetch count hold at once', () => {
    const { world, queue, consumer, publish, subscription } = setUp()
    const work = queue('work')
    const billing = consumer('billing', work, { prefetchCount: 1 })
    publish(work, 4)
    world.settleDown()
    expect(billing.held).toHaveLength(1)

    subscription('billing').update({ prefetchCount: 3, noAck: false })
    world.settleDown()
    expect(billing.held).toHaveLength(3)

    subscription('billing').update({ prefetchCount: 2, noAck: false })
    billing.settle('m1', 'acknowledge')
    world.settleDown()
    expect(billing.held).toHaveLength(2)

    billing.settle('m2', 'acknowledge')
    world.settleDown()
    expect(billing.inbox.at(-1)).toBe('m4 #1')

    publish(work, 2)
    subscription('billing').update({ prefetchCount: 2, noAck: true })
    world.settleDown()
    expect(billing.held).toHaveLength(4)
  })

  it('[rabbit.requeue-classic] restores the order of the queue from what many consumers had', () => {
    const { world, queue, consumer, publish } = setUp()
    const work = queue('work')
    const three = ['a', 'b', 'c'].map((name) => consumer(name, work, { prefetchCount: 5 }))
    publish(work, 20)
    world.settleDown()

    for (const consumer of three.toReversed()) consumer.leave('crash')
    const last = consumer('last', work, { react: () => 'acknowledge' })
    world.settleDown()

    expect(last.seen.map(({ event }) => event)).toEqual(
      Array.from({ length: 20 }, (_, index) => `m${index + 1}`),
    )
  })

  describe('without acknowledgements', () => {
    it('[rabbit.no-ack] is done with a message when it is sent, and sends without limit', () => {
      const { world, queue, consumer, publish } = setUp()
      const work = queue('work')
      const options = { prefetchCount: 1, noAck: true, react: takes(10) }
      const billing = consumer('billing', work, options)

      publish(work, 2)
      expect(work.figures).toMatchObject({ waiting: 0, inFlight: 0, retained: 0 })
      world.run(ms(50))

      expect(billing.seen).toHaveLength(2)
      expect(world.history()).toEqual([
        '0ms work accepted m1',
        '0ms billing delivered m1 #1 (1)',
        '0ms billing acknowledged m1 #1',
        '0ms work accepted m2',
        '0ms billing delivered m2 #1 (1)',
        '0ms billing acknowledged m2 #1',
      ])
      expect(world.messages.alive).toBe(0)
    })

    it('keeps nothing of what was sent for longer than its consumer needs', () => {
      const { world, queue, consumer, publish } = setUp()
      const work = queue('work')
      consumer('billing', work, { noAck: true, react: () => 'forget' })

      publish(work, 3)
      world.settleDown()

      expect([world.messages.alive, world.deliveries.underWay]).toEqual([0, 0])
    })

    it('[rabbit.no-ack] loses what a crashed consumer had not handled', () => {
      const { world, queue, consumer, publish } = setUp()
      const work = queue('work')
      const billing = consumer('billing', work, { noAck: true })
      publish(work, 2)
      world.settleDown()
      billing.settle('m1', 'requeue')

      billing.leave('crash')
      const next = consumer('next', work, { noAck: true })
      world.run(ms(1000))

      expect(world.history('abandoned')).toEqual(['0ms billing abandoned m2 #1 (1)'])
      expect(next.inbox).toEqual([])
      expect([world.messages.alive, world.events.alive]).toEqual([0, 0])
    })
  })

  describe('with dead letters', () => {
    it('[rabbit.dead-letter-reasons] drops what is rejected when it has no dead-letter exchange', () => {
      const { world, queue, consumer, publish } = setUp()
      const work = queue('work')
      consumer('billing', work, { react: () => 'reject' })

      publish(work, 1)
      world.settleDown()

      expect(world.history('deadLettered', 'dropped')).toEqual([
        '0ms work dropped m1 #1 by billing',
      ])
      expect(world.messages.alive).toBe(0)
    })

    it('[rabbit.dead-letter-key] routes what is rejected by its own key, the name of the queue where there is none', () => {
      const { world, queue, exchange, consumer, publish } = setUp()
      const orders = exchange('orders', 'topic')
      const dead = exchange('dead', 'direct')
      const work = queue('work', { deadLetterExchange: dead })
      bindAll(
        world,
        [orders, '#', work],
        [dead, 'order.paid', queue('a')],
        [dead, 'work', queue('b')],
      )
      consumer('billing', work, { react: () => 'reject' })

      publish(orders, 1, 'order.paid')
      publish(work, 1)
      world.settleDown()

      expect(world.history('accepted', 'deadLettered')).toEqual([
        '0ms work accepted m1',
        '0ms work accepted m2',
        '0ms a accepted m1',
        '0ms work deadLettered m1 #1 by billing',
        '0ms b accepted m2',
        '0ms work deadLettered m2 #1 by billing',
      ])
    })

    it('[rabbit.dead-letter-key] routes by x-dead-letter-routing-key where there is one, which is its own key from then on', () => {
      const { world, queue, exchange, consumer, publish } = setUp()
      const [first, second] = [exchange('first', 'direct'), exchange('second', 'direct')]
      const work = queue('work', { deadLetterExchange: first, deadLetterRoutingKey: 'sorry' })
      const sorry = queue('sorry', { deadLetterExchange: second, messageTtlMs: 10 })
      bindAll(world, [first, 'sorry', sorry], [first, 'work', queue('never')])
      bindAll(world, [second, 'sorry', queue('last')], [second, 'work', queue('neither')])
      consumer('billing', work, { react: () => 'reject' })

      publish(work, 1)
      world.run(ms(10))

      expect(world.history('accepted')).toEqual([
        '0ms work accepted m1',
        '0ms sorry accepted m1',
        '10ms last accepted m1',
      ])
    })

    it('[rabbit.dead-letter-nowhere] loses silently what no queue of the dead-letter exchange takes', () => {
      const { world, queue, exchange, consumer, publish } = setUp()
      const work = queue('work', { deadLetterExchange: exchange('dead', 'fanout') })
      consumer('billing', work, { react: () => 'reject' })

      publish(work, 1)
      world.settleDown()

      expect(world.history('dropped', 'unroutable')).toEqual(['0ms work dropped m1 #1 by billing'])
    })

    it('[rabbit.retry-loop] retries later by a wait queue that leads back, as often as it is rejected', () => {
      const { world, queue, exchange, consumer, publish } = setUp()
      const [retry, back] = [exchange('retry', 'fanout'), exchange('back', 'fanout')]
      const work = queue('work', { deadLetterExchange: retry })
      const wait = queue('wait', { deadLetterExchange: back, messageTtlMs: 1000 })
      bindAll(world, [retry, '', wait], [back, '', work])
      consumer('billing', work, { react: () => (world.now < ms(2500) ? 'reject' : 'acknowledge') })

      publish(work, 1)
      world.run(ms(10_000))

      expect(world.history('delivered', 'expired', 'acknowledged', 'dropped')).toEqual([
        '0ms billing delivered m1 #1 (1)',
        '1000ms wait expired m1 (1)',
        '1000ms billing delivered m1 #1 (1)',
        '2000ms wait expired m1 (1)',
        '2000ms billing delivered m1 #1 (1)',
        '3000ms wait expired m1 (1)',
        '3000ms billing delivered m1 #1 (1)',
        '3000ms billing acknowledged m1 #1',
      ])
    })

    it('[rabbit.x-death] counts its rounds up to a thousand, and remembers no more after that', () => {
      const { world, queue, exchange, consumer, publish } = setUp()
      const [retry, back] = [exchange('retry', 'fanout'), exchange('back', 'fanout')]
      const work = queue('work', { deadLetterExchange: retry })
      const wait = queue('wait', { deadLetterExchange: back, messageTtlMs: 1000 })
      bindAll(world, [retry, '', wait], [back, '', work])
      const billing = consumer('billing', work, { react: () => 'reject' })
      publish(work, 1)
      world.run(ms(1_000_000))
      const remembered = world.save().texts.texts

      world.run(ms(100_000))

      expect(billing.seen).toHaveLength(1101)
      expect(world.save().texts.texts).toHaveLength(remembered.length)
      const deaths = readDeaths(world.texts, remembered.length - 1)?.deaths
      expect(deaths?.map(({ queue, reason, count }) => [queue, reason, count]).sort()).toEqual([
        ['wait', 'expired', 1000],
        ['work', 'rejected', 1000],
      ])
    })

    it('[rabbit.dead-letter-cycle] drops what goes round in a circle that no rejection keeps going', () => {
      const { world, queue, exchange, publish } = setUp()
      const [toB, toA] = [exchange('toB', 'fanout'), exchange('toA', 'fanout')]
      const a = queue('a', { deadLetterExchange: toB, messageTtlMs: 10 })
      const b = queue('b', { deadLetterExchange: toA, messageTtlMs: 0 })
      bindAll(world, [toB, '', b], [toA, '', a])

      publish(a, 1)
      world.run(ms(1000))

      expect(world.history('accepted', 'expired', 'deadLettered', 'dropped')).toEqual([
        '0ms a accepted m1',
        '10ms a expired m1 (1)',
        '10ms b accepted m1',
        '10ms b expired m1 (1)',
        '10ms b dropped m1 by b',
        '10ms a deadLettered m1 by a',
      ])
      expect([world.messages.alive, world.events.alive]).toEqual([0, 0])
    })

    it('[rabbit.dead-letter-cycle] drops what would expire back into its own queue, while other queues take it', () => {
      const { world, queue, exchange, publish } = setUp()
      const dead = exchange('dead', 'fanout')
      const work = queue('work', { deadLetterExchange: dead, messageTtlMs: 10 })
      bindAll(world, [dead, '', work], [dead, '', queue('kept')])

      publish(work, 1)
      world.run(ms(1000))

      expect(world.history('accepted', 'deadLettered', 'dropped')).toEqual([
        '0ms work accepted m1',
        '10ms kept accepted m1',
        '10ms work deadLettered m1 by work',
      ])
    })
  })

  describe('with a time to live', () => {
    it('[rabbit.ttl-queue] lets go of what has waited that long', () => {
      const { world, queue, publish } = setUp()
      const work = queue('work', { messageTtlMs: 100 })
      publish(work, 1)
      world.run(ms(60))
      publish(work, 2)

      world.run(ms(1000))

      expect(world.history('expired')).toEqual([
        '100ms work expired m1',
        '160ms work expired m2',
        '160ms work expired m3',
      ])
      expect(work.figures).toMatchObject({ waiting: 0, retained: 0 })
    })

    it('[rabbit.ttl-head] acts at the head only: a short-lived message waits behind a long-lived one', () => {
      const { world, queue, publish } = setUp()
      const work = queue('work', { messageTtlMs: 1000 })
      publish(work, 1)
      work.update({ queueName: 'work', messageTtl: ms(10), deadLetterRoutingKey: null })
      publish(work, 1)

      world.run(ms(999))
      expect(work.figures).toMatchObject({ waiting: 2 })
      world.run(ms(1))

      expect(world.history('expired')).toEqual(['1000ms work expired m1', '1000ms work expired m2'])
    })

    it('acts in time on a short-lived message that has become the head', () => {
      const { world, queue, consumer, publish } = setUp()
      const work = queue('work', { messageTtlMs: 1000 })
      publish(work, 1)
      work.update({ queueName: 'work', messageTtl: ms(10), deadLetterRoutingKey: null })
      publish(work, 1)

      consumer('billing', work, { prefetchCount: 1 })
      world.run(ms(1000))

      expect(world.history('delivered', 'expired')).toEqual([
        '0ms billing delivered m1 #1 (1)',
        '10ms work expired m2',
      ])
    })

    it('[rabbit.ttl-unacknowledged] does not touch what is unacknowledged, and keeps its first deadline when it comes back', () => {
      const { world, queue, consumer, publish } = setUp()
      const work = queue('work', { messageTtlMs: 100 })
      const billing = consumer('billing', work, { prefetchCount: 2 })
      publish(work, 2)

      world.run(ms(50))
      billing.settle('m1', 'requeue')
      world.run(ms(70))
      expect(billing.timedInbox).toEqual(['0ms m1 #1', '0ms m2 #1', '50ms m1 #2'])
      billing.settle('m1', 'requeue')
      billing.settle('m2', 'acknowledge')
      world.run(ms(1000))

      expect(world.history('requeued', 'expired', 'acknowledged')).toEqual([
        '50ms billing requeued m1 #1',
        '120ms billing requeued m1 #2',
        '120ms work expired m1',
        '120ms billing acknowledged m2 #1',
      ])
    })

    it('[rabbit.ttl-zero] hands out with a time to live of 0 only what somebody takes at once', () => {
      const { world, queue, consumer, publish } = setUp()
      const work = queue('work', { messageTtlMs: 0 })
      publish(work, 1)
      world.run(ms(1))
      const billing = consumer('billing', work, { prefetchCount: 1 })

      publish(work, 2)
      world.run(ms(10))

      expect(world.history('delivered', 'expired')).toEqual([
        '0.000001ms work expired m1',
        '1ms billing delivered m2 #1 (1)',
        '1ms work expired m3',
      ])
      expect(billing.held).toHaveLength(1)
    })

    it('has but one timer, however many messages wait', () => {
      const { world, queue, publish } = setUp()
      const work = queue('work', { messageTtlMs: 100 })

      publish(work, 1000)
      world.settleDown()

      expect(world.scheduler.save().timers.heap).toHaveLength(1)
    })
  })
})

const ms = milliseconds

function takes(count: number): () => Reaction {
  return () => ({ settlement: 'acknowledge', after: ms(count) })
}

type NewBinding = readonly [from: RabbitExchange, routingKey: string, to: RabbitQueue]

function bindAll(world: TestWorld, ...bindings: readonly NewBinding[]): void {
  bindings.forEach(([from, routingKey, target], index) => {
    from.bind({ bindingElement: world.element(`binding ${index}`), target, routingKey })
  })
}

interface TestQueueSettings {
  readonly messageTtlMs?: number
  readonly deadLetterRoutingKey?: string
  readonly deadLetterExchange?: RabbitExchange
}

interface TestConsumerSettings extends Partial<RabbitConsumerSettings> {
  readonly react?: (delivery: SeenDelivery) => Reaction
}

function setUp() {
  const world = new TestWorld()
  const subscriptions = new Map<string, Subscription<RabbitConsumerSettings>>()

  const queue = (name: string, options: TestQueueSettings = {}): RabbitQueue => {
    const { messageTtlMs, deadLetterRoutingKey = null, deadLetterExchange = null } = options
    const messageTtl = messageTtlMs === undefined ? null : ms(messageTtlMs)
    const settings: SomeQueueSettings = { queueName: name, messageTtl, deadLetterRoutingKey }
    const created = new RabbitQueue({ name, element: world.element(name), world, settings })
    created.setDeadLetterExchange(deadLetterExchange)
    return created
  }

  const exchange = (name: string, type: 'direct' | 'fanout' | 'topic'): RabbitExchange =>
    new RabbitExchange({ name, element: world.element(name), world, settings: { type } })

  /** The only consumer of a subscription of its name. */
  const consumer = (name: string, from: RabbitQueue, options: TestConsumerSettings = {}) => {
    const { prefetchCount = 0, noAck = false, react } = options
    const settings = { prefetchCount, noAck }
    const subscription = from.subscribe({ name, element: world.element(name), settings })
    subscriptions.set(name, subscription)
    return new TestConsumer(world, name, react).join(subscription)
  }

  // Every name that a test asks for was given to `consumer` before.
  const subscription = (name: string) =>
    subscriptions.get(name) as Subscription<RabbitConsumerSettings>

  const publish = (to: RabbitQueue | RabbitExchange, count: number, routingKey = '') => {
    for (let n = 0; n < count; n += 1) world.publish(to, { routingKey })
  }

  return { world, queue, exchange, consumer, subscription, publish }
}
