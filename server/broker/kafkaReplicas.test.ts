// Golden histories: `orders` is the topic. The number after # is the partition (none for 0), the one in
// brackets the node, or, of what is about a record, its partition.

import { describe, expect, it } from 'vitest'
import { IMMEDIATELY, milliseconds } from '../engine/time.ts'
import { handling, setUpKafka } from './kafka.fixture.ts'
import { setUpTopic, THREE_REPLICAS, type TopicSetUp } from './kafkaTopic.fixture.ts'

describe('A replicated Kafka topic', () => {
  it('[kafka.preferred-leaders] spreads its leaders over its brokers', () => {
    const { topic } = setUpTopic({ topic: { ...THREE_REPLICAS, partitions: 5 } })

    expect(topic.partitions.map(({ leader }) => leader)).toEqual([0, 1, 2, 0, 1])
    expect(topic.figures).toMatchObject({ nodes: 3, nodesUp: 3 })
  })

  it('[kafka.high-watermark] lets consumers read what all in-sync replicas have', () => {
    const { publish, run, readable, topic } = setUp({ replicationDelay: milliseconds(10) })

    publish()
    run(4)
    publish()
    run(6)
    expect(readable()).toEqual(['0 m1'])
    expect(topic.partitions[0]).toMatchObject({ highWatermark: 1, endOffset: 2 })
    run(4)

    expect(readable()).toEqual(['0 m1', '1 m2'])
  })

  it('[kafka.single-replica] has it at once when there is one replica', () => {
    const { publish, readable, topic, world } = setUpTopic({ producer: { linger: IMMEDIATELY } })

    publish()

    expect(readable()).toEqual(['0 m1'])
    expect(topic.partitions[0]).toMatchObject({ leader: 0, inSyncReplicas: 1 })
    world.settleDown()
    expect(world.outcomes).toEqual(['m1 accepted'])
  })

  describe('whose leader crashes', () => {
    it('[kafka.leader-election] elects the next in-sync replica when the session has timed out', () => {
      const { topic, publish, run, world, readable } = setUp({ partitions: 2 })
      topic.setNodeUp(0, false)
      run(8999)
      expect(topic.partitions.map(({ leader }) => leader)).toEqual([0, 1])

      run(1)
      publish({ key: 1 })
      run(10)

      expect(world.history('nodeDown', 'elected')).toEqual([
        '0ms orders nodeDown',
        '9000ms orders elected (1)',
      ])
      expect(topic.partitions[0]).toMatchObject({
        leader: 1,
        inSyncReplicas: 2,
        isUnderReplicated: true,
      })
      expect(readable()).toEqual(['0 m1'])
    })

    it('[kafka.acks-1-loss] loses what only the leader had: acks=1 was told it is stored', () => {
      const { topic, publish, run, world, readable } = setUp({}, { acks: '1' })
      publish()
      run(10)
      publish()
      world.settleDown()
      topic.setNodeUp(0, false)

      run(20_000)

      expect(world.outcomes).toEqual(['m1 accepted', 'm2 accepted'])
      expect(world.history('accepted', 'elected', 'lost')).toEqual([
        '0ms orders accepted m1',
        '10ms orders accepted m2',
        '9010ms orders elected (1)',
        '9010ms orders lost m2',
      ])
      expect(readable()).toEqual(['0 m1'])
      expect(topic.figures.retained).toBe(1)
      expect(world.messages.alive).toBe(1)
    })

    it('[kafka.acks-all-survives] loses nothing of acks=all: the producer stores it again', () => {
      const { topic, publish, run, world, readable } = setUp()
      publish()
      run(0)
      topic.setNodeUp(0, false)

      run(20_000)

      expect(world.history('accepted', 'elected', 'lost').slice(0, 3)).toEqual([
        '0ms orders accepted m1',
        '9000ms orders elected (1)',
        '9000ms orders lost m1',
      ])
      expect(world.history('accepted')).toHaveLength(2)
      expect(world.outcomes).toEqual(['m1 accepted'])
      expect(readable()).toEqual(['0 m1'])
    })

    it('[kafka.leader-pause] takes nothing until there is a new one, and stores what came meanwhile', () => {
      const { topic, publish, run, world, readable } = setUp()
      topic.setNodeUp(0, false)
      for (let n = 0; n < 3; n += 1) {
        publish()
        run(1000)
      }
      expect(world.outcomes).toEqual([])

      run(7500)

      expect(world.outcomes).toEqual(['m1 accepted', 'm2 accepted', 'm3 accepted'])
      expect(readable()).toEqual(['0 m1', '1 m2', '2 m3'])
    })

    it('[kafka.leader-pause] lets nobody read until there is a new one', () => {
      const { topic, publish, run, readable } = setUp()
      publish()
      run(10)
      topic.setNodeUp(0, false)
      expect(readable()).toEqual([])
      expect(topic.logs[0]?.readableFrom(0)).toBe(1)

      run(9000)

      expect(readable()).toEqual(['0 m1'])
    })

    it('[kafka.leader-pause] lets a group read on by itself then', () => {
      const { topic, run, publish, join } = setUpKafka({
        topic: { replicationFactor: 2 },
        settings: { maxPollRecords: 1 },
      })
      const billing = join('b1', handling(10))
      publish(3)
      run(5)
      topic.setNodeUp(0, false)
      run(9500)

      expect(billing.timedInbox).toEqual(['1ms m1 #1', '9005ms m2 #1', '9015ms m3 #1'])
    })

    it('[kafka.old-session] waits for the end of its session, though it returns before', () => {
      const { topic, run, world } = setUp()
      topic.setNodeUp(0, false)
      run(1000)
      topic.setNodeUp(0, true)
      run(20_000)

      expect(world.history()).toEqual([
        '0ms orders nodeDown',
        '1000ms orders nodeUp',
        '9000ms orders elected (1)',
      ])
      expect(topic.partitions[0]).toMatchObject({ leader: 1, inSyncReplicas: 3 })
    })

    it('[kafka.preferred-leaders] gives way to the preferred leader at the next check', () => {
      const { topic, run, world } = setUp()
      topic.setNodeUp(0, false)
      run(20_000)
      topic.setNodeUp(0, true)

      run(300_000)

      expect(world.history('elected')).toEqual([
        '9000ms orders elected (1)',
        '300000ms orders elected',
      ])
      expect(topic.partitions[0]).toMatchObject({ leader: 0, inSyncReplicas: 3 })
    })

    it('[kafka.no-leader] has none when the last in-sync replica is gone, and keeps its records', () => {
      const { topic, publish, run, world, readable } = setUpTopic({
        producer: { linger: IMMEDIATELY },
      })
      publish()
      topic.setNodeUp(0, false)
      run(20_000)
      expect(topic.partitions[0]).toMatchObject({ leader: -1, inSyncReplicas: 1 })
      publish()

      topic.setNodeUp(0, true)
      run(2000)

      expect(world.history()).toEqual([
        '0ms orders accepted m1',
        '0ms orders nodeDown',
        '9000ms orders elected (-1)',
        '20000ms orders nodeUp',
        '20000ms orders elected',
        '20117ms orders accepted m2',
      ])
      expect(readable()).toEqual(['0 m1', '1 m2'])
    })
  })

  describe('whose follower crashes', () => {
    it('[kafka.isr-shrink] stalls acks=all and consumers until the follower is out of sync', () => {
      const { topic, publish, run, world, readable } = setUp()
      topic.setNodeUp(2, false)
      publish()
      run(8999)
      expect([world.outcomes, readable()]).toEqual([[], []])

      run(1)

      expect([world.outcomes, readable()]).toEqual([['m1 accepted'], ['0 m1']])
      expect(topic.partitions[0]).toMatchObject({ leader: 0, inSyncReplicas: 2 })
    })

    it('[kafka.replica-lag] which replica.lag.time.max.ms may decide before', () => {
      const { topic, publish, run, world } = setUp({ replicaLagTimeMax: milliseconds(3000) })
      topic.setNodeUp(2, false)
      publish()
      run(2999)
      expect(world.outcomes).toEqual([])
      run(1)

      expect(world.outcomes).toEqual(['m1 accepted'])
    })

    it('[kafka.isr-rejoin] takes it back when it has caught up', () => {
      const { topic, publish, run } = setUp({ replicationDelay: milliseconds(10) })
      topic.setNodeUp(2, false)
      run(10_000)
      publish()
      run(100)

      topic.setNodeUp(2, true)
      run(9)
      expect(topic.partitions[0]?.inSyncReplicas).toBe(2)
      run(1)

      expect(topic.partitions[0]?.inSyncReplicas).toBe(3)
    })
  })

  describe('with an election out of the in-sync replicas', () => {
    /** m1 is on all, m2 on brokers 0 and 1 only; then these two crash, and 2 comes back. */
    const behind = (uncleanLeaderElection: boolean) => {
      const stand = setUp({ uncleanLeaderElection })
      const { topic, publish, run } = stand
      publish()
      run(10)
      topic.setNodeUp(2, false)
      run(10_000)
      publish()
      run(10)
      topic.setNodeUp(0, false)
      topic.setNodeUp(1, false)
      run(10_000)
      topic.setNodeUp(2, true)
      run(10)
      return stand
    }

    it('[kafka.unclean-election] loses what its new leader does not have', () => {
      const { topic, world, readable } = behind(true)

      expect(world.outcomes).toEqual(['m1 accepted', 'm2 accepted'])
      expect(world.history('elected', 'lost')).toEqual([
        '19020ms orders elected (-1)',
        '20020ms orders elected (2)',
        '20020ms orders lost m2',
      ])
      expect(readable()).toEqual(['0 m1'])
      expect(topic.partitions[0]).toMatchObject({ leader: 2, inSyncReplicas: 1, highWatermark: 1 })
    })

    it('[kafka.unclean-election] goes on from a leader that ends where the others do not even begin', () => {
      const stand = setUp({
        uncleanLeaderElection: true,
        minInsyncReplicas: 1,
        retention: milliseconds(1000),
      })
      const { topic, publish, run, readable } = stand
      publish()
      run(10)
      topic.setNodeUp(2, false)
      run(10_000)
      publish()
      run(300_000)
      expect(topic.partitions[0]).toMatchObject({ startOffset: 2, endOffset: 2 })
      for (const [broker, isUp] of [0, 1, 2].map((each) => [each, each === 2] as const))
        topic.setNodeUp(broker, isUp)
      run(10_000)

      publish()
      run(10)

      expect(topic.partitions[0]).toMatchObject({ leader: 2, startOffset: 1, endOffset: 2 })
      expect(readable()).toEqual(['1 m3'])
    })

    it('[kafka.unclean-election] rather has no leader, where that is not allowed', () => {
      const { topic, world, run, readable } = behind(false)
      expect(topic.partitions[0]).toMatchObject({ leader: -1 })
      // The last in-sync replica comes back.
      topic.setNodeUp(1, true)
      run(10)

      expect(world.history('lost')).toEqual([])
      expect(topic.partitions[0]).toMatchObject({ leader: 1, inSyncReplicas: 2 })
      expect(readable()).toEqual(['0 m1', '1 m2'])
    })
  })

  it('ignores brokers that it has not, and what it knows already', () => {
    const { topic, world } = setUpTopic()

    topic.setNodeUp(1, false)
    topic.setNodeUp(0, true)

    expect(world.history()).toEqual([])
  })
})

function setUp(topic: TopicSetUp['topic'] = {}, producer: TopicSetUp['producer'] = {}) {
  return setUpTopic({
    topic: { ...THREE_REPLICAS, ...topic },
    producer: { linger: IMMEDIATELY, ...producer },
  })
}
