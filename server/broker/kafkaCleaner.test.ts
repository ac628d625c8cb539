// Golden histories: `orders` is the topic, with one partition. Logs are checked every five minutes, and
// compacted every fifteen seconds.

import { describe, expect, it } from 'vitest'
import { IMMEDIATELY, milliseconds } from '../engine/time.ts'
import { setUpTopic, type TopicSetUp } from './kafkaTopic.fixture.ts'

describe('A Kafka log', () => {
  describe('with retention.ms', () => {
    it('[kafka.retention-time] is deleted by whole segments, when their latest record is too old', () => {
      const { publish, run, world, readable } = setUp({ retention: milliseconds(400_000) })
      publish()
      run(250_000)
      publish()

      // m1 is too old for half an interval, but m2 shares its segment.
      run(350_000)
      expect(readable()).toEqual(['0 m1', '1 m2'])
      run(300_000)

      expect(world.history('expired')).toEqual([
        '900000ms orders expired m1',
        '900000ms orders expired m2',
      ])
      expect([world.messages.alive, world.events.alive]).toEqual([0, 0])
    })

    it('[kafka.segment-ms] loses older segments alone when segments are closed by segment.ms', () => {
      const { topic, publish, run, world, readable } = setUp({
        retention: milliseconds(400_000),
        segmentAge: milliseconds(200_000),
      })
      publish()
      run(200_000)
      publish()
      run(1)
      publish()
      run(399_999)
      expect(world.history('expired')).toEqual([])
      run(300_000)

      expect(topic.logs[0]?.segments.all.map(({ baseOffset }) => baseOffset)).toEqual([3])
      expect(world.history('expired')).toEqual([
        '900000ms orders expired m1',
        '900000ms orders expired m2',
        '900000ms orders expired m3',
      ])
      publish()
      expect(readable()).toEqual(['3 m4'])
    })

    it('[kafka.active-segment] deletes the active segment for its age, and offsets go on', () => {
      const { topic, publish, run, readable } = setUp({ retention: milliseconds(1000) })
      publish()
      run(300_000)
      publish()

      expect(topic.partitions[0]).toMatchObject({ startOffset: 1, endOffset: 2 })
      expect(readable()).toEqual(['1 m2'])
    })

    it('[kafka.retention-time] takes a shorter retention when it is next checked', () => {
      const { topic, publish, run, update } = setUp()
      publish()

      update({ retention: milliseconds(1000) })
      run(299_999)
      expect(topic.figures.retained).toBe(1)
      run(1)

      expect(topic.figures.retained).toBe(0)
    })

    it('[kafka.retention-time] keeps what is above the high watermark', () => {
      const { topic, publish, run } = setUp({
        retention: milliseconds(1000),
        replicationFactor: 2,
        brokerSessionTimeout: milliseconds(400_000),
        replicaLagTimeMax: milliseconds(400_000),
      })
      topic.setNodeUp(1, false)
      publish()

      run(300_000)

      expect(topic.partitions[0]).toMatchObject({ startOffset: 0, highWatermark: 0, endOffset: 1 })
    })
  })

  it('[kafka.retention-bytes] with retention.bytes loses its oldest closed segments', () => {
    // Two records of 984 + 16 bytes in a segment.
    const { publish, run, world, readable, topic } = setUp({
      segmentBytes: 2100,
      retentionBytes: 4500,
    })
    for (let n = 0; n < 8; n += 1) publish({ sizeBytes: 984 })

    run(300_000)

    // Of 8000 bytes, 3500 are too many: a segment of 2000 goes, a second one would be too much.
    expect(world.history('expired')).toEqual([
      '300000ms orders expired m1',
      '300000ms orders expired m2',
    ])
    expect(readable()).toHaveLength(6)
    expect(topic.logs[0]?.segments.bytes).toBe(6000)
  })

  it('[kafka.retention-bytes] never loses its active segment for its size', () => {
    const { publish, run, topic } = setUp({ retentionBytes: 1 })
    for (let n = 0; n < 8; n += 1) publish({ sizeBytes: 984 })

    run(600_000)

    expect(topic.figures.retained).toBe(8)
  })

  describe('with cleanup.policy=compact', () => {
    const compacted = { cleanupPolicy: 'compact', segmentBytes: 3100 } as const

    it('[kafka.compaction] keeps the newest record of each key, at its offset', () => {
      const { publish, run, world, readable, topic } = setUp(compacted)
      for (const key of [1, 2, 1, 3, 1, 2, 4]) publish({ key, sizeBytes: 984 })

      run(15_000)

      expect(world.history('compacted')).toEqual([
        '15000ms orders compacted m1',
        '15000ms orders compacted m2',
        '15000ms orders compacted m3',
      ])
      expect(readable()).toEqual(['3 m4', '4 m5', '5 m6', '6 m7'])
      expect(topic.partitions[0]).toMatchObject({ startOffset: 0, endOffset: 7 })
      expect(topic.figures.retained).toBe(4)
    })

    it('[kafka.compaction-active-segment] leaves the active segment alone', () => {
      const { publish, run, readable } = setUp({ cleanupPolicy: 'compact' })
      for (const key of [1, 1, 1]) publish({ key })

      run(60_000)

      expect(readable()).toHaveLength(3)
    })

    it('[kafka.dirty-ratio] waits until more than min.cleanable.dirty.ratio of it is dirty', () => {
      const { publish, run, world } = setUp({ ...compacted, minCleanableDirtyRatio: 0.5 })
      // Three keys that stay, and one record to close their segment.
      for (const key of [1, 2, 3, 9]) publish({ key, sizeBytes: 984 })
      run(15_000)
      // The next segment is as large as what is clean: a half is not more than a half.
      for (const key of [9, 9, 8]) publish({ key, sizeBytes: 984 })
      run(15_000)
      expect(world.history('compacted')).toEqual([])
      for (const key of [8, 8, 7]) publish({ key, sizeBytes: 984 })
      run(15_000)

      expect(world.history('compacted')).toEqual([
        '45000ms orders compacted m4',
        '45000ms orders compacted m5',
        '45000ms orders compacted m7',
        '45000ms orders compacted m8',
      ])
    })

    it('[kafka.compaction] merges segments that have become small', () => {
      const { publish, run, topic } = setUp(compacted)
      const segments = () => topic.logs[0]?.segments.all.map(({ baseOffset }) => baseOffset)
      for (let n = 0; n < 12; n += 1) publish({ key: 1, sizeBytes: 984 })
      expect(segments()).toEqual([0, 3, 6, 9])
      run(15_000)
      expect(segments()).toEqual([0, 3, 6, 9])

      // By now the first three hold nothing but m9, and go into one.
      for (let n = 0; n < 6; n += 1) publish({ key: 2, sizeBytes: 984 })
      run(15_000)

      expect(segments()).toEqual([0, 9, 12, 15])
      expect(topic.figures.retained).toBe(5)
    })

    it('[kafka.compaction] does not delete what is old', () => {
      const { publish, run, topic } = setUp({ ...compacted, retention: milliseconds(1000) })
      for (const key of [1, 2, 3, 4, 5]) publish({ key, sizeBytes: 984 })

      run(900_000)

      expect(topic.figures.retained).toBe(5)
    })

    it('[kafka.compact-and-delete] deletes it as well, where the policy says both', () => {
      const { publish, run, world } = setUp({
        ...compacted,
        cleanupPolicy: 'compact,delete',
        retention: milliseconds(1000),
      })
      for (const key of [1, 2, 1, 4, 5]) publish({ key, sizeBytes: 984 })

      run(300_000)

      expect(world.history('compacted', 'expired')).toEqual([
        '15000ms orders compacted m1',
        '300000ms orders expired m2',
        '300000ms orders expired m3',
        '300000ms orders expired m4',
        '300000ms orders expired m5',
      ])
    })

    it('[kafka.compaction-open-transaction] goes no further than an open transaction', () => {
      const { publish, run, world } = setUp(compacted)
      const transaction = world.transactions.begin('billing', milliseconds(20_000))
      publish({ key: 1, sizeBytes: 984, more: { transaction } })
      for (const key of [1, 1, 1, 1, 1]) publish({ key, sizeBytes: 984, producer: 2 })
      run(15_000)
      expect(world.history('compacted')).toEqual([])
      run(15_000)

      // m1 was aborted meanwhile: it goes, as if it had never been there.
      expect(world.history('compacted')).toEqual([
        '30000ms orders compacted m1',
        '30000ms orders compacted m2',
      ])
    })

    it('begins when the policy changes', () => {
      const { publish, run, update, topic } = setUp({ segmentBytes: 3100 })
      for (const key of [1, 1, 1, 1]) publish({ key, sizeBytes: 984 })
      run(30_000)
      expect(topic.figures.retained).toBe(4)

      update({ ...compacted })
      run(15_000)

      expect(topic.figures.retained).toBe(2)
    })
  })
})

function setUp(topic: TopicSetUp['topic'] = {}) {
  return setUpTopic({ topic, producer: { linger: IMMEDIATELY } })
}
