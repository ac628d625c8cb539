import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pack, unpack } from './packedState.ts'

const LENGTH = 40_000

describe('a packed state', () => {
  it('comes out as it went in, with its short and its long columns', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(200), fc.constantFrom(8192, LENGTH)), { maxLength: 6 }),
        fc.jsonValue(),
        (lengths, rest) => {
          const state = {
            rest,
            sparse: [undefined, Number.NaN, Infinity, -0],
            doubles: lengths.map((length) => column(length)),
            words: new Uint32Array([1, 2 ** 32 - 1]),
            numbers: Int32Array.from({ length: 9000 }, (_, index) => -index),
          }

          // Compares long columns as bytes.
          expect(isDeepStrictEqual(unpack(pack(state, null)), state)).toBe(true)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('does not change with what it was made of, nor with what came out of it', () => {
    const live = { columns: [column(LENGTH)], list: [1, 2, 3] }
    const packed = pack(live, null)

    live.columns[0]?.fill(7)
    live.list.push(4)
    const first = unpack(packed) as typeof live
    first.columns[0]?.fill(8)

    expect(unpack(packed)).toEqual({ columns: [column(LENGTH)], list: [1, 2, 3] })
  })

  it('takes of a view what the view shows', () => {
    const whole = column(LENGTH)

    expect(unpack(pack({ part: whole.subarray(10, 5000) }, null))).toEqual({
      part: whole.slice(10, 5000),
    })
  })

  it('shares the blocks that are as they were', () => {
    const live = column(LENGTH)
    const first = pack({ live }, null)
    live[LENGTH - 1] = -1
    const second = pack({ live }, first)

    const [before, after] = [first, second].map(({ columns }) => columns[0]?.blocks ?? [])
    const changed = after?.flatMap((block, index) => (block === before?.[index] ? [] : [index]))
    expect(changed).toEqual([4])
    expect(unpack(first)).toEqual({ live: column(LENGTH) })
    expect(unpack(second)).toEqual({ live })
  })

  it('shares them too when an array before them has grown long', () => {
    const live = column(LENGTH)
    const first = pack({ short: column(100), live }, null)
    const second = pack({ short: column(LENGTH), live }, first)

    expect(second.columns[1]?.blocks).toEqual(first.columns[0]?.blocks)
    expect(
      second.columns[1]?.blocks.every((block, n) => block === first.columns[0]?.blocks[n]),
    ).toBe(true)
  })
})

function column(length: number): Float64Array {
  return Float64Array.from({ length }, (_, index) => index * 1.5)
}
