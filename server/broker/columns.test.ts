import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Columns } from './columns.ts'

describe('Columns', () => {
  it('gives a row with all its fields 0, whatever was in it before', () => {
    const columns = newColumns()
    const row = columns.take()
    columns.setInt(1, row, 7)
    columns.set(0, row, 0.5)
    columns.give(row)

    const again = columns.take()

    expect(again).toBe(row)
    expect([columns.int(1, again), columns.get(0, again)]).toEqual([0, 0])
  })

  it('gives the newest free row first, and those of a crowd in their order', () => {
    const columns = newColumns()
    const rows = Array.from({ length: 1000 }, () => columns.take())
    // A log's partitions let go of theirs one after the other.
    for (const partition of [0, 1, 2, 3])
      for (const row of rows) if (row % 4 === partition) columns.give(row)

    const recent = Array.from({ length: 64 }, () => columns.take())
    const others = Array.from({ length: 870 }, () => columns.take())

    expect(recent[0]).toBe(252)
    expect(others).toEqual([...others].sort((a, b) => a - b))
  })

  it('gives no row twice, needs few more than were ever in use, and goes on alike when restored', () => {
    fc.assert(
      fc.property(fc.array(step(), { maxLength: 60 }), (steps) => {
        const columns = newColumns()
        const taken: number[] = []
        let mostTaken = 0
        for (const { takes, gives, from } of steps) {
          for (let count = 0; count < takes; count += 1) taken.push(columns.take())
          expect(new Set(taken).size).toBe(taken.length)
          expect(columns.size).toBe(taken.length)
          mostTaken = Math.max(mostTaken, taken.length)
          for (const row of taken.splice(from % (taken.length + 1), gives)) columns.give(row)
        }
        expect(columns.used).toBeLessThanOrEqual((mostTaken * 16) / 15 + 1)

        const restored = newColumns()
        restored.restore(columns.save())
        const next = (from: Columns) => Array.from({ length: 300 }, () => from.take())
        expect(next(restored)).toEqual(next(columns))
      }),
    )
  })

  it('has room for a quarter more than there ever was in a large store, at most', () => {
    const columns = newColumns()
    const rooms: number[] = []
    for (let count = 0; count < 100_000; count += 1) {
      columns.take()
      if (columns.used > 16_384) rooms.push(columns.cells.length / columns.used)
    }
    expect(Math.max(...rooms)).toBeLessThanOrEqual(1.25)

    const restored = newColumns()
    restored.restore(columns.save())
    expect(restored.cells.length).toBeLessThanOrEqual(restored.used * 1.25)
  })
})

function newColumns() {
  return new Columns({ integers: 2, numbers: 1 })
}

function step() {
  const count = fc.oneof(fc.nat(5), fc.nat(400))
  return fc.record({ takes: count, gives: count, from: fc.nat(1000) })
}
