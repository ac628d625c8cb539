// Which messages a RabbitMQ exchange passes through a binding.

import type { Binding, ChannelOf } from './channels.ts'
import type { XMatch } from './families/rabbit.ts'

export type ExchangeType = ChannelOf<'rabbitExchange'>['type']
export type RabbitBinding = Extract<Binding, { kind: 'rabbitBinding' }>
type Matcher = Pick<RabbitBinding, 'routingKey' | 'xMatch' | 'arguments'>

/** Attributes of an event by name. */
export type Headers = ReadonlyMap<string, unknown>

/** `byHeaders`: that depends on the message's headers. */
export type Take = 'always' | 'never' | 'byHeaders'

export function bindingTake(type: ExchangeType, binding: Matcher, routingKey: string): Take {
  switch (type) {
    case 'headers':
      if (comparedBy(binding).length > 0) return 'byHeaders'
      return wantsAll(binding.xMatch) ? 'always' : 'never'
    case 'fanout':
      return 'always'
    case 'direct':
      return binding.routingKey === routingKey ? 'always' : 'never'
    case 'topic':
      return topicMatches(wordsOf(binding.routingKey), wordsOf(routingKey)) ? 'always' : 'never'
  }
}

/** Whether a binding of a headers exchange takes a message with these headers. */
export function headersMatch(binding: Matcher, headers: Headers): boolean {
  const fits = ([name, wanted]: Compared): boolean =>
    headers.has(name) && (wanted === null || headers.get(name) === wanted)
  const compared = comparedBy(binding)
  return wantsAll(binding.xMatch) ? compared.every(fits) : compared.some(fits)
}

/** Names of the headers that a binding of a headers exchange looks at. */
export function headerNames(binding: Matcher): readonly string[] {
  return comparedBy(binding).map(([name]) => name)
}

/** RabbitMQ 4 refuses a binding key of a topic exchange with more `#` words than that. */
export const HASH_WORDS_MAX = 2

export function hashWordsIn(bindingKey: string): number {
  return wordsOf(bindingKey).filter((word) => word === '#').length
}

type Compared = readonly [name: string, wanted: unknown]

/** `x-match` is never compared; other names that begin with x- only where it says so. */
function comparedBy({ xMatch, arguments: wanted = {} }: Matcher): readonly Compared[] {
  const looksAtX = xMatch === 'all-with-x' || xMatch === 'any-with-x'
  return Object.entries(wanted).filter(
    ([name]) => name !== 'x-match' && (looksAtX || !name.startsWith('x-')),
  )
}

function wantsAll(xMatch: XMatch = 'all'): boolean {
  return xMatch === 'all' || xMatch === 'all-with-x'
}

/** The empty key has no words; an empty word between dots is a word. */
function wordsOf(key: string): readonly string[] {
  return key === '' ? [] : key.split('.')
}

/** `*` stands for one word, `#` for any number of them. Time grows with words times pattern. */
function topicMatches(pattern: readonly string[], words: readonly string[]): boolean {
  // reachable[n]: the pattern so far can have taken the first n words.
  let reachable = words.map(() => false)
  reachable.unshift(true)
  for (const part of pattern) {
    if (part === '#') {
      const first = reachable.indexOf(true)
      reachable = reachable.map((_, taken) => first !== -1 && taken >= first)
      continue
    }
    reachable = reachable.map(
      (_, taken) =>
        taken > 0 && reachable[taken - 1] === true && (part === '*' || part === words[taken - 1]),
    )
  }
  return reachable.at(-1) === true
}
