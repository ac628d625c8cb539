// Golden histories of commits, crashes and rebalances: `billing` is the group, `#2` a record that it
// has had before; the number in brackets is the partition, or, of `rebalanced`, the generation.

import { describe, expect, it } from 'vitest'
import { milliseconds } from '../engine/time.ts'
import { handling, KEYS_BY_PARTITION, setUpKafka } from './kafka.fixture.ts'

describe('KafkaGroup', () => {
  describe('commits', () => {
    it('when a poll is handled, without auto-commit', () => {
      const { join, publish, run, offsets } = setUpKafka({ settings: MANUALLY })
      publish(5)
      join('b1', handling(10))

      run(20)
      expect(offsets()).toEqual(['0 to 5, committed 2'])
      run(19)
      expect(offsets()).toEqual(['0 to 5, committed 2'])
      run(1)
      expect(offsets()).toEqual(['0 to 5, committed 4'])
      run(10)
      expect(offsets()).toEqual(['0 to 5, committed 5'])
    })

    it('reads again only what was handled since, after a crash', () => {
      const { join, publish, run, world } = setUpKafka({ settings: MANUALLY })
      publish(5)
      const crashing = join('b1', handling(10))
      run(35)
      expect(crashing.held).toHaveLength(1)

      crashing.leave('crash')
      join('b2', handling(10))
      run(46_000)

      expect(world.history('delivered', 'acknowledged', 'abandoned', 'rebalanced')).toEqual([
        '0ms billing rebalanced (1)',
        '0ms billing delivered m1 #1',
        '0ms billing delivered m2 #1',
        '10ms billing acknowledged m1 #1',
        '20ms billing acknowledged m2 #1',
        '20ms billing delivered m3 #1',
        '20ms billing delivered m4 #1',
        '30ms billing acknowledged m3 #1',
        '35ms billing abandoned m4',
        '45035ms billing rebalanced (2)',
        '45035ms billing delivered m3 #2',
        '45035ms billing delivered m4 #2',
        '45045ms billing acknowledged m3 #2',
        '45055ms billing acknowledged m4 #2',
        '45055ms billing delivered m5 #1',
        '45065ms billing acknowledged m5 #1',
      ])
    })

    it('every auto.commit.interval.ms, inside poll: what came after is read twice', () => {
      const { join, publish, run, world, offsets } = setUpKafka({ settings: { maxPollRecords: 1 } })
      publish(12)
      const crashing = join('b1', handling(1100))
      run(5499)
      expect(offsets()).toEqual(['0 to 12, committed 4'])
      run(4000)

      crashing.leave('crash')
      const next = join('b2', handling(0))
      run(46_000)

      // Committed at 5500 ms, in the poll after m5; m6 to m8 were handled since, m9 was in hand.
      expect(world.history('abandoned')).toEqual(['9499ms billing abandoned m9'])
      expect(next.inbox).toEqual(['m6 #2', 'm7 #2', 'm8 #2', 'm9 #2', 'm10 #1', 'm11 #1', 'm12 #1'])
    })

    it('when the interval is over, if the member waits in poll', () => {
      const { join, publish, run, world } = setUpKafka()
      const crashing = join('b1', handling(10))
      publish(1)
      run(4999)
      const second = setUpAgain()

      run(1)
      crashing.leave('crash')
      const next = join('b2', handling(0))
      run(46_000)

      expect(next.inbox).toEqual([])
      expect(second).toEqual(['m1 #2'])
      expect(world.history('acknowledged')).toEqual(['10ms billing acknowledged m1 #1'])
    })

    it('nothing before the interval is over: a crash reads all of it twice', () => {
      expect(setUpAgain()).toEqual(['m1 #2'])
    })

    it('loses what was handled but not committed, and all up to the end, when it says latest', () => {
      const { join, publish, run, world } = setUpKafka({ settings: { autoOffsetReset: 'latest' } })
      const crashing = join('b1', handling(100))
      run(0)
      publish(3)
      run(250)

      crashing.leave('crash')
      const next = join('b2', handling(0))
      run(10_000)
      publish(1)
      run(46_000)
      publish(1)
      run(1)

      // Without a committed offset the group begins again at the end of the log.
      expect(next.inbox).toEqual(['m5 #1'])
      expect(world.history('dropped')).toEqual([
        '45250ms billing dropped m3 by billing',
        '45250ms billing dropped m4 by billing',
      ])
    })

    it('says how far it has come when it closes', () => {
      const { join, publish, run, offsets, world } = setUpKafka()
      publish(3)
      const closing = join('b1', handling(10))
      run(15)

      closing.leave('close')
      expect(offsets()).toEqual(['0 to 3, committed 1'])
      const next = join('b2', handling(0))
      run(1)

      expect(next.inbox).toEqual(['m2 #2', 'm3 #2'])
      expect(world.history('abandoned')).toEqual([
        '15ms billing abandoned m2',
        '15ms billing abandoned m3',
      ])
    })
  })

  describe('settles', () => {
    it('by moving on, whether a record was handled, rejected or forgotten', () => {
      const { join, publish, run, offsets, world } = setUpKafka({ settings: MANUALLY })
      const settlements = ['acknowledge', 'reject', 'forget'] as const
      publish(3)
      join('b1', ({ event }) => settlements[Number(event.slice(1)) - 1] ?? 'hold')

      run(1)

      expect(offsets()).toEqual(['0 to 3, committed 3'])
      expect(world.history('acknowledged')).toEqual(['0ms billing acknowledged m1 #1'])
    })

    it('nothing by giving it back: Kafka does not know that', () => {
      const { join, publish, run } = setUpKafka()
      join('b1', () => 'requeue')
      publish(1)
      expect(() => run(1)).toThrow('a Kafka consumer gives nothing back')
    })
  })

  describe('rebalances', () => {
    it('once for members that come at the same instant, and shares the partitions', () => {
      const { join, publish, run, world } = setUpKafka({ partitions: 2 })
      const first = join('b1', handling(0))
      const second = join('b2', handling(0))
      publish(1, KEYS_BY_PARTITION[0])
      publish(1, KEYS_BY_PARTITION[1])

      run(1)

      expect(world.history('rebalanced')).toEqual(['0ms billing rebalanced (1)'])
      expect([first.inbox, second.inbox]).toEqual([['m1 #1'], ['m2 #1']])
    })

    it('when each member has handled what it polled, and hands nothing out before', () => {
      const { join, publish, run, world } = setUpKafka({ partitions: 2 })
      publish(2, KEYS_BY_PARTITION[0])
      publish(1, KEYS_BY_PARTITION[1])
      join('b1', handling(400))
      run(100)

      const second = join('b2', handling(0))
      publish(1, KEYS_BY_PARTITION[1])
      run(1099)
      expect(second.inbox).toEqual([])
      run(1)

      expect(world.history('rebalanced', 'acknowledged')).toEqual([
        '0ms billing rebalanced (1)',
        '400ms billing acknowledged m1 #1',
        '800ms billing acknowledged m2 #1',
        '1200ms billing acknowledged m3 #1 (1)',
        '1200ms billing rebalanced (2)',
        '1200ms billing acknowledged m4 #1 (1)',
      ])
      expect(second.inbox).toEqual(['m4 #1'])
    })

    it('at once when a member closes: another one reads on', () => {
      const { join, publish, run, world } = setUpKafka({ partitions: 2 })
      const first = join('b1', handling(10))
      const second = join('b2', handling(10))
      run(100)

      first.leave('close')
      publish(1, KEYS_BY_PARTITION[0])
      run(100)

      expect(world.history('rebalanced')).toEqual([
        '0ms billing rebalanced (1)',
        '100ms billing rebalanced (2)',
      ])
      expect(second.inbox).toEqual(['m1 #1'])
    })

    it('after session.timeout.ms when a member crashes: its partitions wait, the others are read', () => {
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
      run(1)

      expect(second.inbox).toEqual(['m2 #1', 'm1 #1'])
      expect(group('billing').figures.members).toBe(1)
      expect(world.history('rebalanced')).toEqual([
        '0ms billing rebalanced (1)',
        '51000ms billing rebalanced (2)',
      ])
    })

    it('stops the whole group while it waits for a member that is dead', () => {
      const { join, publish, run } = setUpKafka({ partitions: 2 })
      const first = join('b1', handling(10))
      const second = join('b2', handling(10))
      run(6000)
      first.leave('crash')
      run(3000)

      // The restarted process joins: from now on everybody waits for its dead predecessor.
      const restarted = join('b1 again', handling(10))
      publish(1, KEYS_BY_PARTITION[0])
      publish(1, KEYS_BY_PARTITION[1])
      run(41_999)
      expect([second.inbox, restarted.inbox]).toEqual([[], []])
      run(1)

      expect([second.inbox, restarted.inbox]).toEqual([['m1 #1'], ['m2 #1']])
    })

    it('gives members of a later generation the partitions in the order of their joining', () => {
      const { join, publish, run } = setUpKafka({ partitions: 2 })
      const first = join('b1', handling(0))
      const second = join('b2', handling(0))
      run(1)
      first.leave('close')
      const third = join('b3', handling(0))
      run(1)

      publish(1, KEYS_BY_PARTITION[0])
      publish(1, KEYS_BY_PARTITION[1])
      run(1)

      expect([first.inbox, second.inbox, third.inbox]).toEqual([[], ['m1 #1'], ['m2 #1']])
    })

    it('without anybody left, and waits for whoever comes', () => {
      const { join, publish, run, group } = setUpKafka()
      const first = join('b1', handling(0))
      run(1)
      first.leave('close')
      run(1)
      publish(2)
      run(1000)
      expect(group('billing').figures).toEqual({ waiting: 2, inFlight: 0, members: 0, lag: 2 })

      const next = join('b2', handling(0))
      run(1)

      expect(next.inbox).toEqual(['m1 #1', 'm2 #1'])
    })
  })

  it('takes new settings from the next poll on', () => {
    const { join, publish, run, group, world } = setUpKafka({ settings: { maxPollRecords: 1 } })
    publish(5)
    join('b1', handling(10))
    run(5)

    group('billing').update({
      maxPollRecords: 3,
      autoOffsetReset: 'earliest',
      autoCommitInterval: null,
      sessionTimeout: milliseconds(6000),
    })
    run(20)

    expect(world.history('delivered')).toEqual([
      '0ms billing delivered m1 #1',
      '10ms billing delivered m2 #1',
      '10ms billing delivered m3 #1',
      '10ms billing delivered m4 #1',
    ])
  })

  it('is forgotten when it closes: its name begins anew', () => {
    const { join, publish, run, group, topic, world } = setUpKafka()
    publish(2)
    const first = join('b1', handling(0))
    run(1)
    first.leave('close')

    group('billing').close()
    run(1)
    const again = topic.subscribe({
      name: 'billing',
      element: world.element('billing'),
      settings: {
        maxPollRecords: 500,
        autoOffsetReset: 'earliest',
        autoCommitInterval: null,
        sessionTimeout: milliseconds(6000),
      },
    })

    expect(again.figures).toEqual({ waiting: 2, inFlight: 0, members: 0, lag: 2 })
  })
})

const MANUALLY = { maxPollRecords: 2, autoCommitInterval: null }

/** A crash a millisecond before the first auto-commit. */
function setUpAgain(): string[] {
  const { join, publish, run } = setUpKafka()
  const crashing = join('b1', handling(10))
  publish(1)
  run(4999)
  crashing.leave('crash')
  const next = join('b2', handling(0))
  run(46_000)
  return next.inbox
}
