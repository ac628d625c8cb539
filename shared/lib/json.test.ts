import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JSON_ITEMS_MAX, problemWithJson, reuse } from './json.ts'

describe('problemWithJson', () => {
  it('finds nothing wrong with JSON', () => {
    expect(problemWithJson({ a: [1, 'b', null, true, { c: [] }] })).toBeNull()
  })

  it.each<[name: string, value: unknown, path: readonly (string | number)[], message: string]>([
    ['undefined', { a: undefined }, ['a'], 'must be JSON, but is of the type undefined.'],
    ['a function', [0, () => 1], [1], 'must be JSON, but is of the type function.'],
    [
      'infinity',
      { a: [Number.POSITIVE_INFINITY] },
      ['a', 0],
      'must be a finite number, but is Infinity.',
    ],
    ['a date', { at: new Date(0) }, ['at'], 'must be a plain JSON object.'],
    [
      'a list without end',
      { a: Array(JSON_ITEMS_MAX + 1).fill(0) },
      ['a'],
      'has 100001 items; the most is 100000.',
    ],
    ['a list of another depth', [[[1]]], [0, 0], 'is nested more than 2 levels deep.'],
    [
      'the prototype as a key',
      JSON.parse('{"a": {"__proto__": 1}}'),
      ['a', '__proto__'],
      "is a name that no document may use: '__proto__'.",
    ],
  ])('finds %s', (_, value, path, message) => {
    expect(problemWithJson(value, 2)).toEqual({ path, message })
  })
})

describe('reuse', () => {
  it('is the next value, made of the previous one where they are equal', () => {
    const previous = { a: { x: 1 }, b: [{ y: 1 }, { y: 2 }], c: 1 }

    const next = reuse(previous, { b: [{ y: 1 }, { y: 3 }], a: { x: 1 } }) as typeof previous

    expect(next).toEqual({ a: { x: 1 }, b: [{ y: 1 }, { y: 3 }] })
    expect(next.a).toBe(previous.a)
    expect(next.b[0]).toBe(previous.b[0])
  })

  it('is the previous value itself exactly where nothing changed', () => {
    fc.assert(
      fc.property(anyPlainJson(), anyPlainJson(), (previous, next) => {
        expect(reuse(previous, next)).toEqual(next)
        expect(reuse(previous, structuredClone(previous))).toBe(previous)
      }),
    )
  })
})

function anyPlainJson(): fc.Arbitrary<unknown> {
  return fc
    .jsonValue()
    .filter((value) => problemWithJson(value) === null)
    .map((value) => JSON.parse(JSON.stringify(value)))
}
