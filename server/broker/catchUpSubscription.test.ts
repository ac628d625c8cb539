import { describe, expect, it } from 'vitest'
import { milliseconds } from '../engine/time.ts'
import type { CatchUpSettings } from './catchUpSubscription.ts'
import { CATCHING_UP, plainStore } from './eventStore.fixture.ts'
import { type Reaction, TestConsumer } from './testConsumer.ts'
import { TestWorld } from './testWorld.ts'

describe('CatchUpSubscription', () => {
  it('[eventStore.catch-up-start] reads what was before, then what comes, in one order', () => {
    const { world, store, subscribe } = setUp()
    world.publish(store, { key: 1 })
    world.publish(store, { key: 2 })
    world.run(milliseconds(5))

    reads(world, 'reader', { settlement: 'acknowledge', after: milliseconds(1) }).join(subscribe())
    world.run(milliseconds(10))
    world.publish(store, { key: 1 })
    world.run(milliseconds(10))

    expect(world.history('accepted', 'delivered', 'acknowledged')).toEqual([
      '0ms orders accepted m1',
      '0ms orders accepted m2',
      '5ms view delivered m1 #1 (1)',
      '6ms view acknowledged m1 #1',
      '6ms view delivered m2 #1 (1)',
      '7ms view acknowledged m2 #1',
      '15ms orders accepted m3',
      '15ms view delivered m3 #1 (1)',
      '16ms view acknowledged m3 #1',
    ])
  })

  it('[eventStore.catch-up-start] begins at the end where it is told to', () => {
    const { world, store, subscribe } = setUp()
    world.publish(store)
    const subscription = subscribe({ startFrom: 'end' })
    world.publish(store)

    const reader = reads(world, 'reader', 'acknowledge').join(subscription)
    world.run(milliseconds(1))

    expect(reader.inbox).toEqual(['m2 #1'])
  })

  it('[eventStore.catch-up-order] hands out one event after the other, whatever its stream', () => {
    const { world, store, subscribe } = setUp()
    const reader = reads(world, 'reader', 'hold').join(subscribe())
    for (const key of [1, 2, 3]) world.publish(store, { key })
    world.run(milliseconds(60_000))
    expect(reader.inbox).toEqual(['m1 #1'])

    reader.settle('m1', 'acknowledge')
    world.run(milliseconds(1))

    expect(reader.inbox).toEqual(['m1 #1', 'm2 #1'])
  })

  it('[eventStore.catch-up-not-competing] lets one of several members read while the others stand by', () => {
    const { world, store, subscribe } = setUp()
    const subscription = subscribe()
    const first = reads(world, 'first', 'acknowledge').join(subscription)
    const second = reads(world, 'second', 'acknowledge').join(subscription)
    for (let n = 0; n < 3; n += 1) world.publish(store)
    world.run(milliseconds(1))
    expect([first.inbox, second.inbox]).toEqual([['m1 #1', 'm2 #1', 'm3 #1'], []])

    first.leave('close')
    world.publish(store)
    world.run(milliseconds(1))

    expect(second.inbox).toEqual(['m4 #1'])
    expect(subscription.figures).toMatchObject({ members: 1, lag: 0 })
  })

  it('[eventStore.catch-up-checkpoint] repeats after a crash what came since its checkpoint', () => {
    const { world, store, subscribe } = setUp()
    const subscription = subscribe({ checkpointInterval: milliseconds(100) })
    const quick = reads(world, 'quick', 'acknowledge').join(subscription)
    world.publish(store)
    world.run(milliseconds(100))
    world.publish(store)
    world.run(milliseconds(10))

    quick.leave('crash')
    reads(world, 'next', 'acknowledge').join(subscription)
    world.run(milliseconds(100))

    expect(world.history('delivered', 'acknowledged', 'positioned')).toEqual([
      '0ms view delivered m1 #1 (1)',
      '0ms view acknowledged m1 #1',
      '100ms view positioned (1)',
      '100ms view delivered m2 #1 (1)',
      '100ms view acknowledged m2 #1',
      // Nothing has told of the second.
      '110ms view delivered m2 #2 (2)',
      '110ms view acknowledged m2 #2',
      '210ms view positioned (2)',
    ])
  })

  it('[eventStore.catch-up-checkpoint] stores one with each event where the interval is 0, and when it closes', () => {
    const { world, store, subscribe } = setUp()
    const subscription = subscribe()
    const first = reads(world, 'first', 'acknowledge').join(subscription)
    world.publish(store)
    world.publish(store)
    world.run(milliseconds(1))
    subscription.update({ ...CATCHING_UP, checkpointInterval: milliseconds(60_000) })
    world.publish(store)
    world.run(milliseconds(1))

    first.leave('close')

    expect(world.history('positioned')).toEqual([
      '0ms view positioned (1)',
      '0ms view positioned (2)',
      '2ms view positioned (3)',
    ])
  })

  it('[eventStore.connection-loss] lets another read at once after a crash, and late after a silence', () => {
    const { world, store, subscribe } = setUp()
    const subscription = subscribe()
    const first = reads(world, 'first', 'hold').join(subscription)
    const second = reads(world, 'second', 'hold').join(subscription)
    const third = reads(world, 'third', 'hold').join(subscription)
    world.publish(store)
    world.run(milliseconds(1))

    first.leave('crash')
    world.run(milliseconds(1))
    second.leave('vanish')
    expect(subscription.figures.members).toBe(1)
    world.run(milliseconds(30_000))

    expect(third.inbox).toEqual(['m1 #2'])
    expect(world.history('delivered', 'abandoned')).toEqual([
      '0ms view delivered m1 #1 (1)',
      '1ms view abandoned m1 #1',
      '1ms view delivered m1 #2 (2)',
      '2ms view abandoned m1 #2',
      // keepAliveInterval and keepAliveTimeout.
      '20002ms view delivered m1 #2 (3)',
    ])
  })

  it('[eventStore.catch-up-replay] reads everything again when its checkpoint is set back', () => {
    const { world, store, subscribe } = setUp()
    const subscription = subscribe()
    const reader = reads(world, 'reader', 'acknowledge').join(subscription)
    for (let n = 0; n < 3; n += 1) world.publish(store)
    world.run(milliseconds(1))

    subscription.seek?.({ kind: 'earliest' })
    world.run(milliseconds(1))

    expect(reader.inbox).toEqual(['m1 #1', 'm2 #1', 'm3 #1', 'm1 #2', 'm2 #2', 'm3 #2'])
    expect(world.history('positioned').slice(3)).toEqual([
      '1ms view positioned',
      '1ms view positioned (1)',
      '1ms view positioned (2)',
      '1ms view positioned (3)',
    ])
  })

  it('[eventStore.catch-up-replay] finds the first event of a time, and moves past what is in hand', () => {
    const { world, store, subscribe } = setUp()
    const subscription = subscribe()
    const reader = reads(world, 'reader', 'hold').join(subscription)
    world.publish(store)
    world.run(milliseconds(10))
    world.publish(store)
    world.publish(store)
    const at = world.now
    world.run(milliseconds(10))
    world.publish(store)

    subscription.seek?.({ kind: 'time', at })
    world.run(milliseconds(1))
    reader.settle('m1', 'acknowledge')
    world.run(milliseconds(1))
    expect(reader.inbox).toEqual(['m1 #1', 'm2 #1'])
    subscription.seek?.({ kind: 'latest' })
    reader.settle('m2', 'acknowledge')
    world.run(milliseconds(1))

    expect(reader.inbox).toEqual(['m1 #1', 'm2 #1'])
    expect(subscription.figures).toMatchObject({ waiting: 0, lag: 0 })
  })

  it('[eventStore.catch-up-poison] is dropped by a failure, and reads on from its checkpoint', () => {
    const { world, store, subscribe } = setUp()
    const subscription = subscribe()
    const reader = new TestConsumer(world, 'reader', ({ event, at }) =>
      event === 'm2' && at < milliseconds(2500) ? 'requeue' : 'acknowledge',
    ).join(subscription)
    for (let n = 0; n < 3; n += 1) world.publish(store)

    world.run(milliseconds(10_000))

    expect(reader.timedInbox).toEqual([
      '0ms m1 #1',
      '0ms m2 #1',
      '1000ms m2 #2',
      '2000ms m2 #2',
      '3000ms m2 #2',
      '3000ms m3 #1',
    ])
  })

  it('[eventStore.catch-up-poison] goes on behind an event that it skips', () => {
    const { world, store, subscribe } = setUp()
    const reader = new TestConsumer(world, 'reader', ({ event }) =>
      event === 'm1' ? 'reject' : 'acknowledge',
    ).join(subscribe())
    world.publish(store)
    world.publish(store)

    world.run(milliseconds(1))

    expect(reader.inbox).toEqual(['m1 #1', 'm2 #1'])
  })
})

function reads(world: TestWorld, name: string, reaction: Reaction): TestConsumer {
  return new TestConsumer(world, name, () => reaction)
}

function setUp() {
  const world = new TestWorld()
  const store = plainStore(world, 'orders')
  const subscribe = (settings: Partial<CatchUpSettings> = {}) =>
    store.subscribe({
      name: 'view',
      element: world.element('view'),
      settings: { ...CATCHING_UP, ...settings },
    })
  return { world, store, subscribe }
}
