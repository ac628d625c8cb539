import { describe, expect, it } from 'vitest'
import { milliseconds, type SimTime } from '../engine/time.ts'
import { exchanges, PUBLISHER } from './rabbitExchange.fixture.ts'
import { RabbitStream, type RabbitStreamSettings } from './rabbitStream.ts'
import type { RabbitStreamConsumerSettings } from './rabbitStreamReader.ts'
import { type Reaction, TestConsumer } from './testConsumer.ts'
import { TestWorld } from './testWorld.ts'

describe('RabbitStream', () => {
  it('[rabbit.stream-log] [rabbit.stream-every-consumer] is read by every consumer in order, and keeps what they acknowledge', () => {
    const { world, stream, subscribe, publish } = setUp()
    const billing = subscribe('billing')
    new TestConsumer(world, 'b1', () => 'acknowledge').join(billing)
    new TestConsumer(world, 'b2', () => 'acknowledge').join(billing)
    new TestConsumer(world, 's1', () => 'acknowledge').join(subscribe('shipping'))

    publish(2)

    expect(world.history()).toEqual([
      '0ms audit accepted m1',
      '0ms billing delivered m1 #1 (1)',
      '0ms billing delivered m1 #1 (2)',
      '0ms shipping delivered m1 #1 (3)',
      '0ms audit accepted m2',
      '0ms billing delivered m2 #1 (1)',
      '0ms billing delivered m2 #1 (2)',
      '0ms shipping delivered m2 #1 (3)',
      '0ms billing acknowledged m1 #1 (1)',
      '0ms billing acknowledged m1 #1 (2)',
      '0ms shipping acknowledged m1 #1 (3)',
      '0ms billing acknowledged m2 #1 (1)',
      '0ms billing acknowledged m2 #1 (2)',
      '0ms shipping acknowledged m2 #1 (3)',
    ])
    expect(stream.figures).toMatchObject({ waiting: 0, inFlight: 0, retained: 2 })
  })

  it('[rabbit.stream-offset] is read from the first, the last or the next message on', () => {
    const { world, subscribe, publish } = setUp()
    publish(3)
    const read = (offset: RabbitStreamConsumerSettings['offset']) =>
      new TestConsumer(world, `from ${offset}`, () => 'acknowledge').join(
        subscribe(offset, { offset }),
      )
    const readers = [read('first'), read('last'), read('next')]
    world.settleDown()

    publish(1)

    expect(readers.map(({ inbox }) => inbox)).toEqual([
      ['m1 #1', 'm2 #1', 'm3 #1', 'm4 #1'],
      ['m3 #1', 'm4 #1'],
      ['m4 #1'],
    ])
  })

  it('[rabbit.stream-credit] hands out as many as the prefetch allows, and one more for each settlement', () => {
    const { world, subscribe, publish } = setUp()
    const consumer = new TestConsumer(world, 'reader').join(
      subscribe('billing', { prefetchCount: 2 }),
    )
    publish(4)
    expect(consumer.inbox).toEqual(['m1 #1', 'm2 #1'])

    consumer.settle('m2', 'acknowledge')
    world.settleDown()

    expect(consumer.inbox).toEqual(['m1 #1', 'm2 #1', 'm3 #1'])
  })

  it('[rabbit.stream-no-return] takes nothing back: nack and reject give credit as ack does', () => {
    const { world, subscribe, publish } = setUp()
    const reactions: Record<string, Reaction> = { m1: 'requeue', m2: 'reject', m3: 'forget' }
    const consumer = new TestConsumer(
      world,
      'reader',
      ({ event }) => reactions[event] ?? 'acknowledge',
    ).join(subscribe('billing', { prefetchCount: 1 }))

    publish(4)

    // Silence about m3 keeps the credit.
    expect(consumer.inbox).toEqual(['m1 #1', 'm2 #1', 'm3 #1'])
    expect(world.history('dropped', 'requeued', 'deadLettered')).toEqual([
      '0ms billing dropped m1 #1 by billing',
      '0ms billing dropped m2 #1 by billing',
    ])
  })

  it('[rabbit.stream-offset-tracking] is read on from where the application has stored that it was', () => {
    const { world, subscribe, publish } = setUp()
    const billing = subscribe('billing', { prefetchCount: 3 })
    const first = new TestConsumer(world, 'b1').join(billing)
    publish(4)
    first.settle('m1', 'acknowledge')
    first.settle('m3', 'acknowledge')
    world.settleDown()
    first.leave('crash')

    // m2 was not settled: the offset that is stored lies before it, and m3 comes again as well.
    const again = new TestConsumer(world, 'b1', () => 'acknowledge').join(billing)
    world.settleDown()

    expect(again.inbox).toEqual(['m2 #2', 'm3 #2', 'm4 #2'])
    expect(world.history('abandoned')).toEqual([
      '0ms billing abandoned m2 #1',
      '0ms billing abandoned m4 #1',
    ])
  })

  it('[rabbit.stream-offset-tracking] without stored offsets, a consumer that comes again begins where it asks to', () => {
    const { world, subscribe, publish } = setUp()
    const billing = subscribe('billing', { keepsOffset: false })
    const first = new TestConsumer(world, 'b1', () => 'acknowledge').join(billing)
    publish(2)
    first.leave('close')
    publish(1)
    const again = new TestConsumer(world, 'b1', () => 'acknowledge').join(billing)
    publish(1)

    // m3 was published meanwhile: nobody reads it.
    expect(again.inbox).toEqual(['m4 #1'])
  })

  it('[rabbit.stream-segments] deletes whole segments by size, when another one is begun', () => {
    const { world, publish } = setUp({ segmentBytes: 2048, bytesMax: 3072 })

    publish(4)
    expect(world.history('expired')).toEqual([])
    publish(1)
    // m5 began the third segment; with the second one it has 3 KiB.
    expect(world.history('expired')).toEqual(['0ms audit expired m1', '0ms audit expired m2'])
    publish(2)

    expect(world.history('expired').slice(2)).toEqual([
      '0ms audit expired m3',
      '0ms audit expired m4',
    ])
  })

  it('[rabbit.stream-max-age] deletes segments whose last message is too old, each hour or when another is begun', () => {
    const { world, publish } = setUp({ segmentBytes: 2048, ageMax: milliseconds(60_000) })
    publish(2)
    world.run(milliseconds(90_000))
    // Too old, and the newest segment all the same.
    expect(world.history('expired')).toEqual([])

    publish(1)
    expect(world.history('expired')).toEqual([
      '90000ms audit expired m1',
      '90000ms audit expired m2',
    ])
    publish(2)
    world.run(milliseconds(3_600_000))

    expect(world.history('expired').slice(2)).toEqual([
      '3690000ms audit expired m3',
      '3690000ms audit expired m4',
    ])
  })

  it('[rabbit.stream-segments] lets a consumer miss what is deleted before it was read, and keep what it has', () => {
    const { world, stream, subscribe, publish } = setUp({ segmentBytes: 2048, bytesMax: 2048 })
    const consumer = new TestConsumer(world, 'slow').join(
      subscribe('billing', { prefetchCount: 1 }),
    )
    publish(7)
    consumer.settle('m1', 'acknowledge')
    world.settleDown()

    expect(consumer.inbox).toEqual(['m1 #1', 'm7 #1'])
    expect(stream.figures).toMatchObject({ retained: 1, inFlight: 1 })
    expect(world.messages.alive).toBe(1)
  })

  it('[rabbit.stream-replicas] confirms nothing without a majority of its nodes, and is read all the same', () => {
    const { world, stream, subscribe, publish } = setUp()
    publish(1)
    stream.setNodeUp(0, false)
    stream.setNodeUp(1, false)
    const consumer = new TestConsumer(world, 'reader', () => 'acknowledge').join(
      subscribe('billing', { offset: 'first' }),
    )
    world.publish(stream)
    world.publish(stream, { properties: { ...PUBLISHER, confirms: false } })
    world.run(milliseconds(5000))
    expect(consumer.inbox).toEqual(['m1 #1'])
    expect(world.outcomes).toEqual(['m1 accepted', 'm3 accepted'])

    stream.setNodeUp(1, true)
    world.run(milliseconds(5000))

    expect(world.outcomes).toEqual(['m1 accepted', 'm3 accepted', 'm2 accepted'])
    expect(world.history('nodeDown', 'nodeUp', 'elected', 'refused', 'delivered')).toEqual([
      '0ms audit nodeDown',
      '0ms audit elected (-1)',
      '0ms audit nodeDown (1)',
      '0ms billing delivered m1 #1 (1)',
      '0ms audit refused m3 (3)',
      '5000ms audit nodeUp (1)',
      '6000ms audit elected (1)',
      '6000ms billing delivered m2 #1 (1)',
    ])
    // It is as old as the log's copy of it.
    new TestConsumer(world, 'slow').join(subscribe('search', { offset: 'first', prefetchCount: 1 }))
    expect(stream.figures.oldestWaitingAt).toBe(milliseconds(6000))
  })

  it('is read by nobody while all its nodes are down', () => {
    const { world, stream, subscribe, publish } = setUp({ groupSize: 1 })
    const consumer = new TestConsumer(world, 'reader', () => 'acknowledge').join(
      subscribe('billing', { prefetchCount: 1 }),
    )
    for (let n = 0; n < 2; n += 1) world.publish(stream)
    stream.setNodeUp(0, false)
    world.settleDown()
    expect(consumer.inbox).toEqual(['m1 #1'])

    stream.setNodeUp(0, true)
    publish(1)

    expect(consumer.inbox).toEqual(['m1 #1', 'm2 #1', 'm3 #1'])
  })

  it('applies new limits at once', () => {
    const { world, stream, settings, publish } = setUp({ segmentBytes: 1024 })
    publish(4)

    stream.update({ ...settings, bytesMax: 2048 })

    expect(world.history('expired')).toEqual(['0ms audit expired m1', '0ms audit expired m2'])
  })

  it('sends its consumers to another place, where they read on', () => {
    const { world, subscribe, publish } = setUp()
    const billing = subscribe('billing')
    const consumer = new TestConsumer(world, 'b1', () => 'acknowledge').join(billing)
    publish(1)
    world.run(milliseconds(1000))
    publish(1)

    billing.seek?.({ kind: 'earliest' })
    world.settleDown()
    billing.seek?.({ kind: 'time', at: milliseconds(1000) as unknown as SimTime })
    world.settleDown()
    billing.seek?.({ kind: 'latest' })
    publish(1)

    expect(consumer.inbox).toEqual(['m1 #1', 'm2 #1', 'm1 #2', 'm2 #2', 'm2 #2', 'm3 #1'])
  })

  it('[rabbit.stream-log] is bound to exchanges as a queue is', () => {
    const world = new TestWorld()
    const { stream } = setUpIn(world)
    const { exchange, bind } = exchanges(world)
    const all = exchange('all', 'fanout')
    bind(all, stream, { name: 'all→audit' })

    world.publish(all)
    world.settleDown()

    expect(world.history()).toEqual(['0ms all→audit routed m1', '0ms audit accepted m1'])
    expect(world.outcomes).toEqual(['m1 accepted'])
  })
})

const SETTINGS: RabbitStreamConsumerSettings = {
  prefetchCount: 10,
  offset: 'next',
  keepsOffset: true,
}

function setUp(limits: Partial<RabbitStreamSettings> = {}) {
  const world = new TestWorld()
  return { world, ...setUpIn(world, limits) }
}

function setUpIn(world: TestWorld, limits: Partial<RabbitStreamSettings> = {}) {
  const settings: RabbitStreamSettings = {
    groupSize: 3,
    segmentBytes: 500_000_000,
    bytesMax: null,
    ageMax: null,
    ...limits,
  }
  const stream = new RabbitStream({
    name: 'audit',
    element: world.element('audit'),
    world,
    settings,
  })

  const subscribe = (name: string, more: Partial<RabbitStreamConsumerSettings> = {}) =>
    stream.subscribe({ name, element: world.element(name), settings: { ...SETTINGS, ...more } })

  /** So many messages of 1 KiB each. */
  const publish = (count: number) => {
    for (let n = 0; n < count; n += 1) world.publish(stream)
    world.settleDown()
  }

  return { stream, settings, subscribe, publish }
}
