import { describe, expect, it } from 'vitest'
import { milliseconds as ms } from '../engine/time.ts'
import { contentBased, defaults, leftovers, publish, setUp, subscribe } from './sqs.fixture.ts'
import { TestConsumer } from './testConsumer.ts'

describe('PurgeQueue', () => {
  it('[sqs.purge] throws away what is visible, delayed and in flight', () => {
    const { join, queue, world } = setUp()
    publish(2, world, queue)
    const alice = join('alice')
    world.run(ms(10))
    queue.update({ ...defaults, delay: ms(5000) })
    world.publish(queue)
    queue.operate({ kind: 'purge' })
    const [held] = alice.seen
    alice.settle(held?.event ?? '', 'acknowledge')
    world.run(ms(100_000))

    expect(world.history('purged', 'acknowledged', 'leaseExpired')).toEqual(
      ['m1', 'm2', 'm3'].map(
        (event) => `10ms jobs purged ${event}${event === held?.event ? ' #1' : ''}`,
      ),
    )
    expect(leftovers(world)).toEqual({ messages: 0, deliveries: 0, events: 0 })
  })

  it('[sqs.purge-once-a-minute] is refused within sixty seconds of another one', () => {
    const { queue, world } = setUp()
    for (const wait of [0, 59_999, 1]) {
      world.run(ms(wait))
      world.publish(queue)
      queue.operate({ kind: 'purge' })
    }

    expect(world.history('purged')).toEqual([
      '0ms jobs purged m1',
      '60000ms jobs purged m2',
      '60000ms jobs purged m3',
    ])
  })
})

describe('StartMessageMoveTask', () => {
  it('[sqs.redrive-back] sends dead letters back to their queue as new messages, so many a second', () => {
    const { deadLetters, join, queue, world } = setUp({
      visibilityTimeout: ms(100),
      maxReceiveCount: 1,
    })
    const alice = join('alice', ({ at }) => (at < ms(1000) ? 'forget' : 'acknowledge'))
    publish(3, world, queue)
    world.run(ms(1000))
    expect(deadLetters.figures.waiting).toBe(3)
    deadLetters.operate({ kind: 'redrive', ratePerSecond: 10 })
    // A second one changes nothing while the first is at work.
    deadLetters.operate({ kind: 'redrive', ratePerSecond: 500 })
    world.run(ms(1000))

    const moved = world.history('redriven').map((line) => line.split(' ')[3])
    expect(world.history('redriven').map((line) => line.split(' ')[0])).toEqual([
      '1000ms',
      '1100ms',
      '1200ms',
    ])
    expect(alice.timedInbox.slice(3)).toEqual([
      `1000ms ${moved[0]} #1`,
      `1100ms ${moved[1]} #1`,
      `1200ms ${moved[2]} #1`,
    ])
    expect(leftovers(world)).toEqual({ messages: 0, deliveries: 0, events: 0 })
  })

  it('[sqs.redrive-new-message] sets count and age back: it expires as if it were sent now', () => {
    const { deadLetters, join, queue, world } = setUp({
      visibilityTimeout: ms(100),
      maxReceiveCount: 1,
      retention: ms(2000),
    })
    const alice = join('alice', () => 'forget')
    world.publish(queue)
    world.run(ms(1000))
    alice.leave('close')
    deadLetters.operate({ kind: 'redrive', ratePerSecond: null })
    world.run(ms(5000))

    expect(world.history('deadLettered', 'redriven', 'accepted', 'expired')).toEqual([
      '0ms jobs accepted m1',
      '100ms jobs deadLettered m1 #1 by workers',
      '100ms dead accepted m1 #1',
      '1000ms dead redriven m1 #1',
      '1000ms jobs accepted m1',
      '3000ms jobs expired m1',
    ])
  })

  it('[sqs.redrive-source] fails at a message that came from no other queue', () => {
    const { deadLetters, world } = setUp()
    publish(2, world, deadLetters)
    deadLetters.operate({ kind: 'redrive', ratePerSecond: null })
    world.run(ms(1000))

    expect(world.history('redriven')).toEqual([])
    expect(deadLetters.figures.waiting).toBe(2)
  })

  it('[sns.endpoint-down] moves nothing out of a queue that is down or into one', () => {
    const { deadLetters, join, queue, world } = setUp({
      visibilityTimeout: ms(100),
      maxReceiveCount: 1,
    })
    const alice = join('alice', () => 'forget')
    world.publish(queue)
    deadLetters.setNodeUp(0, false)
    world.run(ms(250))
    // It cannot be moved, and is received again.
    expect(alice.timedInbox).toEqual(['0ms m1 #1', '100ms m1 #2', '200ms m1 #3'])
    deadLetters.setNodeUp(0, true)
    world.run(ms(100))
    expect(world.history('deadLettered')).toEqual(['300ms jobs deadLettered m1 #3 by workers'])

    queue.setNodeUp(0, false)
    deadLetters.operate({ kind: 'redrive', ratePerSecond: null })
    world.run(ms(1000))
    expect(world.history('redriven')).toEqual([])
    queue.setNodeUp(0, true)
    world.run(ms(1000))
    expect(world.history('redriven')).toEqual(['2350ms dead redriven m1 #3'])
  })

  it('[sqs.redrive-fifo] keeps the order of each group on the way back', () => {
    const { deadLetters, join, queue, world } = setUp(
      { visibilityTimeout: ms(100), maxReceiveCount: 1, fifo: contentBased },
      { maxNumberOfMessages: 10 },
    )
    const alice = join('alice', () => 'forget')
    for (const key of [1, 2, 1, 2]) world.publish(queue, { key })
    world.run(ms(1000))
    alice.leave('close')
    deadLetters.operate({ kind: 'redrive', ratePerSecond: null })
    world.run(ms(1000))
    const bob = new TestConsumer(world, 'bob').join(
      subscribe(world, queue, 'others', { maxNumberOfMessages: 10 }),
    )
    world.settleDown()

    expect(bob.inbox).toEqual(['m1 #1', 'm3 #1', 'm2 #1', 'm4 #1'])
  })

  it('moves the messages that wait when it begins, and no others', () => {
    const { deadLetters, join, queue, world } = setUp({
      visibilityTimeout: ms(100),
      maxReceiveCount: 1,
    })
    join('alice', () => 'forget')
    publish(3, world, queue)
    world.run(ms(1000))
    deadLetters.operate({ kind: 'redrive', ratePerSecond: 5 })
    world.run(ms(10_000))

    expect(world.history('redriven')).toHaveLength(3)
    expect(deadLetters.figures.waiting).toBe(3)
  })
})
