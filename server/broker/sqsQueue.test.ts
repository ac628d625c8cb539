import { describe, expect, it } from 'vitest'
import { milliseconds as ms } from '../engine/time.ts'
import {
  acknowledgeAfter,
  defaults,
  leftovers,
  longPolling,
  publish,
  requeueAfter,
  setUp,
  subscribe,
} from './sqs.fixture.ts'
import { IN_FLIGHT_MAX } from './sqsStore.ts'
import { TestConsumer } from './testConsumer.ts'

describe('SqsQueue', () => {
  it('[sqs.keeps-until-deleted] keeps what nobody receives, and deletes what is acknowledged', () => {
    const { world, queue, join } = setUp()

    world.publish(queue)
    world.run(ms(5))
    join('alice', () => acknowledgeAfter(20))
    world.run(ms(100))

    expect(world.history()).toEqual([
      '0ms jobs accepted m1',
      '5ms workers delivered m1 #1 (1)',
      '25ms workers acknowledged m1 #1',
    ])
    expect(world.outcomes).toEqual(['m1 accepted'])
    expect(leftovers(world)).toEqual({ messages: 0, deliveries: 0, events: 0 })
  })

  it('[sqs.visibility-timeout] hides a message for the visibility timeout, counted from the receive', () => {
    const { world, queue, join } = setUp({ visibilityTimeout: ms(100) })
    join('alice')

    world.run(ms(3))
    world.publish(queue)
    join('bob')
    world.run(ms(150))

    expect(world.history()).toEqual([
      '3ms jobs accepted m1',
      '3ms workers delivered m1 #1 (2)',
      '103ms jobs leaseExpired m1 #1 (1)',
      '103ms workers delivered m1 #2 (1)',
    ])
    expect(queue.figures).toEqual({ waiting: 0, inFlight: 1, retained: 1, oldestWaitingAt: null })
  })

  it('[sqs.batch-visibility] runs the leases of a batch together, so that slow handling makes duplicates', () => {
    const { world, queue, join } = setUp({ visibilityTimeout: ms(100) }, { maxNumberOfMessages: 3 })
    const alice = join('alice')
    publish(3, world, queue)
    world.run(ms(60))
    const [first, second, third] = [...alice.held].map((delivery) => alice.eventOf(delivery))

    alice.settle(first ?? '', 'acknowledge')
    world.run(ms(60))
    alice.settle(second ?? '', 'acknowledge')
    join('bob')
    world.run(ms(60))
    alice.settle(third ?? '', 'acknowledge')

    expect(world.history('leaseExpired', 'delivered', 'acknowledged').slice(3)).toEqual([
      `60ms workers acknowledged ${first} #1`,
      `100ms jobs leaseExpired ${second} #1 (1)`,
      `100ms jobs leaseExpired ${third} #1 (1)`,
      `120ms workers acknowledged ${second} #1`,
      `120ms workers delivered ${third} #2 (2)`,
      `180ms workers acknowledged ${third} #1`,
    ])
  })

  it('[sqs.old-receipt-handle] deletes by an old receipt, though another consumer is at it', () => {
    const { world, queue, join } = setUp({ visibilityTimeout: ms(100) })
    const alice = join('alice')
    world.publish(queue)
    world.run(ms(90))
    const bob = join('bob')
    world.run(ms(20))

    alice.settle('m1', 'acknowledge')
    expect(bob.eventOf(bob.held[0] as never)).toBe('m1')
    bob.settle('m1', 'acknowledge')
    world.run(ms(500))

    expect(world.history()).toEqual([
      '0ms jobs accepted m1',
      '0ms workers delivered m1 #1 (1)',
      '100ms jobs leaseExpired m1 #1 (1)',
      '100ms workers delivered m1 #2 (2)',
      '110ms workers acknowledged m1 #1',
    ])
    expect(leftovers(world)).toEqual({ messages: 0, deliveries: 0, events: 0 })
  })

  it('[sqs.late-delete] deletes by an old receipt what is visible again', () => {
    const { world, queue, join } = setUp({ visibilityTimeout: ms(100) })
    const alice = join('alice')
    world.publish(queue)
    world.run(ms(150))

    expect(queue.figures.waiting).toBe(1)
    alice.settle('m1', 'acknowledge')
    world.run(ms(500))

    expect(world.history('delivered', 'acknowledged')).toEqual([
      '0ms workers delivered m1 #1 (1)',
      '150ms workers acknowledged m1 #1',
    ])
    expect(queue.figures).toEqual({ waiting: 0, inFlight: 0, retained: 0, oldestWaitingAt: null })
  })

  it('[sqs.release] shows a requeued message at once', () => {
    const { world, queue, join } = setUp()
    join('alice', ({ attempt }) => (attempt === 1 ? requeueAfter(10) : acknowledgeAfter(10)))

    world.publish(queue)
    world.run(ms(100))

    expect(world.history()).toEqual([
      '0ms jobs accepted m1',
      '0ms workers delivered m1 #1 (1)',
      '10ms workers requeued m1 #1',
      '10ms workers delivered m1 #2 (1)',
      '20ms workers acknowledged m1 #2',
    ])
  })

  it('requeues by an old receipt too, and out of the hands of another consumer', () => {
    const { world, queue, join } = setUp({ visibilityTimeout: ms(100) })
    const alice = join('alice')
    world.publish(queue)
    world.run(ms(90))
    const bob = join('bob')
    world.run(ms(20))

    alice.settle('m1', 'requeue')
    world.settleDown()
    bob.settle('m1', 'acknowledge')
    alice.settle('m1', 'requeue')
    world.run(ms(500))

    expect(world.history('delivered', 'requeued', 'acknowledged')).toEqual([
      '0ms workers delivered m1 #1 (1)',
      '100ms workers delivered m1 #2 (2)',
      '110ms workers requeued m1 #1',
      '110ms workers delivered m1 #3 (1)',
      '110ms workers acknowledged m1 #2',
    ])
    expect(leftovers(world)).toEqual({ messages: 0, deliveries: 0, events: 0 })
  })

  it.each(['reject', 'forget'] as const)(
    '[sqs.no-rejection] leaves a message to its lease on %s',
    (settlement) => {
      const { world, queue, join } = setUp({ visibilityTimeout: ms(100) })
      join('alice', ({ attempt }) => (attempt === 1 ? settlement : 'acknowledge'))

      world.publish(queue)
      world.run(ms(200))

      expect(world.history()).toEqual([
        '0ms jobs accepted m1',
        '0ms workers delivered m1 #1 (1)',
        '100ms jobs leaseExpired m1 #1 (1)',
        '100ms workers delivered m1 #2 (1)',
        '100ms workers acknowledged m1 #2',
      ])
    },
  )

  it.each(['crash', 'close'] as const)(
    '[sqs.departure-unnoticed] learns nothing of a %s: the lease runs out',
    (departure) => {
      const { world, queue, join } = setUp({ visibilityTimeout: ms(100) })
      const alice = join('alice')
      world.publish(queue)
      world.run(ms(10))

      alice.leave(departure)
      join('bob', () => 'acknowledge')
      expect(queue.figures).toEqual({ waiting: 0, inFlight: 1, retained: 1, oldestWaitingAt: null })
      world.run(ms(200))

      expect(world.history()).toEqual([
        '0ms jobs accepted m1',
        '0ms workers delivered m1 #1 (1)',
        '10ms workers abandoned m1 #1',
        '100ms jobs leaseExpired m1 #1 (1)',
        '100ms workers delivered m1 #2 (1)',
        '100ms workers acknowledged m1 #2',
      ])
      expect(leftovers(world)).toEqual({ messages: 0, deliveries: 0, events: 0 })
    },
  )

  it('[sqs.redrive-policy] [sqs.receive-count-continues] moves a message on the receive after the last one allowed, with its count', () => {
    const { world, queue, deadLetters, join } = setUp({
      visibilityTimeout: ms(100),
      maxReceiveCount: 2,
    })
    join('alice', () => 'forget')
    new TestConsumer(world, 'undertaker').join(subscribe(world, deadLetters, 'cleaning'))

    world.publish(queue)
    world.run(ms(1000))

    expect(world.history()).toEqual([
      '0ms jobs accepted m1',
      '0ms workers delivered m1 #1 (1)',
      '100ms jobs leaseExpired m1 #1 (1)',
      '100ms workers delivered m1 #2 (1)',
      '200ms jobs leaseExpired m1 #2 (1)',
      '200ms jobs deadLettered m1 #2 by workers',
      '200ms dead accepted m1 #2',
      '200ms cleaning delivered m1 #3 (1)',
    ])
  })

  it('[sqs.redrive-needs-receive] keeps an exhausted message while nobody receives', () => {
    const { world, queue, deadLetters, join } = setUp({
      visibilityTimeout: ms(100),
      maxReceiveCount: 1,
    })
    const alice = join('alice')
    world.publish(queue)
    world.run(ms(10))
    alice.leave('crash')

    world.run(ms(10_000))
    expect([queue.figures.waiting, deadLetters.figures.waiting]).toEqual([1, 0])

    join('bob')
    world.settleDown()
    expect([queue.figures.waiting, deadLetters.figures.waiting]).toEqual([0, 1])
  })

  it('gives the consumer the next good message in place of those it moves', () => {
    const { world, queue, join } = setUp({ visibilityTimeout: ms(100), maxReceiveCount: 1 })
    const alice = join('alice', () => 'forget')
    publish(5, world, queue)
    world.run(ms(50))
    alice.leave('crash')
    world.run(ms(100))
    publish(1, world, queue)

    const bob = join('bob', () => 'acknowledge')
    world.run(ms(10))

    expect(world.history('deadLettered')).toHaveLength(5)
    expect(bob.inbox).toEqual(['m6 #1'])
  })

  it('receives for ever without a dead-letter queue', () => {
    const { world, queue, join } = setUp({ visibilityTimeout: ms(100), maxReceiveCount: 1 })
    queue.setDeadLetterQueue(null)
    const alice = join('alice', () => 'forget')

    world.publish(queue)
    world.run(ms(250))

    expect(alice.timedInbox).toEqual(['0ms m1 #1', '100ms m1 #2', '200ms m1 #3'])
  })

  it('survives two queues that are the dead-letter queue of each other', () => {
    const { world, queue, deadLetters, join } = setUp(
      { visibilityTimeout: ms(100), maxReceiveCount: 1 },
      { waitTime: ms(0), pollInterval: ms(500) },
    )
    deadLetters.update({ ...defaults, maxReceiveCount: 1 })
    deadLetters.setDeadLetterQueue(queue)
    const settings = { waitTime: ms(0), pollInterval: ms(400) }
    new TestConsumer(world, 'undertaker').join(subscribe(world, deadLetters, 'cleaning', settings))
    world.publish(queue)
    join('alice', () => 'forget')

    world.run(ms(1200))

    expect(world.history('delivered', 'deadLettered')).toEqual([
      '0ms workers delivered m1 #1 (1)',
      '500ms jobs deadLettered m1 #1 by workers',
      '800ms dead deadLettered m1 #1 by cleaning',
      '1000ms jobs deadLettered m1 #1 by workers',
      '1200ms dead deadLettered m1 #1 by cleaning',
    ])
  })

  it('ends with itself as dead-letter queue what it can, one look at each message', () => {
    const { world, queue, join } = setUp(
      { visibilityTimeout: ms(100), maxReceiveCount: 1 },
      { waitTime: ms(0), pollInterval: ms(1000) },
    )
    queue.setDeadLetterQueue(queue)
    world.publish(queue)
    join('alice', () => 'forget')

    world.run(ms(1500))

    expect(world.history('delivered', 'deadLettered')).toEqual([
      '0ms workers delivered m1 #1 (1)',
      '1000ms jobs deadLettered m1 #1 by workers',
    ])
    expect(queue.figures.waiting).toBe(1)
  })

  it('[sqs.delay] delays new messages; a change does not reach those that are inside', () => {
    const { world, queue, join } = setUp({ delay: ms(50) })
    const alice = join('alice', () => 'acknowledge')

    world.publish(queue)
    queue.update({ ...defaults, delay: ms(10) })
    world.publish(queue)
    expect(queue.figures).toEqual({ waiting: 0, inFlight: 0, retained: 2, oldestWaitingAt: null })
    world.run(ms(100))

    expect(alice.timedInbox).toEqual(['10ms m2 #1', '50ms m1 #1'])
  })

  it('[sqs.retention] deletes what is older than the retention, waiting, delayed and in flight', () => {
    const { world, queue, join } = setUp({ retention: ms(1000), visibilityTimeout: ms(5000) })
    world.publish(queue)
    world.run(ms(10))
    const alice = join('alice')
    world.run(ms(10))
    world.publish(queue)
    queue.update({ ...defaults, retention: ms(1000), delay: ms(5000) })
    world.publish(queue)

    world.run(ms(2000))
    alice.settle('m1', 'acknowledge')

    expect(world.history('expired', 'acknowledged')).toEqual([
      '1000ms jobs expired m1 #1',
      '1020ms jobs expired m2',
      '1020ms jobs expired m3',
    ])
    expect(queue.figures.retained).toBe(0)
    expect(leftovers(world)).toEqual({ messages: 0, deliveries: 0, events: 0 })
  })

  it('[sqs.retention-change] applies a changed retention to the messages inside', () => {
    const { world, queue } = setUp({ retention: ms(1000) })
    world.publish(queue)
    world.run(ms(500))

    queue.update({ ...defaults, retention: ms(2000) })
    world.publish(queue)
    world.run(ms(1000))
    expect(queue.figures.retained).toBe(2)
    queue.update({ ...defaults, retention: ms(1100) })
    world.run(ms(1000))

    expect(world.history('expired')).toEqual(['1500ms jobs expired m1', '1600ms jobs expired m2'])
  })

  it('[sqs.dead-letter-age] counts the retention of a dead letter from when it was sent, its waiting from the move', () => {
    const { world, queue, deadLetters, join } = setUp({
      visibilityTimeout: ms(300),
      maxReceiveCount: 1,
    })
    deadLetters.update({ ...defaults, retention: ms(1000) })
    join('alice', () => 'forget')

    world.publish(queue)
    world.run(ms(500))
    expect(deadLetters.figures.oldestWaitingAt).toBe(ms(300))
    world.run(ms(1000))

    expect(world.history('deadLettered', 'expired')).toEqual([
      '300ms jobs deadLettered m1 #1 by workers',
      '1000ms dead expired m1 #1',
    ])
  })

  it('ends at once a dead letter that is older than the retention there', () => {
    const { world, queue, deadLetters, join } = setUp({
      visibilityTimeout: ms(300),
      maxReceiveCount: 1,
    })
    deadLetters.update({ ...defaults, retention: ms(200) })
    join('alice', () => 'forget')

    world.publish(queue)
    world.run(ms(500))

    expect(world.history().slice(3)).toEqual([
      '300ms jobs deadLettered m1 #1 by workers',
      '300ms dead accepted m1 #1',
      '300ms dead expired m1 #1',
    ])
    expect(leftovers(world)).toEqual({ messages: 0, deliveries: 0, events: 0 })
  })

  it('[sqs.long-polling] lets a long poll wait in line, and the consumer pause after one that brought nothing', () => {
    const { world, queue, join } = setUp({}, { waitTime: ms(200), pollInterval: ms(50) })
    const alice = join('alice', () => 'acknowledge')

    world.run(ms(150))
    world.publish(queue)
    world.run(ms(210))
    world.publish(queue)
    world.run(ms(100))

    // The second wait began at 150 ms and ended at 350 ms; then she paused until 400 ms.
    expect(alice.timedInbox).toEqual(['150ms m1 #1', '400ms m2 #1'])
  })

  it('[sqs.empty-short-poll] asks again after the pause of a short poll that brought nothing', () => {
    const { world, queue, join } = setUp({}, { waitTime: ms(0), pollInterval: ms(100) })
    const alice = join('alice', () => acknowledgeAfter(10))

    world.run(ms(150))
    // So many that every server has some.
    publish(20, world, queue)
    world.run(ms(75))

    expect(alice.timedInbox.map((line) => line.split(' ')[0])).toEqual(['200ms', '210ms', '220ms'])
  })

  it('serves the line in turn', () => {
    const { world, queue, join } = setUp()
    const inboxes = ['alice', 'bob', 'carol'].map((name) => join(name, () => acknowledgeAfter(5)))

    for (let n = 0; n < 6; n += 1) {
      world.publish(queue)
      world.run(ms(10))
    }

    expect(inboxes.map(({ inbox }) => inbox)).toEqual([
      ['m1 #1', 'm4 #1'],
      ['m2 #1', 'm5 #1'],
      ['m3 #1', 'm6 #1'],
    ])
  })

  it('[sqs.max-number-of-messages] receives up to the maximum, and together what came together', () => {
    const { world, queue, join } = setUp({}, { maxNumberOfMessages: 10 })
    const alice = join('alice', () => acknowledgeAfter(10))

    publish(4, world, queue)
    world.run(ms(5))
    expect(alice.held).toHaveLength(4)
    publish(25, world, queue)
    world.run(ms(100))

    const countByTime = new Map<number, number>()
    for (const { at } of alice.seen) countByTime.set(at, (countByTime.get(at) ?? 0) + 1)
    expect([...countByTime]).toEqual([
      [ms(0), 4],
      [ms(10), 10],
      [ms(20), 10],
      [ms(30), 5],
    ])
  })

  it('applies changed settings of a subscription to the next receive', () => {
    const { world, queue, subscription, join } = setUp({}, { maxNumberOfMessages: 1 })
    const alice = join('alice', () => acknowledgeAfter(10))
    publish(3, world, queue)
    world.run(ms(5))

    subscription.update({ ...longPolling, maxNumberOfMessages: 10 })
    world.run(ms(100))

    expect(alice.seen.map(({ at }) => at)).toEqual([ms(0), ms(10), ms(10)])
  })

  it('[sqs.one-consumer-gets-it] hands each message to one of the competing subscriptions', () => {
    const { world, queue, subscription, join } = setUp()
    const others = subscribe(world, queue, 'others')
    const alice = join('alice')
    const bob = new TestConsumer(world, 'bob').join(others)

    publish(3, world, queue)
    world.settleDown()

    expect([alice.held.length, bob.held.length]).toEqual([1, 1])
    expect(subscription.figures).toEqual({ waiting: 1, inFlight: 1, members: 1, lag: 2 })
    bob.settleDelivery(bob.held[0] as never, 'acknowledge')
    bob.leave('close')
    others.close()
    expect(others.figures).toEqual({ waiting: 1, inFlight: 0, members: 0, lag: 1 })
  })

  it('[sqs.no-order] promises no order: competing consumers see some messages before older ones', () => {
    const { world, queue, join } = setUp()
    publish(200, world, queue)
    const consumers = ['alice', 'bob'].map((name) => join(name, () => acknowledgeAfter(1)))

    world.run(ms(1000))

    const seen = consumers.flatMap((consumer) => consumer.seen).sort((a, b) => a.at - b.at)
    const order = seen.map(({ event }) => Number(event.slice(1)))
    const inversions = order.filter((n, index) => index > 0 && n < (order[index - 1] ?? 0))
    expect(inversions.length).toBeGreaterThan(20)
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from(order, (_, index) => index + 1))
  })

  it('[sqs.poison-to-the-back] shows a message again ahead of others, until it was received three times', () => {
    const { world, queue, join } = setUp()
    publish(16, world, queue)
    const alice = join('alice', ({ event }) =>
      event === 'm1' ? requeueAfter(1) : acknowledgeAfter(1),
    )

    world.run(ms(13))

    // Other shards get their turns in between.
    expect(alice.inbox).toEqual([
      'm1 #1',
      'm2 #1',
      'm4 #1',
      'm1 #2',
      'm5 #1',
      'm6 #1',
      'm1 #3',
      'm3 #1',
      'm9 #1',
      'm11 #1',
      'm7 #1',
      'm14 #1',
      'm15 #1',
      'm1 #4',
    ])
  })

  it('[sqs.in-flight-limit] brings nothing while as many messages are in flight as the quota allows', () => {
    const { world, queue, join } = setUp({}, { maxNumberOfMessages: IN_FLIGHT_MAX })
    publish(IN_FLIGHT_MAX + 2, world, queue)
    const alice = join('alice')
    world.settleDown()

    const bob = join('bob')
    world.run(ms(50))
    expect([queue.figures.inFlight, queue.figures.waiting]).toEqual([IN_FLIGHT_MAX, 2])

    alice.settleDelivery(alice.held[0] as never, 'acknowledge')
    world.settleDown()
    expect(bob.held).toHaveLength(1)
    expect(queue.figures.waiting).toBe(1)
  })

  it('ends what is inside when it is removed', () => {
    const { world, queue, join } = setUp({}, {})
    publish(3, world, queue)
    const alice = join('alice')
    world.run(ms(10))
    alice.leave('close')

    queue.close()
    world.run(ms(100_000))

    expect(world.history('abandoned', 'removed', 'leaseExpired')).toEqual([
      `10ms workers abandoned ${alice.seen[0]?.event} #1`,
      ...['m1', 'm2', 'm3'].map(
        (event) => `10ms jobs removed ${event}${event === alice.seen[0]?.event ? ' #1' : ''}`,
      ),
    ])
    expect(leftovers(world)).toEqual({ messages: 0, deliveries: 0, events: 0 })
  })

  it('tells since when the oldest message waits', () => {
    const { world, queue } = setUp({ delay: ms(7) })
    world.run(ms(20))
    world.publish(queue)
    expect(queue.figures.oldestWaitingAt).toBe(null)
    world.run(ms(10))
    publish(20, world, queue)
    world.run(ms(10))

    expect(queue.figures).toEqual({
      waiting: 21,
      inFlight: 0,
      retained: 21,
      oldestWaitingAt: ms(20),
    })
  })

  it('asks the kernel for few timers, however many messages', () => {
    const { world, queue, join } = setUp({}, { maxNumberOfMessages: 10 })
    join('alice', () => acknowledgeAfter(1))
    publish(1000, world, queue)
    world.run(ms(500))

    const pending = world.scheduler.save().timers.heap.length
    // One for leases, one for retention, one for the wait of the member.
    expect(pending).toBe(3)
  })
})
