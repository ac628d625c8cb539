import { describe, expect, it } from 'vitest'
import { acknowledgesAfter, RabbitStand } from './rabbitQueue.fixture.ts'

describe('a queue with x-single-active-consumer', () => {
  it('[rabbit.single-active] gives everything to one consumer, and to the next when that one goes', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { singleActiveConsumer: true })
    const react = acknowledgesAfter(10)
    const consumers = ['billing 1', 'billing 2', 'billing 3'].map((name) =>
      stand.consumer(name, work, { prefetchCount: 1, react }),
    )
    stand.publish(work, { count: 4 })
    stand.run(15)

    consumers[0]?.leave('close')
    stand.run(10)
    consumers[2]?.leave('close')
    stand.run(100)

    expect(consumers.map(({ timedInbox }) => timedInbox)).toEqual([
      ['0ms m1 #1', '10ms m2 #1'],
      ['15ms m2 #2', '25ms m3 #1', '35ms m4 #1'],
      [],
    ])
  })

  it('[rabbit.single-active] hands the next one first what the last one did not settle', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { singleActiveConsumer: true })
    const first = stand.consumer('first', work, { prefetchCount: 2 })
    const second = stand.consumer('second', work, { prefetchCount: 3 })
    stand.publish(work, { count: 3 })
    stand.run(1)
    expect(second.inbox).toEqual([])

    first.leave('crash')
    stand.run(1)

    expect(second.inbox).toEqual(['m1 #2', 'm2 #2', 'm3 #1'])
  })

  it('[rabbit.single-active] of a classic queue stays active, whoever comes', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work', { singleActiveConsumer: true })
    const react = acknowledgesAfter(10)
    const low = stand.consumer('low', work, { prefetchCount: 1, react })
    const first = stand.consumer('first', work, { prefetchCount: 1, react })
    const high = stand.consumer('high', work, { prefetchCount: 1, react, priority: 5 })
    stand.publish(work, { count: 2 })
    stand.run(15)
    low.leave('close')
    stand.run(100)

    expect([low.inbox, first.inbox, high.inbox]).toEqual([['m1 #1', 'm2 #1'], [], ['m2 #2']])
  })

  it('[rabbit.single-active-priority] of a quorum queue makes way for a higher priority once it is done', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work', { singleActiveConsumer: true })
    const low = stand.consumer('low', work, { prefetchCount: 2 })
    stand.publish(work, { count: 5 })
    stand.run(1)
    const high = stand.consumer('high', work, { prefetchCount: 2, priority: 1 })

    low.settle('m1', 'acknowledge')
    stand.run(1)
    expect([low.inbox, high.inbox]).toEqual([['m1 #1', 'm2 #1'], []])
    low.settle('m2', 'acknowledge')
    stand.run(1)
    expect(high.inbox).toEqual(['m3 #1', 'm4 #1'])

    high.leave('close')
    stand.run(1)
    expect(low.inbox.slice(2)).toEqual(['m3 #2', 'm4 #2'])
  })
})

describe('consumers of one queue', () => {
  it('[rabbit.consumer-priority] are served by their priority, as long as it has credit', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work')
    const low = stand.consumer('low', work, { prefetchCount: 2 })
    const high = stand.consumer('high', work, { prefetchCount: 2, priority: 10 })

    stand.publish(work, { count: 3 })
    stand.run(1)
    high.settle('m2', 'acknowledge')
    stand.publish(work, { count: 2 })
    stand.run(1)

    expect([low.inbox, high.inbox]).toEqual([
      ['m3 #1', 'm5 #1'],
      ['m1 #1', 'm2 #1', 'm4 #1'],
    ])
  })

  it('[rabbit.round-robin] keep their turn in a classic queue while nothing waits', () => {
    const stand = new RabbitStand()
    const work = stand.queue('work')
    const [a, b] = ['a', 'b'].map((name) => stand.consumer(name, work, { prefetchCount: 1 }))
    stand.publish(work, { count: 2 })
    stand.run(1)

    b?.settle('m2', 'acknowledge')
    a?.settle('m1', 'acknowledge')
    stand.publish(work)
    stand.run(1)

    expect([a?.inbox, b?.inbox]).toEqual([['m1 #1', 'm3 #1'], ['m2 #1']])
  })

  it('[rabbit.round-robin] stand in line in the order in which a quorum queue may serve them again', () => {
    const stand = new RabbitStand()
    const work = stand.quorum('work')
    const [a, b] = ['a', 'b'].map((name) => stand.consumer(name, work, { prefetchCount: 1 }))
    stand.publish(work, { count: 2 })
    stand.run(1)

    b?.settle('m2', 'acknowledge')
    a?.settle('m1', 'acknowledge')
    stand.publish(work)
    stand.run(1)

    expect([a?.inbox, b?.inbox]).toEqual([['m1 #1'], ['m2 #1', 'm3 #1']])
  })
})
