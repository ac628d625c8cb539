// One group.id is one group, whatever services and topics have it. `orders` and `refunds` are topics; a
// slot joins by each of its subscriptions under the slot's own name.

import { describe, expect, it } from 'vitest'
import { IMMEDIATELY, milliseconds } from '../engine/time.ts'
import type { Subscription } from './channel.ts'
import { AT_ONCE, handling, KEYS_BY_PARTITION } from './kafka.fixture.ts'
import { CONSUMER_DEFAULTS, type KafkaConsumerSettings } from './kafkaConsumerSettings.ts'
import { KafkaTopic } from './kafkaTopic.ts'
import { KAFKA_TOPIC_DEFAULTS } from './kafkaTopicSettings.ts'
import { TestConsumer } from './testConsumer.ts'
import { TestWorld } from './testWorld.ts'

const OWNERS = ['rebalanced', 'assigned', 'revoked'] as const

describe('subscriptions with one group.id', () => {
  it('[kafka.shared-group] of two services on one topic share its partitions', () => {
    const { world, topic, subscribe, join, publish } = setUp()
    topic('orders', 2)
    const billing = subscribe('orders', 'billing')
    const audit = subscribe('orders', 'audit')
    const first = join(billing, 'services/billing/slots/0')
    const second = join(audit, 'services/audit/slots/0')
    publish('orders', KEYS_BY_PARTITION[0])
    publish('orders', KEYS_BY_PARTITION[1])
    world.run(milliseconds(1))

    expect([first.inbox, second.inbox]).toEqual([['m1 #1'], ['m2 #1']])
    expect(world.history(...OWNERS)).toEqual([
      '0ms audit rebalanced (1)',
      '0ms billing rebalanced (1)',
      '0ms billing assigned',
      '0ms audit assigned #1 (1)',
    ])
    expect(billing.figures).toMatchObject({ waiting: 0, inFlight: 0, members: 1, lag: 0 })
  })

  it('[kafka.group-of-topics] of one slot on two topics are one member, and one poll', () => {
    const { world, topic, subscribe, join, publish } = setUp()
    topic('orders', 1)
    topic('refunds', 1)
    const slot = 'services/billing/slots/0'
    const orders = join(subscribe('orders', 'billing-orders'), slot, 100)
    const refunds = join(subscribe('refunds', 'billing-refunds'), slot, 100)
    world.run(milliseconds(1))
    publish('orders')
    world.run(milliseconds(10))
    publish('refunds')
    world.run(milliseconds(200))

    // The refund waits until the poll with the order has been handled.
    expect([orders.timedInbox, refunds.timedInbox]).toEqual([['1ms m1 #1'], ['101ms m2 #1']])
    expect(world.history('assigned')).toEqual([
      '0ms billing-orders assigned',
      '0ms billing-refunds assigned',
    ])
  })

  it('[kafka.group-of-topics] stop on all topics when the group rebalances because of one', () => {
    const { world, topic, subscribe, join } = setUp()
    topic('orders', 1)
    topic('refunds', 1)
    join(subscribe('orders', 'billing'), 'services/billing/slots/0')
    world.run(milliseconds(1000))
    join(subscribe('refunds', 'audit'), 'services/audit/slots/0')
    world.run(milliseconds(5000))

    expect(world.history(...OWNERS)).toEqual([
      '0ms billing rebalanced (1)',
      '0ms billing assigned',
      '3000ms billing revoked',
      '3000ms audit rebalanced (2)',
      '3000ms billing rebalanced (2)',
      '3000ms billing assigned',
      '3000ms audit assigned (1)',
    ])
  })

  it('[kafka.group-of-topics] overload the first member where many topics have few partitions', () => {
    const { world, topic, subscribe, join } = setUp()
    const names = ['orders', 'payments', 'refunds']
    for (const name of names) {
      topic(name, 1)
      const subscription = subscribe(name, `billing-${name}`)
      for (const slot of ['0', '1']) join(subscription, `services/billing/slots/${slot}`)
    }
    world.run(milliseconds(1))

    expect(world.history('assigned')).toEqual([
      '0ms billing-orders assigned',
      '0ms billing-payments assigned',
      '0ms billing-refunds assigned',
    ])
  })

  it('[kafka.group-of-topics] keep the rest when one of them is removed', () => {
    const { world, topic, subscribe, join, publish } = setUp()
    topic('orders', 1)
    topic('refunds', 1)
    const slot = 'services/billing/slots/0'
    const onOrders = subscribe('orders', 'billing-orders')
    const orders = join(onOrders, slot)
    const refunds = join(subscribe('refunds', 'billing-refunds'), slot)
    world.run(milliseconds(1000))
    orders.leave('close')
    onOrders.close()
    publish('refunds')
    world.run(milliseconds(5000))

    expect(refunds.inbox).toEqual(['m1 #1'])
    expect(world.history(...OWNERS).slice(4)).toEqual([
      '1000ms billing-orders revoked',
      '1000ms billing-refunds revoked',
      '1000ms billing-refunds rebalanced (2)',
      '1000ms billing-refunds assigned',
    ])
  })

  it('[kafka.group-of-topics] go on the same after they were saved and restored', () => {
    const { world, topics, topic, subscribe, join, publish } = setUp()
    topic('orders', 2)
    topic('refunds', 1)
    const slots = ['0', '1'].map((slot) => `services/billing/slots/${slot}`)
    const consumers = ['orders', 'refunds'].flatMap((name) => {
      const subscription = subscribe(name, `billing-${name}`)
      return slots.map((slot) => ({ name, slot, consumer: join(subscription, slot, 3000) }))
    })
    world.run(milliseconds(100))
    for (const name of ['orders', 'refunds', 'orders']) publish(name)
    world.run(milliseconds(100))

    const saved = structuredClone({
      world: world.save(),
      topics: [...topics].map(([name, each]) => [name, each.save()] as const),
      consumers: consumers.map(({ consumer }) => consumer.save()),
    })
    const again = setUp(saved.world)
    for (const [name, state] of saved.topics) again.topic(name, name === 'orders' ? 2 : 1, state)
    consumers.forEach(({ name, slot }, index) => {
      again.join(again.subscribe(name, `billing-${name}`), slot, 3000, saved.consumers[index])
    })
    const told = world.history().length
    world.run(milliseconds(60_000))
    again.world.run(milliseconds(60_000))

    expect(again.world.history()).toEqual(world.history().slice(told))
    expect(again.world.history('acknowledged')).toHaveLength(3)
    expect([...again.topics].map(([, each]) => each.save())).toEqual(
      [...topics].map(([, each]) => each.save()),
    )
  })
})

