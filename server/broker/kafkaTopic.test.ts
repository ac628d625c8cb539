// Golden histories: `orders` is the topic, `billing` and `shipping` are its groups. `#1` says that the
// group has the record for the first time; the number in brackets is the partition, or, of
// `rebalanced`, the generation.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { milliseconds } from '../engine/time.ts'
import { handling, KEYS_BY_PARTITION, setUpKafka } from './kafka.fixture.ts'
import { partitionOf } from './murmur2.ts'

describe('KafkaTopic', () => {
  it('stores a record in the partition of its key, whoever reads', () => {
    const { topic, publish, world, offsets } = setUpKafka({ partitions: 4 })

    for (const key of [0, 1, 2, 3, 0]) publish(1, key)
    world.settleDown()

    const partitions = [0, 1, 2, 3, 0].map((key) => partitionOf(`key-${key}`, 4))
    expect(world.history('accepted')).toEqual(
      partitions.map((partition, n) =>
        partition === 0
          ? `0ms orders accepted m${n + 1}`
          : `0ms orders accepted m${n + 1} (${partition})`,
      ),
    )
    expect(offsets()).toEqual([
      '0 to 1, committed 1',
      '0 to 2, committed 2',
      '0 to 1, committed 1',
      '0 to 1, committed 1',
    ])
    expect(topic.figures).toMatchObject({
      waiting: 0,
      inFlight: 0,
      retained: 5,
      oldestWaitingAt: null,
    })
  })

  it('counts what waits, what is in flight and the lag, handled record by handled record', () => {
    const { topic, group, join, publish, run, offsets } = setUpKafka({
      settings: { maxPollRecords: 2 },
    })
    publish(3)
    join('b1', handling(10))

    run(15)

    expect(offsets()).toEqual(['0 to 3, committed 1'])
    expect(group('billing').figures).toMatchObject({ waiting: 1, inFlight: 1, members: 1, lag: 2 })
    expect(topic.figures).toMatchObject({
      waiting: 1,
      inFlight: 1,
      retained: 3,
      oldestWaitingAt: 0,
    })
    run(100)
    expect(group('billing').figures).toMatchObject({ waiting: 0, inFlight: 0, members: 1, lag: 0 })
    expect(topic.figures).toMatchObject({
      waiting: 0,
      inFlight: 0,
      retained: 3,
      oldestWaitingAt: null,
    })
  })

  it('lets every group read everything, each at its own pace', () => {
    const { topic, join, publish, run, world } = setUpKafka()
    join('b1', handling(10), 'billing')
    join('s1', handling(30), 'shipping')

    publish(3)
    run(50)

    expect(world.history('acknowledged')).toEqual([
      '10ms billing acknowledged m1 #1',
      '20ms billing acknowledged m2 #1',
      '30ms billing acknowledged m3 #1',
      '30ms shipping acknowledged m1 #1',
    ])
    expect(topic.partitions).toEqual([
      {
        startOffset: 0,
        endOffset: 3,
        committedOffset: 1,
        lag: 2,
        highWatermark: 3,
        leader: 0,
        inSyncReplicas: 1,
        isUnderReplicated: false,
      },
    ])
  })

  it('hands a new record at once to a member that waits in poll', () => {
    const { join, publish, run, world } = setUpKafka()
    join('b1', handling(10))
    run(100)

    publish(1)
    run(50)
    publish(1)
    run(50)

    expect(world.history('delivered', 'acknowledged')).toEqual([
      '100ms billing delivered m1 #1',
      '110ms billing acknowledged m1 #1',
      '150ms billing delivered m2 #1',
      '160ms billing acknowledged m2 #1',
    ])
  })

  it('hands over max.poll.records at once, and asks again when they are handled', () => {
    const { join, publish, run, world } = setUpKafka({ settings: { maxPollRecords: 2 } })
    publish(5)

    join('b1', handling(10))
    run(100)

    expect(world.history('delivered')).toEqual([
      '0ms billing delivered m1 #1',
      '0ms billing delivered m2 #1',
      '20ms billing delivered m3 #1',
      '20ms billing delivered m4 #1',
      '40ms billing delivered m5 #1',
    ])
  })

  it('reads partitions in turn, however much waits in one of them', () => {
    const { join, publish, run, world } = setUpKafka({
      partitions: 2,
      settings: { maxPollRecords: 2 },
    })
    publish(5, KEYS_BY_PARTITION[0])
    publish(3, KEYS_BY_PARTITION[1])

    join('b1', handling(10))
    run(200)

    expect(world.history('delivered')).toEqual([
      '0ms billing delivered m1 #1',
      '0ms billing delivered m2 #1',
      '20ms billing delivered m6 #1 (1)',
      '20ms billing delivered m7 #1 (1)',
      '40ms billing delivered m3 #1',
      '40ms billing delivered m4 #1',
      '60ms billing delivered m8 #1 (1)',
      '60ms billing delivered m5 #1',
    ])
  })

  it('leaves members without a partition idle', () => {
    const { join, publish, run, group } = setUpKafka({ partitions: 2 })
    const members = ['b1', 'b2', 'b3'].map((name) => join(name, handling(10)))

    publish(4, KEYS_BY_PARTITION[0])
    publish(4, KEYS_BY_PARTITION[1])
    run(1000)

    expect(members.map(({ seen }) => seen.length)).toEqual([4, 4, 0])
    expect(group('billing').figures.members).toBe(3)
  })

  it('keeps the order of each partition, whatever the members do', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ key: fc.nat(7), pauseMs: fc.nat(3) }), { maxLength: 60 }),
        fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 5 }),
        (records, paces, maxPollRecords) => {
          const { join, publish, run, world } = setUpKafka({
            partitions: 3,
            settings: { maxPollRecords },
          })
          paces.forEach((pace, n) => {
            join(`b${n}`, handling(pace))
          })

          for (const { key, pauseMs } of records) {
            publish(1, key)
            run(pauseMs)
          }
          run(10_000)

          for (const partition of [0, 1, 2]) {
            const published = records.flatMap(({ key }, n) =>
              partitionOf(`key-${key}`, 3) === partition ? [`m${n + 1}`] : [],
            )
            const handled = world.journal.filter(
              ({ kind, detail }) => kind === 'acknowledged' && detail === partition,
            )
            expect(handled.map(({ event }) => event)).toEqual(published)
          }
        },
      ),
      { seed: 20_260_801, numRuns: 100 },
    )
  })

  describe('a group that is new', () => {
    it('begins with the oldest record that is kept, when it says earliest', () => {
      const { join, publish, run } = setUpKafka({ settings: { autoOffsetReset: 'earliest' } })
      publish(2)
      run(1000)

      const consumer = join('b1', handling(0))
      run(1000)

      expect(consumer.timedInbox).toEqual(['1000ms m1 #1', '1000ms m2 #1'])
    })

    it('begins with what comes, when it says latest', () => {
      const { join, publish, run, group, world } = setUpKafka({
        settings: { autoOffsetReset: 'latest' },
      })
      publish(2)
      group('billing')
      run(500)
      publish(1)
      run(500)

      const consumer = join('b1', handling(0))
      run(1000)
      publish(1)
      run(1000)

      expect(consumer.timedInbox).toEqual(['2000ms m4 #1'])
      expect(world.history('dropped')).toEqual([])
    })
  })

  describe('with retention', () => {
    const retentionMs = 400_000
    /** What comes later is in another segment, and nobody is thrown out for being slow. */
    const small = { segmentAge: milliseconds(100_000) }
    const patient = { maxPollInterval: milliseconds(10_000_000) }

    it('deletes what is older, read or not, every five minutes', () => {
      const { publish, run, world, offsets, topic } = setUpKafka({
        retentionMs,
        topic: small,
        settings: patient,
      })
      publish(2)
      run(250_000)
      publish(1)

      run(349_999)
      expect(topic.figures.retained).toBe(3)
      run(1)

      expect(world.history('expired')).toEqual([
        '600000ms orders expired m1',
        '600000ms orders expired m2',
      ])
      expect(offsets()).toEqual(['2 to 3, committed 3'])
      expect(topic.figures.retained).toBe(1)
      expect(world.messages.alive).toBe(1)
    })

    it('overtakes a slow group, which loses what it has not read', () => {
      const { join, publish, run, world, group } = setUpKafka({
        retentionMs,
        topic: small,
        settings: { ...patient, maxPollRecords: 1 },
      })
      publish(3)
      join('b1', handling(700_000))
      run(250_000)
      publish(2)

      run(1_500_000)

      // It has m1 in hand when m2 and m3 are deleted, and goes on with m4, m5.
      expect(world.history('delivered', 'dropped', 'expired', 'acknowledged')).toEqual([
        '0ms billing delivered m1 #1',
        '600000ms billing dropped m2 by billing',
        '600000ms billing dropped m3 by billing',
        '600000ms orders expired m1',
        '600000ms orders expired m2',
        '600000ms orders expired m3',
        '700000ms billing acknowledged m1 #1',
        '700000ms billing delivered m4 #1',
        '900000ms billing dropped m5 by billing',
        '900000ms orders expired m4',
        '900000ms orders expired m5',
        '1400000ms billing acknowledged m4 #1',
      ])
      expect(group('billing').figures).toMatchObject({
        waiting: 0,
        inFlight: 0,
        members: 1,
        lag: 0,
      })
      expect([world.messages.alive, world.events.alive]).toEqual([0, 0])
    })

    it('makes a group that says latest jump to the end', () => {
      const { join, publish, run, world } = setUpKafka({
        retentionMs,
        topic: small,
        settings: { ...patient, maxPollRecords: 1, autoOffsetReset: 'latest' },
      })
      const consumer = join('b1', handling(700_000))
      run(0)
      publish(2)
      run(250_000)
      publish(1)
      run(600_000)
      publish(1)
      run(10)

      expect(world.history('dropped')).toEqual([
        '600000ms billing dropped m2 by billing',
        '600000ms billing dropped m3 by billing',
      ])
      expect(consumer.inbox).toEqual(['m1 #1', 'm4 #1'])
    })

    it('overtakes a group without members', () => {
      const { join, publish, run, world, group } = setUpKafka({
        retentionMs,
        topic: small,
        settings: patient,
      })
      const first = join('b1', handling(0))
      run(0)
      first.leave('close')
      publish(2)
      run(250_000)
      publish(1)
      run(400_000)
      expect(group('billing').figures).toMatchObject({ waiting: 1, lag: 3 })

      const consumer = join('b2', handling(0))
      run(5000)

      expect(world.history('dropped')).toEqual([
        '600000ms billing dropped m1 by billing',
        '600000ms billing dropped m2 by billing',
      ])
      expect(consumer.inbox).toEqual(['m3 #1'])
      expect(group('billing').figures.lag).toBe(0)
    })

    it('takes what a member has in hand, should the member crash', () => {
      const { join, publish, run, world, topic } = setUpKafka({
        retentionMs,
        topic: small,
        settings: patient,
      })
      publish(2)
      const crashing = join('b1', handling(500_000))
      run(700_000)

      crashing.leave('crash')
      join('b2', handling(0))
      run(45_000)

      // m1 was handled, m2 was not; both are deleted, and nothing was committed.
      expect(world.history('expired', 'acknowledged', 'abandoned', 'dropped')).toEqual([
        '500000ms billing acknowledged m1 #1',
        '600000ms orders expired m1',
        '600000ms orders expired m2',
        '700000ms billing abandoned m2',
        '700000ms billing dropped m2 by billing',
      ])
      expect(topic.figures).toMatchObject({
        waiting: 0,
        inFlight: 0,
        retained: 0,
        oldestWaitingAt: null,
      })
      expect([world.messages.alive, world.deliveries.underWay]).toEqual([0, 0])
    })
  })

  it('[kafka.partition-increase] takes more partitions, and none away', () => {
    const { topic, publish, run, join, world } = setUpKafka({
      partitions: 2,
      settings: { groupProtocol: 'consumer' },
    })
    const billing = join('b1', handling(0))
    run(1)
    // Key 0 lies in partition 1 of 2, and in partition 1 of 3; key 2 in partition 0, then in 2.
    publish(1, 2)
    run(1)

    topic.update({ ...topic.settings, partitions: 3 })
    publish(1, 2)
    run(60_000)

    expect(world.history('accepted')).toEqual([
      '1ms orders accepted m1',
      '2ms orders accepted m2 (2)',
    ])
    expect(billing.inbox).toEqual(['m1 #1', 'm2 #1'])
    expect(() => topic.update({ ...topic.settings, partitions: 2 })).toThrow(
      'a topic keeps its partitions',
    )
    expect(() => topic.update({ ...topic.settings, replicationFactor: 2 })).toThrow(
      'a topic keeps its replication factor',
    )
  })
})
