import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LinkedLists, NONE } from './linkedLists.ts'

describe('LinkedLists', () => {
  it('does what arrays do, whatever is put where and taken out', () => {
    fc.assert(
      fc.property(fc.array(anyMove, { maxLength: 200 }), (moves) => {
        const lists = new LinkedLists(3)
        let arrays: readonly number[][] = [[], [], []]

        for (const move of moves) {
          if (arrays.flat().includes(move.item)) lists.remove(move.item)
          if (move.to === 'front') lists.pushFront(move.list, move.item)
          if (move.to === 'back') lists.pushBack(move.list, move.item)
          arrays = moved(arrays, move)
        }

        expect(lists.save()).toEqual(arrays)
        expect([0, 1, 2].map((list) => lists.first(list))).toEqual(
          arrays.map(([first]) => first ?? NONE),
        )
        expect(ITEMS.filter((item) => lists.has(item))).toEqual(arrays.flat().sort((a, b) => a - b))
        const restored = new LinkedLists(3)
        restored.pushBack(1, 4)
        restored.restore(lists.save())
        expect(restored.save()).toEqual(arrays)
      }),
    )
  })

  it('refuses an item that is in a list, and the removal of one that is in none', () => {
    const lists = new LinkedLists(2)
    lists.pushBack(0, 5)

    expect(() => lists.pushBack(1, 5)).toThrow('an item is in one list at a time')
    expect(() => lists.remove(6)).toThrow('what is taken out of a list is in one')
    expect(() => lists.remove(1000)).toThrow('what is taken out of a list is in one')
  })
})

const ITEMS = Array.from({ length: 201 }, (_, item) => item)

interface Move {
  readonly item: number
  readonly list: number
  readonly to: 'front' | 'back' | 'out'
}

const anyMove: fc.Arbitrary<Move> = fc.record({
  item: fc.nat(200),
  list: fc.nat(2),
  to: fc.constantFrom('front', 'back', 'out'),
})

function moved(arrays: readonly number[][], { item, list, to }: Move): readonly number[][] {
  return arrays.map((items, index) => {
    const others = items.filter((other) => other !== item)
    if (index !== list || to === 'out') return others
    return to === 'front' ? [item, ...others] : [...others, item]
  })
}
