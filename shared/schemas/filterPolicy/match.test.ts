import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttributeSet, AttributeValue } from '../attributes.ts'
import {
  type CompiledPolicy,
  compilePolicy,
  type FilterPolicy,
  type PolicyScope,
} from './compile.ts'
import { matchesAttributes, matchesBody } from './match.ts'

describe('matchesAttributes', () => {
  it.each<[string, FilterPolicy, Readonly<Record<string, AttributeValue>>, boolean]>([
    ['everything when it is empty', {}, {}, true],
    ['an exact value', { kind: ['paid'] }, { kind: 'paid' }, true],
    ['not another value', { kind: ['paid'] }, { kind: 'paid-late' }, false],
    ['by case', { kind: ['paid'] }, { kind: 'Paid' }, false],
    ['nothing where the attribute is missing', { kind: ['paid'] }, { type: 'paid' }, false],
    ['any one of the values', { kind: ['paid', 'refunded'] }, { kind: 'refunded' }, true],
    ['all of its keys', { kind: ['paid'], at: ['eu'] }, { kind: 'paid', at: 'us' }, false],
    ['whatever else there is', { kind: ['paid'] }, { kind: 'paid', at: 'us' }, true],
    ['no inherited names', { constructor: ['x'] }, { kind: 'x' }, false],
    ['a name with a dot as it stands', { 'a.b': ['x'] }, { 'a.b': 'x' }, true],
  ])('[sns.filter-policy] matches %s', (_, policy, attributes, matches) => {
    expect(matchesAttributes(compiled(policy), setOf(attributes))).toBe(matches)
  })

  it.each<[string, unknown, readonly AttributeValue[], readonly AttributeValue[]]>([
    ['prefix', { prefix: 'pa' }, ['pa', 'paid'], ['repaid', 'Paid', 5]],
    ['suffix', { suffix: 'id' }, ['id', 'paid'], ['idle', 5]],
    ['equals-ignore-case', { 'equals-ignore-case': 'PaId' }, ['paid', 'PAID'], ['pai', 'paids']],
    ['wildcard', { wildcard: 'a*b*c' }, ['abc', 'axbxbc', 'abbc'], ['ab', 'abcd', 'acb']],
    ['an escaped star', { wildcard: 'a\\*' }, ['a*'], ['ab', 'a']],
    ['a star at each end', { wildcard: '*b*' }, ['b', 'abc'], ['ac', '']],
    ['a star that may not share', { wildcard: 'ab*ba' }, ['abba', 'abxba'], ['aba']],
    ['numeric =', { numeric: ['=', 301.5] }, [301.5, 3.015e2], ['301.5', 301]],
    ['numeric <', { numeric: ['<', 0] }, [-0.00001], [0, 5]],
    ['numeric range', { numeric: ['>', 0, '<=', 150] }, [0.00001, 150], [0, 150.00001]],
    ['cidr', { cidr: '10.0.0.0/24' }, ['10.0.0.0', '10.0.0.255'], ['10.0.1.0', '10.0.0.256', 'x']],
    [
      'cidr of IPv6',
      { cidr: '2001:db8::/33' },
      ['2001:db8:7fff::1'],
      ['2001:db8:8000::', '10.0.0.1'],
    ],
    ['anything-but', { 'anything-but': 'x' }, ['y', 5, true], ['x']],
    ['anything-but numbers', { 'anything-but': [1, 2] }, [3, '1'], [1, 2.0000001]],
    ['anything-but prefix', { 'anything-but': { prefix: 'x' } }, ['ax', 5], ['xa']],
    ['anything-but wildcard', { 'anything-but': { wildcard: '*.jpg' } }, ['a.png'], ['a.jpg']],
    ['exists', { exists: true }, ['', 0, false, ['x']], [[], [null]]],
    ['a number', 100, [100, 100.0000001], ['100', 101, true]],
    ['true', true, [true, [true]], ['true', 1, false]],
  ])('[sns.filter-operators] knows %s', (_, pattern, matching, others) => {
    const policy = compiled({ a: [pattern] })
    const isMatch = (value: AttributeValue) => matchesAttributes(policy, setOf({ a: value }))

    expect(matching.filter((value) => !isMatch(value))).toEqual([])
    expect(others.filter(isMatch)).toEqual([])
  })

  it('[sns.filter-arrays] asks for any value of a String.Array, and for none that anything-but excludes', () => {
    const tags = setOf({ tags: ['rugby', 'tennis', 7, null] })
    const isMatch = (...values: unknown[]) => matchesAttributes(compiled({ tags: values }), tags)

    expect(isMatch('tennis')).toBe(true)
    expect(isMatch(7)).toBe(true)
    expect(isMatch(null)).toBe(true)
    expect(isMatch({ prefix: 'ru' })).toBe(true)
    expect(isMatch('golf')).toBe(false)
    expect(isMatch({ 'anything-but': 'golf' })).toBe(true)
    expect(isMatch({ 'anything-but': 'rugby' })).toBe(false)
  })

  it('[sns.filter-exists] takes exists false only where there is another attribute, and nothing else for what is missing', () => {
    const missing = (...values: unknown[]) =>
      [setOf({}), setOf({ other: 'x' })].map((attributes) =>
        matchesAttributes(compiled({ a: values }), attributes),
      )

    expect(missing({ exists: false })).toEqual([false, true])
    expect(missing({ exists: true })).toEqual([false, false])
    expect(missing(null, { 'anything-but': 'x' })).toEqual([false, false])
  })

  it('[sns.filter-or] takes one of the alternatives beside all other keys', () => {
    const policy = compiled({
      source: ['shop'],
      $or: [{ state: ['paid'] }, { amount: [{ numeric: ['>', 100] }], at: ['eu', 'uk'] }],
    })
    const isMatch = (attributes: Readonly<Record<string, AttributeValue>>) =>
      matchesAttributes(policy, setOf(attributes))

    expect(isMatch({ source: 'shop', state: 'paid' })).toBe(true)
    expect(isMatch({ source: 'shop', amount: 200, at: 'uk' })).toBe(true)
    expect(isMatch({ source: 'shop', amount: 200, at: 'us' })).toBe(false)
    expect(isMatch({ state: 'paid' })).toBe(false)
  })

  it('[sns.filter-operators] finds with stars what a regular expression finds', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 })
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 })
    fc.assert(
      fc.property(letters, pattern, (text, stars) => {
        fc.pre(!stars.includes('**'))
        const expression = new RegExp(`^${stars.replaceAll('*', '.*')}$`)
        const policy = compiled({ a: [{ wildcard: stars }] })

        expect(matchesAttributes(policy, setOf({ a: text }))).toBe(expression.test(text))
      }),
    )
  })
})

