import { describe, expect, it } from 'vitest'
import { PinnedBuckets } from './pinnedBuckets.ts'

describe('PinnedBuckets', () => {
  it('[eventStore.pinned] places a stream in one of 1024 buckets, always in the same', () => {
    const buckets = new PinnedBuckets()
    const places = Array.from({ length: 20_000 }, (_, n) => buckets.bucketOf(`order-${n}`))

    expect(new Set(places).size).toBe(1024)
    expect(Math.max(...places)).toBe(1023)
    expect(buckets.bucketOf('order-7')).toBe(places[7])
  })

  it('[eventStore.pinned] assigns a bucket when it is needed, to whom has fewest', () => {
    const buckets = new PinnedBuckets()
    buckets.add(1)
    buckets.add(2)

    expect([10, 20, 30, 40].map((bucket) => buckets.ownerOf(bucket))).toEqual([1, 2, 1, 2])
    expect(buckets.ownerOf(10)).toBe(1)
  })

  it('[eventStore.pinned] gives a new consumer what others have above the average, idle ones first', () => {
    const buckets = new PinnedBuckets()
    buckets.add(1)
    for (const bucket of [10, 20, 30, 40, 50]) buckets.ownerOf(bucket)
    for (const bucket of [10, 20, 40]) buckets.noteSent(bucket)

    buckets.add(2)

    expect([10, 20, 30, 40, 50].map((bucket) => buckets.ownerOf(bucket))).toEqual([1, 1, 2, 1, 2])
  })

  it('[eventStore.pinned] assigns the buckets of one that left again as they are needed', () => {
    const buckets = new PinnedBuckets()
    buckets.add(1)
    buckets.add(2)
    for (const bucket of [10, 20, 30, 40]) buckets.ownerOf(bucket)

    buckets.disconnect(1)
    buckets.add(3)

    // The third has taken over one of the second's; those of the first go to both in turn.
    expect([20, 40].map((bucket) => buckets.ownerOf(bucket))).toEqual([3, 2])
    expect([10, 30].map((bucket) => buckets.ownerOf(bucket))).toEqual([2, 3])
  })
})
