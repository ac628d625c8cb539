import { describe, expect, it } from 'vitest'
import { Cells } from './cells.ts'
import { Level } from './level.ts'
import type { SimTime } from './time.ts'

describe('Level', () => {
  it('averages over time, from when it began', () => {
    const { level, add } = setUp(100)
    add(2, 110)
    add(1, 120)
    add(-3, 140)

    // 10 at 0, 10 at 2, 20 at 3, then 0.
    expect(level.areaUntil(at(200))).toBe(80)
    expect(level.averageUntil(at(200))).toBe(0.8)
    expect([level.now, level.max]).toEqual([0, 3])
  })

  it('counts what has not ended yet', () => {
    const { level, add } = setUp(0)
    add(5, 0)

    expect(level.averageUntil(at(0))).toBe(0)
    expect(level.averageUntil(at(10))).toBe(5)
  })

  it('knows the maximum of each stretch that begins at a mark', () => {
    const { level, add } = setUp(0)
    add(5, 1)
    add(-4, 2)
    const first = level.mark()
    add(1, 3)
    add(-2, 4)
    const second = level.mark()

    expect([0, first, second].map((mark) => level.maxSince(mark))).toEqual([5, 2, 0])
    expect([level.max, level.save().max]).toEqual([5, 5])
  })

  it('is never negative', () => {
    const { add } = setUp(0)
    expect(() => add(-1, 1)).toThrow('a level is never negative')
  })

  it('goes on where it was saved', () => {
    const { level, add } = setUp(3)
    add(4, 7)
    add(-1, 9)

    const restored = setUp(0).level
    restored.restore(level.save())

    expect(restored.save()).toEqual(level.save())
    expect(restored.averageUntil(at(20))).toBe(level.averageUntil(at(20)))
  })
})

function setUp(from: number) {
  const clock = { now: at(from) }
  const level = new Level(clock, new Cells())
  const add = (change: number, time: number) => {
    clock.now = at(time)
    level.add(change)
  }
  return { level, add }
}

function at(time: number): SimTime {
  return time as SimTime
}
