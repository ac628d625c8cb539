// RabbitMQ: what a topic exchange and a headers exchange route where, and which topic bindings it takes.
// Run on exchanges and queues of the engine; destinations are what has got a copy.

import { NO_EVENT, NO_KEY } from '../../server/broker/events.ts'
import { RabbitExchange } from '../../server/broker/rabbitExchange.ts'
import type { HeadersPattern } from '../../server/broker/rabbitHeadersMatch.ts'
import type {
  IncomingMessage,
  QueueAnswer,
  RabbitTarget,
  Route,
  RouteQueue,
} from '../../server/broker/rabbitRoute.ts'
import { TestWorld } from '../../server/broker/testWorld.ts'
import { isRecord } from '../../shared/lib/json.ts'
import type { AttributeSet } from '../../shared/schemas/attributes.ts'
import { X_MATCHES, type XMatch } from '../../shared/topology/families/rabbit.ts'
import { lint } from '../../shared/topology/lint.ts'
import { bound, shop, sketch } from '../../shared/topology/sketch.ts'
import { compared, failed, type VectorSuite } from './suite.ts'

export const rabbitRoutingSuites: readonly VectorSuite[] = [
  {
    file: 'rabbitmq-topic-routing.json',
    run: ({ bindings, routingKey, expect }) => {
      const stand = new Stand('topic')
      for (const binding of recordsIn(bindings, 'bindings'))
        stand.bind(destinationOf(binding), textIn(binding.key, 'key'), NO_ARGUMENTS)
      const destinations = stand.destinationsOf(textIn(routingKey, 'routingKey'), [])
      return compared(destinations, textsIn(expect).sort(), 'destinations')
    },
  },
  {
    file: 'rabbitmq-headers-routing.json',
    run: ({ bindingArgs, messageHeaders, match }) => {
      const pattern = patternOf(recordIn(bindingArgs, 'bindingArgs'))
      if (pattern === null) return failed('the binding has an x-match that RabbitMQ refuses')
      const stand = new Stand('headers')
      stand.bind('queue', '', pattern)
      const headers = Object.entries(recordIn(messageHeaders, 'messageHeaders'))
      const destinations = stand.destinationsOf('', headers as unknown as AttributeSet)
      return compared(destinations.length === 1, match, 'match')
    },
  },
  {
    file: 'rabbitmq-topic-binding-validation.json',
    run: ({ bindingKey, valid }) => {
      const drawing = sketch({
        services: { shop: shop('exchange') },
        channels: {
          exchange: { kind: 'rabbitExchange', type: 'topic' },
          queue: { kind: 'rabbitQueue' },
        },
        bindings: { binding: bound('exchange', 'queue', textIn(bindingKey, 'bindingKey')) },
      })
      const isRefused = lint(drawing).some(({ code }) => code === 'many-hashes')
      return compared(!isRefused, valid, 'valid')
    },
  },
]

const NO_ARGUMENTS: HeadersPattern = { xMatch: 'all', arguments: [] }

/** Counts its copies. A destination that is an exchange passes on to a queue of its own name. */
class Destination implements RabbitTarget, RouteQueue {
  copies = 0

  extend(route: Route): void {
    if (!route.queues.includes(this)) route.queues.push(this)
  }

  enqueue(_: IncomingMessage): QueueAnswer {
    this.copies += 1
    return 'taken'
  }

  isDeathCycle(): boolean {
    return false
  }
}

class Stand {
  readonly #world = new TestWorld()
  readonly #source: RabbitExchange
  readonly #queues = new Map<string, Destination>()
  readonly #targets = new Map<string, RabbitTarget>()
  #bindings = 0

  constructor(type: 'topic' | 'headers') {
    this.#source = this.#exchange('source', type)
  }

  bind(destination: string, routingKey: string, headers: HeadersPattern): void {
    this.#bindings += 1
    this.#source.bind({
      bindingElement: this.#world.element(`binding ${this.#bindings}`),
      target: this.#targetOf(destination),
      routingKey,
      headers,
    })
  }

  /** Names of those that get one copy; a second copy is an error. */
  destinationsOf(routingKey: string, headers: AttributeSet): readonly string[] {
    const { events, texts } = this.#world
    const attributes = texts.internAttributes(headers)
    const named = { origin: 0, n: 1, type: 0, key: NO_KEY, attributes, properties: 0 }
    const event = events.create({ ...named, cause: NO_EVENT })
    this.#source.publish({ event, routingKey: texts.intern(routingKey), replyTo: null })
    const reached = [...this.#queues].filter(([, { copies }]) => copies > 0)
    for (const [name, { copies }] of reached)
      if (copies > 1) throw new Error(`${name} has got ${copies} copies.`)
    return reached.map(([name]) => name.slice(name.indexOf(' ') + 1)).sort()
  }

  /** `queue name` or `exchange name`. */
  #targetOf(destination: string): RabbitTarget {
    const known = this.#targets.get(destination)
    if (known) return known
    const queue = new Destination()
    this.#queues.set(destination, queue)
    const target = destination.startsWith('exchange ') ? this.#passingTo(destination, queue) : queue
    this.#targets.set(destination, target)
    return target
  }

  #passingTo(name: string, queue: Destination): RabbitExchange {
    const exchange = this.#exchange(name, 'fanout')
    const bindingElement = this.#world.element(`${name} → its queue`)
    exchange.bind({ bindingElement, target: queue, routingKey: '' })
    return exchange
  }

  #exchange(name: string, type: 'topic' | 'headers' | 'fanout'): RabbitExchange {
    const world = this.#world
    return new RabbitExchange({ name, element: world.element(name), world, settings: { type } })
  }
}

function destinationOf(binding: Readonly<Record<string, unknown>>): string {
  return binding.exchange === undefined
    ? `queue ${textIn(binding.queue, 'queue')}`
    : `exchange ${textIn(binding.exchange, 'exchange')}`
}

/** Null where RabbitMQ refuses the binding: another x-match, or one that is no text. */
function patternOf({
  'x-match': xMatch = 'all',
  ...others
}: Readonly<Record<string, unknown>>): HeadersPattern | null {
  if (!X_MATCHES.some((known) => known === xMatch)) return null
  const wanted = Object.entries(others) as [string, string | number | boolean | null][]
  return { xMatch: xMatch as XMatch, arguments: wanted }
}

function recordIn(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) throw new Error(`${what} is no object.`)
  return value
}

function recordsIn(value: unknown, what: string): readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) throw new Error(`${what} is no list.`)
  return value.map((item) => recordIn(item, what))
}

function textIn(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new Error(`${what} is no text.`)
  return value
}

function textsIn(value: unknown): string[] {
  if (!Array.isArray(value)) throw new Error('expect is no list.')
  return value.map((item) => textIn(item, 'expect'))
}
