import { describe, expect, it } from 'vitest'
import { milliseconds as ms } from '../engine/time.ts'
import {
  acknowledgeAfter,
  contentBased,
  defaults,
  leftovers,
  sender,
  setUp,
} from './sqs.fixture.ts'
import type { SqsConsumerSettings } from './sqsMembers.ts'
import type { SqsQueueSettings } from './sqsSettings.ts'

const A = 1
const B = 2
const C = 3

describe('a FIFO queue', () => {
  it('[sqs.fifo-group-order] [sqs.fifo-group-blocked] gives a group to one consumer at a time, in order', () => {
    const { join, send, world } = setUpFifo({}, { maxNumberOfMessages: 1 })
    send(A, A, B)
    join('alice', () => acknowledgeAfter(10))
    join('bob', () => acknowledgeAfter(10))
    world.run(ms(50))

    expect(world.history('delivered', 'acknowledged')).toEqual([
      '0ms workers delivered m1 #1 (1)',
      '0ms workers delivered m3 #1 (2)',
      '10ms workers acknowledged m1 #1',
      '10ms workers acknowledged m3 #1',
      '10ms workers delivered m2 #1 (1)',
      '20ms workers acknowledged m2 #1',
    ])
    expect(leftovers(world)).toEqual({ messages: 0, deliveries: 0, events: 0 })
  })

  it('[sqs.fifo-fills-from-oldest-group] brings several of one group in one receive, oldest group first', () => {
    const { join, send, world } = setUpFifo()
    send(A, B, A, A)
    const alice = join('alice')
    world.settleDown()

    expect(alice.inbox).toEqual(['m1 #1', 'm3 #1', 'm4 #1', 'm2 #1'])
  })

  it('[sqs.fifo-partial-delete] keeps a group blocked until all that is in flight of it is deleted', () => {
    const { join, queue, send, world } = setUpFifo({}, { maxNumberOfMessages: 2 })
    send(A, A, A, B)
    const alice = join('alice')
    const bob = join('bob')
    world.run(ms(5))
    expect([alice.inbox, bob.inbox]).toEqual([['m1 #1', 'm2 #1'], ['m4 #1']])

    bob.settle('m4', 'acknowledge')
    alice.settle('m1', 'acknowledge')
    world.run(ms(5))
    // The third can be seen and not be had.
    expect(queue.figures).toMatchObject({ waiting: 1, inFlight: 1 })
    alice.settle('m2', 'acknowledge')
    world.run(ms(5))

    expect(world.history('delivered').at(-1)).toBe('10ms workers delivered m3 #1 (2)')
  })

  it('[sqs.fifo-expiry-in-group] shows one again whose lease ends, though later ones are in flight', () => {
    const { join, send, world } = setUpFifo({ visibilityTimeout: ms(100) })
    send(A, A, A)
    const alice = join('alice')
    world.run(ms(50))
    join('bob', () => 'hold')
    alice.extend('m2', ms(1000))
    world.run(ms(100))

    // The third is visible too, but behind the second.
    expect(world.history('leaseExtended', 'leaseExpired', 'delivered').slice(3)).toEqual([
      '50ms workers leaseExtended m2 #1',
      '100ms jobs leaseExpired m1 #1 (1)',
      '100ms jobs leaseExpired m3 #1 (1)',
      '100ms workers delivered m1 #2 (2)',
    ])
  })

  it('[sqs.fifo-extend-hides-rest] hides all behind the first whose lease is extended', () => {
    const { join, send, world } = setUpFifo({ visibilityTimeout: ms(100) })
    send(A, A, A)
    const alice = join('alice')
    world.run(ms(50))
    alice.extend('m1', ms(200))
    join('bob')
    world.run(ms(300))

    expect(world.history('delivered').slice(3)).toEqual([
      '250ms workers delivered m1 #2 (2)',
      '250ms workers delivered m2 #2 (2)',
      '250ms workers delivered m3 #2 (2)',
    ])
  })

  it('[sqs.fifo-zero-visibility] is not blocked by a receive that hides nothing', () => {
    const { join, send, subscription, world } = setUpFifo({}, { maxNumberOfMessages: 3 })
    send(A, B, B, C, A)
    subscription.update({ ...FIVE, maxNumberOfMessages: 3, visibilityTimeout: ms(0) })
    const alice = join('alice')
    world.settleDown()
    const bob = join('bob')
    world.settleDown()

    expect(alice.inbox).toEqual(['m1 #1', 'm5 #1', 'm2 #1'])
    // Groups that were received from stand behind the others.
    expect(bob.inbox).toEqual(['m4 #1', 'm1 #2', 'm5 #2'])
  })

  it('[sqs.fifo-expired-handle] refuses the receipt handle of a lease that has ended', () => {
    const { join, send, world } = setUpFifo({ visibilityTimeout: ms(100) })
    send(A)
    const alice = join('alice')
    world.run(ms(120))

    alice.extend('m1', ms(1000))
    alice.settle('m1', 'acknowledge')
    const bob = join('bob')
    world.run(ms(10))
    bob.settle('m1', 'acknowledge')

    expect(world.history().slice(1)).toEqual([
      '0ms workers delivered m1 #1 (1)',
      '100ms jobs leaseExpired m1 #1 (1)',
      '120ms workers delivered m1 #2 (2)',
      '130ms workers acknowledged m1 #2',
    ])
  })

  it('[sqs.fifo-release] shows a released message first again, and the group with it', () => {
    const { join, send, world } = setUpFifo({}, { maxNumberOfMessages: 1 })
    send(A, A)
    join('alice', ({ attempt }) => (attempt === 1 ? 'requeue' : 'acknowledge'))
    world.run(ms(10))

    expect(world.history('delivered', 'requeued', 'acknowledged').slice(0, 5)).toEqual([
      '0ms workers delivered m1 #1 (1)',
      '0ms workers requeued m1 #1',
      '0ms workers delivered m1 #2 (1)',
      '0ms workers acknowledged m1 #2',
      '0ms workers delivered m2 #1 (1)',
    ])
  })

  it('[sqs.fifo-dead-letters] moves a poison message after its last receive, and the group goes on without it', () => {
    const { join, send, world } = setUpFifo(
      { visibilityTimeout: ms(100), maxReceiveCount: 2 },
      { maxNumberOfMessages: 1 },
    )
    send(A, A)
    join('alice', ({ event }) => (event === 'm1' ? 'forget' : 'acknowledge'))
    world.run(ms(500))

    expect(world.history().slice(2)).toEqual([
      '0ms workers delivered m1 #1 (1)',
      '100ms jobs leaseExpired m1 #1 (1)',
      '100ms workers delivered m1 #2 (1)',
      '200ms jobs leaseExpired m1 #2 (1)',
      '200ms jobs deadLettered m1 #2 by workers',
      '200ms dead accepted m1 #2',
      '200ms workers delivered m2 #1 (1)',
      '200ms workers acknowledged m2 #1',
    ])
  })

  it('[sqs.fifo-dead-letter-age] counts the retention of a dead letter from the move', () => {
    const { deadLetters, join, send, world } = setUpFifo({
      visibilityTimeout: ms(300),
      maxReceiveCount: 1,
    })
    deadLetters.update({ ...defaults, fifo: contentBased, retention: ms(1000) })
    send(A)
    join('alice', () => 'forget')
    world.run(ms(2000))

    expect(world.history('deadLettered', 'expired')).toEqual([
      '300ms jobs deadLettered m1 #1 by workers',
      '1300ms dead expired m1 #1',
    ])
  })

  it('[sqs.fifo-delay-retroactive] delays all messages alike, those inside too when the delay changes', () => {
    const { join, queue, send, world } = setUpFifo({ delay: ms(500) })
    send(A, B)
    world.run(ms(100))
    queue.update({ ...defaults, fifo: contentBased, delay: ms(200) })
    join('alice')
    world.run(ms(500))

    expect(world.history('delivered')).toEqual([
      '200ms workers delivered m1 #1 (1)',
      '200ms workers delivered m2 #1 (1)',
    ])
  })

  it('[sqs.fifo-groups-of-sender] takes its groups from the keys, the event types, or has one', () => {
    const { join, queue, world } = setUpFifo({}, { maxNumberOfMessages: 1 })
    const say = (messageGroup: 'key' | 'eventType' | 'one', what: object) =>
      world.publish(queue, { ...what, properties: { ...sender, messageGroup } })
    say('key', { key: 1 })
    say('key', { key: 1, type: 2 })
    // Without a key: one group for all of them.
    say('key', {})
    say('key', {})
    say('eventType', { key: 1, type: 1 })
    say('eventType', { key: 2, type: 1 })
    say('one', { key: 3 })
    say('one', { key: 4, type: 5 })
    const consumers = ['a', 'b', 'c', 'd', 'e'].map((name) => join(name))
    world.run(ms(10))

    expect(consumers.flatMap(({ inbox }) => inbox)).toEqual(['m1 #1', 'm3 #1', 'm5 #1', 'm7 #1'])
  })

  it('[sqs.oldest-message-age] tells the age of the oldest message that is visible', () => {
    const { join, queue, send, world } = setUpFifo({}, { maxNumberOfMessages: 1 })
    world.run(ms(10))
    send(A)
    world.run(ms(10))
    send(A, B)
    expect(queue.figures.oldestWaitingAt).toBe(ms(10))

    join('alice')
    world.settleDown()
    expect(queue.figures).toEqual({
      waiting: 2,
      inFlight: 1,
      retained: 3,
      oldestWaitingAt: ms(20),
    })
  })

  it('[sqs.fifo-throughput] refuses what is sent beyond 300 calls a second', () => {
    const { queue, world } = setUpFifo()
    for (let n = 0; n < 302; n += 1) world.publish(queue, { key: n })
    world.run(ms(1000))
    world.publish(queue, { key: 1 })
    world.settleDown()

    expect(world.history('refused')).toEqual([
      '0ms jobs refused m301 (6)',
      '0ms jobs refused m302 (6)',
    ])
    expect(world.outcomes.slice(-3)).toEqual(['m301 refused', 'm302 refused', 'm303 accepted'])
  })

  it('[sqs.fifo-high-throughput] counts the calls of each message group by itself', () => {
    const fifo = { ...contentBased, throughputLimit: 'perMessageGroupId' as const }
    const { queue, world } = setUpFifo({ fifo })
    for (let n = 0; n < 602; n += 1) world.publish(queue, { key: n % 2 })

    expect(world.history('refused')).toEqual([
      '0ms jobs refused m601 (6)',
      '0ms jobs refused m602 (6)',
    ])
  })

  it('receives in no time from a group behind thousands that are blocked', () => {
    const fifo = { ...contentBased, throughputLimit: 'perMessageGroupId' as const }
    const { join, queue, world } = setUpFifo({ fifo }, { maxNumberOfMessages: 1 })
    const groups = 20_000
    for (let key = 0; key < groups; key += 1) world.publish(queue, { key })
    for (let key = 0; key < groups; key += 1) world.publish(queue, { key })
    for (let n = 0; n < groups; n += 1) join(`holder ${n}`)
    world.settleDown()
    expect(queue.figures).toMatchObject({ waiting: groups, inFlight: groups })

    world.publish(queue, { key: groups })
    const last = join('last', () => 'acknowledge')
    const polls = 2000
    for (let n = 0; n < polls; n += 1) {
      world.publish(queue, { key: groups + n })
      world.settleDown()
    }

    expect(last.seen).toHaveLength(polls + 1)
  })
})

const FIVE: SqsConsumerSettings = {
  maxNumberOfMessages: 5,
  waitTime: ms(20_000),
  pollInterval: ms(1000),
}

/** Content-based deduplication, and every event has a content of its own. */
function setUpFifo(
  settings: Partial<SqsQueueSettings> = {},
  consumerSettings: Partial<SqsConsumerSettings> = {},
) {
  const stand = setUp({ fifo: contentBased, ...settings }, { ...FIVE, ...consumerSettings })
  const send = (...keys: readonly number[]) => {
    for (const key of keys) stand.world.publish(stand.queue, { key })
  }
  return { ...stand, send }
}
