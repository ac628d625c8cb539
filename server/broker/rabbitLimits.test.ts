import { describe, expect, it } from 'vitest'
import { ms, RabbitStand } from './rabbitQueue.fixture.ts'

// The detail of `refused` is the reason: 1 is that the queue is full.
describe('a queue with a length limit', () => {
  it('[rabbit.max-length] counts what waits and drops the oldest of it', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { maxLength: 2 })
    stand.consumer('billing', work, { prefetchCount: 1 })

    stand.publish(work, { count: 5 })

    expect(stand.world.history()).toEqual([
      '0ms work accepted m1',
      '0ms billing delivered m1 #1 (1)',
      '0ms work accepted m2',
      '0ms work accepted m3',
      '0ms work accepted m4',
      '0ms work dropped m2 by work',
      '0ms work accepted m5',
      '0ms work dropped m3 by work',
    ])
    expect(work.figures).toMatchObject({ waiting: 2, inFlight: 1 })
  })

  it('[rabbit.max-length-bytes] counts the bytes of the bodies that wait', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { maxLengthBytes: 100 })

    stand.publish(work, { sizeBytes: 60 })
    stand.publish(work, { sizeBytes: 40 })
    stand.publish(work, { sizeBytes: 10 })
    stand.publish(work, { sizeBytes: 101 })

    expect(stand.world.history('dropped')).toEqual([
      '0ms work dropped m1 by work',
      '0ms work dropped m2 by work',
      '0ms work dropped m3 by work',
      '0ms work dropped m4 by work',
    ])
    expect(work.figures).toMatchObject({ waiting: 0 })
  })

  it('[rabbit.dead-letter-reasons] dead-letters what it drops, and says why', () => {
    const stand = new RabbitStand()
    const dead = stand.exchange('dead')
    const work = stand.queue('work', { maxLength: 1, deadLetterExchange: dead })
    stand.bind(dead, stand.queue('dropped'))

    stand.publish(work, { count: 2 })

    expect(stand.world.history('accepted', 'deadLettered')).toEqual([
      '0ms work accepted m1',
      '0ms work accepted m2',
      '0ms dropped accepted m1',
      '0ms work deadLettered m1 by work',
    ])
  })

  it('[rabbit.reject-publish] refuses what is new, and tells its publisher', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { maxLength: 2, overflow: 'reject-publish' })

    stand.publish(work, { count: 3 })
    stand.publish(work, { confirms: false })
    stand.run(1)

    expect(stand.world.history('refused')).toEqual([
      '0ms work refused m3 (1)',
      '0ms work refused m4 (1)',
    ])
    // Without confirms nobody hears of it.
    expect(stand.world.outcomes).toEqual([
      'm1 accepted',
      'm2 accepted',
      'm3 refused',
      'm4 accepted',
    ])
  })

  it('[rabbit.reject-publish] may be exceeded by what comes back', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { maxLength: 1, overflow: 'reject-publish' })
    const billing = stand.consumer('billing', work, { prefetchCount: 1 })
    stand.publish(work, { count: 2 })

    billing.leave('crash')
    stand.publish(work)
    stand.run(1)

    expect(work.figures).toMatchObject({ waiting: 2 })
    expect(stand.world.outcomes.at(-1)).toBe('m3 refused')
  })

  it('[rabbit.max-length] drops what comes back first, since it is the head', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { maxLength: 1 })
    const billing = stand.consumer('billing', work, { prefetchCount: 1 })
    stand.publish(work, { count: 2 })
    stand.run(1)

    billing.settle('m1', 'requeue')

    expect(stand.world.history('dropped', 'delivered')).toEqual([
      '0ms billing delivered m1 #1 (1)',
      '1ms work dropped m1 #1 by work',
      '1ms billing delivered m2 #1 (1)',
    ])
  })

  it('[rabbit.reject-publish-dlx] dead-letters what it refuses', () => {
    const stand = new RabbitStand()
    const dead = stand.exchange('dead')
    const overflow = 'reject-publish-dlx'
    const work = stand.queue('work', { maxLength: 1, overflow, deadLetterExchange: dead })
    stand.bind(dead, stand.queue('late'))

    stand.publish(work, { count: 2 })
    stand.run(1)

    expect(stand.world.history('accepted', 'refused', 'deadLettered')).toEqual([
      '0ms work accepted m1',
      '0ms work refused m2 (1)',
      '0ms late accepted m2',
    ])
    expect(stand.world.outcomes).toEqual(['m1 accepted', 'm2 refused'])
  })

  it('drops what is too much when the limit is lowered', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work')
    stand.publish(work, { count: 3 })

    work.update({ queueName: 'work', maxLength: 1 })

    expect(stand.world.history('dropped')).toEqual([
      '0ms work dropped m1 by work',
      '0ms work dropped m2 by work',
    ])
  })
})