function setUp(state?: ReturnType<TestWorld['save']>) {
  const world = new TestWorld(1, state)
  const topics = new Map<string, KafkaTopic>()
  const subscriptions = new Map<string, Subscription<KafkaConsumerSettings>>()

  const topic = (name: string, partitions: number, saved?: unknown) => {
    const settings = { ...KAFKA_TOPIC_DEFAULTS, partitions, initialRebalanceDelay: IMMEDIATELY }
    const created = new KafkaTopic({ name, element: world.element(name), world, settings })
    if (saved) created.restore(saved as ReturnType<KafkaTopic['save']>)
    topics.set(name, created)
    return created
  }

  const subscribe = (topicName: string, name: string) => {
    const known = subscriptions.get(name)
    if (known) return known
    const settings: KafkaConsumerSettings = {
      ...CONSUMER_DEFAULTS,
      groupId: 'money',
      autoOffsetReset: 'earliest',
    }
    const element = world.element(name)
    const subscription = (topics.get(topicName) as KafkaTopic).subscribe({
      name,
      element,
      settings,
    })
    subscriptions.set(name, subscription)
    return subscription
  }

  const join = (
    subscription: Subscription<KafkaConsumerSettings>,
    slot: string,
    busyMs = 0,
    saved?: ReturnType<TestConsumer['save']>,
  ) => {
    const [name = ''] = [...subscriptions].find(([, each]) => each === subscription) ?? []
    const consumer = new TestConsumer(world, `${slot}/subscriptions/${name}`, handling(busyMs))
    return consumer.join(subscription, saved)
  }

  const publish = (name: string, key?: number) =>
    world.publish(topics.get(name) as KafkaTopic, {
      properties: AT_ONCE,
      ...(key === undefined ? {} : { key }),
    })

  return { world, topics, topic, subscribe, join, publish }
}
