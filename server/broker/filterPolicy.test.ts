import { describe, expect, it } from 'vitest'
import { Filter, type FilterPolicy, matchesPolicy } from './filterPolicy.ts'
import { type AttributeSet, Texts } from './texts.ts'

describe('matchesPolicy', () => {
  it.each<[string, FilterPolicy, AttributeSet, boolean]>([
    ['matches everything when it is empty', {}, [], true],
    ['takes an exact value', { kind: ['paid'] }, [['kind', 'paid']], true],
    ['refuses another value', { kind: ['paid'] }, [['kind', 'paid-late']], false],
    ['tells upper from lower case', { kind: ['paid'] }, [['kind', 'Paid']], false],
    ['refuses when the attribute is missing', { kind: ['paid'] }, [['type', 'paid']], false],
    ['takes any one of the values', { kind: ['paid', 'refunded'] }, [['kind', 'refunded']], true],
    ['takes a prefix', { kind: [{ prefix: 'pa' }] }, [['kind', 'paid']], true],
    ['takes the prefix alone', { kind: [{ prefix: 'paid' }] }, [['kind', 'paid']], true],
    [
      'refuses what holds the prefix later',
      { kind: [{ prefix: 'id' }] },
      [['kind', 'paid']],
      false,
    ],
    ['mixes values and prefixes', { kind: ['lost', { prefix: 'pa' }] }, [['kind', 'paid']], true],
    [
      'asks for each of its attributes',
      { kind: ['paid'], region: ['eu'] },
      [
        ['kind', 'paid'],
        ['region', 'us'],
      ],
      false,
    ],
    [
      'overlooks other attributes',
      { kind: ['paid'], region: ['eu'] },
      [
        ['kind', 'paid'],
        ['priority', 'high'],
        ['region', 'eu'],
      ],
      true,
    ],
    ['knows no inherited names', { constructor: ['x'] }, [['kind', 'x']], false],
  ])('%s', (_, policy, attributes, matches) => {
    expect(matchesPolicy(attributes, policy)).toBe(matches)
  })
})

describe('Filter', () => {
  it('gives the answer of its policy for every set of attributes, asked once or again', () => {
    const texts = new Texts()
    const policy: FilterPolicy = { n: ['7', '300', { prefix: '12' }] }
    const filter = new Filter(policy, texts)
    const numbers = Array.from({ length: 500 }, (_, n) =>
      texts.internAttributes([['n', String(n)]]),
    )

    const answers = numbers.map((number) => filter.matches(number))

    const taken = answers.flatMap((isMatch, n) => (isMatch ? [n] : []))
    expect(taken).toEqual([7, 12, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 300])
    expect(numbers.map((number) => filter.matches(number))).toEqual(answers)
    expect(filter.matches(0)).toBe(false)
  })
})
