// Golden histories of commits and crashes: `billing` is the group, `#2` a record that it has had before;
// the number in brackets is the partition, or, of `rebalanced`, the generation.

import { describe, expect, it } from 'vitest'
import { milliseconds, type SimTime } from '../engine/time.ts'
import { handling, KEYS_BY_PARTITION, setUpKafka } from './kafka.fixture.ts'
import { CONSUMER_DEFAULTS } from './kafkaConsumerSettings.ts'

describe('KafkaGroup', () => {
  describe('commits', () => {
    it('[kafka.commit-after-poll] when a poll is handled, without auto-commit', () => {
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

    it('[kafka.commit-after-poll] reads again only what was handled since, after a crash', () => {
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

    it('[kafka.auto-commit] every auto.commit.interval.ms, inside poll: what came after is read twice', () => {
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

    it('[kafka.auto-commit] when the interval is over, if the member waits in poll', () => {
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

    it('[kafka.auto-commit] nothing before the interval is over: a crash reads all of it twice', () => {
      expect(setUpAgain()).toEqual(['m1 #2'])
    })

    it('[kafka.offset-reset] loses what was handled but not committed, and all up to the end, when it says latest', () => {
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

    it('[kafka.commit-after-each] after each record: a crash reads again only the one in hand', () => {
      const settings = { autoCommitInterval: null, commitWhen: 'afterEach' as const }
      const { join, publish, run, world } = setUpKafka({ settings })
      publish(3)
      const crashing = join('b1', handling(10))
      run(15)

      crashing.leave('crash')
      const next = join('b2', handling(0))
      run(46_000)

      expect(next.inbox).toEqual(['m2 #2', 'm3 #2'])
      expect(world.history('positioned', 'abandoned', 'dropped').slice(0, 3)).toEqual([
        '10ms billing positioned (1)',
        '15ms billing abandoned m2',
        '15ms billing abandoned m3',
      ])
    })

    it('[kafka.commit-before-handling] before handling: a crash loses what was polled, and nothing comes twice', () => {
      const settings = { autoCommitInterval: null, commitWhen: 'beforeHandling' as const }
      const { join, publish, run, world } = setUpKafka({
        settings: { ...settings, maxPollRecords: 2 },
      })
      publish(3)
      const crashing = join('b1', handling(10))
      run(15)

      crashing.leave('crash')
      const next = join('b2', handling(0))
      run(46_000)

      expect(next.inbox).toEqual(['m3 #1'])
      expect(world.history('positioned', 'acknowledged', 'abandoned', 'dropped')).toEqual([
        '0ms billing positioned (2)',
        '10ms billing acknowledged m1 #1',
        '15ms billing abandoned m2',
        '15ms billing dropped m2 by billing',
        '45015ms billing positioned (3)',
        '45015ms billing acknowledged m3 #1',
      ])
    })

    it('[kafka.commit-on-close] says how far it has come when it closes', () => {
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

  describe('begins', () => {
    it('[kafka.offset-reset] with the oldest or the next record, by auto.offset.reset, if it has no offset', () => {
      const earliest = setUpKafka({ settings: { autoOffsetReset: 'earliest' } })
      const latest = setUpKafka({ settings: { autoOffsetReset: 'latest' } })

      const inboxes = [earliest, latest].map(({ publish, join, run }) => {
        publish(2)
        run(1)
        const consumer = join('b1', handling(0))
        run(1)
        publish(1)
        run(1)
        return consumer.inbox
      })

      expect(inboxes).toEqual([['m1 #1', 'm2 #1', 'm3 #1'], ['m3 #1']])
    })

    it('[kafka.offset-reset-none] not at all with none: each member stops with an error', () => {
      const { join, publish, run, world, group } = setUpKafka({
        settings: { autoOffsetReset: 'none' },
      })
      publish(1)
      const first = join('b1', handling(0))
      const second = join('b2', handling(0))
      run(10_000)

      expect([first.inbox, second.inbox]).toEqual([[], []])
      expect(group('billing').figures.members).toBe(0)
      expect(world.history('rebalanced', 'assigned', 'revoked', 'stopped')).toEqual([
        '0ms billing rebalanced (1)',
        '0ms billing assigned',
        '0ms billing stopped',
        '0ms billing revoked',
        '3000ms billing rebalanced (2)',
        '3000ms billing assigned (1)',
        '3000ms billing stopped (1)',
        '3000ms billing revoked (1)',
        '3000ms billing rebalanced (3)',
      ])
    })

    it('[kafka.offset-out-of-range] where auto.offset.reset says, when retention has deleted what it would read', () => {
      const settings = {
        maxPollRecords: 1,
        autoOffsetReset: 'latest' as const,
        maxPollInterval: milliseconds(1_000_000),
      }
      const { join, publish, run, world } = setUpKafka({
        retentionMs: 60_000,
        topic: { segmentAge: milliseconds(30_000) },
        settings,
      })
      const slow = join('b1', handling(400_000))
      run(0)
      publish(3)
      run(200_000)
      publish(1)
      run(900_000)

      // The segment of m1 to m3 is deleted at 300 s; the member that reads is sent to the end.
      expect(slow.inbox).toEqual(['m1 #1'])
      expect(world.history('dropped')).toEqual([
        '300000ms billing dropped m2 by billing',
        '300000ms billing dropped m3 by billing',
        '300000ms billing dropped m4 by billing',
      ])
    })

    it('[kafka.seek] where an operator resets its offsets to', () => {
      const { join, publish, run, group, world } = setUpKafka()
      publish(1)
      run(1000)
      publish(1)
      run(1000)
      publish(1)
      const consumer = join('b1', handling(0))
      run(1)

      group('billing').seek?.({ kind: 'time', at: milliseconds(1000) as unknown as SimTime })
      run(1)
      group('billing').seek?.({ kind: 'earliest' })
      run(1)

      expect(consumer.inbox.slice(3)).toEqual(['m2 #2', 'm3 #2', 'm1 #2', 'm2 #2', 'm3 #2'])
      expect(world.history('positioned')).toEqual([
        '2001ms billing positioned (1)',
        '2002ms billing positioned',
      ])
    })
  })

  describe('reads', () => {
    it('[kafka.poll-loop] a poll at a time: one slow record keeps all partitions of the member waiting', () => {
      const { join, publish, run, world } = setUpKafka({ partitions: 2 })
      join('b1', ({ event }) => ({
        settlement: 'acknowledge',
        after: milliseconds(event === 'm1' ? 2000 : 0),
      }))
      run(1)
      publish(1, KEYS_BY_PARTITION[0])
      run(1)
      publish(2, KEYS_BY_PARTITION[1])
      run(3000)

      expect(world.history('delivered')).toEqual([
        '1ms billing delivered m1 #1',
        '2001ms billing delivered m2 #1 (1)',
        '2001ms billing delivered m3 #1 (1)',
      ])
    })

    it('[kafka.max-poll-records] at most max.poll.records, and the next poll begins with the next partition', () => {
      const { join, publish, run, world } = setUpKafka({
        partitions: 2,
        settings: { maxPollRecords: 2 },
      })
      publish(3, KEYS_BY_PARTITION[0])
      publish(2, KEYS_BY_PARTITION[1])
      run(1)
      join('b1', handling(10))
      run(100)

      expect(world.history('delivered')).toEqual([
        '1ms billing delivered m1 #1',
        '1ms billing delivered m2 #1',
        '21ms billing delivered m4 #1 (1)',
        '21ms billing delivered m5 #1 (1)',
        '41ms billing delivered m3 #1',
      ])
    })

    it('[kafka.retry-topic-delay] a record once it is old enough, while other partitions go on', () => {
      const { join, publish, run, world } = setUpKafka({
        partitions: 2,
        settings: { processingDelay: milliseconds(1000) },
      })
      join('b1', handling(10))
      run(1)
      publish(1, KEYS_BY_PARTITION[0])
      run(100)
      publish(1, KEYS_BY_PARTITION[1])
      run(200)
      publish(1, KEYS_BY_PARTITION[0])
      run(2000)

      expect(world.history('accepted', 'delivered')).toEqual([
        '1ms orders accepted m1',
        '101ms orders accepted m2 (1)',
        '301ms orders accepted m3',
        '1001ms billing delivered m1 #1',
        '1101ms billing delivered m2 #1 (1)',
        '1301ms billing delivered m3 #1',
      ])
    })

    it('[kafka.lag] and lags by what is not committed; what it has polled waits no more', () => {
      const { join, publish, run, group } = setUpKafka({ settings: { maxPollRecords: 2 } })
      publish(5)
      run(1)
      join('b1', handling(10))
      run(15)

      expect(group('billing').figures).toMatchObject({
        waiting: 3,
        inFlight: 1,
        members: 1,
        lag: 4,
      })
    })
  })

  describe('settles', () => {
    it('[kafka.no-settlement] by moving on, whether a record was handled, rejected or forgotten', () => {
      const { join, publish, run, offsets, world } = setUpKafka({ settings: MANUALLY })
      const settlements = ['acknowledge', 'reject', 'forget'] as const
      publish(3)
      join('b1', ({ event }) => settlements[Number(event.slice(1)) - 1] ?? 'hold')

      run(1)

      expect(offsets()).toEqual(['0 to 3, committed 3'])
      expect(world.history('acknowledged')).toEqual(['0ms billing acknowledged m1 #1'])
    })

    it('[kafka.no-settlement] nothing by giving it back: Kafka does not know that', () => {
      const { join, publish, run } = setUpKafka()
      join('b1', () => 'requeue')
      publish(1)
      expect(() => run(1)).toThrow('a Kafka consumer gives nothing back')
    })
  })

  it('[kafka.max-poll-records] takes new settings from the next poll on', () => {
    const { join, publish, run, group, world } = setUpKafka({ settings: { maxPollRecords: 1 } })
    publish(5)
    join('b1', handling(10))
    run(5)

    group('billing').update({
      ...CONSUMER_DEFAULTS,
      maxPollRecords: 3,
      autoOffsetReset: 'earliest',
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
      settings: { ...CONSUMER_DEFAULTS, autoOffsetReset: 'earliest' },
    })

    expect(again.figures).toMatchObject({ waiting: 2, inFlight: 0, members: 0, lag: 2 })
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
