// Golden histories of the consumer protocol (KIP-848).

import { describe, expect, it } from 'vitest'
import { milliseconds } from '../engine/time.ts'
import { handling, KEYS_BY_PARTITION, setUpKafka } from './kafka.fixture.ts'
import { CONSUMER_DEFAULTS } from './kafkaConsumerSettings.ts'

const OWNERS = ['rebalanced', 'assigned', 'revoked', 'evicted'] as const

const settings = { groupProtocol: 'consumer' as const, heartbeatInterval: milliseconds(5000) }

describe('a group of the consumer protocol', () => {
  it('[kafka.consumer-protocol] begins at once, whatever the initial rebalance delay', () => {
    const { join, run, world } = setUpKafka({
      partitions: 2,
      settings,
      topic: { initialRebalanceDelay: milliseconds(3000) },
    })
    join('b1', handling(0))
    join('b2', handling(0))
    run(1)

    expect(world.history(...OWNERS)).toEqual([
      '0ms billing rebalanced (1)',
      '0ms billing assigned',
      '0ms billing assigned #1 (1)',
    ])
  })

  it('[kafka.consumer-protocol] moves a partition by heartbeats, while all others are read', () => {
    const { join, publish, run, world } = setUpKafka({ partitions: 2, settings })
    join('b1', handling(0))
    run(1000)
    join('b2', handling(0))
    run(3000)
    publish(1, KEYS_BY_PARTITION[0])
    publish(1, KEYS_BY_PARTITION[1])
    run(5000)

    // b1 hears of it at 5 s and gives up partition 1 with what it has committed; b2 gets it at 6 s.
    expect(world.history(...OWNERS, 'delivered', 'positioned')).toEqual([
      '0ms billing rebalanced (1)',
      '0ms billing assigned',
      '0ms billing assigned #1',
      '1000ms billing rebalanced (2)',
      '4000ms billing delivered m1 #1',
      '4000ms billing delivered m2 #1 (1)',
      '5000ms billing positioned (1)',
      '5000ms billing positioned #1 (1)',
      '5000ms billing revoked #1',
      '6000ms billing assigned #1 (1)',
    ])
  })

  it('[kafka.consumer-protocol] waits for a member that is at work only with what that one has', () => {
    const { join, publish, run, world } = setUpKafka({ partitions: 3, settings })
    publish(1, 1)
    run(1)
    join('busy', handling(20_000))
    join('idle', handling(0))
    run(1000)
    join('late', handling(0))
    run(30_000)

    expect(world.history('rebalanced', 'assigned', 'revoked')).toEqual([
      '1ms billing rebalanced (1)',
      '1ms billing assigned',
      '1ms billing assigned #1',
      '1ms billing assigned #2 (1)',
      '1001ms billing rebalanced (2)',
      '20001ms billing revoked #1',
      '21001ms billing assigned #1 (2)',
    ])
  })

  it('[kafka.consumer-protocol] gives the partitions of who has gone to the others', () => {
    const { join, run, world } = setUpKafka({ partitions: 2, settings })
    const closing = join('b1', handling(0))
    const dying = join('b2', handling(0))
    join('b3', handling(0))
    run(1000)
    closing.leave('close')
    run(9000)
    dying.leave('crash')
    run(60_000)

    expect(world.history(...OWNERS).slice(3)).toEqual([
      '1000ms billing revoked',
      '1000ms billing rebalanced (2)',
      '5000ms billing assigned (2)',
      '55000ms billing evicted (1)',
      '55000ms billing revoked #1 (1)',
      '55000ms billing rebalanced (3)',
      '55000ms billing assigned #1 (2)',
    ])
  })

  it('[kafka.consumer-protocol] throws a member out that does not poll for max.poll.interval.ms', () => {
    const { join, publish, run, world } = setUpKafka({
      settings: { ...settings, maxPollInterval: milliseconds(10_000) },
    })
    publish(1)
    run(1)
    join('b1', ({ attempt }) => ({
      settlement: 'acknowledge',
      after: milliseconds(attempt === 1 ? 12_000 : 1),
    }))
    run(20_000)

    expect(world.history(...OWNERS, 'acknowledged')).toEqual([
      '1ms billing rebalanced (1)',
      '1ms billing assigned',
      '10001ms billing evicted',
      '10001ms billing revoked',
      '10001ms billing rebalanced (2)',
      '12001ms billing rebalanced (3)',
      '12001ms billing assigned',
      '12002ms billing acknowledged m1 #2',
    ])
  })

  it('[kafka.partitions-added] assigns added partitions at once: the broker itself knows them', () => {
    const { join, run, world, topic } = setUpKafka({ partitions: 1, settings })
    join('b1', handling(0))
    run(1000)
    topic.update({ ...topic.settings, partitions: 2 })
    run(10_000)

    expect(world.history(...OWNERS).slice(2)).toEqual([
      '1000ms billing rebalanced (2)',
      '5000ms billing assigned #1',
    ])
  })

  it('[kafka.consumer-protocol] begins anew when its protocol is changed, with the offsets that it has', () => {
    const { join, publish, run, world, group } = setUpKafka({ settings })
    publish(2)
    run(1)
    const consumer = join('b1', handling(0))
    run(1000)
    group('billing').update({ ...CONSUMER_DEFAULTS, autoOffsetReset: 'earliest' })
    publish(1)
    run(1000)

    expect(consumer.inbox).toEqual(['m1 #1', 'm2 #1', 'm3 #1'])
    expect(world.history(...OWNERS, 'positioned')).toEqual([
      '1ms billing rebalanced (1)',
      '1ms billing assigned',
      '1001ms billing positioned (2)',
      '1001ms billing revoked',
      '1001ms billing rebalanced (2)',
      '1001ms billing assigned',
    ])
  })
})
