import { describe, expect, it } from 'vitest'
import { MARKS_MAX, Marks } from './marks.ts'

describe('Marks', () => {
  it('tells how far each mark has come, and frees those that have arrived', () => {
    const marks = new Marks()
    marks.add({ edge: 3, startedAtMs: 0, travelMs: 1000, look: 5, event: null })
    marks.add({ edge: 4, startedAtMs: 500, travelMs: 1000, look: 6, event: null })

    expect(visited(marks, 750)).toEqual([
      [3, 5, 0.75],
      [4, 6, 0.25],
    ])
    expect(visited(marks, 1000)).toEqual([[4, 6, 0.5]])
    expect(marks.count).toBe(1)
  })

  it('keeps a mark back that sets out later', () => {
    const marks = new Marks()
    marks.add({ edge: 0, startedAtMs: 100, travelMs: 10, look: 0, event: null })

    expect(visited(marks, 99)).toEqual([])
    expect(marks.count).toBe(1)
  })

  it('refuses more than its bound, and takes marks again when others have gone', () => {
    const marks = new Marks()
    const mark = { edge: 0, startedAtMs: 0, travelMs: 10, look: 0, event: null }
    const added = Array.from({ length: MARKS_MAX + 1 }, () => marks.add(mark))

    expect(added.filter(Boolean)).toHaveLength(MARKS_MAX)
    visited(marks, 10)
    expect(marks.count).toBe(0)
    expect(marks.add(mark)).toBe(true)
  })

  it('removes the marks of one edge only', () => {
    const marks = new Marks()
    marks.add({ edge: 1, startedAtMs: 0, travelMs: 100, look: 0, event: null })
    marks.add({ edge: 2, startedAtMs: 0, travelMs: 100, look: 0, event: null })

    marks.removeFrom(1)

    expect(visited(marks, 50)).toEqual([[2, 0, 0.5]])
  })
})

function visited(marks: Marks, nowMs: number): number[][] {
  const seen: number[][] = []
  marks.visit(nowMs, (edge, look, fraction) => seen.push([edge, look, fraction]))
  return seen
}
