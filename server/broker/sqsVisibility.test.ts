import { describe, expect, it } from 'vitest'
import { milliseconds as ms } from '../engine/time.ts'
import { acknowledgeAfter, longPolling, publish, sender, setUp } from './sqs.fixture.ts'

const HOUR = 3_600_000

describe('visibility', () => {
  it('[sqs.receive-visibility] is hidden for as long as the receive says, not the queue', () => {
    const { join, queue, subscription, world } = setUp({ visibilityTimeout: ms(100) })
    subscription.update({ ...longPolling, visibilityTimeout: ms(300) })
    join('alice')
    world.publish(queue)
    world.run(ms(500))

    expect(world.history('leaseExpired')).toEqual(['300ms jobs leaseExpired m1 #1 (1)'])
  })

  it('[sqs.change-visibility] changes its timeout from now on, for this receive only', () => {
    const { join, queue, world } = setUp({ visibilityTimeout: ms(100) })
    const alice = join('alice', ({ attempt }) => (attempt === 1 ? 'hold' : 'forget'))
    world.publish(queue)
    world.run(ms(60))
    alice.extend('m1', ms(200))
    world.run(ms(100))
    alice.extend('m1', ms(50))
    join('bob')
    world.run(ms(200))

    expect(world.history().slice(1)).toEqual([
      '0ms workers delivered m1 #1 (1)',
      '60ms workers leaseExtended m1 #1',
      '160ms workers leaseExtended m1 #1',
      '210ms jobs leaseExpired m1 #1 (1)',
      '210ms workers delivered m1 #2 (2)',
      '310ms jobs leaseExpired m1 #2 (1)',
    ])
  })

  it('[sqs.change-visibility-to-zero] shows it at once, and its receipt handle still deletes', () => {
    const { join, queue, world } = setUp()
    const alice = join('alice')
    world.publish(queue)
    world.run(ms(10))
    alice.extend('m1', ms(0))
    expect(queue.figures).toMatchObject({ waiting: 1, inFlight: 0 })
    alice.settle('m1', 'acknowledge')

    expect(world.history().slice(1)).toEqual([
      '0ms workers delivered m1 #1 (1)',
      '10ms workers requeued m1 #1',
      '10ms workers acknowledged m1 #1',
    ])
  })

  it('[sqs.change-visibility-late] hides again what is visible again', () => {
    const { join, queue, world } = setUp({ visibilityTimeout: ms(100) })
    const alice = join('alice')
    world.publish(queue)
    world.run(ms(150))
    alice.extend('m1', ms(100))
    const bob = join('bob', () => acknowledgeAfter(1))
    world.run(ms(200))

    expect(bob.timedInbox).toEqual(['250ms m1 #2'])
  })

  it('[sqs.visibility-maximum] does not hide a message for more than twelve hours from its receive', () => {
    const { join, queue, world } = setUp({ visibilityTimeout: ms(6 * HOUR) })
    const alice = join('alice')
    world.publish(queue)
    world.run(ms(5 * HOUR))
    alice.extend('m1', ms(7 * HOUR + 1))
    alice.extend('m1', ms(7 * HOUR))
    world.run(ms(10 * HOUR))

    expect(world.history('leaseExtended', 'leaseExpired')).toEqual([
      `${5 * HOUR}ms workers leaseExtended m1 #1`,
      `${12 * HOUR}ms jobs leaseExpired m1 #1 (1)`,
    ])
  })
})

describe('polling', () => {
  it('[sqs.queue-wait-time] polls for as long as the queue says where the consumer does not', () => {
    const { join, queue, world } = setUp(
      { receiveWaitTime: ms(5000) },
      { waitTime: null, pollInterval: ms(1000) },
    )
    const alice = join('alice')
    world.run(ms(4000))
    world.publish(queue)
    world.run(ms(1))

    expect(alice.timedInbox).toEqual(['4000ms m1 #1'])
  })

  it('[sqs.short-polling] misses messages now and then, by asking some of the servers only', () => {
    const { join, queue, world } = setUp({}, { waitTime: ms(0), pollInterval: ms(100) })
    const polls = 200
    const alice = join('alice', () => acknowledgeAfter(1))
    let missed = 0
    for (let n = 0; n < polls; n += 1) {
      world.publish(queue)
      world.run(ms(100))
      missed += queue.figures.waiting
      world.run(ms(1000))
    }

    expect(alice.seen).toHaveLength(polls)
    // One server of four is not asked.
    expect(missed / polls).toBeGreaterThan(0.15)
    expect(missed / polls).toBeLessThan(0.35)
  })

  it('[sqs.in-flight-limit] gives a short poll nothing more than the quota allows either', () => {
    const { join, queue, subscription, world } = setUp({}, { maxNumberOfMessages: 120_000 })
    publish(120_001, world, queue)
    join('alice')
    world.settleDown()
    subscription.update({ ...longPolling, waitTime: ms(0) })
    join('bob')
    world.run(ms(10_000))

    expect(queue.figures).toMatchObject({ inFlight: 120_000, waiting: 1 })
  })
})

describe('sending', () => {
  it('[sqs.message-delay] waits for the delay of the message, even of none, in place of the queue’s', () => {
    const { join, queue, world } = setUp({ delay: ms(100) })
    const alice = join('alice', () => 'acknowledge')
    world.publish(queue, { properties: { ...sender, delay: ms(300) } })
    world.publish(queue, { properties: { ...sender, delay: ms(0) } })
    world.publish(queue)
    expect(queue.figures).toMatchObject({ waiting: 1, retained: 3 })
    world.run(ms(500))

    expect(alice.timedInbox).toEqual(['0ms m2 #1', '100ms m3 #1', '300ms m1 #1'])
  })

  it('[sqs.message-size] refuses a message of more than a mebibyte, or than the queue allows', () => {
    const { queue, world } = setUp({ messageBytesMax: 2048 })
    world.publish(queue, { sizeBytes: 2048 })
    world.publish(queue, { sizeBytes: 2049 })
    const { queue: other, world: another } = setUp()
    another.publish(other, { sizeBytes: 1_048_577 })
    another.publish(other, { sizeBytes: 1_048_576 })
    for (const each of [world, another]) each.settleDown()

    expect(world.outcomes).toEqual(['m1 accepted', 'm2 refused'])
    expect(world.history('refused')).toEqual(['0ms jobs refused m2 (5)'])
    expect(another.outcomes).toEqual(['m1 refused', 'm2 accepted'])
  })

  it('[sqs.message-size] [sqs.message-attributes] counts attributes, and takes ten of them', () => {
    const { queue, world } = setUp({ messageBytesMax: 2048 })
    // 4 for the name, 6 for “String”, 2 for the value.
    world.publish(queue, { sizeBytes: 2036, attributes: [['kind', 'ab']] })
    world.publish(queue, { sizeBytes: 2037, attributes: [['kind', 'ab']] })
    const many = Array.from({ length: 11 }, (_, n) => [`a${n}`, n] as const)
    world.publish(queue, { attributes: many.slice(1) })
    world.publish(queue, { attributes: many })
    world.settleDown()

    expect(world.outcomes).toEqual(['m1 accepted', 'm2 refused', 'm3 accepted', 'm4 refused'])
  })
})
