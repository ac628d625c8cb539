// Random graphs of exchanges, bindings and alternates, edited while messages go through: a queue gets a
// message exactly when a way leads to it, and then once. The ways are found here by a slower reading of
// the rules that shares nothing with the exchanges.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exchanges, PUBLISHER, type TestQueue } from './rabbitExchange.fixture.ts'
import type { RabbitExchange, RabbitExchangeSettings } from './rabbitExchange.ts'
import type { HeadersPattern } from './rabbitHeadersMatch.ts'

const PROPERTY = { seed: 20_261_121, numRuns: 300 }
const EXCHANGES = 5
const QUEUES = 4

interface Bound {
  readonly from: number
  /** From EXCHANGES on: a queue. */
  readonly to: number
  readonly routingKey: string
  readonly headers: HeadersPattern
}

type Step =
  | { readonly kind: 'bind'; readonly bound: Bound }
  | { readonly kind: 'unbind'; readonly which: number }
  | {
      readonly kind: 'type'
      readonly exchange: number
      readonly type: RabbitExchangeSettings['type']
    }
  | { readonly kind: 'alternate'; readonly exchange: number; readonly to: number | null }
  | { readonly kind: 'publish'; readonly publication: Published }

interface Published {
  readonly exchange: number
  readonly routingKey: string
  readonly attributes: readonly (readonly [string, string])[]
  readonly mandatory: boolean
}

const words = (word: fc.Arbitrary<string>) =>
  fc.array(word, { maxLength: 4 }).map((parts) => parts.join('.'))
const bindingKey = words(fc.constantFrom('a', 'b', '', '*', '#'))
const routingKey = words(fc.constantFrom('a', 'b', ''))
const type = fc.constantFrom('direct', 'fanout', 'topic', 'headers' as const)
const exchange = fc.nat(EXCHANGES - 1)
const headers: fc.Arbitrary<HeadersPattern> = fc.record({
  xMatch: fc.constantFrom('all', 'any', 'all-with-x', 'any-with-x' as const),
  arguments: fc.uniqueArray(
    fc.tuple(fc.constantFrom('a', 'b', 'x-c'), fc.constantFrom('1', '2', 1, true, null)),
    { selector: ([name]) => name, maxLength: 3 },
  ),
})
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('bind' as const),
        bound: fc.record({
          from: exchange,
          to: fc.nat(EXCHANGES + QUEUES - 1),
          routingKey: bindingKey,
          headers,
        }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('unbind' as const), which: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('type' as const), exchange, type }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('alternate' as const),
        exchange,
        to: fc.option(exchange),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('publish' as const),
        publication: fc.record({
          exchange,
          routingKey,
          attributes: fc.uniqueArray(
            fc.tuple(fc.constantFrom('a', 'b', 'x-c'), fc.constantFrom('1', '2')),
            { selector: ([name]) => name },
          ),
          mandatory: fc.boolean(),
        }),
      }),
    },
  ),
  { maxLength: 40, size: 'max' },
)

describe('exchanges', () => {
  it('[rabbit.one-copy] [rabbit.exchange-to-exchange] reach each queue once exactly when a way leads there', () => {
    fc.assert(
      fc.property(
        fc.array(type, { minLength: EXCHANGES, maxLength: EXCHANGES }),
        steps,
        (types, taken) => {
          const graph = new Graph(types)
          for (const step of taken) graph.take(step)
        },
      ),
      PROPERTY,
    )
  })
})

class Graph {
  readonly #stand = exchanges()
  readonly #types: RabbitExchangeSettings['type'][]
  readonly #exchanges: readonly RabbitExchange[]
  readonly #queues: readonly TestQueue[]
  readonly #alternates: (number | null)[]
  #bounds: (Bound & { readonly element: number })[] = []
  #made = 0

  constructor(types: readonly RabbitExchangeSettings['type'][]) {
    this.#types = [...types]
    this.#exchanges = types.map((own, index) => this.#stand.exchange(`x${index}`, own))
    this.#queues = Array.from({ length: QUEUES }, (_, index) => this.#stand.queue(`q${index}`))
    this.#alternates = types.map(() => null)
  }

