import { describe, expect, it } from 'vitest'
import { type Headers, type HeadersPattern, headersMatch } from './rabbitHeadersMatch.ts'

const gold: Headers = [
  ['region', 'eu'],
  ['tier', 'gold'],
]

function asks(xMatch: HeadersPattern['xMatch'], ...wanted: HeadersPattern['arguments']) {
  return { xMatch, arguments: wanted }
}

describe('headersMatch', () => {
  it.each([
    { xMatch: 'all', both: true, one: false, none: false },
    { xMatch: 'any', both: true, one: true, none: false },
    { xMatch: 'all-with-x', both: true, one: false, none: false },
    { xMatch: 'any-with-x', both: true, one: true, none: false },
  ] as const)(
    '[rabbit.headers-all] [rabbit.headers-any] [rabbit.headers-with-x] looks for all or any of the headers: $xMatch',
    ({ xMatch, both, one, none }) => {
      const pattern = asks(xMatch, ['region', 'eu'], ['tier', 'gold'])

      expect(headersMatch(pattern, gold)).toBe(both)
      expect(headersMatch(pattern, [['region', 'eu']])).toBe(one)
      expect(headersMatch(pattern, [['region', 'us']])).toBe(none)
      expect(headersMatch(pattern, [])).toBe(false)
    },
  )

  it('[rabbit.headers-with-x] looks at names that begin with x- only when told to', () => {
    const headers: Headers = [['x-region', 'eu']]

    expect(headersMatch(asks('all', ['x-region', 'us']), headers)).toBe(true)
    expect(headersMatch(asks('any', ['x-region', 'eu']), headers)).toBe(false)
    expect(headersMatch(asks('all-with-x', ['x-region', 'us']), headers)).toBe(false)
    expect(headersMatch(asks('any-with-x', ['x-region', 'eu']), headers)).toBe(true)
    // The argument that says how to match is none of those that are compared.
    expect(headersMatch(asks('any-with-x', ['x-match', null]), [['x-match', 'any']])).toBe(false)
  })

  it('[rabbit.headers-void] asks only for the presence of a header without a value', () => {
    const pattern = asks('all', ['region', null])

    expect(headersMatch(pattern, gold)).toBe(true)
    expect(headersMatch(pattern, [['region', ['eu', 'us']]])).toBe(true)
    expect(headersMatch(pattern, [['tier', 'gold']])).toBe(false)
  })

  it('[rabbit.headers-typed] compares types as well as values, and cases', () => {
    expect(headersMatch(asks('all', ['n', 1]), [['n', 1]])).toBe(true)
    expect(headersMatch(asks('all', ['n', 1]), [['n', '1']])).toBe(false)
    expect(headersMatch(asks('all', ['n', true]), [['n', 'true']])).toBe(false)
    expect(headersMatch(asks('all', ['n', 'EU']), [['n', 'eu']])).toBe(false)
    expect(headersMatch(asks('all', ['n', 'eu']), [['n', ['eu']]])).toBe(false)
    expect(headersMatch(asks('all', ['n', ['eu', 1]]), [['n', ['eu', 1]]])).toBe(true)
    expect(headersMatch(asks('all', ['n', ['eu', 1]]), [['n', ['eu', '1']]])).toBe(false)
  })

  it('[rabbit.headers-empty] without arguments matches everything for all, and nothing for any', () => {
    for (const headers of [gold, []]) {
      expect(headersMatch(asks('all'), headers)).toBe(true)
      expect(headersMatch(asks('all-with-x'), headers)).toBe(true)
      expect(headersMatch(asks('any'), headers)).toBe(false)
      expect(headersMatch(asks('any-with-x'), headers)).toBe(false)
    }
  })
})
