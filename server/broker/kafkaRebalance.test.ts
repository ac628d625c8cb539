// Golden histories of rebalances in the classic protocol. `assigned` and `revoked` say the partition with
// `#` and the member in brackets; 0 is left out.

import { describe, expect, it } from 'vitest'
import { milliseconds } from '../engine/time.ts'
import { handling, KEYS_BY_PARTITION, setUpKafka } from './kafka.fixture.ts'
import { partitionOf } from './murmur2.ts'

const OWNERS = ['rebalanced', 'assigned', 'revoked', 'evicted'] as const

describe('a consumer group', () => {
  it('[kafka.one-member-per-partition] shares the partitions among members who come together', () => {
    const { join, publish, run, world } = setUpKafka({ partitions: 2 })
    const first = join('b1', handling(0))
    const second = join('b2', handling(0))
    const third = join('b3', handling(0))
    publish(1, KEYS_BY_PARTITION[0])
    publish(1, KEYS_BY_PARTITION[1])
    run(1)

    expect(world.history(...OWNERS)).toEqual([
      '0ms billing rebalanced (1)',
      '0ms billing assigned',
      '0ms billing assigned #1 (1)',
    ])
    // Whoever is more than the partitions has nothing to do.
    expect([first.inbox, second.inbox, third.inbox]).toEqual([['m1 #1'], ['m2 #1'], []])
  })

  it('[kafka.initial-rebalance-delay] of nobody waits for more members, and longer while they come', () => {
    const { join, publish, run, world } = setUpKafka({
      topic: { initialRebalanceDelay: milliseconds(3000) },
      partitions: 2,
    })
    publish(1)
    join('b1', handling(0))
    run(2000)
    join('b2', handling(0))
    run(5000)

    expect(world.history('rebalanced', 'assigned', 'delivered')).toEqual([
      '6000ms billing rebalanced (1)',
      '6000ms billing assigned',
      '6000ms billing assigned #1 (1)',
      expect.stringMatching('^6000ms billing delivered m1 #1'),
    ])
  })

  it('[kafka.initial-rebalance-delay] does not wait again while it has members', () => {
    const { join, run, world } = setUpKafka({
      topic: { initialRebalanceDelay: milliseconds(3000) },
    })
    join('b1', handling(0))
    run(10_000)
    join('b2', handling(0))
    run(10_000)

    expect(world.history('rebalanced')).toEqual([
      '3000ms billing rebalanced (1)',
      '12000ms billing rebalanced (2)',
    ])
  })

  describe('of eager members', () => {
    it('[kafka.rebalance-eager] stops as a whole: everybody gives up everything, then gets its part', () => {
      const { join, publish, run, world } = setUpKafka({ partitions: 2 })
      join('b1', handling(0))
      run(4000)
      join('b2', handling(0))
      run(1000)
      publish(1, KEYS_BY_PARTITION[0])
      run(2000)

      // The first member hears of it by its heartbeat at 6 s, and reads on until then.
      expect(world.history(...OWNERS, 'delivered')).toEqual([
        '0ms billing rebalanced (1)',
        '0ms billing assigned',
        '0ms billing assigned #1',
        '5000ms billing delivered m1 #1',
        '6000ms billing revoked',
        '6000ms billing revoked #1',
        '6000ms billing rebalanced (2)',
        '6000ms billing assigned',
        '6000ms billing assigned #1 (1)',
      ])
    })

    it('[kafka.rebalance-waits] waits for the slowest: a member rejoins when it polls', () => {
      const { join, publish, run, world } = setUpKafka({ partitions: 2 })
      publish(3, KEYS_BY_PARTITION[0])
      publish(1, KEYS_BY_PARTITION[1])
      run(1)
      join('b1', handling(2000))
      run(100)
      const second = join('b2', handling(0))
      publish(1, KEYS_BY_PARTITION[1])
      run(10_000)

      expect(world.history('rebalanced', 'revoked', 'acknowledged')).toEqual([
        '1ms billing rebalanced (1)',
        '2001ms billing acknowledged m1 #1',
        '4001ms billing acknowledged m2 #1',
        '6001ms billing acknowledged m3 #1',
        '8001ms billing acknowledged m4 #1 (1)',
        '8001ms billing revoked',
        '8001ms billing revoked #1',
        '8001ms billing rebalanced (2)',
        '8001ms billing acknowledged m5 #1 (1)',
      ])
      expect(second.inbox).toEqual(['m5 #1'])
    })

    it('[kafka.rebalance-timeout] does not wait longer than max.poll.interval.ms, not even for the dead', () => {
      const { join, run, world } = setUpKafka({
        settings: { maxPollInterval: milliseconds(10_000) },
      })
      const dying = join('b1', handling(0))
      run(1000)
      dying.leave('crash')
      join('b2', handling(0))
      run(60_000)

      expect(world.history(...OWNERS)).toEqual([
        '0ms billing rebalanced (1)',
        '0ms billing assigned',
        '11000ms billing evicted',
        '11000ms billing revoked',
        '11000ms billing rebalanced (2)',
        '11000ms billing assigned (1)',
      ])
    })

    it('[kafka.clean-close] hears at once of one who closes, and the others by their heartbeats', () => {
      const { join, publish, run, world } = setUpKafka({ partitions: 2 })
      const first = join('b1', handling(10))
      const second = join('b2', handling(10))
      run(100)
      first.leave('close')
      publish(1, KEYS_BY_PARTITION[0])
      run(5000)

      expect(world.history(...OWNERS)).toEqual([
        '0ms billing rebalanced (1)',
        '0ms billing assigned',
        '0ms billing assigned #1 (1)',
        '100ms billing revoked',
        '3000ms billing revoked #1 (1)',
        '3000ms billing rebalanced (2)',
        '3000ms billing assigned (1)',
        '3000ms billing assigned #1 (1)',
      ])
      expect(second.inbox).toEqual(['m1 #1'])
    })

    it('[kafka.session-timeout] hears of a crash after session.timeout.ms: its partitions wait, others are read', () => {
      const { join, publish, run, world, group } = setUpKafka({ partitions: 2 })
      const first = join('b1', handling(10))
      const second = join('b2', handling(10))
      run(6000)

      first.leave('crash')
      publish(1, KEYS_BY_PARTITION[0])
      publish(1, KEYS_BY_PARTITION[1])
      run(44_999)
      expect(second.inbox).toEqual(['m2 #1'])
      expect(group('billing').figures).toMatchObject({ waiting: 1, members: 2, lag: 1 })
      run(3001)

      expect(second.inbox).toEqual(['m2 #1', 'm1 #1'])
      expect(group('billing').figures).toMatchObject({ members: 1, generation: 2 })
      expect(world.history('rebalanced', 'evicted')).toEqual([
        '0ms billing rebalanced (1)',
        '51000ms billing evicted',
        '51000ms billing rebalanced (2)',
      ])
    })

    it('[kafka.session-timeout] stops as a whole when the restarted process comes before that', () => {
      const { join, publish, run } = setUpKafka({ partitions: 2 })
      const first = join('b1', handling(10))
      const second = join('b2', handling(10))
      run(6000)
      first.leave('crash')
      run(3001)

      // From its next heartbeat on, the living member waits with the new one for the dead one.
      const restarted = join('b1 again', handling(10))
      run(2999)
      publish(1, KEYS_BY_PARTITION[0])
      publish(1, KEYS_BY_PARTITION[1])
      run(38_999)
      expect([second.inbox, restarted.inbox]).toEqual([[], []])
      run(1)

      expect([second.inbox, restarted.inbox]).toEqual([['m1 #1'], ['m2 #1']])
    })

    it('[kafka.generation] counts its generations, and its members in the order of their joining', () => {
      const { join, run, world } = setUpKafka({ partitions: 2 })
      const first = join('b1', handling(0))
      join('b2', handling(0))
      run(1)
      first.leave('close')
      join('b3', handling(0))
      run(4000)

      expect(world.history('rebalanced', 'assigned')).toEqual([
        '0ms billing rebalanced (1)',
        '0ms billing assigned',
        '0ms billing assigned #1 (1)',
        '3000ms billing rebalanced (2)',
        '3000ms billing assigned (1)',
        '3000ms billing assigned #1 (2)',
      ])
    })

    it('goes on without anybody, and waits for whoever comes', () => {
      const { join, publish, run, group } = setUpKafka()
      const first = join('b1', handling(0))
      run(1)
      first.leave('close')
      run(1)
      publish(2)
      run(1000)
      expect(group('billing').figures).toMatchObject({
        waiting: 2,
        inFlight: 0,
        members: 0,
        lag: 2,
      })

      const next = join('b2', handling(0))
      run(1)

      expect(next.inbox).toEqual(['m1 #1', 'm2 #1'])
    })
  })

  describe('whose member works longer than max.poll.interval.ms on a poll', () => {
    const settings = { maxPollInterval: milliseconds(10_000), maxPollRecords: 2 }

    it('[kafka.max-poll-interval] loses it, reads its records again, and takes it back when it polls', () => {
      const { join, publish, run, world, group } = setUpKafka({ settings })
      publish(2)
      run(1)
      const slow = join('b1', ({ attempt }) => ({
        settlement: 'acknowledge',
        after: milliseconds(attempt === 1 ? 12_000 : 1),
      }))
      run(11_000)
      expect(group('billing').figures).toMatchObject({
        waiting: 2,
        inFlight: 0,
        members: 0,
        lag: 2,
      })
      run(9000)

      expect(slow.inbox).toEqual(['m1 #1', 'm2 #1', 'm1 #2', 'm2 #2'])
      expect(world.history(...OWNERS, 'abandoned', 'acknowledged')).toEqual([
        '1ms billing rebalanced (1)',
        '1ms billing assigned',
        '10001ms billing evicted',
        '10001ms billing abandoned m1',
        '10001ms billing abandoned m2',
        '10001ms billing revoked',
        '10001ms billing rebalanced (2)',
        '12001ms billing rebalanced (3)',
        '12001ms billing assigned',
        '12002ms billing acknowledged m1 #2',
        '12002ms billing acknowledged m2 #2',
      ])
    })

    it('[kafka.zombie-fenced] gives its partitions to others, and refuses what it commits then', () => {
      const { join, publish, run, world, offsets } = setUpKafka({
        settings: { ...settings, autoCommitInterval: null, commitWhen: 'afterEach' },
      })
      publish(2)
      run(1)
      join('slow', ({ event }) => ({
        settlement: 'acknowledge',
        after: milliseconds(event === 'm1' ? 9000 : 30_000),
      }))
      run(9500)
      const other = join('other')
      run(10_500)
      expect(other.inbox).toEqual(['m2 #2'])
      expect(offsets()).toEqual(['0 to 2, committed 1'])
      run(15_000)

      // At 30 s the zombie is done with m2: that counts for nothing.
      expect(offsets()).toEqual(['0 to 2, committed 1'])
      expect(world.history('acknowledged', 'positioned', 'evicted')).toEqual([
        '9001ms billing acknowledged m1 #1',
        '9001ms billing positioned (1)',
        '10001ms billing evicted',
        '20001ms billing evicted (1)',
      ])
    })

    it('[kafka.max-poll-interval] is not concerned while each poll is short', () => {
      const { join, publish, run, world } = setUpKafka({ settings })
      publish(20)
      run(1)
      join('b1', handling(4000))
      run(100_000)

      expect(world.history('evicted')).toEqual([])
      expect(world.history('acknowledged')).toHaveLength(20)
    })
  })

  describe('of cooperative members', () => {
    const settings = { strategy: 'cooperative-sticky' as const }

    it('[kafka.rebalance-cooperative] moves what must move in two rebalances, and reads on meanwhile', () => {
      const { join, publish, run, world } = setUpKafka({ partitions: 2, settings })
      join('b1', handling(0))
      run(1000)
      join('b2', handling(0))
      run(1999)
      publish(1, KEYS_BY_PARTITION[0])
      run(5000)

      expect(world.history(...OWNERS, 'delivered')).toEqual([
        '0ms billing rebalanced (1)',
        '0ms billing assigned',
        '0ms billing assigned #1',
        '2999ms billing delivered m1 #1',
        '3000ms billing rebalanced (2)',
        '3000ms billing revoked #1',
        '6000ms billing rebalanced (3)',
        '6000ms billing assigned #1 (1)',
      ])
    })

    it('[kafka.rebalance-cooperative] reads on while it waits for a member that is at work', () => {
      const { join, publish, run, world } = setUpKafka({ partitions: 2, settings })
      publish(1, KEYS_BY_PARTITION[1])
      run(1)
      const first = join('b1', handling(0))
      const second = join('b2', handling(8000))
      run(1000)
      join('b3', handling(0))
      run(4000)
      publish(1, KEYS_BY_PARTITION[0])
      run(1)

      // The first has rejoined at 3 s; the second works on m1 until 8 s.
      expect(first.inbox).toEqual(['m2 #1'])
      expect(second.inbox).toEqual(['m1 #1'])
      expect(world.history('rebalanced', 'revoked')).toEqual(['1ms billing rebalanced (1)'])
    })

    it('[kafka.rebalance-cooperative] has a member that is at work give up what moves when it polls', () => {
      const { join, publish, run, world } = setUpKafka({
        partitions: 2,
        settings: { ...settings, maxPollRecords: 1 },
      })
      publish(2, KEYS_BY_PARTITION[0])
      run(1)
      join('b1', handling(4000))
      run(1)
      join('b2', handling(0))
      run(12_000)

      // It hears of it at 3 s, rejoins at 4 s, and is handed m2 before the rebalance completes.
      expect(world.history(...OWNERS, 'acknowledged')).toEqual([
        '1ms billing rebalanced (1)',
        '1ms billing assigned',
        '1ms billing assigned #1',
        '4001ms billing acknowledged m1 #1',
        '4001ms billing rebalanced (2)',
        '8001ms billing acknowledged m2 #1',
        '8001ms billing revoked #1',
        '10001ms billing rebalanced (3)',
        '10001ms billing assigned #1 (1)',
      ])
    })

    it('[kafka.cooperative-duplicates] reads twice what a member polled after it rejoined and then gave up', () => {
      const { join, publish, run, world } = setUpKafka({ partitions: 3, settings })
      const keys = [keyOf(world, 0), keyOf(world, 1), keyOf(world, 2)]
      const slow = join('b1', handling(0))
      const busy = join('b2', handling(4000))
      run(1)
      publish(1, keys[1])
      run(999)
      join('b3', handling(0))
      run(2500)
      publish(1, keys[2])
      run(6000)

      // b1 rejoined and committed at 3 s, polled m2 at 3.5 s, and gave its partition up without a commit.
      expect([slow.inbox, busy.inbox]).toEqual([['m2 #1'], ['m1 #1']])
      expect(world.history('delivered', 'rebalanced', 'revoked')).toEqual([
        '0ms billing rebalanced (1)',
        '1ms billing delivered m1 #1 (1)',
        '3500ms billing delivered m2 #1 (2)',
        '4001ms billing rebalanced (2)',
        '4001ms billing revoked #2',
        '7001ms billing rebalanced (3)',
        '7001ms billing delivered m2 #2 (2)',
      ])
    })
  })

  describe('of static members', () => {
    const settings = { isStatic: true }

    it('[kafka.static-membership] gives a member that comes back in time what it had, without a rebalance', () => {
      const { join, publish, run, world } = setUpKafka({ partitions: 2, settings })
      const first = join('b1', handling(10))
      const second = join('b2', handling(10))
      run(6000)
      first.leave('crash')
      publish(1, KEYS_BY_PARTITION[0])
      publish(1, KEYS_BY_PARTITION[1])
      run(20_000)
      const again = join('b1', handling(10))
      run(60_000)

      expect([again.inbox, second.inbox]).toEqual([['m1 #1'], ['m2 #1']])
      expect(world.history(...OWNERS, 'delivered')).toEqual([
        '0ms billing rebalanced (1)',
        '0ms billing assigned',
        '0ms billing assigned #1 (1)',
        '6000ms billing delivered m2 #1 (1)',
        '26000ms billing delivered m1 #1',
      ])
    })

    it('[kafka.static-close] waits for one who closes, too, until its session times out', () => {
      const { join, run, world } = setUpKafka({ partitions: 2, settings })
      const first = join('b1', handling(10))
      join('b2', handling(10))
      run(6000)
      first.leave('close')
      run(60_000)

      expect(world.history(...OWNERS).slice(3)).toEqual([
        '51000ms billing evicted',
        '51000ms billing revoked',
        '51000ms billing revoked #1 (1)',
        '51000ms billing rebalanced (2)',
        '51000ms billing assigned (1)',
        '51000ms billing assigned #1 (1)',
      ])
    })

    it('[kafka.max-poll-interval] keeps the partitions of one who is too slow until its session times out', () => {
      const { join, publish, run, world } = setUpKafka({
        settings: { ...settings, maxPollInterval: milliseconds(10_000) },
      })
      publish(1)
      run(1)
      const slow = join('b1', ({ attempt }) => ({
        settlement: 'acknowledge',
        after: milliseconds(attempt === 1 ? 12_000 : 1),
      }))
      run(20_000)

      expect(slow.inbox).toEqual(['m1 #1', 'm1 #2'])
      expect(world.history(...OWNERS, 'abandoned')).toEqual([
        '1ms billing rebalanced (1)',
        '1ms billing assigned',
        '10001ms billing abandoned m1',
      ])
    })
  })

  it('[kafka.partitions-added] reads partitions that are added when its metadata are 5 minutes old', () => {
    const { join, publish, run, world, topic } = setUpKafka({ partitions: 1 })
    const consumer = join('b1', handling(0))
    run(1000)
    topic.update({ ...topic.settings, partitions: 2 })
    run(1)
    publish(1, KEYS_BY_PARTITION[1])
    run(300_000)

    expect(consumer.inbox).toEqual(['m1 #1'])
    expect(world.history(...OWNERS, 'accepted', 'delivered')).toEqual([
      '0ms billing rebalanced (1)',
      '0ms billing assigned',
      '1001ms orders accepted m1 (1)',
      '300000ms billing revoked',
      '300000ms billing rebalanced (2)',
      '300000ms billing assigned',
      '300000ms billing assigned #1',
      '300000ms billing delivered m1 #1 (1)',
    ])
  })

  it('[kafka.partitions-added] misses what came to an added partition until then, when it says latest', () => {
    const { join, publish, run, world, topic } = setUpKafka({
      settings: { autoOffsetReset: 'latest' },
    })
    const consumer = join('b1', handling(0))
    run(1000)
    topic.update({ ...topic.settings, partitions: 2 })
    run(1)
    publish(1, KEYS_BY_PARTITION[1])
    run(300_000)
    publish(1, KEYS_BY_PARTITION[1])
    run(1)

    expect(consumer.inbox).toEqual(['m2 #1'])
    expect(world.history('dropped')).toEqual(['300000ms billing dropped m1 by billing'])
  })
})

/** A key of this partition of three. */
function keyOf({ keyText }: { keyText(key: number): string }, partition: number): number {
  const keys = Array.from({ length: 50 }, (_, key) => key)
  return keys.find((key) => partitionOf(keyText(key), 3) === partition) ?? -1
}
