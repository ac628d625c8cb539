// Golden histories: `orders` is the topic; the number in brackets is the partition, or, of `refused`,
// the index of the reason. The outcome is what the producer was told.

import { describe, expect, it } from 'vitest'
import { refusalIndex } from '#shared/lib/journal.ts'
import { IMMEDIATELY, milliseconds } from '../engine/time.ts'
import { KEYS_OF_THREE, setUpTopic, THREE_REPLICAS } from './kafkaTopic.fixture.ts'

const [IN_0, IN_1] = KEYS_OF_THREE

describe('A Kafka producer', () => {
  describe('collects a batch', () => {
    it('[kafka.linger] for linger.ms, and stores it at once, in order', () => {
      const { publish, run, world, readable } = setUpTopic()

      publish()
      run(2)
      publish()
      run(2)
      publish()
      expect(world.history()).toEqual([])
      run(1)

      expect(world.history()).toEqual([
        '5ms orders accepted m1',
        '5ms orders accepted m2',
        '5ms orders accepted m3',
      ])
      expect(world.outcomes).toEqual(['m1 accepted', 'm2 accepted', 'm3 accepted'])
      expect(readable()).toEqual(['0 m1', '1 m2', '2 m3'])
    })

    it('[kafka.linger] and begins the next one when that is sent', () => {
      const { publish, run, world } = setUpTopic()

      for (let n = 0; n < 4; n += 1) {
        publish()
        run(4)
      }
      run(10)

      expect(world.history()).toEqual([
        '5ms orders accepted m1',
        '5ms orders accepted m2',
        '13ms orders accepted m3',
        '13ms orders accepted m4',
      ])
    })

    it('[kafka.batch-size] until batch.size is reached: the record that does not fit is in the next', () => {
      const { publish, run, world } = setUpTopic({ producer: { batchSizeBytes: 3000 } })

      for (let n = 0; n < 3; n += 1) publish({ sizeBytes: 1024 })
      world.settleDown()
      expect(world.history()).toEqual(['0ms orders accepted m1', '0ms orders accepted m2'])
      run(5)

      expect(world.history()).toHaveLength(3)
    })

    it('[kafka.batch-size] with a record in it that is larger than batch.size', () => {
      const { publish, run, world } = setUpTopic({ producer: { batchSizeBytes: 1000 } })

      publish({ sizeBytes: 5000 })
      publish({ sizeBytes: 10 })
      run(0)

      expect(world.history()).toEqual(['0ms orders accepted m1'])
    })

    it('[kafka.linger-zero] and without linger.ms does not wait for a second record', () => {
      const { publish, world } = setUpTopic({ producer: { linger: IMMEDIATELY } })

      publish()
      publish()
      world.settleDown()

      expect(world.outcomes).toEqual(['m1 accepted', 'm2 accepted'])
      expect(world.history()).toEqual(['0ms orders accepted m1', '0ms orders accepted m2'])
    })

    it('[kafka.drain-by-broker] and sends the batches of all partitions of a broker with it', () => {
      const { publish, run, world } = setUpTopic({ topic: { partitions: 3 } })

      publish({ key: IN_0 })
      run(3)
      publish({ key: IN_1 })
      run(10)

      expect(world.history()).toEqual(['5ms orders accepted m1', '5ms orders accepted m2 (1)'])
    })

    it('[kafka.producer-per-source] of its own: two producers do not share a batch', () => {
      const { publish, run, world } = setUpTopic()

      publish({ producer: 1 })
      run(3)
      publish({ producer: 2 })
      run(10)

      expect(world.history()).toEqual(['5ms orders accepted m1', '8ms orders accepted m2'])
    })

    it('[kafka.linger] that is in nobody’s figures until it is sent', () => {
      const { topic, publish, world } = setUpTopic()

      publish()

      expect(topic.figures).toMatchObject({ waiting: 0, inFlight: 0, retained: 0 })
      expect(world.messages.alive).toBe(1)
    })
  })

  describe('with acks', () => {
    it('[kafka.acks-all] all is answered when all in-sync replicas have the record', () => {
      const { publish, run, world, readable } = setUpTopic({
        topic: { ...THREE_REPLICAS, replicationDelay: milliseconds(4) },
      })

      publish()
      run(8)
      expect(world.history()).toEqual(['5ms orders accepted m1'])
      expect([world.outcomes, readable()]).toEqual([[], []])
      run(1)

      expect([world.outcomes, readable()]).toEqual([['m1 accepted'], ['0 m1']])
    })

    it('[kafka.acks-1] 1 is answered by the leader alone, before consumers can read the record', () => {
      const { publish, run, world, readable } = setUpTopic({
        topic: { ...THREE_REPLICAS, replicationDelay: milliseconds(4) },
        producer: { acks: '1' },
      })

      publish()
      run(5)
      expect([world.outcomes, readable()]).toEqual([['m1 accepted'], []])
      run(4)

      expect(readable()).toEqual(['0 m1'])
    })

    it('[kafka.acks-0] 0 is told that all is well, even when no leader is there', () => {
      const { topic, publish, run, world } = setUpTopic({ producer: { acks: '0' } })
      topic.setNodeUp(0, false)

      publish()
      run(200_000)

      expect(world.outcomes).toEqual(['m1 accepted'])
      expect(world.history('accepted', 'refused')).toEqual(['5ms orders refused m1 (3)'])
      expect(refusalIndex('unavailable')).toBe(3)
      expect([world.messages.alive, world.events.alive]).toEqual([0, 0])
    })

    it('[kafka.min-insync] all waits while fewer replicas are in sync than min.insync.replicas', () => {
      const { topic, publish, run, world } = setUpTopic({ topic: THREE_REPLICAS })
      topic.setNodeUp(1, false)
      topic.setNodeUp(2, false)
      run(10_000)
      expect(topic.partitions[0]).toMatchObject({ leader: 0, inSyncReplicas: 1 })

      publish()
      run(5000)
      expect(world.outcomes).toEqual([])
      topic.setNodeUp(1, true)
      run(2000)

      expect(world.outcomes).toEqual(['m1 accepted'])
      expect(topic.partitions[0]).toMatchObject({ leader: 0, inSyncReplicas: 2, endOffset: 1 })
    })

    it('[kafka.min-insync] 1 does not care about min.insync.replicas', () => {
      const { topic, publish, run, world } = setUpTopic({
        topic: THREE_REPLICAS,
        producer: { acks: '1' },
      })
      topic.setNodeUp(1, false)
      topic.setNodeUp(2, false)
      run(10_000)

      publish()
      run(5)

      expect(world.outcomes).toEqual(['m1 accepted'])
    })
  })

  describe('in trouble', () => {
    it('[kafka.delivery-timeout] gives up after delivery.timeout.ms', () => {
      const { topic, publish, run, world } = setUpTopic({
        producer: { deliveryTimeout: milliseconds(3000) },
      })
      topic.setNodeUp(0, false)
      publish()

      run(2999)
      expect(world.outcomes).toEqual([])
      run(1)

      expect(world.history('refused')).toEqual(['3000ms orders refused m1 (3)'])
      expect(world.outcomes).toEqual(['m1 refused'])
      expect([world.messages.alive, world.events.alive]).toEqual([0, 0])
    })

    it('[kafka.delivery-timeout] says why: too few replicas in sync', () => {
      const { topic, publish, run, world } = setUpTopic({
        topic: THREE_REPLICAS,
        producer: { deliveryTimeout: milliseconds(3000) },
      })
      topic.setNodeUp(1, false)
      topic.setNodeUp(2, false)
      run(10_000)

      publish()
      run(5000)

      expect(world.history('refused')).toEqual(['13000ms orders refused m1 (2)'])
      expect(refusalIndex('tooFewReplicas')).toBe(2)
    })

    it('[kafka.retry-backoff] tries again after 100, 200, 400, 800, 1000 ms, give or take a fifth', () => {
      const { topic, publish, run, world } = setUpTopic({
        topic: { brokerSessionTimeout: milliseconds(1) },
      })
      topic.setNodeUp(0, false)
      publish()
      run(2400)
      topic.setNodeUp(0, true)

      run(1000)

      // After 5 + 100 + 200 + 400 + 800 ms comes the attempt of 1505 ms, or up to 300 earlier or later,
      // and a second later the one that finds a leader.
      const [accepted] = world.journal.filter(({ kind }) => kind === 'accepted')
      expect(accepted?.at).toBeGreaterThanOrEqual(milliseconds(2400))
      expect(accepted?.at).toBeLessThanOrEqual(milliseconds(2405 + 400))
    })

    it('[kafka.idempotent-producer] is stored once, though its answer was late and it asked again', () => {
      const { topic, publish, run, world, readable } = setUpTopic({
        topic: THREE_REPLICAS,
        producer: { requestTimeout: milliseconds(2000), retryBackoff: milliseconds(1) },
      })
      // A follower is dead and still counts as in sync, so nobody has an answer for nine seconds.
      topic.setNodeUp(1, false)

      publish()
      run(20_000)

      expect(world.history('accepted', 'deduplicated')).toEqual([
        '5ms orders accepted m1',
        '2006ms orders deduplicated m1',
        '4008ms orders deduplicated m1',
        '6011ms orders deduplicated m1',
        '8018ms orders deduplicated m1',
      ])
      expect(world.outcomes).toEqual(['m1 accepted'])
      expect(readable()).toEqual(['0 m1'])
    })

    it('[kafka.duplicates-without-idempotence] is stored again when it is not idempotent', () => {
      const { topic, publish, run, world, readable } = setUpTopic({
        topic: THREE_REPLICAS,
        producer: {
          requestTimeout: milliseconds(5000),
          retryBackoff: milliseconds(1),
          enableIdempotence: false,
        },
      })
      topic.setNodeUp(1, false)

      publish()
      run(20_000)

      expect(world.history('accepted')).toEqual([
        '5ms orders accepted m1',
        '5006ms orders accepted m1',
      ])
      expect(world.outcomes).toEqual(['m1 accepted'])
      expect(readable()).toEqual(['0 m1', '1 m1'])
      expect(topic.figures.retained).toBe(2)
    })

    it('[kafka.unknown-outcome] cannot know whether it is stored when no answer came in time', () => {
      const { topic, publish, run, world, readable } = setUpTopic({
        topic: THREE_REPLICAS,
        producer: { deliveryTimeout: milliseconds(4000), requestTimeout: milliseconds(3000) },
      })
      topic.setNodeUp(1, false)

      publish()
      run(20_000)

      expect(world.outcomes).toEqual(['m1 unknown'])
      expect(world.history('refused')).toEqual([])
      expect(readable()).toEqual(['0 m1'])
    })

    it('[kafka.idempotent-order] keeps the order of its batches, up to five of them in flight', () => {
      expect(orderAfterTrouble({ enableIdempotence: true })).toEqual(['0 m1', '1 m2', '2 m3'])
    })

    it('[kafka.reordering-without-idempotence] loses it with several in flight and no idempotence', () => {
      expect(orderAfterTrouble({ enableIdempotence: false })).toEqual(['0 m3', '1 m2', '2 m1'])
    })

    it('[kafka.reordering-without-idempotence] keeps it with one request in flight', () => {
      const order = orderAfterTrouble({ enableIdempotence: false, maxInFlightRequests: 1 })
      expect(order).toEqual(['0 m1', '1 m2', '2 m3'])
    })

    it('[kafka.max-in-flight] has no more requests without an answer than it says', () => {
      const { publish, run, world } = setUpTopic({
        topic: { ...THREE_REPLICAS, replicationDelay: milliseconds(10) },
        producer: { maxInFlightRequests: 2, linger: IMMEDIATELY },
      })

      for (let n = 0; n < 4; n += 1) {
        publish()
        run(1)
      }
      run(100)

      // What comes meanwhile is collected in one batch.
      expect(world.history('accepted')).toEqual([
        '0ms orders accepted m1',
        '1ms orders accepted m2',
        '10ms orders accepted m3',
        '10ms orders accepted m4',
      ])
    })
  })

  describe('is refused at once', () => {
    it('[kafka.max-request-size] what is larger than max.request.size', () => {
      const { publish, run, world } = setUpTopic()

      publish({ sizeBytes: 1_048_576 })
      publish({ sizeBytes: 1_048_500 })
      run(10)

      expect(world.history()).toEqual(['0ms orders refused m1 (5)', '0ms orders accepted m2'])
      expect(world.outcomes).toEqual(['m1 refused', 'm2 accepted'])
      expect(refusalIndex('invalid')).toBe(5)
    })

    it('[kafka.buffer-memory] when buffer.memory is full', () => {
      const { topic, publish, run, world } = setUpTopic()
      topic.setNodeUp(0, false)

      for (let n = 0; n < 34; n += 1) publish({ sizeBytes: 1_000_000 })
      run(0)

      expect(world.history('refused')).toEqual(['0ms orders refused m34 (1)'])
      expect(refusalIndex('full')).toBe(1)
    })

    it('[kafka.compacted-needs-key] what has no key, by a compacted topic', () => {
      const { publish, run, world } = setUpTopic({ topic: { cleanupPolicy: 'compact' } })

      publish()
      publish({ key: 1 })
      run(10)

      expect(world.history()).toEqual(['0ms orders refused m1 (5)', '5ms orders accepted m2'])
    })
  })

  describe('whose process crashes', () => {
    it('[kafka.producer-crash] takes what it has not sent with it, and only that', () => {
      const { topic, publish, run, world, readable } = setUpTopic()
      const [crashed, other] = [1, 2]
      publish({ producer: crashed })
      run(10)
      publish({ producer: crashed })
      publish({ producer: other })

      topic.noteCrash(crashed)
      run(10)
      publish({ producer: crashed })
      run(10)

      expect(world.history()).toEqual([
        '5ms orders accepted m1',
        `10ms orders refused m2 (${refusalIndex('crashed')})`,
        '15ms orders accepted m3',
        '25ms orders accepted m4',
      ])
      expect(world.outcomes).toEqual(['m1 accepted', 'm3 accepted', 'm4 accepted'])
      expect(readable()).toEqual(['0 m1', '1 m3', '2 m4'])
    })

    it('[kafka.producer-crash] leaves what is stored to the replicas, and tries nothing again', () => {
      const { topic, publish, run, world, readable } = setUpTopic({
        topic: { ...THREE_REPLICAS, replicationDelay: milliseconds(10) },
        producer: { linger: IMMEDIATELY },
      })
      publish()
      run(20)
      publish()
      run(5)

      topic.noteCrash(0)
      topic.setNodeUp(0, false)
      run(200_000)

      expect(world.history('accepted', 'lost', 'refused')).toEqual([
        '0ms orders accepted m1',
        '20ms orders accepted m2',
        '9025ms orders lost m2',
      ])
      expect(world.outcomes).toEqual(['m1 accepted'])
      expect(readable()).toEqual(['0 m1'])
      expect([world.messages.alive, world.events.alive]).toEqual([1, 1])
    })
  })

  it('is refused what it has not sent when the topic is removed', () => {
    const { topic, publish, run, world } = setUpTopic()
    publish()
    run(10)
    publish()

    topic.close()
    run(10)

    expect(world.history()).toEqual([
      '5ms orders accepted m1',
      '10ms orders refused m2 (3)',
      '10ms orders removed m1',
    ])
    expect(world.outcomes).toEqual(['m1 accepted', 'm2 refused'])
    expect([world.messages.alive, world.events.alive]).toEqual([0, 0])
  })
})

/** Three batches are in flight when their leader crashes, none of them replicated. */
function orderAfterTrouble(producer: { enableIdempotence: boolean; maxInFlightRequests?: number }) {
  const { topic, publish, run, world, readable } = setUpTopic({
    topic: { ...THREE_REPLICAS, replicationDelay: milliseconds(10) },
    producer: { linger: IMMEDIATELY, ...producer },
  })
  for (let n = 0; n < 3; n += 1) {
    publish()
    run(1)
  }
  topic.setNodeUp(0, false)
  run(30_000)
  expect(world.outcomes).toHaveLength(3)
  return readable()
}
