import { describe, expect, it } from 'vitest'
import { Streams } from '../engine/random.ts'
import { NO_KEY } from './events.ts'
import { KafkaPartitioner, type PartitionLoads, type StickyChoice } from './kafkaPartitioner.ts'
import { partitionOf } from './murmur2.ts'

const RECORD = 1000
const BATCH = 16_000

describe('KafkaPartitioner', () => {
  it('[kafka.key-partition] places a key by its hash, whoever publishes and how often', () => {
    const { partitioner, shop, payments } = setUp()
    const keys = [0, 1, 2, 999, 5000, 0]

    const placed = keys.map((key) => partitioner.partitionOf(key, key % 2 ? shop : payments, LOADS))

    expect(placed).toEqual(keys.map((key) => partitionOf(`order-${key}`, 6)))
  })

  it('[kafka.key-partition] does not ask whether the partition of a key has a leader', () => {
    const { partitioner, shop } = setUp()
    const nobody = { ...LOADS, hasLeader: () => false }

    expect(partitioner.partitionOf(1, shop, nobody)).toBe(partitionOf('order-1', 6))
  })

  it('[kafka.partition-increase] moves keys when there are more partitions', () => {
    const { partitioner, shop } = setUp()
    const before = partitioner.partitionOf(1, shop, LOADS)

    partitioner.grow(7)

    expect([before, partitioner.partitionOf(1, shop, LOADS)]).toEqual([
      partitionOf('order-1', 6),
      partitionOf('order-1', 7),
    ])
  })

  it('[kafka.sticky-partition] stays on one partition for a batch of bytes, then picks another', () => {
    const { place } = setUp()

    const placed = Array.from({ length: 16 * 200 }, () => place())

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

  it('[kafka.sticky-partition] stays until its batch is ready, but for two batches at most', () => {
    const { partitioner, shop } = setUp()
    shop.partition = 3
    const note = (bytes: number, isBatchFull: boolean) => {
      partitioner.noteBytes(shop, { bytes, batchSize: BATCH, isBatchFull }, LOADS)
      return shop.bytes
    }

    expect(note(20_000, false)).toBe(20_000)
    expect(note(11_999, false)).toBe(31_999)
    expect(note(1, false)).toBe(0)
    expect(note(15_999, true)).toBe(15_999)
    expect(note(1, true)).toBe(0)
  })

  it('[kafka.sticky-partition] lets each producer fill a batch of its own', () => {
    const alone = setUp()
    const expected = Array.from({ length: 16 }, () => alone.place())
    const { place, payments } = setUp()

    const placed = expected.map(() => {
      const partition = place()
      place(payments)
      return partition
    })

    expect(placed).toEqual(expected)
  })

  it('[kafka.adaptive-partitioning] rather picks partitions that fewer batches wait for', () => {
    const { partitioner, shop } = setUp()
    // Weights 1, 4 and 4 of 9: the longest queue and one more, less their own.
    const loads = {
      ...LOADS,
      partitions: 3,
      batchesFor: (partition: number) => [3, 0, 0][partition] ?? 0,
    }

    const counts = [0, 0, 0]
    for (let n = 0; n < 9000; n += 1) {
      shop.partition = -1
      const partition = partitioner.partitionOf(NO_KEY, shop, loads)
      counts[partition] = (counts[partition] ?? 0) + 1
    }

    for (const [partition, share] of [1000, 4000, 4000].entries())
      expect(Math.abs((counts[partition] ?? 0) - share)).toBeLessThan(5 * Math.sqrt(share))
  })

  it('[kafka.adaptive-partitioning] leaves out partitions without a leader, unless none has one', () => {
    const { partitioner, shop } = setUp()
    const pick = (hasLeader: (partition: number) => boolean) =>
      new Set(
        Array.from({ length: 200 }, () => {
          shop.partition = -1
          return partitioner.partitionOf(NO_KEY, shop, { ...LOADS, hasLeader })
        }),
      )

    expect(pick((partition) => partition === 2 || partition === 5)).toEqual(new Set([2, 5]))
    expect(pick(() => false).size).toBe(6)
  })

  it('[kafka.round-robin-partitioner] takes turns, whatever the key', () => {
    const { partitioner, shop } = setUp()
    const loads = { ...LOADS, partitions: 3 }

    const placed = Array.from({ length: 5 }, () => partitioner.turnOf(shop, loads))

    expect(placed).toEqual([0, 1, 2, 0, 1])
  })
})

const LOADS: PartitionLoads = { partitions: 6, hasLeader: () => true, batchesFor: () => 0 }

function setUp() {
  const random = new Streams(1).of('channels/orders', 'partition')
  const partitioner = new KafkaPartitioner(random, 6, (key) => `order-${key}`)
  const shop: StickyChoice = { partition: -1, bytes: 0, turns: 0 }
  const payments: StickyChoice = { partition: -1, bytes: 0, turns: 0 }
  const filling = { bytes: RECORD, batchSize: BATCH, isBatchFull: true }
  const place = (producer = shop) => {
    const partition = partitioner.partitionOf(NO_KEY, producer, LOADS)
    partitioner.noteBytes(producer, filling, LOADS)
    return partition
  }
  return { partitioner, shop, payments, place }
}
