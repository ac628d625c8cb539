import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bisect } from './bisection.ts'

describe('bisect', () => {
  it('finds the only change, in few questions, and looks at its neighbours', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 300 }),
        fc.nat(),
        fc.boolean(),
        async (count, at, meetsAfter) => {
          const from = 1 + (at % (count - 1))
          const { ask, asked } = oracle((place) => place >= from === meetsAfter)

          const found = await bisect(count, ask)

          expect(found).toEqual({
            boundary: { kind: 'change', from, meetsAfter },
            isMonotone: true,
          })
          expect(asked.size).toBeLessThanOrEqual(4 + Math.ceil(Math.log2(count)))
          if (from > 1) expect(asked).toContain(from - 2)
        },
      ),
    )
  })

  it.each([
    [1, true, 'always'],
    [1, false, 'never'],
    [9, true, 'always'],
    [9, false, 'never'],
  ])('of %i places that all say %s is %s', async (count, answer, kind) => {
    const { ask } = oracle(() => answer)

    expect(await bisect(count, ask)).toEqual({ boundary: { kind }, isMonotone: true })
  })

  it('notices a neighbour that contradicts', async () => {
    const { ask } = oracle((place) => place >= 6 || place === 3)

    // Asked are 0 and 9, then 4, 6 and 5, and the neighbours 4 and 7; or, halving the other way, 3.
    const odd = oracle((place) => place >= 5 && place !== 6)

    expect((await bisect(10, ask)).isMonotone).toBe(true)
    expect((await bisect(10, odd.ask)).isMonotone).toBe(false)
  })
})

function oracle(answer: (place: number) => boolean) {
  const asked = new Set<number>()
  const ask = (places: readonly number[]) => {
    for (const place of places) asked.add(place)
    return Promise.resolve(places.map(answer))
  }
  return { ask, asked }
}
