import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Columns } from './columns.ts'
import { RareIntegers, RareNumbers } from './rareColumns.ts'

describe('a rare column', () => {
  it('takes no room, live or saved, until something other than 0 is written to it', () => {
    const { columns, integers, numbers } = newColumns()
    for (let count = 0; count < 1000; count += 1) {
      const row = columns.take()
      integers.set(row, 0)
      numbers.set(row, 0)
    }

    expect([integers.values, numbers.values]).toEqual([null, null])
    expect(columns.save().rare.map(({ length }) => length)).toEqual([0, 0])
    expect([integers.get(999), numbers.get(999)]).toEqual([0, 0])
  })

  it('has what was written, as rows are added and when it is saved and restored', () => {
    fc.assert(
      fc.property(fc.array(anyAct(), { maxLength: 40 }), (acts) => {
        let store = newColumns()
        const written: [integer: number, number: number][] = []
        for (const { rows, at, integer, number, isRestored } of acts) {
          for (let count = 0; count < rows; count += 1) {
            store.columns.take()
            written.push([0, 0])
          }
          const row = at % written.length
          store.integers.set(row, integer)
          store.numbers.set(row, number)
          written[row] = [integer, number]
          if (isRestored) store = restored(store)
        }

        expect(written.map((_, row) => [store.integers.get(row), store.numbers.get(row)])).toEqual(
          written,
        )
      }),
    )
  })

  it('has as many fields a row as it shall', () => {
    const wide = new RareIntegers(3)
    const columns = new Columns({ integers: 0, numbers: 1, rare: [wide] })
    columns.take()
    wide.made().set([1, 2, 3])
    while (columns.used < 600) columns.take()
    wide.made().set([4, 5, 6], 599 * 3)

    const copy = new RareIntegers(3)
    new Columns({ integers: 0, numbers: 1, rare: [copy] }).restore(columns.save())

    for (const { values } of [wide, copy])
      expect([values?.slice(0, 6), values?.slice(599 * 3, 600 * 3)]).toEqual([
        new Int32Array([1, 2, 3, 0, 0, 0]),
        new Int32Array([4, 5, 6]),
      ])
  })

  it('is gone when a store is restored that never had it', () => {
    const without = newColumns()
    without.columns.take()
    const store = newColumns()
    store.integers.set(store.columns.take(), 7)

    store.columns.restore(structuredClone(without.columns.save()))

    expect(store.integers.values).toBeNull()
    expect(store.integers.get(0)).toBe(0)
  })
})

type Store = ReturnType<typeof newColumns>

function newColumns() {
  const integers = new RareIntegers()
  const numbers = new RareNumbers()
  return {
    integers,
    numbers,
    columns: new Columns({ integers: 1, numbers: 1, rare: [integers, numbers] }),
  }
}

function restored({ columns }: Store): Store {
  const store = newColumns()
  store.columns.restore(structuredClone(columns.save()))
  return store
}

function anyAct() {
  return fc.record({
    rows: fc.integer({ min: 1, max: 300 }),
    at: fc.nat(),
    integer: fc.oneof(fc.constant(0), fc.integer()),
    number: fc.oneof(fc.constant(0), fc.maxSafeInteger()),
    isRestored: fc.boolean(),
  })
}
