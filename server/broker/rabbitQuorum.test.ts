import { describe, expect, it } from 'vitest'
import { RabbitStand } from './rabbitQueue.fixture.ts'

describe('a quorum queue', () => {
  it('[rabbit.requeue-quorum] hands out what was returned before all others, in the order of returning', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work')
    const billing = stand.consumer('billing', work, { prefetchCount: 2 })
    stand.publish(work, { count: 4 })
    stand.run(1)

    billing.settle('m2', 'requeue')
    billing.settle('m1', 'requeue')
    stand.run(1)

    expect(billing.inbox).toEqual(['m1 #1', 'm2 #1', 'm2 #2', 'm1 #2'])
  })

  it('[rabbit.requeue-quorum] without a limit puts what is nacked behind all others', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work', { deliveryLimit: -1 })
    const billing = stand.consumer('billing', work, { prefetchCount: 1 })
    stand.publish(work, { count: 3 })
    stand.run(1)

    billing.settle('m1', 'requeue')
    stand.run(1)
    billing.settle('m2', 'acknowledge')
    stand.run(1)
    billing.settle('m3', 'acknowledge')
    stand.run(1)

    expect(billing.inbox).toEqual(['m1 #1', 'm2 #1', 'm3 #1', 'm1 #2'])
  })

  it('[rabbit.requeue-quorum] without a limit puts what its consumer leaves before all others', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work', { deliveryLimit: -1 })
    const first = stand.consumer('first', work, { prefetchCount: 2 })
    stand.publish(work, { count: 3 })
    stand.run(1)

    first.leave('crash')
    const second = stand.consumer('second', work, { prefetchCount: 0 })
    stand.run(1)

    expect(second.inbox).toEqual(['m1 #2', 'm2 #2', 'm3 #1'])
  })

  it('[rabbit.delivery-limit] gives up what was rejected more often than the limit', () => {
    const stand = new RabbitStand()
    const dead = stand.exchange('dead')
    const work = stand.quorum('work', { deliveryLimit: 2, deadLetterExchange: dead })
    stand.bind(dead, stand.queue('parked'))
    const requeueMethod = 'basic.reject'
    stand.consumer('billing', work, { requeueMethod, react: () => 'requeue' })

    stand.publish(work)
    stand.run(1)

    expect(stand.world.history()).toEqual([
      '0ms work accepted m1',
      '0ms billing delivered m1 #1 (1)',
      '0ms billing requeued m1 #1',
      '0ms billing delivered m1 #2 (1)',
      '0ms billing requeued m1 #2',
      '0ms billing delivered m1 #3 (1)',
      '0ms billing requeued m1 #3',
      '0ms binding 1 routed m1',
      '0ms parked accepted m1',
      '0ms work deadLettered m1 #3 by work',
    ])
  })

  it('[rabbit.delivery-limit] is 20 where none is said, and drops what has nowhere to go', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work')
    const requeueMethod = 'basic.reject'
    const billing = stand.consumer('billing', work, { requeueMethod, react: () => 'requeue' })

    stand.publish(work, { count: 2 })
    stand.run(1)

    expect(billing.seen).toHaveLength(42)
    expect(stand.world.history('dropped')).toEqual([
      '0ms work dropped m1 #21 by work',
      '0ms work dropped m2 #21 by work',
    ])
    expect(work.figures).toMatchObject({ waiting: 0, inFlight: 0 })
  })

  it('[rabbit.delivery-count] counts a rejection and a lost consumer, and no nack', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work', { deliveryLimit: 1 })
    const nacking = stand.consumer('nacking', work, { prefetchCount: 1 })
    stand.publish(work)
    for (let n = 1; n <= 5; n += 1) {
      stand.run(1)
      nacking.settle('m1', 'requeue')
    }
    stand.run(1)
    expect(stand.world.history('dropped')).toEqual([])

    nacking.leave('crash')
    const crashing = stand.consumer('crashing', work, { prefetchCount: 1 })
    stand.run(1)
    crashing.leave('close')

    expect(stand.world.history('dropped')).toEqual(['7ms work dropped m1 #7 by work'])
  })

  it('[rabbit.quorum-prefetch] takes an unlimited prefetch for 2000', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work')
    stand.publish(work, { count: 2500 })

    const first = stand.consumer('first', work)
    const second = stand.consumer('second', work)
    stand.run(1)

    expect([first.held.length, second.held.length]).toEqual([2000, 500])
  })

  it('[rabbit.ttl-zero] takes a time to live of 0 for the rest of a millisecond', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work', { messageTtl: 0 as never })
    stand.publish(work, { count: 2 })
    stand.run(0.5)
    stand.consumer('billing', work, { prefetchCount: 1 })
    stand.run(10)

    expect(stand.world.history('delivered', 'expired')).toEqual([
      '0.5ms billing delivered m1 #1 (1)',
      '1ms work expired m2',
    ])
  })
})

