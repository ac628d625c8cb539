import { describe, expect, it } from 'vitest'
import { FrameGaps } from './frameGaps.ts'

describe('FrameGaps', () => {
  it('are where numbers are missing', () => {
    const gaps = new FrameGaps()
    for (const sequence of [3, 4, 7, 8]) gaps.take({ sequence, nowNs: sequence * 1e9 })
    expect(gaps.list).toEqual([{ fromNs: 4e9, toNs: 7e9, frames: 2 }])
  })

  it('are one where they lie close together', () => {
    const gaps = new FrameGaps()
    for (const sequence of [1, 3, 4, 6]) gaps.take({ sequence, nowNs: sequence * 1e8 })
    gaps.take({ sequence: 7, nowNs: 9e9 })
    gaps.take({ sequence: 9, nowNs: 10e9 })
    expect(gaps.list).toEqual([
      { fromNs: 1e8, toNs: 6e8, frames: 2 },
      { fromNs: 9e9, toNs: 10e9, frames: 1 },
    ])
  })

  it('are none where a run begins again or goes back', () => {
    const gaps = new FrameGaps()
    gaps.take({ sequence: 50, nowNs: 9e9 })
    gaps.take({ sequence: 1, nowNs: 0 })
    gaps.take({ sequence: 2, nowNs: 5e9 })
    gaps.take({ sequence: 9, nowNs: 1e9 })
    expect(gaps.list).toEqual([])
  })

  it('are bounded', () => {
    const gaps = new FrameGaps()
    for (let n = 0; n < 200; n += 1) gaps.take({ sequence: 2 * n, nowNs: 2 ** (n / 4) * 1e10 })
    expect(gaps.list.length).toBeLessThanOrEqual(60)
  })
})
