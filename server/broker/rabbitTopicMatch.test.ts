import { describe, expect, it } from 'vitest'
import { topicMatches } from './rabbitTopicMatch.ts'

describe('[rabbit.topic-words] [rabbit.topic-empty-words] topicMatches', () => {
  it.each([
    { bindingKey: 'a.b.c', matches: ['a.b.c'], not: ['a.b', 'a.b.c.d', 'a.b.C', ''] },
    { bindingKey: 'a.*.c', matches: ['a.b.c', 'a..c'], not: ['a.c', 'a.b.b.c', 'a.*'] },
    { bindingKey: '*', matches: ['a', 'abc'], not: ['', 'a.b', '.'] },
    { bindingKey: '#', matches: ['', 'a', 'a.b.c', '.', '..'], not: [] },
    { bindingKey: '#.#', matches: ['', 'a', 'a.b'], not: [] },
    { bindingKey: 'a.#', matches: ['a', 'a.b', 'a.b.c', 'a.'], not: ['', 'b.a'] },
    { bindingKey: '#.b', matches: ['b', 'a.b', 'a.a.b', 'b.b'], not: ['', 'b.a', 'ab'] },
    { bindingKey: 'a.#.b', matches: ['a.b', 'a.x.b', 'a.b.x.b'], not: ['a', 'a.b.x', 'b'] },
    { bindingKey: '#.a.#.b.#', matches: ['a.b', 'x.a.x.b.x', 'a.a.b.a'], not: ['b.a', 'a'] },
    { bindingKey: '*.#', matches: ['a', 'a.b', '.'], not: [''] },
    { bindingKey: '', matches: [''], not: ['a', '.'] },
    // Wildcards only as whole words.
    { bindingKey: 'a#b', matches: ['a#b'], not: ['ab', 'axb', 'a.b'] },
    { bindingKey: 'a*.b', matches: ['a*.b'], not: ['ax.b', 'a.b'] },
    // An empty word is a word.
    { bindingKey: 'a..b', matches: ['a..b'], not: ['a.b', 'a.x.b'] },
    { bindingKey: 'a.*', matches: ['a.', 'a.b'], not: ['a'] },
  ])('takes $bindingKey for $matches and not for $not', ({ bindingKey, matches, not }) => {
    const matched = [...matches, ...not].filter((key) => topicMatches(bindingKey, key))

    expect(matched).toEqual(matches)
  })

  it('answers soon however many wildcards there are', () => {
    const bindingKey = Array(120).fill('#').join('.')
    const routingKey = Array(125).fill('a').join('.')

    expect(topicMatches(bindingKey, routingKey)).toBe(true)
    expect(topicMatches(`${bindingKey}.b`, routingKey)).toBe(false)
  })
})
