import { describe, expect, it } from 'vitest'
import { Streams } from '../engine/random.ts'
import { NO_KEY } from './events.ts'
import { KafkaPartitioner } from './kafkaPartitioner.ts'
import { partitionOf } from './murmur2.ts'

const SHOP = 1
const PAYMENTS = 2

describe('KafkaPartitioner', () => {
  it('places a key by its hash, whoever publishes and how often', () => {
    const partitioner = setUp()
    const keys = [0, 1, 2, 999, 5000, 0]

    const placed = keys.map((key) => partitioner.partitionOf(key, key % 2 ? SHOP : PAYMENTS))

    expect(placed).toEqual(keys.map((key) => partitionOf(`order-${key}`, 6)))
  })

  it('stays on one partition for a batch of 16 records without a key, then picks another', () => {
    const partitioner = setUp()

    const placed = Array.from({ length: 16 * 200 }, () => partitioner.partitionOf(NO_KEY, SHOP))

    const batches = Array.from({ length: 200 }, (_, batch) =>
      placed.slice(16 * batch, 16 * (batch + 1)),
    )
    expect(batches.every((batch) => new Set(batch).size === 1)).toBe(true)
    const counts = Array.from({ length: 6 }, (_, partition) =>
      batches.reduce((sum, batch) => sum + (batch[0] === partition ? 1 : 0), 0),
    )
    // In the long run it is even: five standard deviations of a binomial.
    for (const count of counts)
      expect(Math.abs(count - 200 / 6)).toBeLessThan(5 * Math.sqrt(200 * (1 / 6) * (5 / 6)))
  })

  it('lets each producer fill a batch of its own', () => {
    const alone = setUp()
    const expected = Array.from({ length: 16 }, () => alone.partitionOf(NO_KEY, SHOP))
    const partitioner = setUp()

    const placed = expected.map(() => {
      const partition = partitioner.partitionOf(NO_KEY, SHOP)
      partitioner.partitionOf(NO_KEY, PAYMENTS)
      return partition
    })

    expect(placed).toEqual(expected)
  })

  it('goes on with the batch where it was saved', () => {
    const streams = new Streams(1)
    const original = setUp(streams)
    for (let n = 0; n < 20; n += 1) original.partitionOf(NO_KEY, SHOP)

    const restoredStreams = new Streams(1)
    restoredStreams.restore(streams.save())
    const restored = setUp(restoredStreams)
    restored.restore(original.save())

    expect(restored.save()).toEqual(original.save())
    for (let n = 0; n < 100; n += 1)
      expect(restored.partitionOf(NO_KEY, SHOP)).toBe(original.partitionOf(NO_KEY, SHOP))
  })
})

function setUp(streams = new Streams(1)): KafkaPartitioner {
  return new KafkaPartitioner(
    streams.of('channels/orders', 'partition'),
    6,
    (key) => `order-${key}`,
  )
}
