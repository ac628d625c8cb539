import { describe, expect, it } from 'vitest'
import { TokenBucket } from './tokenBucket.ts'

describe('TokenBucket', () => {
  it('gives its burst at once and its rate in the long run', () => {
    const bucket = new TokenBucket({ burst: 3, perSecond: 2 }, 0)
    const taken = (nowMs: number) => bucket.take(nowMs)

    expect([0, 0, 0, 0].map(taken)).toEqual([true, true, true, false])
    expect([499, 500, 501].map(taken)).toEqual([false, true, false])
    expect([60_000, 60_000, 60_000, 60_000].map(taken)).toEqual([true, true, true, false])
  })

  it('gives nothing for a clock that jumps back', () => {
    const bucket = new TokenBucket({ burst: 1, perSecond: 1000 }, 5000)

    expect([5000, 0].map((nowMs) => bucket.take(nowMs))).toEqual([true, false])
  })
})
