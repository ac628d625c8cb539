import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { problemWithText } from './jsonText.ts'

describe('problemWithText', () => {
  it.each<[text: string, problem: string]>([
    ['', 'Line 1, column 1: The text ends too early.'],
    ['{"a": [1,\n  2', 'Line 2, column 4: The text ends too early.'],
    ['{"a": "b', 'Line 1, column 9: The text ends too early.'],
    ['{\n  "a": 1,\n}', 'Line 3, column 1: A key in "…" is expected, but here stands "}".'],
    ['[1, ]', 'Line 1, column 5: A value is expected, but here stands "]".'],
    ["{'a': 1}", 'Line 1, column 2: A key in "…" is expected, but here stands "\'".'],
    ['{"a" 1}', 'Line 1, column 6: A colon is expected, but here stands "1".'],
    ['{"a": 1 "b": 2}', 'Line 1, column 9: A comma or } is expected, but here stands "\\"".'],
    ['[1}', 'Line 1, column 3: A comma or ] is expected, but here stands "}".'],
    ['[NaN]', 'Line 1, column 2: A value is expected, but here stands "N".'],
    ['[01]', 'Line 1, column 3: A comma or ] is expected, but here stands "1".'],
    ['{} {}', 'Line 1, column 4: The document has ended, but here follows "{".'],
    ['["\\x"]', 'Line 1, column 3: This escape with \\ is not known to JSON.'],
    ['["a\nb"]', 'Line 1, column 4: A text in "…" ends in the line in which it begins.'],
    ['{"a": 1, "\\u0061": 2}', 'Line 1, column 10: The key "a" stands twice in one object.'],
    ['<!doctype html>', 'Line 1, column 1: A value is expected, but here stands "<".'],
    ['[🦊]', 'Line 1, column 2: A value is expected, but here stands "🦊".'],
  ])('finds what is wrong with %j', (text, problem) => {
    expect(problemWithText(text)).toBe(problem)
  })

  it('finds nothing wrong with the same key in different objects', () => {
    expect(problemWithText('{"a": {"a": 1}, "b": [{"a": 2}, {"a": 3}]}')).toBeNull()
  })

  it('refuses a million brackets without walking into them', () => {
    expect(problemWithText('['.repeat(1_000_000))).toBe(
      'Line 1, column 65: The text is nested more than 64 levels deep.',
    )
  })

  it('takes a text of millions of characters', () => {
    expect(problemWithText(JSON.stringify({ a: 'x'.repeat(3_000_000) }))).toBeNull()
  })

  it('agrees with JSON.parse on every text, but for equal keys', () => {
    fc.assert(
      fc.property(anyAlmostJson(), (text) => {
        const problem = problemWithText(text)
        if (problem?.endsWith('stands twice in one object.')) return

        expect(problem === null).toBe(isJson(text))
      }),
      { numRuns: 3000 },
    )
  })
})

/** JSON, mostly with a character put in, taken out or replaced. */
function anyAlmostJson(): fc.Arbitrary<string> {
  const spaced = fc
    .record({ value: fc.jsonValue(), space: fc.constantFrom('', ' ', '\n\t') })
    .map(({ value, space }) => JSON.stringify(value, null, space))
  const spoilt = fc
    .record({
      text: spaced,
      at: fc.nat(60),
      length: fc.nat(2),
      inserted: fc.constantFrom(
        '',
        ',',
        '"',
        '{',
        '}',
        '[',
        ']',
        ':',
        '0',
        '-',
        '\\',
        'e',
        '.',
        '\u0001',
        '\u00a0',
        'true',
      ),
    })
    .map(({ text, at, length, inserted }) => text.slice(0, at) + inserted + text.slice(at + length))
  return fc.oneof(spaced, { arbitrary: spoilt, weight: 4 })
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
