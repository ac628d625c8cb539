import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attributeChoiceSchema } from '#shared/topology/fields.ts'
import { attributeCodec } from './attributeCodec.ts'

describe('attributeCodec', () => {
  it.each<[string, unknown]>([
    ['gold', 'gold'],
    ['', ''],
    [' 5 ', 5],
    ['-1.5e3', -1500],
    ['"5"', '5'],
    ['true', true],
    ['"true"', 'true'],
    ['gold: 1, basic: 9', weighted(['gold', 1], ['basic', 9])],
    ['5: 1, "5": 2, false: 0', weighted([5, 1], ['5', 2], [false, 0])],
    ['["rugby", 7, true]', weighted([['rugby', 7, true], 1])],
    ['["a", "b"]: 2, "c, d: 1": 1', weighted([['a', 'b'], 2], ['c, d: 1', 1])],
    ['"urn:1"', 'urn:1'],
    ['urn:order', 'urn:order'],
  ])('reads %s', (text, value) => {
    expect(attributeCodec.parse(text)).toEqual({ ok: true, value })
  })

  it.each([
    ['gold, basic', 'A text, a number, true or false, or several with weights: eu: 3, us: 1.'],
    ['[["a"]]', 'A list of at most 50 texts, numbers, true or false: ["rugby", 7].'],
    ['2000000000', 'A number from −1e9 to 1e9.'],
    ['"open', 'A text in quotes ends with a quote.'],
  ])('refuses %s', (text, reason) => {
    expect(attributeCodec.parse(text)).toEqual({ ok: false, reason })
  })

  it('reads back what it writes', () => {
    const scalar = fc.oneof(
      fc
        .string({ maxLength: 8, unit: fc.constantFrom(...'ab5:,."[]\\ true'.split('')) })
        .map(trimmed),
      fc.integer({ min: -1e9, max: 1e9 }),
      fc.boolean(),
    )
    const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }))
    const choice = fc.array(fc.record({ value, weight: fc.integer({ min: 0, max: 9 }) }), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(fc.oneof(scalar, choice), (attribute) => {
        expect(attributeChoiceSchema.safeParse(attribute).success).toBe(true)
        const parsed = attributeCodec.parse(attributeCodec.format(attribute))
        expect(parsed).toEqual({ ok: true, value: attribute })
      }),
    )
  })
})

function weighted(...choices: readonly (readonly [value: unknown, weight: number])[]) {
  return choices.map(([value, weight]) => ({ value, weight }))
}

function trimmed(text: string): string {
  return text.trim()
}
