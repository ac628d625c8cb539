import { describe, expect, it } from 'vitest'
import { ms, RabbitStand } from './rabbitQueue.fixture.ts'

describe('a classic queue with x-max-priority', () => {
  it('[rabbit.priority-classic] hands out the highest priority first, and each in the order of publishing', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { maxPriority: 3 })
    for (const priority of [1, 3, 2, 3, null]) stand.publish(work, { priority })

    const billing = stand.consumer('billing', work, { react: () => 'acknowledge' })
    stand.run(1)

    expect(billing.inbox).toEqual(['m2 #1', 'm4 #1', 'm3 #1', 'm1 #1', 'm5 #1'])
  })

  it('[rabbit.priority-classic] takes a higher one for its highest, and none for 0', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { maxPriority: 5 })
    for (const priority of [0, null, 5, 200]) stand.publish(work, { priority })

    const billing = stand.consumer('billing', work, { react: () => 'acknowledge' })
    stand.run(1)

    expect(billing.inbox).toEqual(['m3 #1', 'm4 #1', 'm1 #1', 'm2 #1'])
  })

  it('[rabbit.priority-prefetched] does not order what its consumers have already', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { maxPriority: 9 })
    const billing = stand.consumer('billing', work, { prefetchCount: 2 })
    stand.publish(work, { priority: 1, count: 3 })
    stand.publish(work, { priority: 9 })
    stand.run(1)

    billing.settle('m1', 'acknowledge')
    billing.settle('m2', 'acknowledge')
    stand.run(1)

    expect(billing.inbox).toEqual(['m1 #1', 'm2 #1', 'm4 #1', 'm3 #1'])
  })

  it('[rabbit.requeue-classic] puts what comes back in its place among its priority', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { maxPriority: 3 })
    for (const priority of [1, 2, 3, 2]) stand.publish(work, { priority })
    const first = stand.consumer('first', work, { prefetchCount: 3 })
    stand.run(1)
    expect(first.inbox).toEqual(['m3 #1', 'm2 #1', 'm4 #1'])

    first.leave('crash')
    const second = stand.consumer('second', work, { react: () => 'acknowledge' })
    stand.run(1)

    expect(second.inbox).toEqual(['m3 #2', 'm2 #2', 'm4 #2', 'm1 #1'])
  })

  it('[rabbit.max-length-priority] drops from the highest priority when it is full', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { maxPriority: 3, maxLength: 2 })
    for (const priority of [1, 3, 2]) stand.publish(work, { priority })

    expect(stand.world.history('dropped')).toEqual(['0ms work dropped m2 by work'])
    expect(work.figures).toMatchObject({ waiting: 2, oldestWaitingAt: 0 })
  })

  it('[rabbit.ttl-head] looks for what has expired at the next message only', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { maxPriority: 3 })
    stand.publish(work, { priority: 1, expiration: ms(10) })
    stand.publish(work, { priority: 2, expiration: ms(50) })

    stand.run(1000)

    expect(stand.world.history('expired')).toEqual(['50ms work expired m2', '50ms work expired m1'])
  })
})

describe('a quorum queue', () => {
  it('[rabbit.priority-quorum] hands out by 32 priorities, 4 where none is given', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work')
    for (const priority of [3, null, 4, 5, 31, 255]) stand.publish(work, { priority })

    const billing = stand.consumer('billing', work, { react: () => 'acknowledge' })
    stand.run(1)

    expect(billing.inbox).toEqual(['m5 #1', 'm6 #1', 'm4 #1', 'm2 #1', 'm3 #1', 'm1 #1'])
  })

  it('[rabbit.priority-quorum] looks for what has expired at the next message of each', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work')
    stand.publish(work, { priority: 1, expiration: ms(10) })
    stand.publish(work, { priority: 2, expiration: ms(50) })

    stand.run(1000)

    expect(stand.world.history('expired')).toEqual(['10ms work expired m1', '50ms work expired m2'])
  })
})
