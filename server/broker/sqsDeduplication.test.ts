import { describe, expect, it } from 'vitest'
import { milliseconds as ms } from '../engine/time.ts'
import { NO_EVENT } from './events.ts'
import type { AwsProperties } from './properties.ts'
import { contentBased, defaults, sender, setUp } from './sqs.fixture.ts'
import type { SqsFifoSettings } from './sqsSettings.ts'
import type { TestWorld } from './testWorld.ts'

const MINUTE = 60_000

describe('deduplication', () => {
  it('[sqs.dedup-interval] takes a message with a known id for sent, five minutes from the first on', () => {
    const { send, world } = setUpDedup()
    send('key', { key: 1 })
    world.run(ms(4 * MINUTE))
    send('key', { key: 1 })
    send('key', { key: 2 })
    world.run(ms(MINUTE - 1))
    send('key', { key: 1 })
    world.run(ms(1))
    // The duplicates have not prolonged it.
    send('key', { key: 1 })
    world.settleDown()

    expect(world.history()).toEqual([
      '0ms jobs accepted m1',
      '240000ms jobs deduplicated m2',
      '240000ms jobs accepted m3',
      '299999ms jobs deduplicated m4',
      '300000ms jobs accepted m5',
    ])
    expect(world.outcomes).toEqual([1, 2, 3, 4, 5].map((n) => `m${n} accepted`))
  })

  it('[sqs.dedup-remembers-deleted] remembers ids of messages that are deleted or dead letters', () => {
    const { join, queue, send, world } = setUpDedup()
    queue.update({ ...defaults, fifo: IDS, visibilityTimeout: ms(100), maxReceiveCount: 1 })
    join('alice', ({ key }) => (key === 1 ? 'acknowledge' : 'forget'))
    send('key', { key: 1 })
    send('key', { key: 2 })
    world.run(ms(1000))
    send('key', { key: 1 })
    send('key', { key: 2 })

    expect(world.history('acknowledged', 'deadLettered', 'deduplicated')).toEqual([
      '0ms workers acknowledged m1 #1',
      '100ms jobs deadLettered m2 #1 by workers',
      '1000ms jobs deduplicated m3',
      '1000ms jobs deduplicated m4',
    ])
  })

  it('[sqs.dedup-scope-queue] knows an id in every message group', () => {
    const { send, world } = setUpDedup()
    send('key', { key: 1, type: 1 }, 'eventType')
    send('key', { key: 1, type: 2 }, 'eventType')

    expect(world.history()).toEqual(['0ms jobs accepted m1', '0ms jobs deduplicated m2'])
  })

  it('[sqs.dedup-scope-group] knows an id in its message group only, where the scope is that', () => {
    const { send, world } = setUpDedup({ ...IDS, deduplicationScope: 'messageGroup' })
    send('key', { key: 1, type: 1 }, 'eventType')
    send('key', { key: 1, type: 2 }, 'eventType')
    send('key', { key: 1, type: 2 }, 'eventType')

    expect(world.history()).toEqual([
      '0ms jobs accepted m1',
      '0ms jobs accepted m2',
      '0ms jobs deduplicated m3',
    ])
  })

  it('[sqs.dedup-content] tells by the content what a repeated handling says again', () => {
    const { send, world } = setUpDedup(contentBased)
    const handled = [causeIn(world, 1), causeIn(world, 2)]
    for (const cause of [...handled, ...handled]) send(null, { cause, key: 7 })
    // What nobody has caused says something of its own each time.
    send(null, { key: 7 })
    send(null, { key: 7 })

    expect(world.history()).toEqual([
      '0ms jobs accepted m1',
      '0ms jobs accepted m2',
      '0ms jobs deduplicated m3',
      '0ms jobs deduplicated m4',
      '0ms jobs accepted m5',
      '0ms jobs accepted m6',
    ])
  })

  it('[sqs.dedup-id-wins] goes by the id that a message has, not by its content', () => {
    const { send, world } = setUpDedup(contentBased)
    const cause = causeIn(world, 1)
    send('event', { cause })
    send('event', { cause })
    send('cause', { cause })
    send('cause', { cause })

    expect(world.history()).toEqual([
      '0ms jobs accepted m1',
      '0ms jobs accepted m2',
      '0ms jobs accepted m3',
      '0ms jobs deduplicated m4',
    ])
  })

  it('[sqs.dedup-required] refuses a message without an id where the content does not count', () => {
    const { send, world } = setUpDedup()
    send(null, { key: 1 })
    send('key', {})
    world.settleDown()

    expect(world.history()).toEqual(['0ms jobs refused m1 (5)', '0ms jobs refused m2 (5)'])
    expect(world.outcomes).toEqual(['m1 refused', 'm2 refused'])
  })

  it('[sqs.fifo-message-delay] refuses a delay of the message; none means that of the queue', () => {
    const { join, queue, world } = setUpDedup(contentBased)
    queue.update({ ...defaults, fifo: contentBased, delay: ms(50) })
    const alice = join('alice')
    world.publish(queue, { properties: { ...sender, delay: ms(10) } })
    world.publish(queue, { properties: { ...sender, delay: ms(0) } })
    world.run(ms(100))

    expect(world.history('refused', 'delivered')).toEqual([
      '0ms jobs refused m1 (5)',
      '50ms workers delivered m2 #1 (1)',
    ])
    expect(alice.held).toHaveLength(1)
  })

  it('[sqs.dedup-purge] forgets the ids when the queue is purged', () => {
    const { queue, send, world } = setUpDedup()
    send('key', { key: 1 })
    queue.operate({ kind: 'purge' })
    send('key', { key: 1 })

    expect(world.history()).toEqual([
      '0ms jobs accepted m1',
      '0ms jobs purged m1',
      '0ms jobs accepted m2',
    ])
  })

  it('lets the ids of five minutes and no more take memory', () => {
    const { queue, world } = setUpDedup(contentBased)
    for (let minute = 0; minute < 20; minute += 1) {
      for (let key = 0; key < 100; key += 1) world.publish(queue, { key })
      world.run(ms(MINUTE))
    }
    world.publish(queue)

    expect(queue.save().sending.deduplication.ids).toHaveLength(401)
  })
})

/** Without content-based deduplication. */
const IDS: SqsFifoSettings = { ...contentBased, contentBasedDeduplication: false }

function causeIn(world: TestWorld, n: number) {
  const event = { origin: 9, n, type: 0, key: 0, attributes: 0, properties: 0, cause: NO_EVENT }
  return world.events.create(event)
}

function setUpDedup(fifo = IDS) {
  const stand = setUp({ fifo })
  const send = (
    deduplication: AwsProperties['deduplication'],
    what: Parameters<TestWorld['publish']>[1],
    messageGroup: AwsProperties['messageGroup'] = 'key',
  ) =>
    stand.world.publish(stand.queue, {
      ...what,
      properties: { ...sender, deduplication, messageGroup },
    })
  return { ...stand, send }
}
