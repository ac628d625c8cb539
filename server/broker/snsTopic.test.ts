import { describe, expect, it } from 'vitest'
import { milliseconds as ms } from '../engine/time.ts'
import { SQS_SETTINGS, snsWorld } from './sns.fixture.ts'
import type { SqsQueue } from './sqsQueue.ts'
import { TestConsumer } from './testConsumer.ts'

describe('SnsTopic', () => {
  it('[sns.fan-out] gives every subscribed queue a copy', () => {
    const { world, topic, bind } = snsWorld('ledger', 'shipping')
    bind('ledger')
    bind('shipping')

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

  it('[sns.filter-policy] [sns.filtered] hands on only what the filter policy of a subscription matches', () => {
    const { world, topic, queues, bind } = snsWorld('ledger', 'shipping')
    bind('ledger')
    bind('shipping', { filterPolicy: { state: ['paid', { prefix: 'part' }] } })

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
    expect(queues.map(({ figures }) => figures.waiting)).toEqual([4, 2])
  })

  it('[sns.filter-scope] looks into the body where the scope says so', () => {
    const { world, topic, bind } = snsWorld('ledger')
    const filterPolicy = { order: { total: [{ numeric: ['>=', 100] }] } }
    bind('ledger', { filterPolicy, filterPolicyScope: 'MessageBody' })

    world.publish(topic, { body: { order: { total: 250 } } })
    world.publish(topic, { body: { order: { total: 20 } } })
    world.publish(topic, { body: 'no object', attributes: [['order', 'x']] })

    expect(world.history('routed', 'filtered')).toEqual([
      '0ms to ledger routed m1',
      '0ms to ledger filtered m2',
      '0ms to ledger filtered m3',
    ])
  })

  it('[sns.no-storage] tells the publisher of success when nobody is subscribed, and keeps nothing', () => {
    const { world, topic, bind } = snsWorld('ledger')

    world.publish(topic)
    bind('ledger')
    world.run(ms(1))

    expect(world.history()).toEqual(['0ms payments accepted m1', '0ms payments unroutable m1'])
    expect(world.outcomes).toEqual(['m1 accepted'])
    expect(world.events.alive).toBe(0)
    expect(topic.figures).toEqual({ waiting: 0, inFlight: 0, retained: 0, oldestWaitingAt: null })
  })

  it('[sns.filtered] calls nothing unroutable that every policy filters', () => {
    const { world, topic, bind } = snsWorld('ledger')
    bind('ledger', { filterPolicy: { state: ['paid'] } })

    world.publish(topic)

    expect(world.history()).toEqual(['0ms payments accepted m1', '0ms to ledger filtered m1'])
    expect(world.events.alive).toBe(0)
  })

  it('[sns.filter-change] sends by the subscriptions of the moment, whatever order they came in', () => {
    const { world, topic, bind } = snsWorld('ledger', 'shipping')
    bind('shipping')
    bind('ledger')

    world.publish(topic)
    bind('ledger', { filterPolicy: { state: ['paid'] } })
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

  it('[sns.message-size] refuses what is larger than 256 KiB, attributes counted', () => {
    const { world, topic, bind } = snsWorld('ledger')
    bind('ledger')
    const KIB_256 = 262_144
    const attributes = [['state', 'paid']] as const

    world.publish(topic, { sizeBytes: KIB_256 })
    world.publish(topic, { sizeBytes: KIB_256 + 1 })
    // state + String + paid
    world.publish(topic, { sizeBytes: KIB_256 - 15, attributes })
    world.publish(topic, { sizeBytes: KIB_256 - 14, attributes })
    world.settleDown()

    expect(world.history('accepted', 'refused')).toEqual([
      '0ms payments accepted m1',
      '0ms ledger accepted m1',
      '0ms payments refused m2 (5)',
      '0ms payments accepted m3',
      '0ms ledger accepted m3',
      '0ms payments refused m4 (5)',
    ])
    expect(world.outcomes).toEqual(['m1 accepted', 'm2 refused', 'm3 accepted', 'm4 refused'])
  })

  it('[sns.raw-delivery] wraps a message in an envelope, which counts, unless delivery is raw', () => {
    const { world, topic, queues, bind } = snsWorld('wrapped', 'raw')
    for (const queue of queues) queue.update({ ...SQS_SETTINGS, messageBytesMax: 2000 })
    bind('wrapped')
    bind('raw', { rawMessageDelivery: true })

    world.publish(topic, { sizeBytes: 1000 })
    world.publish(topic, { sizeBytes: 1900 })

    expect(world.history('routed', 'deliveryFailed', 'dropped')).toEqual([
      '0ms to raw routed m1',
      '0ms to wrapped routed m1',
      '0ms to raw routed m2',
      '0ms to wrapped deliveryFailed m2 #1',
      '0ms to wrapped dropped m2 #1 by to wrapped',
    ])
  })

  it('[sns.raw-attributes] fails for good where raw delivery would make more than ten SQS attributes', () => {
    const { world, topic, bind } = snsWorld('wrapped', 'raw')
    bind('wrapped')
    bind('raw', { rawMessageDelivery: true })

    world.publish(topic, {
      attributes: Array.from({ length: 11 }, (_, n) => [`a${n}`, n] as const),
    })

    expect(world.history('routed', 'deliveryFailed', 'dropped')).toEqual([
      '0ms to raw deliveryFailed m1 #1',
      '0ms to raw dropped m1 #1 by to raw',
      '0ms to wrapped routed m1',
    ])
  })

  it('[sns.fan-out] leaves the copies to their queues: one is late, the other does not notice', () => {
    const { world, topic, queues, bind } = snsWorld('ledger', 'shipping')
    const settings = { maxNumberOfMessages: 1, waitTime: ms(20_000), pollInterval: ms(1000) }
    for (const [index, name] of ['booking', 'packing'].entries()) {
      bind(index === 0 ? 'ledger' : 'shipping')
      const element = world.element(name)
      const subscription = (queues[index] as SqsQueue).subscribe({ name, element, settings })
      const settlement = name === 'booking' ? 'acknowledge' : 'forget'
      new TestConsumer(world, `${name} one`, () => settlement).join(subscription)
    }

    world.publish(topic)
    world.run(ms(40_000))

    expect(world.history('delivered', 'acknowledged', 'leaseExpired')).toEqual([
      '0ms booking delivered m1 #1 (1)',
      '0ms packing delivered m1 #1 (1)',
      '0ms booking acknowledged m1 #1',
      `30000ms shipping leaseExpired m1 #1 (${world.element('packing')})`,
      '30000ms packing delivered m1 #2 (1)',
    ])
  })
})
