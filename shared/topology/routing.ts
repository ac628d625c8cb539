// Which messages a RabbitMQ exchange passes through a binding.

import type { ChannelOf } from './channels.ts'

export type ExchangeType = ChannelOf<'rabbitExchange'>['type']

export function bindingTakes(type: ExchangeType, bindingKey: string, routingKey: string): boolean {
  switch (type) {
    case 'fanout':
      return true
    case 'direct':
      return bindingKey === routingKey
    case 'topic':
      return topicMatches(bindingKey.split('.'), routingKey.split('.'))
  }
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
