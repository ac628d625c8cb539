import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bindingTakes } from './routing.ts'

describe('bindingTakes', () => {
  it('takes everything from a fanout exchange, and the very key from a direct one', () => {
    expect(bindingTakes('fanout', 'a', 'b')).toBe(true)
    expect(bindingTakes('direct', 'a', 'a')).toBe(true)
    expect(bindingTakes('direct', '#', 'a')).toBe(false)
  })

  it.each([
    ['reserved.*', 'reserved.eu', true],
    ['reserved.*', 'reserved', false],
    ['reserved.*', 'reserved.eu.west', false],
    ['reserved.#', 'reserved', true],
    ['reserved.#', 'reserved.eu.west', true],
    ['#', '', true],
    ['#', 'a.b', true],
    ['*', '', true],
    ['*', 'a.b', false],
    ['', '', true],
    ['', 'a', false],
    ['#.b.#', 'a.b.c', true],
    ['#.b.#', 'a.c', false],
    ['*.#.c', 'c', false],
    ['*.#.c', 'a.c', true],
    ['a.b', 'a.b', true],
    ['a.b', 'a.c', false],
  ])('binds %j to %j: %s', (bindingKey, routingKey, takes) => {
    expect(bindingTakes('topic', bindingKey, routingKey)).toBe(takes)
  })

  it('matches as the plain definition does', () => {
    const words = fc.array(fc.constantFrom('a', 'b', ''), { maxLength: 5 })
    const pattern = fc.array(fc.constantFrom('a', 'b', '*', '#'), { maxLength: 5 })
    fc.assert(
      fc.property(pattern, words, (parts, key) => {
        const expected = matches(parts.join('.').split('.'), key.join('.').split('.'))

        expect(bindingTakes('topic', parts.join('.'), key.join('.'))).toBe(expected)
      }),
    )
  })

  it('takes no longer for a pattern made to be slow', () => {
    expect(bindingTakes('topic', '#.'.repeat(100).concat('b'), 'a.'.repeat(127))).toBe(false)
  })
})

function matches([part, ...parts]: readonly string[], words: readonly string[]): boolean {
  if (part === undefined) return words.length === 0
  if (part === '#')
    return (words.length > 0 && matches(['#', ...parts], words.slice(1))) || matches(parts, words)
  const [word, ...rest] = words
  return word !== undefined && (part === '*' || part === word) && matches(parts, rest)
}