  take(step: Step): void {
    switch (step.kind) {
      case 'bind':
        this.#bind(step.bound)
        break
      case 'unbind':
        this.#unbind(step.which)
        break
      case 'type':
        this.#types[step.exchange] = step.type
        this.#exchangeAt(step.exchange).update({ type: step.type })
        break
      case 'alternate':
        this.#divert(step.exchange, step.to)
        break
      case 'publish':
        this.#publish(step.publication)
    }
  }

  #divert(exchange: number, to: number | null): void {
    this.#alternates[exchange] = to
    this.#exchangeAt(exchange).setAlternate(to === null ? null : this.#exchangeAt(to))
  }

  #bind(bound: Bound): void {
    this.#made += 1
    const { from, to, ...options } = bound
    const target = this.#exchanges[to] ?? (this.#queues[to - EXCHANGES] as TestQueue)
    const name = `binding ${this.#made}`
    const element = this.#stand.bind(this.#exchangeAt(from), target, { ...options, name })
    this.#bounds.push({ ...bound, element })
  }

  #unbind(which: number): void {
    const gone = this.#bounds[which % Math.max(this.#bounds.length, 1)]
    if (!gone) return
    this.#exchangeAt(gone.from).unbind(gone.element)
    this.#bounds = this.#bounds.filter((bound) => bound !== gone)
  }

  #publish(published: Published): void {
    const { world } = this.#stand
    const { exchange: from, mandatory, ...publication } = published
    const properties = { ...PUBLISHER, mandatory }
    const event = world.publish(this.#exchangeAt(from), { ...publication, properties })
    world.settleDown()

    const wanted = this.#reached(published)
    for (const [index, queue] of this.#queues.entries()) {
      const copies = queue.got.filter((line) => line.split(' ')[0] === event)
      expect(copies, `copies in q${index}`).toHaveLength(wanted.has(EXCHANGES + index) ? 1 : 0)
    }
    const unrouted = mandatory ? 'returned' : 'unroutable'
    const isRouted = [...wanted].some((place) => place >= EXCHANGES)
    expect(world.outcomes.at(-1)).toBe(`${event} ${isRouted ? 'accepted' : unrouted}`)
  }

  /** Exchanges and queues to which a way leads, found by going on until nothing is added. */
  #reached(published: Published): ReadonlySet<number> {
    const reached = new Set([published.exchange])
    for (let size = 0; size < reached.size; ) {
      size = reached.size
      for (const from of [...reached].filter((place) => place < EXCHANGES)) {
        const matching = this.#bounds.filter(
          (bound) => bound.from === from && matches(this.#types[from], bound, published),
        )
        const alternate = this.#alternates[from] ?? null
        if (matching.length === 0 && alternate !== null) reached.add(alternate)
        for (const { to } of matching) reached.add(to)
      }
    }
    return reached
  }

  #exchangeAt(index: number): RabbitExchange {
    return this.#exchanges[index] as RabbitExchange
  }
}

function matches(
  kind: RabbitExchangeSettings['type'] | undefined,
  bound: Bound,
  { routingKey: key, attributes }: Published,
): boolean {
  if (kind === 'fanout') return true
  if (kind === 'direct') return bound.routingKey === key
  if (kind === 'topic') return topic(wordsIn(bound.routingKey), wordsIn(key))
  const { xMatch, arguments: wanted } = bound.headers
  const compared = wanted.filter(([name]) => xMatch.endsWith('-with-x') || !name.startsWith('x-'))
  const fits = compared.map(([name, value]) =>
    attributes.some(([own, said]) => own === name && (value === null || said === value)),
  )
  return xMatch.startsWith('all') ? !fits.includes(false) : fits.includes(true)
}

function wordsIn(key: string): readonly string[] {
  return key === '' ? [] : key.split('.')
}

/** By trying everything. */
function topic([first, ...pattern]: readonly string[], key: readonly string[]): boolean {
  if (first === undefined) return key.length === 0
  if (first === '#')
    return (key.length > 0 && topic([first, ...pattern], key.slice(1))) || topic(pattern, key)
  return key.length > 0 && (first === '*' || first === key[0]) && topic(pattern, key.slice(1))
}
