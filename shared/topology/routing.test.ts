import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindingTake, hashWordsIn, headerNames, headersMatch } from './routing.ts'

const takes = (
  type: Parameters<typeof bindingTake>[0],
  ...[bindingKey, routingKey]: [string, string]
) => bindingTake(type, { routingKey: bindingKey }, routingKey) === 'always'

describe('bindingTake', () => {
  it('takes everything from a fanout exchange, and the very key from a direct one', () => {
    expect(takes('fanout', 'a', 'b')).toBe(true)
    expect(takes('direct', 'a', 'a')).toBe(true)
    expect(takes('direct', '#', 'a')).toBe(false)
  })

  it.each([
    ['reserved.*', 'reserved.eu', true],
    ['reserved.*', 'reserved', false],
    ['reserved.*', 'reserved.eu.west', false],
    ['reserved.#', 'reserved', true],
    ['reserved.#', 'reserved.eu.west', true],
    ['#', '', true],
    ['#', 'a.b', true],
    ['*', '', false],
    ['*', 'a.b', false],
    ['', '', true],
    ['', 'a', false],
    ['#.b.#', 'a.b.c', true],
    ['#.b.#', 'a.c', false],
    ['*.#.c', 'c', false],
    ['*.#.c', 'a.c', true],
    ['a.b', 'a.b', true],
    ['a.b', 'a.c', false],
  ])('binds %j to %j: %s', (bindingKey, routingKey, expected) => {
    expect(takes('topic', bindingKey, routingKey)).toBe(expected)
  })

  it('matches as the plain definition does', () => {
    const words = fc.array(fc.constantFrom('a', 'b', ''), { maxLength: 5 })
    const pattern = fc.array(fc.constantFrom('a', 'b', '*', '#'), { maxLength: 5 })
    fc.assert(
      fc.property(pattern, words, (parts, key) => {
        const expected = matches(wordsIn(parts.join('.')), wordsIn(key.join('.')))

        expect(takes('topic', parts.join('.'), key.join('.'))).toBe(expected)
      }),
    )
  })

  it('takes no longer for a pattern made to be slow', () => {
    expect(takes('topic', '#.'.repeat(100).concat('b'), 'a.'.repeat(127))).toBe(false)
  })
})

describe('bindings of a headers exchange', () => {
  const eu = { routingKey: '', arguments: { region: 'eu', tier: null, 'x-trace': 'on' } }

  it('take by headers where they compare any, and otherwise everything or nothing', () => {
    const take = (binding: object) => bindingTake('headers', { routingKey: '', ...binding }, 'key')

    expect(take(eu)).toBe('byHeaders')
    expect(take({})).toBe('always')
    expect(take({ xMatch: 'any' })).toBe('never')
    expect(take({ xMatch: 'any', arguments: { 'x-trace': 'on' } })).toBe('never')
    expect(take({ xMatch: 'any-with-x', arguments: { 'x-trace': 'on' } })).toBe('byHeaders')
  })

  it('compare all or any of their arguments by type and value, and an empty one by presence', () => {
    const headers = new Map<string, unknown>([['region', 'eu']])
    const both = new Map<string, unknown>([...headers, ['tier', 3]])

    expect(headerNames(eu)).toEqual(['region', 'tier'])
    expect([headersMatch(eu, headers), headersMatch(eu, both)]).toEqual([false, true])
    expect(headersMatch({ ...eu, xMatch: 'any' }, headers)).toBe(true)
    expect(headersMatch({ ...eu, xMatch: 'all-with-x' }, both)).toBe(false)
    expect(headersMatch({ routingKey: '', arguments: { tier: '3' } }, both)).toBe(false)
  })
})

describe('hashWordsIn', () => {
  it('counts whole words only', () => {
    expect(['', 'a#b.##', '#', '#.a.#', '#.#.#'].map(hashWordsIn)).toEqual([0, 0, 1, 2, 3])
  })
})

function wordsIn(key: string): readonly string[] {
  return key === '' ? [] : key.split('.')
}

function matches([part, ...parts]: readonly string[], words: readonly string[]): boolean {
  if (part === undefined) return words.length === 0
  if (part === '#')
    return (words.length > 0 && matches(['#', ...parts], words.slice(1))) || matches(parts, words)
  const [word, ...rest] = words
  return word !== undefined && (part === '*' || part === word) && matches(parts, rest)
}
