import { describe, expect, it } from 'vitest'
import { milliseconds as ms } from '../engine/time.ts'
import { SnsTopic } from './snsTopic.ts'
import { SqsQueue } from './sqsQueue.ts'
import { TestConsumer } from './testConsumer.ts'
import { TestWorld } from './testWorld.ts'

describe('SnsTopic', () => {
  it('gives every subscribed queue a copy', () => {
    const { world, topic, ledger, shipping, bind } = setUp()
    bind('to ledger', ledger)
    bind('to shipping', shipping)

    world.publish(topic)
    world.run(ms(1))

    expect(world.history()).toEqual([
      '0ms payments accepted m1',
      '0ms to ledger routed m1',
      '0ms ledger accepted m1',
      '0ms to shipping routed m1',
      '0ms shipping accepted m1',
    ])
    expect(world.outcomes).toEqual(['m1 accepted'])
    expect(world.events.alive).toBe(1)
    expect(world.messages.alive).toBe(2)
  })

  it('hands on only what the filter policy of a subscription matches', () => {
    const { world, topic, ledger, shipping, bind } = setUp()
    bind('to ledger', ledger)
    bind('to shipping', shipping, { state: ['paid', { prefix: 'part' }] })

    world.publish(topic, { attributes: [['state', 'paid']] })
    world.publish(topic, { attributes: [['state', 'refused']] })
    world.publish(topic, { attributes: [['state', 'partial']] })
    world.publish(topic)

    expect(world.history('routed', 'filtered')).toEqual([
      '0ms to ledger routed m1',
      '0ms to shipping routed m1',
      '0ms to ledger routed m2',
      '0ms to shipping filtered m2',
      '0ms to ledger routed m3',
      '0ms to shipping routed m3',
      '0ms to ledger routed m4',
      '0ms to shipping filtered m4',
    ])
    expect([ledger.figures.waiting, shipping.figures.waiting]).toEqual([4, 2])
  })

  it('tells the publisher of success when nobody is subscribed, and keeps nothing', () => {
    const { world, topic, ledger, bind } = setUp()

    world.publish(topic)
    bind('to ledger', ledger)
    world.run(ms(1))

    expect(world.history()).toEqual(['0ms payments accepted m1', '0ms payments unroutable m1'])
    expect(world.outcomes).toEqual(['m1 accepted'])
    expect(world.events.alive).toBe(0)
    expect(topic.figures).toEqual({ waiting: 0, inFlight: 0, retained: 0, oldestWaitingAt: null })
  })

  it('calls nothing unroutable that every policy filters', () => {
    const { world, topic, ledger, bind } = setUp()
    bind('to ledger', ledger, { state: ['paid'] })

    world.publish(topic)

    expect(world.history()).toEqual(['0ms payments accepted m1', '0ms to ledger filtered m1'])
    expect(world.events.alive).toBe(0)
  })

  it('sends by the subscriptions of the moment, whatever order they came in', () => {
    const { world, topic, ledger, shipping, bind } = setUp()
    bind('to shipping', shipping)
    bind('to ledger', ledger)

    world.publish(topic)
    bind('to ledger', ledger, { state: ['paid'] })
    world.publish(topic)
    topic.unbind(world.element('to shipping'))
    world.publish(topic)
    topic.close()
    world.publish(topic)

    expect(world.history('routed', 'filtered', 'unroutable')).toEqual([
      '0ms to ledger routed m1',
      '0ms to shipping routed m1',
      '0ms to ledger filtered m2',
      '0ms to shipping routed m2',
      '0ms to ledger filtered m3',
      '0ms payments unroutable m4',
    ])
  })

  it('leaves the copies to their queues: one is late, the other does not notice', () => {
    const { world, topic, ledger, shipping, bind } = setUp()
    bind('to ledger', ledger)
    bind('to shipping', shipping)
    const settings = { maxNumberOfMessages: 1, waitTime: ms(20_000), pollInterval: ms(1000) }
    for (const [name, queue] of [
      ['booking', ledger],
      ['packing', shipping],
    ] as const) {
      const subscription = queue.subscribe({ name, element: world.element(name), settings })
      const settlement = name === 'booking' ? 'acknowledge' : 'forget'
      new TestConsumer(world, `${name} one`, () => settlement).join(subscription)
    }

    world.publish(topic)
    world.run(ms(40_000))

    expect(world.history('delivered', 'acknowledged', 'leaseExpired')).toEqual([
      '0ms booking delivered m1 #1',
      '0ms packing delivered m1 #1',
      '0ms booking acknowledged m1 #1',
      `30000ms shipping leaseExpired m1 #1 (${world.element('packing')})`,
      '30000ms packing delivered m1 #2',
    ])
  })
})

function setUp() {
  const world = new TestWorld()
  const element = (name: string) => world.element(name)
  const settings = {
    visibilityTimeout: ms(30_000),
    delay: ms(0),
    retention: ms(345_600_000),
    maxReceiveCount: null,
  }
  const topic = new SnsTopic({ name: 'payments', element: element('payments'), world })
  const [ledger, shipping] = ['ledger', 'shipping'].map(
    (name) => new SqsQueue({ name, element: element(name), world, settings }),
  ) as [SqsQueue, SqsQueue]
  for (const name of ['to ledger', 'to shipping']) element(name)
  const bind = (name: string, target: SqsQueue, filterPolicy = {}) =>
    topic.bind({ bindingElement: element(name), target, filterPolicy })
  return { world, topic, ledger, shipping, bind }
}
