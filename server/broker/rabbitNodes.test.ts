// What a queue does, and leaves undone, while its node is down or nobody leads it.

import { describe, expect, it } from 'vitest'
import { ms, RabbitStand } from './rabbitQueue.fixture.ts'

describe('a classic queue whose node returns', () => {
  it('[rabbit.classic-node-down] hands out again, also to who says nothing of what it lost', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work')
    const billing = stand.consumer('billing', work, { prefetchCount: 1 })
    stand.publish(work, { count: 2 })
    stand.run(1)
    work.setNodeUp(0, false)
    stand.run(1)
    work.setNodeUp(0, true)
    stand.run(1)
    expect(billing.inbox).toEqual(['m1 #1', 'm1 #2'])
  })
})

describe('a classic queue whose node is down', () => {
  it('[rabbit.classic-node-down] drops what exceeds a limit only when it returns', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { maxLength: 1 })
    stand.consumer('billing', work, { prefetchCount: 1 })
    stand.publish(work, { count: 2 })
    stand.run(1)
    work.setNodeUp(0, false)
    stand.run(1)
    expect(stand.world.history('dropped')).toEqual([])
    work.setNodeUp(0, true)
    expect(stand.world.history('dropped')).toEqual(['2ms work dropped m1 #1 by work'])
  })
})

describe('a quorum queue without a leader', () => {
  it('[rabbit.quorum-majority] notices only with a leader who has left, and gives nothing up before', () => {
    const stand = new RabbitStand()
    const letters = stand.exchange('letters')
    stand.bind(letters, stand.queue('parked'))
    const work = stand.quorum('work', { deliveryLimit: 0, deadLetterExchange: letters })
    const billing = stand.consumer('billing', work, { prefetchCount: 2 })
    stand.publish(work, { count: 2 })
    stand.run(1)
    work.setNodeUp(0, false)
    billing.settle('m1', 'acknowledge')
    billing.leave('crash')
    stand.run(500)
    expect(stand.world.history('abandoned', 'deadLettered')).toEqual([])
    expect(work.figures).toMatchObject({ waiting: 0, inFlight: 2 })
    stand.run(1000)
    expect(stand.world.history('abandoned', 'deadLettered')).toEqual([
      '1001ms billing abandoned m1 #1',
      '1001ms work deadLettered m1 #1 by work',
      '1001ms billing abandoned m2 #1',
      '1001ms work deadLettered m2 #1 by work',
    ])
  })

  it('[rabbit.consumer-timeout] evicts nobody while there is no leader', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work', { consumerTimeout: ms(1000) })
    const slow = stand.consumer('slow', work, { prefetchCount: 1 })
    stand.publish(work)
    stand.run(500)
    work.setNodeUp(0, false)
    work.setNodeUp(1, false)
    stand.run(10_000)
    slow.settle('m1', 'acknowledge')
    stand.run(10)
    work.setNodeUp(1, true)
    stand.run(5000)
    expect(stand.world.history('evicted', 'abandoned', 'acknowledged')).toEqual([
      '11510ms slow acknowledged m1 #1',
    ])
  })

  it('[rabbit.dead-letter-at-least-once] sends dead letters again only with a leader, and with a new one at once', () => {
    const stand = new RabbitStand()
    const letters = stand.exchange('letters')
    const work = stand.quorum('work', {
      overflow: 'reject-publish',
      deadLetterStrategy: 'at-least-once',
      deadLetterExchange: letters,
    })
    const billing = stand.consumer('billing', work)
    stand.publish(work)
    stand.run(1)
    billing.settle('m1', 'reject')
    stand.run(1)
    stand.bind(letters, stand.queue('parked'))
    work.setNodeUp(0, false)
    work.setNodeUp(1, false)
    stand.run(200_000)
    expect(stand.world.history('deadLettered')).toEqual([])
    work.setNodeUp(1, true)
    stand.run(1000)
    expect(stand.world.history('deadLettered')).toEqual([
      '201002ms work deadLettered m1 #1 by billing',
    ])
  })
})

describe('a queue that is removed without a leader', () => {
  it('[rabbit.quorum-majority] confirms what its publishers still kept for it, as RabbitMQ does', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work')
    work.setNodeUp(0, false)
    stand.publish(work, { count: 2 })
    stand.run(1)
    work.close()
    stand.run(5000)
    expect(stand.world.outcomes).toEqual(['m1 accepted', 'm2 accepted'])
    expect(stand.world.messages.alive).toBe(0)
  })
})