describe('matchesBody', () => {
  it.each<[string, FilterPolicy, unknown, boolean]>([
    ['what is nested', { order: { state: ['paid'] } }, { order: { state: 'paid' } }, true],
    ['a dotted key for a nested one', { 'a.b': ['x'] }, { a: { b: 'x' } }, true],
    ['a nested key for a dotted one', { a: { b: ['x'] } }, { 'a.b': 'x' }, true],
    ['dots in the middle', { a: { b: { c: ['x'] } } }, { a: { 'b.c': 'x' } }, true],
    ['one of both ways to write it', { 'a.b': ['x'] }, { a: { b: 'y' }, 'a.b': 'x' }, true],
    ['any element of a list', { tags: ['b'] }, { tags: ['a', 'b'] }, true],
    ['lists in lists', { tags: ['b'] }, { tags: [['a'], [['b']]] }, true],
    [
      'an object in a list',
      { lines: { sku: ['b'] } },
      { lines: [{ sku: 'a' }, { sku: 'b' }] },
      true,
    ],
    ['null', { a: [null] }, { a: null }, true],
    ['an empty text', { a: [''] }, { a: '' }, true],
    ['no object where a value is asked for', { a: [{ exists: true }] }, { a: { b: 1 } }, false],
    ['no value where an object is asked for', { a: { b: ['x'] } }, { a: 'x' }, false],
    ['no list', { a: ['x'] }, ['x'], false],
    ['no text', { a: ['x'] }, 'x', false],
    ['nothing', { a: [{ exists: false }] }, null, false],
    ['what is missing', { a: { b: [{ exists: false }] } }, { a: { c: 1 } }, true],
    ['what is missing with all above it', { a: { b: [{ exists: false }] } }, { c: 1 }, true],
  ])('[sns.filter-body] matches, or not, %s', (_, policy, body, matches) => {
    expect(matchesBody(compiled(policy, 'MessageBody'), body)).toBe(matches)
  })

  it('[sns.filter-body-arrays] asks one and the same element of a list for all that it asks of it', () => {
    const policy = compiled(
      { lines: { sku: ['a'], amount: [{ numeric: ['>', 10] }] } },
      'MessageBody',
    )
    const line = (sku: string, amount: number) => ({ sku, amount })

    expect(matchesBody(policy, { lines: [line('b', 1), line('a', 11)] })).toBe(true)
    expect(matchesBody(policy, { lines: [line('a', 1), line('b', 11)] })).toBe(false)
  })

  it('[sns.filter-body-arrays] asks that what must not exist be missing in all elements', () => {
    const policy = compiled({ lines: { discount: [{ exists: false }] } }, 'MessageBody')

    expect(matchesBody(policy, { lines: [{ sku: 'a' }, { sku: 'b' }] })).toBe(true)
    expect(matchesBody(policy, { lines: [{ sku: 'a' }, { sku: 'b', discount: 1 }] })).toBe(false)
  })
})

function compiled(policy: FilterPolicy, scope: PolicyScope = 'MessageAttributes'): CompiledPolicy {
  const result = compilePolicy(policy, scope)
  if (!result.ok) throw new Error(result.problem.reason)
  return result.policy
}

function setOf(attributes: Readonly<Record<string, AttributeValue>>): AttributeSet {
  return Object.entries(attributes)
}