describe('a quorum queue whose nodes go down', () => {
  it('[rabbit.quorum-election] pauses until another node leads, and loses nothing', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work')
    stand.consumer('billing', work, { prefetchCount: 1, react: () => 'acknowledge' })

    work.setNodeUp(0, false)
    stand.publish(work)
    stand.run(500)
    expect(stand.world.outcomes).toEqual([])
    stand.run(1000)

    expect(stand.world.history()).toEqual([
      '0ms work nodeDown',
      '0ms work elected (-1)',
      '1000ms work elected (1)',
      '1000ms work accepted m1',
      '1000ms billing delivered m1 #1 (1)',
      '1000ms billing acknowledged m1 #1',
    ])
    expect(stand.world.outcomes).toEqual(['m1 accepted'])
  })

  it('[rabbit.quorum-majority] works on while a majority is up, and waits when it is not', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work')
    const billing = stand.consumer('billing', work, { prefetchCount: 1 })

    work.setNodeUp(2, false)
    stand.publish(work, { count: 2 })
    stand.run(10)
    expect(stand.world.outcomes).toEqual(['m1 accepted', 'm2 accepted'])

    work.setNodeUp(1, false)
    stand.publish(work)
    stand.run(60_000)
    billing.settle('m1', 'acknowledge')
    stand.run(60_000)
    expect(stand.world.outcomes).toHaveLength(2)
    expect(billing.inbox).toEqual(['m1 #1'])

    work.setNodeUp(2, true)
    stand.run(5000)
    expect(
      stand.world.history('elected', 'accepted', 'acknowledged', 'delivered').slice(3),
    ).toEqual([
      '10ms work elected (-1)',
      '121010ms work elected',
      '121010ms billing acknowledged m1 #1',
      '121010ms billing delivered m2 #1 (1)',
      '121010ms work accepted m3',
    ])
    expect(stand.world.outcomes.at(-1)).toBe('m3 accepted')
  })

  it('[rabbit.quorum-majority] does not hear what its consumer said before it crashed', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work')
    const first = stand.consumer('first', work)
    stand.publish(work, { count: 2 })
    stand.run(1)
    work.setNodeUp(0, false)
    first.settle('m1', 'acknowledge')
    first.leave('crash')
    const second = stand.consumer('second', work, { react: () => 'acknowledge' })
    stand.run(2000)

    expect(second.inbox).toEqual(['m1 #2', 'm2 #2'])
  })

  it('knows only its own nodes', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work', { groupSize: 1 })

    work.setNodeUp(1, false)
    work.setNodeUp(0, false)
    work.setNodeUp(0, false)
    work.setNodeUp(0, true)

    expect(stand.world.history()).toEqual(['0ms work nodeDown', '0ms work nodeUp'])
  })
})

describe('a classic queue whose node goes down', () => {
  it('[rabbit.classic-node-down] refuses publications, and has its messages when it returns', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work')
    const billing = stand.consumer('billing', work, { prefetchCount: 1 })
    stand.publish(work, { count: 2 })
    stand.run(1)

    work.setNodeUp(0, false)
    stand.publish(work)
    stand.run(999)
    expect(stand.world.outcomes.at(-1)).toBe('m3 refused')
    // Nobody hears what it says of the delivery that it lost.
    billing.settle('m1', 'acknowledge')
    work.setNodeUp(0, true)
    stand.run(1)
    billing.settle('m1', 'acknowledge')
    stand.run(1)

    expect(stand.world.history()).toEqual([
      '0ms work accepted m1',
      '0ms billing delivered m1 #1 (1)',
      '0ms work accepted m2',
      '1ms work nodeDown',
      '1ms billing abandoned m1 #1',
      '1ms work refused m3 (3)',
      '1000ms work nodeUp',
      '1000ms billing delivered m1 #2 (1)',
      '1001ms billing acknowledged m1 #2',
      '1001ms billing delivered m2 #1 (1)',
    ])
  })
})
