import { describe, expect, it } from 'vitest'
import { fullnessOf } from './fullness.ts'
import { fakeFigures } from './testFigures.ts'

const NAME = 'channels/email'

describe('how full a queue is', () => {
  it('is said in three levels', () => {
    const levelAt = (waiting: number) =>
      fullnessOf(fakeFigures({ [NAME]: { waiting } }, {}), 'email', 100).level
    expect([0, 60, 61, 85, 86, 100].map(levelAt)).toEqual([
      'normal',
      'normal',
      'warning',
      'warning',
      'error',
      'error',
    ])
  })

  it('foresees when it is full, if it grows evenly', () => {
    const { fullInMs } = fullnessOf(filling(50), 'email', 2000)
    // 500 wait, and 50 more come each second.
    expect(fullInMs).toBeCloseTo(30_000, -1)
  })

  it('foresees nothing where it does not grow, is full, or has long to go', () => {
    const resting = fakeFigures({ [NAME]: { waiting: 500 } }, { [NAME]: { waiting: flat(500) } })
    expect(fullnessOf(resting, 'email', 2000).fullInMs).toBeNull()
    expect(fullnessOf(filling(50), 'email', 500)).toEqual({
      part: 1,
      level: 'error',
      fullInMs: null,
    })
    expect(fullnessOf(filling(50), 'email', 1_000_000).fullInMs).toBeNull()
  })
})

/** Ten seconds, four samples each. */
function filling(perSecond: number) {
  const waiting = Array.from({ length: 41 }, (_, n) => (n * perSecond) / 4)
  return fakeFigures({ [NAME]: { waiting: waiting.at(-1) ?? 0 } }, { [NAME]: { waiting } })
}

function flat(waiting: number): readonly number[] {
  return Array.from({ length: 41 }, () => waiting)
}
