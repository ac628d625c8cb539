import { describe, expect, it } from 'vitest'
import { Histogram } from '../engine/histogram.ts'
import { milliseconds, type SimTime } from '../engine/time.ts'
import { HALF, Latency } from './latencies.ts'

describe('Latency', () => {
  it('remembers everything for reports', () => {
    const { latency, record } = setUp()
    record(1000, 10)
    record(6000, 20)
    record(100_000, 30)
    const all = new Histogram()
    latency.addAllTo(all)

    expect(all.count).toBe(3)
    expect(all.mean).toBe(20e6)
  })

  it('tells of the last five to ten seconds', () => {
    const { record, recent } = setUp()
    record(1000, 10)
    record(6000, 100)

    // In the second half of ten seconds both are recent; in the third half only the later one is.
    expect(recent(0, 6000)).toBeCloseTo(10, 0)
    expect(recent(1, 9999)).toBeCloseTo(100, -1)
    expect(recent(0, 10_001)).toBeCloseTo(100, -1)
    expect(recent(0, 14_999)).toBeCloseTo(100, -1)
    expect(recent(0, 15_000)).toBeNaN()
  })

  it('has nothing to tell after a pause', () => {
    const { record, recent } = setUp()
    record(1000, 10)
    expect(recent(0.5, 60_000)).toBeNaN()

    record(60_000, 20)

    expect(recent(0, 60_000)).toBeCloseTo(20, 0)
    expect(recent(1, 60_000)).toBeCloseTo(20, 0)
  })

  it('forgets what is two halves old, also when they are an odd number apart', () => {
    const { record, recent } = setUp()
    record(1000, 10)
    record(6000, 20)
    record(17_000, 30)

    expect(recent(0, 17_000)).toBeCloseTo(30, 0)
  })

  it('grows in state whenever its last seconds change', () => {
    const { latency, record } = setUp()
    const stateAt = (ms: number) => latency.recentState(at(ms))
    record(1000, 10)
    const first = stateAt(1000)
    expect(stateAt(4999)).toBe(first)
    const secondHalf = stateAt(5000)
    expect(secondHalf).toBeGreaterThan(first)
    const gone = stateAt(10_000)
    expect(gone).toBeGreaterThan(secondHalf)
    expect(stateAt(90_000)).toBe(gone)

    record(90_000, 20)
    expect(stateAt(90_000)).toBeGreaterThan(gone)
    expect(stateAt(95_000)).toBeGreaterThan(stateAt(90_000))
    const before = stateAt(100_000)
    record(100_000, 20)
    expect(stateAt(100_000)).toBeGreaterThan(before)
  })

  it('goes on where it was saved', () => {
    const { latency, record } = setUp()
    record(1000, 10)
    record(6000, 20)

    const restored = new Latency()
    restored.restore(structuredClone(latency.save()))

    expect(restored.save()).toEqual(latency.save())
    expect(recentOf(restored, 7000)).toEqual(recentOf(latency, 7000))
  })
})

function setUp() {
  const latency = new Latency()
  return {
    latency,
    record: (ms: number, durationMs: number) =>
      latency.record(milliseconds(durationMs), Math.floor(at(ms) / HALF)),
    recent: (share: number, ms: number) => recentOf(latency, ms).quantile(share) / 1e6,
  }
}

function recentOf(latency: Latency, ms: number): Histogram {
  const recent = new Histogram()
  latency.addRecentTo(recent, at(ms))
  return recent
}

function at(ms: number): SimTime {
  return (ms * 1e6) as SimTime
}
