import { describe, expect, it } from 'vitest'
import { BUCKETS_MAX, TimelineRecorder } from './timelineRecorder.ts'

const BUCKET_NS = 100_000_000

describe('TimelineRecorder', () => {
  it('counts bucket by bucket, the last one as far as it is', () => {
    const recorder = new TimelineRecorder()
    expect(recorder.edgeNs).toBe(BUCKET_NS)
    recorder.close({ published: 5, trouble: 0 })
    recorder.close({ published: 12, trouble: 1 })

    expect(recorder.read({ published: 14, trouble: 3 })).toEqual({
      bucketNs: BUCKET_NS,
      published: [5, 7, 2],
      trouble: [0, 1, 2],
    })
  })

  it('makes one bucket of two when there are too many, and counts on', () => {
    const recorder = new TimelineRecorder()
    for (let count = 1; count <= BUCKETS_MAX; count++)
      recorder.close({ published: count * 3, trouble: count })

    expect(recorder.edgeNs).toBe((BUCKETS_MAX + 2) * BUCKET_NS)
    const timeline = recorder.read({ published: BUCKETS_MAX * 3 + 1, trouble: BUCKETS_MAX })
    expect(timeline.bucketNs).toBe(2 * BUCKET_NS)
    expect(timeline.published).toEqual([...new Array(BUCKETS_MAX / 2).fill(6), 1])
    expect(timeline.trouble).toEqual([...new Array(BUCKETS_MAX / 2).fill(2), 0])
  })

  it('forgets what was counted after a moment, and counts on from there', () => {
    const recorder = new TimelineRecorder()
    for (let count = 1; count <= 5; count++)
      recorder.close({ published: count * 3, trouble: count })

    recorder.cut(2.5 * BUCKET_NS)

    expect(recorder.edgeNs).toBe(3 * BUCKET_NS)
    expect(recorder.read({ published: 7, trouble: 2 })).toEqual({
      bucketNs: BUCKET_NS,
      published: [3, 3, 1],
      trouble: [1, 1, 0],
    })
  })
})
