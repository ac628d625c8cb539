import { describe, expect, it } from 'vitest'
import { milliseconds } from '../engine/time.ts'
import { COMPETING, plainStore } from './eventStore.fixture.ts'
import { type EventHandle, NO_EVENT } from './events.ts'
import type { PersistentSettings } from './persistentSubscription.ts'
import { type Reaction, type SeenDelivery, TestConsumer } from './testConsumer.ts'
import { TestWorld } from './testWorld.ts'

const SECOND = milliseconds(1000)

describe('PersistentSubscription', () => {
  it('[eventStore.persistent-groups] gives each event to every group, and to one consumer of it', () => {
    const { world, subscribe, publish, consumer } = setUp()
    const billing = subscribe({}, 'billing')
    const shipping = subscribe({}, 'shipping')
    const [a, b] = [consumer('a').join(billing), consumer('b').join(billing)]
    const c = consumer('c').join(shipping)

    publish(4)
    world.run(SECOND)

    expect([a.inbox, b.inbox]).toEqual([
      ['m1 #1', 'm3 #1'],
      ['m2 #1', 'm4 #1'],
    ])
    expect(c.inbox).toEqual(['m1 #1', 'm2 #1', 'm3 #1', 'm4 #1'])
  })

  it('[eventStore.persistent-start] begins at the end of the log, or at its start', () => {
    const { world, subscribe, publish, consumer } = setUp()
    publish(1)
    const late = consumer('late').join(subscribe({ startFrom: 'end' }, 'billing'))
    const all = consumer('all').join(subscribe({ startFrom: 'start' }, 'shipping'))

    publish(1)
    world.run(SECOND)

    expect([late.inbox, all.inbox]).toEqual([['m2 #1'], ['m1 #1', 'm2 #1']])
  })

  it('[eventStore.buffer-size] sends no consumer more than it may have in hand', () => {
    const { world, subscribe, publish, consumer } = setUp()
    const subscription = subscribe({ bufferSize: 2 })
    const slow = consumer('slow', 'hold').join(subscription)
    publish(5)
    world.run(SECOND)
    expect(slow.inbox).toEqual(['m1 #1', 'm2 #1'])
    expect(subscription.figures).toMatchObject({ waiting: 3, inFlight: 2, lag: 5 })

    slow.settle('m2', 'acknowledge')
    world.run(SECOND)

    expect(slow.inbox).toEqual(['m1 #1', 'm2 #1', 'm3 #1'])
  })

  it('[eventStore.round-robin] passes over a consumer that is full', () => {
    const { world, subscribe, publish, consumer } = setUp()
    const subscription = subscribe({ bufferSize: 2 })
    const slow = consumer('slow', 'hold').join(subscription)
    const quick = consumer('quick').join(subscription)

    publish(4)
    world.run(SECOND)
    publish(3)
    world.run(SECOND)

    expect(slow.inbox).toEqual(['m1 #1', 'm3 #1'])
    expect(quick.inbox).toEqual(['m2 #1', 'm4 #1', 'm5 #1', 'm6 #1', 'm7 #1'])
  })

  it('[eventStore.dispatch-to-single] fills one consumer before it turns to the next', () => {
    const { world, subscribe, publish, consumer } = setUp()
    const strategy = { namedConsumerStrategy: 'DispatchToSingle', bufferSize: 2 } as const
    const subscription = subscribe(strategy)
    const first = consumer('first', 'hold').join(subscription)
    const second = consumer('second', 'hold').join(subscription)

    publish(3)
    world.run(SECOND)
    first.settle('m1', 'acknowledge')
    publish(1)
    world.run(SECOND)

    // It stays with the second, which has room, until that is full.
    expect([first.inbox, second.inbox]).toEqual([
      ['m1 #1', 'm2 #1'],
      ['m3 #1', 'm4 #1'],
    ])
  })

  it('[eventStore.pinned] sends the events of a stream to one consumer, and lets others overtake', () => {
    const { world, store, subscribe, consumer } = setUp()
    const subscription = subscribe({ namedConsumerStrategy: 'Pinned', bufferSize: 1 })
    const slow = consumer('slow', 'hold').join(subscription)
    const quick = consumer('quick').join(subscription)
    for (const key of [1, 1, 2, 1, 2]) world.publish(store, { key })

    world.run(SECOND)
    expect(slow.inbox).toEqual(['m1 #1'])
    expect(quick.inbox).toEqual(['m3 #1', 'm5 #1'])
    slow.settle('m1', 'acknowledge')
    world.run(SECOND)

    // What had to wait goes in its order.
    expect(slow.inbox).toEqual(['m1 #1', 'm2 #1'])
    expect(subscription.figures).toMatchObject({ waiting: 1, inFlight: 1 })
  })

  it('[eventStore.pinned] moves streams to a consumer that comes, and away from one that goes', () => {
    const { world, store, subscribe, consumer } = setUp()
    const subscription = subscribe({ namedConsumerStrategy: 'Pinned' })
    const first = consumer('first').join(subscription)
    const publishKeys = () => {
      for (const key of [1, 2, 3, 4]) world.publish(store, { key })
      world.run(SECOND)
    }
    publishKeys()
    const second = consumer('second').join(subscription)
    publishKeys()
    expect(first.seen.slice(4).map(({ key }) => key)).toHaveLength(2)
    expect(second.seen.map(({ key }) => key)).toHaveLength(2)

    first.leave('close')
    publishKeys()

    expect(second.seen.slice(2).map(({ key }) => key)).toEqual([1, 2, 3, 4])
  })

  it('[eventStore.pinned-by-correlation] sends the events of a story to one consumer', () => {
    const { world, store, subscribe, consumer } = setUp()
    const subscription = subscribe({ namedConsumerStrategy: 'PinnedByCorrelation' })
    const consumers = ['a', 'b', 'c'].map((name) => consumer(name).join(subscription))
    for (const story of [1, 2, 3, 4, 5]) {
      const root = eventOf(world, story, NO_EVENT)
      const effect = eventOf(world, 10 * story, root)
      for (const event of [root, effect]) store.publish({ event, routingKey: 0, replyTo: null })
    }

    world.run(SECOND)

    const inboxes = consumers.map(({ seen }) => seen.map(({ event }) => event))
    // Buckets go to who has fewest.
    expect(inboxes).toEqual([
      ['m1', 'm10', 'm4', 'm40'],
      ['m2', 'm20', 'm5', 'm50'],
      ['m3', 'm30'],
    ])
  })

  it('[eventStore.history-buffer] reads nothing new while too many events wait for their consumer', () => {
    const { world, store, subscribe, consumer } = setUp()
    const subscription = subscribe({
      namedConsumerStrategy: 'Pinned',
      bufferSize: 1,
      historyBufferSize: 2,
    })
    consumer('stuck', 'hold').join(subscription)
    const quick = consumer('quick').join(subscription)

    for (const key of [1, 2, 1, 2, 1, 2]) world.publish(store, { key })
    world.run(SECOND)

    // Two events of the first stream fill the buffer: the last of the second is not read.
    expect(quick.inbox).toEqual(['m2 #1', 'm4 #1'])
  })

  it('[eventStore.message-timeout] sends again, once a second, what was not acknowledged in time', () => {
    const { world, subscribe, publish, consumer } = setUp()
    world.run(milliseconds(300))
    const subscription = subscribe({ messageTimeout: milliseconds(5000) })
    world.run(milliseconds(200))
    consumer('slow', 'hold').join(subscription)
    consumer('other', 'hold').join(subscription)
    publish(1)

    world.run(milliseconds(6000))

    expect(world.history()).toEqual([
      '500ms orders accepted m1',
      '500ms billing delivered m1 #1 (1)',
      // The server looks a whole number of seconds after 300 ms.
      '6300ms orders leaseExpired m1 #1',
      '6300ms billing delivered m1 #2 (2)',
    ])
  })

  it('[eventStore.late-ack] takes an acknowledgement for whoever has the event now', () => {
    const { world, subscribe, publish, consumer } = setUp()
    const subscription = subscribe({ messageTimeout: SECOND })
    const slow = consumer('slow', 'hold').join(subscription)
    const other = consumer('other', 'hold').join(subscription)
    publish(1)
    world.run(milliseconds(1500))
    expect(other.inbox).toEqual(['m1 #2'])

    slow.settle('m1', 'acknowledge')
    expect(subscription.figures).toMatchObject({ waiting: 0, inFlight: 0 })
    other.settle('m1', 'acknowledge')
    world.run(SECOND)

    expect(world.history('acknowledged')).toEqual(['1500ms billing acknowledged m1 #1'])
  })

  it('[eventStore.max-retry-count] parks what was sent again too often', () => {
    const { world, store, subscribe, publish, consumer } = setUp()
    const subscription = subscribe({ messageTimeout: SECOND, maxRetryCount: 2 })
    consumer('stuck', ({ event }) => (event === 'm1' ? 'hold' : 'acknowledge')).join(subscription)
    publish(2)

    world.run(milliseconds(10_000))

    expect(world.history('delivered', 'leaseExpired', 'parked')).toEqual([
      '0ms billing delivered m1 #1 (1)',
      '0ms billing delivered m2 #1 (1)',
      '1000ms orders leaseExpired m1 #1',
      '1000ms billing delivered m1 #2 (1)',
      '2000ms orders leaseExpired m1 #2',
      '2000ms billing delivered m1 #3 (1)',
      '3000ms orders leaseExpired m1 #3',
      '3000ms billing parked m1 #3',
    ])
    expect(store.figures).toMatchObject({ waiting: 0, inFlight: 0, parked: 1, retained: 2 })
  })

  it('[eventStore.nack-actions] parks, skips or retries what a consumer refuses', () => {
    const { world, store, subscribe, publish, consumer } = setUp()
    const parking = subscribe({}, 'parking')
    const skipping = subscribe({ onReject: 'skip' }, 'skipping')
    const retrying = subscribe({ maxRetryCount: 1 }, 'retrying')
    consumer('p', 'reject').join(parking)
    consumer('s', 'reject').join(skipping)
    consumer('r', 'requeue').join(retrying)

    publish(1)
    world.run(SECOND)

    expect(world.history().slice(1)).toEqual([
      '0ms parking delivered m1 #1 (1)',
      '0ms skipping delivered m1 #1 (2)',
      '0ms retrying delivered m1 #1 (3)',
      '0ms parking parked m1 #1',
      '0ms retrying requeued m1 #1',
      '0ms retrying delivered m1 #2 (3)',
      '0ms retrying parked m1 #2',
    ])
    expect(store.figures).toMatchObject({ waiting: 0, inFlight: 0, parked: 2 })
  })

  it('[eventStore.retry-first] sends again before anything new, the oldest event first', () => {
    const { world, subscribe, publish, consumer } = setUp()
    const subscription = subscribe({ bufferSize: 3 })
    const one = consumer('one', 'hold').join(subscription)
    publish(5)
    world.run(SECOND)
    expect(one.inbox).toEqual(['m1 #1', 'm2 #1', 'm3 #1'])

    one.leave('crash')
    const two = consumer('two', 'hold').join(subscription)
    world.run(SECOND)

    expect(two.inbox).toEqual(['m1 #2', 'm2 #2', 'm3 #2'])
  })

  it('[eventStore.parked-replay] sends what is parked again when an operator says so', () => {
    const { world, store, subscribe, publish, consumer } = setUp()
    let isMended = false
    const reaction = () => (isMended ? 'acknowledge' : 'reject')
    consumer('a', reaction).join(subscribe())
    publish(2)
    world.run(SECOND)
    expect(store.figures.parked).toBe(2)

    isMended = true
    store.operate({ kind: 'redrive', ratePerSecond: null })
    publish(1)
    world.run(SECOND)

    expect(world.history('redriven', 'delivered', 'acknowledged').slice(2)).toEqual([
      '1000ms orders redriven m1',
      '1000ms orders redriven m2',
      '1000ms billing delivered m1 #2 (1)',
      '1000ms billing delivered m2 #2 (1)',
      '1000ms billing delivered m3 #1 (1)',
      '1000ms billing acknowledged m1 #2',
      '1000ms billing acknowledged m2 #2',
      '1000ms billing acknowledged m3 #1',
    ])
    expect(store.figures.parked).toBe(0)
  })

  it('[eventStore.parked-replay] does not send what is replayed a second time from the checkpoint', () => {
    const { world, store, subscribe, publish, consumer } = setUp()
    const subscription = subscribe({ bufferSize: 2 })
    const first = consumer('first', 'reject').join(subscription)
    publish(1)
    world.run(SECOND)
    first.leave('close')
    // It has no checkpoint yet, and reads on from the start.
    subscription.update({ ...COMPETING, bufferSize: 2 })
    store.operate({ kind: 'redrive', ratePerSecond: null })
    world.run(SECOND)
    const second = consumer('second', 'hold').join(subscription)
    world.run(SECOND)
    expect(second.inbox).toEqual(['m1 #2'])

    second.settle('m1', 'acknowledge')
    publish(2)
    world.run(SECOND)

    expect(second.inbox).toEqual(['m1 #2', 'm2 #1', 'm3 #1'])
    expect(subscription.figures).toMatchObject({ inFlight: 2 })
    second.leave('close')
    subscription.close()
    store.close()
    expect(world.messages.alive).toBe(0)
  })

  it('[eventStore.parked-replay] leaves alone what is replayed while a consumer has it in hand again', () => {
    const { world, store, subscribe, publish, consumer } = setUp()
    const settings = { ...COMPETING, bufferSize: 1, minCheckPointCount: 1 }
    const subscription = subscribe({ ...settings, minCheckPointCount: 5 })
    const first = consumer('first', 'reject').join(subscription)
    publish(1)
    world.run(SECOND)
    first.leave('close')
    subscription.update(settings)
    const second = consumer('second', 'hold').join(subscription)
    world.run(SECOND)
    store.operate({ kind: 'redrive', ratePerSecond: null })
    world.run(SECOND)
    second.settle('m1', 'acknowledge')
    world.run(SECOND)

    expect(world.history('delivered', 'redriven', 'acknowledged', 'positioned').slice(1)).toEqual([
      '1000ms billing delivered m1 #2 (2)',
      '2000ms orders redriven m1',
      '3000ms billing acknowledged m1 #2',
      '4000ms billing positioned (1)',
    ])
    subscription.close()
    store.close()
    expect(world.messages.alive).toBe(0)
  })

  it('[eventStore.connection-loss] sends again at once after a crash, and late after a silence', () => {
    const { world, subscribe, publish, consumer } = setUp()
    const subscription = subscribe({ messageTimeout: milliseconds(60_000) })
    const first = consumer('first', 'hold').join(subscription)
    const second = consumer('second', 'hold').join(subscription)
    const third = consumer('third').join(subscription)
    publish(2)
    world.run(milliseconds(500))

    first.leave('crash')
    second.leave('vanish')
    publish(3)
    world.run(milliseconds(30_000))

    expect(world.history('delivered', 'abandoned')).toEqual([
      '0ms billing delivered m1 #1 (1)',
      '0ms billing delivered m2 #1 (2)',
      '500ms billing abandoned m1 #1',
      '500ms billing abandoned m2 #1',
      '500ms billing delivered m1 #2 (3)',
      // The server does not know yet that nobody is there.
      '500ms billing delivered m3 #1 (2)',
      '500ms billing delivered m4 #1 (3)',
      '500ms billing delivered m5 #1 (2)',
      '20500ms billing abandoned m3 #1',
      '20500ms billing abandoned m5 #1',
      '20500ms billing delivered m2 #2 (3)',
      '20500ms billing delivered m3 #2 (3)',
      '20500ms billing delivered m5 #2 (3)',
    ])
    expect(third.inbox).toHaveLength(5)
  })

  it('[eventStore.max-retry-count] parks what its consumers crash on', () => {
    const { world, store, subscribe, publish, consumer } = setUp()
    const subscription = subscribe({ maxRetryCount: 2 })
    publish(1)

    for (const name of ['a', 'b', 'c']) {
      const crashing = consumer(name, 'hold').join(subscription)
      world.run(SECOND)
      crashing.leave('crash')
    }

    expect(world.history('parked')).toEqual(['3000ms billing parked m1 #3'])
    expect(store.figures).toMatchObject({ waiting: 0, parked: 1 })
  })

  it('[eventStore.checkpoint-counts] stores its position by count and clock, never past what is open', () => {
    const { world, subscribe, publish, consumer } = setUp()
    const subscription = subscribe({ minCheckPointCount: 3, maxCheckPointCount: 5 })
    const held = new Set(['m12'])
    consumer('a', ({ event }) => (held.has(event) ? 'hold' : 'acknowledge')).join(subscription)

    publish(2)
    world.run(milliseconds(2500))
    publish(1)
    world.run(milliseconds(1000))
    publish(6)
    world.run(milliseconds(1000))
    publish(20)
    world.run(milliseconds(10_000))

    expect(world.history('positioned')).toEqual([
      // Two are too few; with the third, at the next tick.
      '3000ms billing positioned (3)',
      // Five at once are enough, at any time.
      '3500ms billing positioned (8)',
      // The twelfth is open.
      '6000ms billing positioned (11)',
    ])
  })

  it('[eventStore.restart-repeats] [eventStore.node-down] begins at its checkpoint after a restart', () => {
    const { world, store, subscribe, publish, consumer } = setUp()
    const subscription = subscribe({ minCheckPointCount: 2 })
    const a = consumer('a').join(subscription)
    publish(2)
    world.run(milliseconds(1500))
    publish(1)
    world.run(milliseconds(100))
    expect(a.inbox).toEqual(['m1 #1', 'm2 #1', 'm3 #1'])

    store.setNodeUp(0, false)
    world.run(SECOND)
    store.setNodeUp(0, true)
    world.run(SECOND)

    // The third was acknowledged, but one event makes no checkpoint.
    expect(a.inbox).toEqual(['m1 #1', 'm2 #1', 'm3 #1', 'm3 #2'])
  })

  it('[eventStore.restart-repeats] hears no settlement of what was sent before the restart', () => {
    const { world, store, subscribe, publish, consumer } = setUp()
    const subscription = subscribe({ bufferSize: 1 })
    const a = consumer('a', 'hold').join(subscription)
    publish(1)
    world.run(SECOND)
    store.setNodeUp(0, false)
    store.setNodeUp(0, true)
    world.run(milliseconds(1))
    expect(a.inbox).toEqual(['m1 #1', 'm1 #2'])

    a.settle('m1', 'acknowledge')
    expect(subscription.figures.inFlight).toBe(1)
    a.settle('m1', 'acknowledge')

    expect(subscription.figures.inFlight).toBe(0)
  })

  it('[eventStore.restart-without-checkpoint] loses what was open where it begins at the end', () => {
    const { world, store, subscribe, publish, consumer } = setUp()
    const subscription = subscribe({ startFrom: 'end', bufferSize: 1 })
    const a = consumer('a', 'hold').join(subscription)
    publish(2)
    world.run(SECOND)

    store.setNodeUp(0, false)
    store.setNodeUp(0, true)
    publish(1)
    world.run(SECOND)

    expect(a.inbox).toEqual(['m1 #1', 'm3 #1'])
    expect(world.history('dropped')).toEqual([
      '1000ms billing dropped m1 by billing',
      '1000ms billing dropped m2 by billing',
    ])
  })

  it('[eventStore.settings-update] drops the connections and begins at its checkpoint', () => {
    const { world, subscribe, publish, consumer } = setUp()
    const subscription = subscribe({ bufferSize: 3 })
    const a = consumer('a', 'hold').join(subscription)
    publish(3)
    world.run(SECOND)

    subscription.update({ ...COMPETING, bufferSize: 1 })
    world.run(SECOND)

    expect(a.inbox).toEqual(['m1 #1', 'm2 #1', 'm3 #1', 'm1 #2'])
  })
})

function eventOf(world: TestWorld, n: number, cause: EventHandle): EventHandle {
  const rest = { origin: 0, type: 0, attributes: 0, properties: 0 }
  return world.events.create({ ...rest, n, key: n, cause })
}

function setUp() {
  const world = new TestWorld()
  const store = plainStore(world, 'orders')
  const subscribe = (settings: Partial<PersistentSettings> = {}, name = 'billing') =>
    store.subscribe({
      name,
      element: world.element(name),
      settings: { ...COMPETING, ...settings },
    })
  const publish = (count: number) => {
    for (let n = 0; n < count; n += 1) world.publish(store)
  }
  const consumer = (
    name: string,
    reaction: Reaction | ((seen: SeenDelivery) => Reaction) = 'acknowledge',
  ) =>
    new TestConsumer(world, name, (seen) =>
      typeof reaction === 'function' ? reaction(seen) : reaction,
    )
  return { world, store, subscribe, publish, consumer }
}
