// How a queue comes to know that a consumer is gone, or as good as gone.

import { describe, expect, it } from 'vitest'
import { acknowledgesAfter, ms, RabbitStand } from './rabbitQueue.fixture.ts'

describe('a consumer whose machine vanishes', () => {
  it('[rabbit.heartbeat] keeps what it has, and gets more, until two heartbeats were missed', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work')
    const lost = stand.consumer('lost', work, { prefetchCount: 2, heartbeat: ms(10_000) })
    const other = stand.consumer('other', work, { prefetchCount: 5 })
    stand.publish(work)
    stand.run(1)

    lost.leave('vanish')
    stand.publish(work, { count: 3 })
    stand.run(19_998)
    expect(other.inbox).toEqual(['m2 #1', 'm4 #1'])
    expect(work.figures).toMatchObject({ waiting: 0, inFlight: 4 })
    stand.run(10)

    expect(stand.world.history('delivered', 'abandoned').slice(4)).toEqual([
      '20001ms lost abandoned m1 #1',
      '20001ms lost abandoned m3 #1',
      '20001ms other delivered m1 #2 (2)',
      '20001ms other delivered m3 #2 (2)',
    ])
  })

  it('[rabbit.heartbeat] is missed after two minutes by default, though it is active', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { singleActiveConsumer: true })
    const lost = stand.consumer('lost', work, { prefetchCount: 1 })
    const next = stand.consumer('next', work, { prefetchCount: 1, react: () => 'acknowledge' })
    stand.publish(work, { count: 2 })
    stand.run(1000)

    lost.leave('vanish')
    stand.run(200_000)

    expect(next.timedInbox).toEqual(['121000ms m1 #2', '121000ms m2 #1'])
  })

  it('[rabbit.no-ack] loses what was sent to it meanwhile', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work')
    const lost = stand.consumer('lost', work, { noAck: true, heartbeat: ms(1000) })
    lost.leave('vanish')
    stand.publish(work)
    stand.run(10_000)

    expect(stand.world.history()).toEqual([
      '0ms work accepted m1',
      '0ms lost delivered m1 #1 (1)',
      '0ms lost acknowledged m1 #1',
      '2000ms lost abandoned m1 #1 (1)',
    ])
    expect(stand.world.messages.alive).toBe(0)
  })

  it('gives what it has back to nobody when the queue is removed', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work')
    const lost = stand.consumer('lost', work)
    stand.publish(work)
    stand.run(1)
    lost.leave('vanish')

    work.close()

    expect(stand.world.history('removed')).toEqual(['1ms work removed m1'])
    expect([stand.world.messages.alive, stand.world.deliveries.underWay]).toEqual([0, 0])
  })
})

describe('a consumer that takes too long', () => {
  it('[rabbit.consumer-timeout] loses all that it has at the next full minute, and comes again last', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { consumerTimeout: ms(90_000) })
    const slow = stand.consumer('slow', work, { prefetchCount: 2 })
    const react = acknowledgesAfter(1)
    const other = stand.consumer('other', work, { prefetchCount: 1, react })
    stand.run(40_000)
    stand.publish(work, { count: 3 })
    stand.run(139_999)
    expect(slow.inbox).toEqual(['m1 #1', 'm3 #1'])
    stand.run(1000)

    expect(stand.world.history('evicted', 'abandoned')).toEqual([
      '180000ms slow evicted (1)',
      '180000ms slow abandoned m1 #1',
      '180000ms slow abandoned m3 #1',
    ])
    expect(other.inbox.slice(1)).toEqual(['m1 #2'])
    expect(slow.inbox.slice(2)).toEqual(['m3 #2'])
  })

  it('[rabbit.consumer-timeout] settles to no effect what was taken from it', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { consumerTimeout: ms(60_000) })
    const slow = stand.consumer('slow', work, { prefetchCount: 1 })
    stand.publish(work)
    stand.run(60_000)
    expect(slow.inbox).toEqual(['m1 #1', 'm1 #2'])

    slow.settle('m1', 'acknowledge')
    stand.run(1)
    expect(work.figures).toMatchObject({ waiting: 0, inFlight: 1 })
    slow.settle('m1', 'acknowledge')

    expect(stand.world.history('acknowledged')).toEqual(['60001ms slow acknowledged m1 #2'])
    expect([stand.world.messages.alive, stand.world.deliveries.underWay]).toEqual([0, 0])
  })

  it('[rabbit.consumer-timeout] is noticed at once by a quorum queue, which does not count it', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work', { consumerTimeout: ms(1500), deliveryLimit: 0 })
    stand.consumer('slow', work, { prefetchCount: 1 })
    stand.publish(work)

    stand.run(4600)

    expect(stand.world.history('evicted')).toEqual([
      '1500ms slow evicted (1)',
      '3000ms slow evicted (1)',
      '4500ms slow evicted (1)',
    ])
    expect(work.figures).toMatchObject({ inFlight: 1 })
  })

  it('goes by a timeout that was changed meanwhile', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work')
    stand.consumer('slow', work, { prefetchCount: 1 })
    stand.publish(work)
    stand.run(1000)

    work.update({ queueName: 'work', consumerTimeout: ms(5000) })
    stand.run(60_000)

    expect(stand.world.history('evicted')).toEqual(['60000ms slow evicted (1)'])
  })
})

describe('an operator', () => {
  it('[rabbit.purge] throws away what waits, and nothing that is handed out', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work')
    const billing = stand.consumer('billing', work, { prefetchCount: 1 })
    stand.publish(work, { count: 3 })
    stand.run(1)

    expect(work.operate({ kind: 'purge' })).toBe(true)
    billing.settle('m1', 'acknowledge')

    expect(stand.world.history('purged')).toEqual(['1ms work purged m2', '1ms work purged m3'])
    expect(work.figures).toMatchObject({ waiting: 0, inFlight: 0 })
  })

  it('[rabbit.no-redrive] cannot move dead letters back: that is a shovel', () => {
    const work = new RabbitStand().queue('work')

    expect(work.operate({ kind: 'redrive', ratePerSecond: null })).toBe(false)
  })
})
