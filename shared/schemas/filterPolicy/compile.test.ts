import { describe, expect, it } from 'vitest'
import { compilePolicy, type FilterPolicy, type PolicyScope } from './compile.ts'
import { policySentence } from './problem.ts'

describe('compilePolicy', () => {
  it.each<[string, FilterPolicy]>([
    ['nothing, which matches everything', {}],
    ['values', { state: ['paid', 100, true, null] }],
    [
      'all operators',
      {
        state: [
          { prefix: 'a' },
          { suffix: 'b' },
          { 'equals-ignore-case': 'c' },
          { wildcard: 'd*e' },
        ],
        amount: [{ numeric: ['>', 0, '<=', 5] }, { exists: false }],
        ip: [{ cidr: '10.0.0.0/24' }, { cidr: '2001:db8::/32' }],
      },
    ],
    [
      'what anything-but excludes',
      {
        a: [{ 'anything-but': 'x' }, { 'anything-but': [1, 2] }, { 'anything-but': ['x', 'y'] }],
        b: [{ 'anything-but': { prefix: 'x' } }, { 'anything-but': { wildcard: '*x' } }],
      },
    ],
    ['five keys', { a: ['1'], b: ['1'], c: ['1'], d: ['1'], e: ['1'] }],
    ['150 combinations', { a: many(30), b: many(5) }],
    [
      'alternatives',
      { a: ['1'], $or: [{ b: ['1'] }, { c: ['1'], $or: [{ d: [1] }, { e: [1] }] }] },
    ],
  ])('[sns.filter-operators] takes %s', (_, policy) => {
    expect(problemOf(policy)).toBeNull()
  })

  it.each<[string, FilterPolicy, string]>([
    [
      'an unknown operator',
      { state: [{ begins: 'a' }] },
      'state[0]: Unrecognized match type begins. The operators are prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, cidr, exists.',
    ],
    [
      'a value that is no list',
      { state: 'paid' },
      'state: "state" must be an object or an array. Write its values as a list: {"state": ["value"]}.',
    ],
    [
      'an empty list',
      { state: [] },
      'state: Empty arrays are not allowed. Name a value, or take the key out: what is not named matches anything.',
    ],
    [
      'a list in a list',
      { state: ['a', ['b']] },
      'state[1]: Match value must be String, number, true, false, or null. A list holds values and match expressions, no lists.',
    ],
    [
      'two operators at once',
      { state: [{ prefix: 'a', suffix: 'b' }] },
      'state[0]: Only one key allowed in match expression. Give each operator an object of its own in the list.',
    ],
    [
      'an operator that anything-but does not know',
      { state: [{ 'anything-but': { suffix: 'x' } }] },
      'state[0].anything-but: Unsupported anything-but pattern: suffix. Write a text, a number, a list of texts or of numbers, {"prefix": "text"} or {"wildcard": "te*t"}.',
    ],
    [
      'a list of anything-but that mixes types',
      { state: [{ 'anything-but': ['a', 1] }] },
      'state[0].anything-but: Inside anything but list, either all values are number or string, mixed type is not supported. Write a text, a number, a list of texts or of numbers, {"prefix": "text"} or {"wildcard": "te*t"}.',
    ],
    [
      'a range upside down',
      { amount: [{ numeric: ['>', 5, '<', 5] }] },
      'amount[0].numeric: Bottom must be less than top. Write [">=", 10], ["=", 10] or [">", 0, "<=", 100].',
    ],
    [
      'a network of 33 bits',
      { ip: [{ cidr: '10.0.0.0/33' }] },
      'ip[0].cidr: IPv4 mask bits must be < 32. Write an address and its mask bits: {"cidr": "10.0.0.0/24"}.',
    ],
    [
      'two stars in a row',
      { state: [{ wildcard: 'a**' }] },
      'state[0].wildcard: Consecutive wildcard characters at pos 1. A star stands for any characters; write \\* and \\\\ for the characters themselves.',
    ],
    [
      'an object in the scope of attributes',
      { order: { state: ['paid'] } },
      'order: Filter policy scope MessageAttributes does not support nested filter policy. Attributes have no parts; set FilterPolicyScope to MessageBody to look into the body.',
    ],
  ])(
    '[sns.filter-validation] refuses %s, and says where and what would be right',
    (_, policy, sentence) => {
      expect(problemOf(policy)).toBe(sentence)
    },
  )

  it('[sns.filter-limits] takes five keys and 150 combinations at most', () => {
    const six = { a: ['1'], b: ['1'], c: ['1'], d: ['1'], e: ['1'], f: ['1'] }

    expect(problemOf(six)).toBe(
      'Filter policy can not have more than 5 keys. This one has 6: a, b, c, d, e, f.',
    )
    expect(problemOf({ a: many(151) })).toContain('Filter policy is too complex')
    expect(problemOf({ a: many(38), b: many(4) })).toContain('Filter policy is too complex')
    expect(problemOf({ $or: [{ a: many(75) }, { b: many(75) }] })).toBeNull()
    expect(problemOf({ $or: [{ a: many(75) }, { b: many(76) }] })).toContain('too complex')
  })

  it('[sns.filter-limits] counts the values of a body policy as often as they are deep', () => {
    // 5 values, 3 deep, times 10
    const fits = { a: { b: { c: many(5) } }, d: many(10) }
    const tooDeep = { a: { b: { c: many(5) } }, d: many(11) }

    expect(problemOf(fits, 'MessageBody')).toBeNull()
    expect(problemOf(tooDeep, 'MessageBody')).toBe(
      'Filter policy is too complex. Its numbers of values, each times its depth, multiply to at most 150; alternatives of $or add up.',
    )
    expect(problemOf({ a: { b: ['1'], c: { d: ['1'], e: ['1'] } } }, 'MessageBody')).toBeNull()
  })

  it('[sns.filter-limits] does not unfold alternatives that multiply beyond all bounds', () => {
    const either = (name: string) => ({ $or: [{ [`${name}1`]: [1] }, { [`${name}2`]: [1] }] })
    let policy: FilterPolicy = either('z')
    for (let depth = 0; depth < 30; depth += 1)
      policy = { [`k${depth}`]: either('a'), [`l${depth}`]: policy }

    expect(problemOf(policy, 'MessageBody')).toContain('Filter policy is too complex')
  })

  it('[sns.filter-or] takes $or for a key like any other unless two objects or more follow it', () => {
    const keys = (policy: FilterPolicy) => {
      const compiled = compilePolicy(policy, 'MessageAttributes')
      return compiled.ok ? compiled.policy.keys : compiled.problem.reason
    }

    expect(keys({ $or: [{ a: [1] }, { b: [1] }] })).toEqual(['a', 'b'])
    expect(keys({ $or: ['x'] })).toEqual(['$or'])
    expect(keys({ $or: [{ prefix: 'x' }, { suffix: 'y' }] })).toEqual(['$or'])
    expect(keys({ $or: [{ a: [1] }] })).toBe('Unrecognized match type a')
  })
})

function problemOf(policy: FilterPolicy, scope: PolicyScope = 'MessageAttributes'): string | null {
  const compiled = compilePolicy(policy, scope)
  return compiled.ok ? null : policySentence(compiled.problem)
}

function many(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `value ${n}`)
}
