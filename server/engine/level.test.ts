import { describe, expect, it } from 'vitest'
import { Level } from './level.ts'
import type { SimTime } from './time.ts'

describe('Level', () => {
  it('averages over time, from when it began', () => {
    const level = new Level(at(100))
    level.add(2, at(110))
    level.add(1, at(120))
    level.add(-3, at(140))

    // 10 at 0, 10 at 2, 20 at 3, then 0.
    expect(level.areaUntil(at(200))).toBe(80)
    expect(level.averageUntil(at(200))).toBe(0.8)
    expect([level.now, level.max]).toEqual([0, 3])
  })

  it('counts what has not ended yet', () => {
    const level = new Level(at(0))
    level.add(5, at(0))

    expect(level.averageUntil(at(0))).toBe(0)
    expect(level.averageUntil(at(10))).toBe(5)
  })

  it('knows the maximum of each stretch that begins at a mark', () => {
    const level = new Level(at(0))
    level.add(5, at(1))
    level.add(-4, at(2))
    const first = level.mark()
    level.add(1, at(3))
    level.add(-2, at(4))
    const second = level.mark()

    expect([0, first, second].map((mark) => level.maxSince(mark))).toEqual([5, 2, 0])
    expect([level.max, level.save().max]).toEqual([5, 5])
  })

  it('is never negative', () => {
    const level = new Level(at(0))
    expect(() => level.add(-1, at(1))).toThrow('a level is never negative')
  })

  it('goes on where it was saved', () => {
    const level = new Level(at(3))
    level.add(4, at(7))
    level.add(-1, at(9))

    const restored = new Level(at(0))
    restored.restore(level.save())

    expect(restored.save()).toEqual(level.save())
    expect(restored.averageUntil(at(20))).toBe(level.averageUntil(at(20)))
  })
})

function at(time: number): SimTime {
  return time as SimTime
}