describe('a quorum queue with a length limit', () => {
  it('[rabbit.reject-publish-dlx] is not known to a quorum queue, which drops its head', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work', { maxLength: 1, overflow: 'reject-publish-dlx' })
    stand.publish(work, { count: 3 })
    stand.run(1)
    expect(stand.world.history('dropped', 'refused')).toEqual([
      '0ms work dropped m1 by work',
      '0ms work dropped m2 by work',
    ])
  })

  it('[rabbit.quorum-overshoot] stays full through an edit that changes nothing of its limits', () => {
    const stand = new RabbitStand()
    const settings = { maxLength: 10, overflow: 'reject-publish' } as const
    const work = stand.quorum('work', settings)
    stand.publish(work, { count: 12 })
    stand.consumer('billing', work, { prefetchCount: 2 })
    stand.run(1)
    work.update({ queueName: 'work', queueType: 'quorum', ...settings, messageTtl: ms(60_000) })
    stand.publish(work)
    stand.run(1)
    expect([work.waiting, stand.world.outcomes.at(-1)]).toEqual([9, 'm13 refused'])
  })

  it('[rabbit.dead-letter-at-least-once] counts the bytes of its dead letters, and takes messages again when they are gone', () => {
    const stand = new RabbitStand()
    const letters = stand.exchange('letters')
    const work = stand.quorum('work', {
      maxLengthBytes: 2000,
      overflow: 'reject-publish',
      deadLetterStrategy: 'at-least-once',
      deadLetterExchange: letters,
    })
    const billing = stand.consumer('billing', work)
    stand.publish(work, { count: 3, sizeBytes: 1000 })
    stand.run(1)
    for (const name of ['m1', 'm2', 'm3']) billing.settle(name, 'reject')
    stand.run(1)
    stand.publish(work, { sizeBytes: 1000 })
    stand.run(1)
    expect(stand.world.outcomes.at(-1)).toBe('m4 refused')
    stand.bind(letters, stand.queue('parked'))
    stand.run(180_000)
    expect(stand.world.history('deadLettered')).toHaveLength(3)
    stand.publish(work, { sizeBytes: 1000 })
    stand.run(1)
    expect(stand.world.outcomes.at(-1)).toBe('m5 accepted')
  })

  it('[rabbit.quorum-overshoot] takes one too many, and nothing until a fifth is free', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work', { maxLength: 10, overflow: 'reject-publish' })
    stand.publish(work, { count: 12 })
    stand.run(1)
    expect(stand.world.outcomes.slice(-3)).toEqual(['m10 accepted', 'm11 accepted', 'm12 refused'])

    const billing = stand.consumer('billing', work, { prefetchCount: 2 })
    stand.publish(work)
    stand.run(1)
    expect([work.waiting, stand.world.outcomes.at(-1)]).toEqual([9, 'm13 refused'])

    billing.settle('m1', 'acknowledge')
    stand.run(1)
    stand.publish(work)
    stand.run(1)
    expect(stand.world.outcomes.at(-1)).toBe('m14 accepted')
  })

  it('[rabbit.max-length] drops the head, which is what was returned first', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work', { maxLength: 2 })
    const billing = stand.consumer('billing', work, { prefetchCount: 2 })
    stand.publish(work, { count: 4 })
    billing.leave('crash')

    expect(stand.world.history('dropped')).toEqual([
      '0ms work dropped m1 #1 by work',
      '0ms work dropped m2 #1 by work',
    ])
  })
})
