import { describe, expect, it } from 'vitest'
import { TimelineSeries } from './timelineSeries.ts'

describe('timeline', () => {
  it('counts into the buckets of the time that has passed', () => {
    const timeline = new TimelineSeries()

    timeline.add({ fromNs: 0, toNs: 0.25e9, published: 4, trouble: 0 })
    timeline.add({ fromNs: 0.25e9, toNs: 0.75e9, published: 6, trouble: 2 })

    expect(timeline.published).toEqual([4, 3, 3, 0])
    expect(timeline.trouble).toEqual([0, 1, 1, 0])
  })

  it('leaves no gaps where frames are far apart', () => {
    const timeline = new TimelineSeries()
    timeline.replace({ bucketNs: 1e9, published: [5], trouble: [0] })

    timeline.add({ fromNs: 1e9, toNs: 4e9, published: 30, trouble: 3 })

    expect(timeline.published).toEqual([5, 10, 10, 10, 0])
    expect(timeline.trouble).toEqual([0, 1, 1, 1, 0])
  })

  it('joins pairs of buckets when a long run needs the room, and loses nothing', () => {
    const timeline = new TimelineSeries()

    for (let second = 0; second < 1000; second += 1)
      timeline.add({ fromNs: second * 1e9, toNs: (second + 1) * 1e9, published: 2, trouble: 1 })

    expect(timeline.bucketNs).toBe(4e9)
    expect(timeline.published).toHaveLength(251)
    expect(timeline.published.reduce((sum, count) => sum + count, 0)).toBe(2000)
    expect(timeline.trouble.reduce((sum, count) => sum + count, 0)).toBe(1000)
  })
})
