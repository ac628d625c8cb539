import { describe, expect, it } from 'vitest'
import { milliseconds } from '../engine/time.ts'
import { CATCHING_UP, plainStore } from './eventStore.fixture.ts'
import { TestConsumer } from './testConsumer.ts'
import { TestWorld } from './testWorld.ts'

describe('EventStore', () => {
  it('[eventStore.stream-per-key] numbers the events of each key from 0', () => {
    const { world, store } = setUp()
    expect(store.versionOf(7)).toBe(-1)

    world.publish(store, { key: 7 })
    world.publish(store, { key: 8 })
    world.publish(store, { key: 7 })

    expect([store.versionOf(7), store.versionOf(8), store.versionOf(9)]).toEqual([1, 0, -1])
    expect(store.figures).toMatchObject({ retained: 3, streams: 2 })
  })

  it('[eventStore.expected-version] appends where the stream is at the expected version, and else nothing', () => {
    const { world, store } = setUp()
    const expecting = (expectedVersion: number) => ({ key: 1, more: { expectedVersion } })

    world.publish(store, { key: 1 })
    world.publish(store, expecting(0))
    world.publish(store, expecting(0))
    world.publish(store, expecting(5))
    world.publish(store, expecting(1))
    world.run(milliseconds(1))

    expect(world.history()).toEqual([
      '0ms orders accepted m1',
      '0ms orders accepted m2',
      // The detail is where the stream was.
      '0ms orders conflicted m3 (1)',
      '0ms orders conflicted m4 (1)',
      '0ms orders accepted m5',
    ])
    expect(world.outcomes).toEqual([
      'm1 accepted',
      'm2 accepted',
      'm3 conflict',
      'm4 conflict',
      'm5 accepted',
    ])
    expect(store.figures.retained).toBe(3)
    expect(world.events.alive).toBe(3)
  })

  it('[eventStore.no-stream] creates a stream for who expects none, once', () => {
    const { world, store } = setUp()
    const noStream = { key: 1, more: { expectedVersion: -1 } }

    world.publish(store, noStream)
    world.publish(store, noStream)

    expect(world.history()).toEqual(['0ms orders accepted m1', '0ms orders conflicted m2'])
  })

  it('[eventStore.any-version] appends at any version where none is expected', () => {
    const { world, store } = setUp()

    for (let n = 0; n < 3; n += 1) world.publish(store, { key: 1 })
    world.run(milliseconds(1))

    expect(world.outcomes).toEqual(['m1 accepted', 'm2 accepted', 'm3 accepted'])
    expect(store.versionOf(1)).toBe(2)
  })

  it('[eventStore.global-order] shows all streams in one order of appending', () => {
    const { world, store } = setUp()
    for (const key of [1, 2, 1, 3, 2]) world.publish(store, { key })

    const reader = new TestConsumer(world, 'reader', () => 'acknowledge')
    reader.join(subscribed(world, store, 'view'))
    world.run(milliseconds(1))

    expect(reader.seen.map(({ event, key }) => `${event} of ${key}`)).toEqual([
      'm1 of 1',
      'm2 of 2',
      'm3 of 1',
      'm4 of 3',
      'm5 of 2',
    ])
  })

  it('[eventStore.keeps] keeps what was read, for whoever comes later', () => {
    const { world, store } = setUp()
    world.publish(store)
    const early = new TestConsumer(world, 'early', () => 'acknowledge')
    early.join(subscribed(world, store, 'view'))
    world.run(milliseconds(86_400_000))

    const late = new TestConsumer(world, 'late', () => 'acknowledge')
    late.join(subscribed(world, store, 'other'))
    world.run(milliseconds(1))

    expect([early.inbox, late.inbox, store.figures.retained]).toEqual([['m1 #1'], ['m1 #1'], 1])
  })

  it('[eventStore.max-count] [eventStore.scavenge] keeps in $all what $maxCount hides, until a scavenge', () => {
    const { world, store } = setUp({ maxCount: 2, scavengeInterval: milliseconds(60_000) })
    for (const key of [1, 1, 2, 1, 1]) world.publish(store, { key })
    const early = new TestConsumer(world, 'early', () => 'acknowledge')
    early.join(subscribed(world, store, 'view'))
    world.run(milliseconds(59_999))
    expect(early.seen.map(({ event }) => event)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
    expect(store.figures.retained).toBe(5)

    world.run(milliseconds(1))
    const late = new TestConsumer(world, 'late', () => 'acknowledge')
    late.join(subscribed(world, store, 'other'))
    world.run(milliseconds(1))

    expect(world.history('expired')).toEqual([
      '60000ms orders expired m1',
      '60000ms orders expired m2',
    ])
    expect(late.seen.map(({ event }) => event)).toEqual(['m3', 'm4', 'm5'])
  })

  it('[eventStore.max-age] [eventStore.scavenge] leaves each stream its last event, however old, and its version', () => {
    const { world, store } = setUp({
      maxAge: milliseconds(10_000),
      scavengeInterval: milliseconds(60_000),
    })
    for (const key of [1, 1, 2]) world.publish(store, { key })
    world.run(milliseconds(55_000))
    world.publish(store, { key: 3 })
    world.publish(store, { key: 3 })

    world.run(milliseconds(5000))

    expect(world.history('expired')).toEqual(['60000ms orders expired m1'])
    expect(store.figures).toMatchObject({ retained: 4, streams: 3 })
    expect(store.versionOf(1)).toBe(1)
  })

  it('[eventStore.scavenge] tells a reader that is behind what it will never see', () => {
    const { world, store } = setUp({ maxCount: 1, scavengeInterval: milliseconds(1000) })
    const reader = new TestConsumer(world, 'reader')
    reader.join(subscribed(world, store, 'view'))
    for (let n = 0; n < 3; n += 1) world.publish(store, { key: 1 })

    world.run(milliseconds(1000))
    reader.settle('m1', 'acknowledge')
    world.run(milliseconds(1))

    expect(world.history('delivered', 'dropped', 'expired', 'acknowledged')).toEqual([
      '0ms view delivered m1 #1 (1)',
      // It has the first in hand.
      '1000ms orders expired m1',
      '1000ms view dropped m2 by view',
      '1000ms orders expired m2',
      '1000ms view acknowledged m1 #1',
      '1000ms view delivered m3 #1 (1)',
    ])
    expect(world.messages.alive).toBe(1)
  })

  it('[eventStore.scavenge] applies new limits to what is stored, from the next scavenge on', () => {
    const { world, store } = setUp()
    for (let n = 0; n < 4; n += 1) world.publish(store, { key: 1 })
    world.run(milliseconds(5000))

    store.update({ maxCount: 1, maxAge: null, scavengeInterval: milliseconds(1000) })
    world.run(milliseconds(1000))
    store.update({ maxCount: 1, maxAge: null, scavengeInterval: null })
    world.publish(store, { key: 1 })
    world.run(milliseconds(60_000))

    expect(world.history('expired')).toEqual([
      '6000ms orders expired m1',
      '6000ms orders expired m2',
      '6000ms orders expired m3',
    ])
  })

  it('[eventStore.node-down] refuses appends and feeds nobody while its node is down', () => {
    const { world, store } = setUp()
    const reader = new TestConsumer(world, 'reader', () => 'acknowledge')
    reader.join(subscribed(world, store, 'view'))
    world.publish(store, { key: 1 })
    world.run(milliseconds(1))

    store.setNodeUp(0, false)
    world.publish(store, { key: 1 })
    world.run(milliseconds(1000))
    store.setNodeUp(0, true)
    world.publish(store, { key: 1 })
    world.run(milliseconds(1))

    expect(world.history()).toEqual([
      '0ms orders accepted m1',
      '0ms view delivered m1 #1 (1)',
      '0ms view acknowledged m1 #1',
      '0ms view positioned (1)',
      '1ms orders nodeDown',
      // The reason is that no node is there that could take it.
      '1ms orders refused m2 (3)',
      '1001ms orders nodeUp',
      '1001ms orders accepted m3',
      '1001ms view delivered m3 #1 (1)',
      '1001ms view acknowledged m3 #1',
      '1001ms view positioned (2)',
    ])
    expect(world.outcomes).toEqual(['m1 accepted', 'm2 refused', 'm3 accepted'])
  })

  it('knows no operation but the replay of what is parked', () => {
    const { store } = setUp()

    expect(store.operate({ kind: 'purge' })).toBe(false)
    expect(store.operate({ kind: 'redrive', ratePerSecond: null })).toBe(true)
  })
})

function subscribed(world: TestWorld, store: ReturnType<typeof plainStore>, name: string) {
  return store.subscribe({ name, element: world.element(name), settings: CATCHING_UP })
}

function setUp(settings: Parameters<typeof plainStore>[2] = {}) {
  const world = new TestWorld()
  return { world, store: plainStore(world, 'orders', settings) }
}
