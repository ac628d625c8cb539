// A RabbitMQ virtual host for scripts of AMQP operations: exchanges and queues of the engine under their
// names, with what the protocol checks before it asks them.

import { RabbitExchange } from '../../server/broker/rabbitExchange.ts'
import type { HeadersPattern } from '../../server/broker/rabbitHeadersMatch.ts'
import { RabbitQueue } from '../../server/broker/rabbitQueue.ts'
import type { SomeQueueSettings } from '../../server/broker/rabbitQueueSettings.ts'
import type { DeadLetterExchange } from '../../server/broker/rabbitRoute.ts'
import { TestWorld } from '../../server/broker/testWorld.ts'
import { milliseconds } from '../../server/engine/time.ts'
import { isRecord } from '../../shared/lib/json.ts'
import { X_MATCHES } from '../../shared/topology/families/rabbit.ts'

export type Arguments = Readonly<Record<string, unknown>>

export interface DeclaredQueue {
  readonly name: string
  readonly queue: RabbitQueue
  readonly settings: SomeQueueSettings
  readonly isDurable: boolean
  readonly args: Arguments
}

/** A reply code of AMQP: the operation failed, and closed its channel. */
export class AmqpError extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(`${code}: ${message}`)
    this.code = code
  }
}

export class AmqpHost {
  readonly world = new TestWorld()
  readonly queues = new Map<string, DeclaredQueue>()
  readonly #exchanges = new Map<string, RabbitExchange>()
  #bindings = 0

  constructor() {
    this.#addExchange('', 'direct')
    for (const type of ['direct', 'fanout', 'topic', 'headers'] as const)
      this.#addExchange(`amq.${type}`, type)
    this.#addExchange('amq.match', 'headers')
  }

  exchange(name: string): RabbitExchange {
    const exchange = this.#exchanges.get(name)
    if (!exchange) throw new AmqpError(404, `no exchange '${name}'`)
    return exchange
  }

  queue(name: string): DeclaredQueue {
    const queue = this.queues.get(name)
    if (!queue) throw new AmqpError(404, `no queue '${name}'`)
    return queue
  }

  declareExchange(name: string, type: string, args: Arguments): void {
    if (this.#exchanges.has(name)) return
    const exchange = this.#addExchange(name, exchangeTypeOf(type))
    const alternate = args['alternate-exchange']
    if (typeof alternate === 'string') exchange.setAlternate(this.exchange(alternate))
  }

  declareQueue(name: string, args: Arguments, isDurable: boolean): void {
    const known = this.queues.get(name)
    if (known) {
      const isSame = JSON.stringify(known.args) === JSON.stringify(args)
      if (!isSame || known.isDurable !== isDurable) throw new AmqpError(406, `${name} is otherwise`)
      return
    }
    const settings = settingsOf(name, args, isDurable)
    const { world } = this
    const queue = new RabbitQueue({ name, element: world.element(name), world, settings })
    queue.setDeadLetterExchange(this.#deadLetterExchange(args['x-dead-letter-exchange']))
    this.queues.set(name, { name, queue, settings, isDurable, args })
    this.#bind(this.exchange(''), queue, name)
  }

  bindQueue(queueName: string, exchange: string, key: string, args: Arguments): void {
    this.#bind(this.exchange(exchange), this.queue(queueName).queue, key, args)
  }

  bindExchange(target: string, source: string, key: string, args: Arguments): void {
    this.#bind(this.exchange(source), this.exchange(target), key, args)
  }

  #bind(
    from: RabbitExchange,
    target: RabbitExchange | RabbitQueue,
    key: string,
    args: Arguments = {},
  ): void {
    this.#bindings += 1
    const bindingElement = this.world.element(`binding ${this.#bindings}`)
    from.bind({ bindingElement, target, routingKey: key, headers: patternOf(args) })
  }

  #addExchange(name: string, type: 'direct' | 'fanout' | 'topic' | 'headers'): RabbitExchange {
    const { world } = this
    const element = world.element(`exchange ${name}`)
    const exchange = new RabbitExchange({ name, element, world, settings: { type } })
    this.#exchanges.set(name, exchange)
    return exchange
  }

  /** Looked up at each death: it may be declared later, or never. */
  #deadLetterExchange(name: unknown): DeadLetterExchange | null {
    if (typeof name !== 'string') return null
    return { deadLetter: (letter) => this.#exchanges.get(name)?.deadLetter(letter) ?? 'unrouted' }
  }
}

function exchangeTypeOf(type: string): 'direct' | 'fanout' | 'topic' | 'headers' {
  if (type === 'direct' || type === 'fanout' || type === 'topic' || type === 'headers') return type
  throw new AmqpError(503, `unknown exchange type '${type}'`)
}

function patternOf(args: Arguments): HeadersPattern {
  const { 'x-match': match = 'all', ...wanted } = args
  const xMatch = X_MATCHES.find((known) => known === match)
  if (!xMatch) throw new AmqpError(406, 'x-match is one of all, any, all-with-x and any-with-x')
  return { xMatch, arguments: Object.entries(wanted) as HeadersPattern['arguments'] }
}

const OVERFLOWS = ['drop-head', 'reject-publish', 'reject-publish-dlx'] as const
const STRATEGIES = ['at-most-once', 'at-least-once'] as const
const PRIORITY_MAX = 255

function settingsOf(name: string, args: Arguments, isDurable: boolean): SomeQueueSettings {
  const type = args['x-queue-type'] ?? 'classic'
  const isQuorum = type === 'quorum'
  if (!isQuorum && type !== 'classic')
    throw new Error(`A ${String(type)} queue is not played here.`)
  if (isQuorum && !isDurable) throw new AmqpError(406, 'a quorum queue is durable')
  if (isQuorum && args['x-max-priority'] !== undefined)
    throw new AmqpError(406, 'a quorum queue has no x-max-priority')
  const overflow = oneOf(OVERFLOWS, args['x-overflow'] ?? 'drop-head', 'x-overflow')
  if (isQuorum && overflow === 'reject-publish-dlx')
    throw new AmqpError(406, 'a quorum queue knows no reject-publish-dlx')
  const ttl = countOf(args, 'x-message-ttl')
  const key = args['x-dead-letter-routing-key']
  const strategy = args['x-dead-letter-strategy'] ?? 'at-most-once'
  return {
    queueName: name,
    queueType: isQuorum ? 'quorum' : 'classic',
    messageTtl: ttl === null ? null : milliseconds(ttl),
    deadLetterRoutingKey: typeof key === 'string' ? key : null,
    deadLetterStrategy: oneOf(STRATEGIES, strategy, 'x-dead-letter-strategy'),
    maxLength: countOf(args, 'x-max-length'),
    maxLengthBytes: countOf(args, 'x-max-length-bytes'),
    overflow,
    maxPriority: countOf(args, 'x-max-priority', PRIORITY_MAX),
    singleActiveConsumer: args['x-single-active-consumer'] === true,
    // Before 4.0 a queue that names no limit has none.
    deliveryLimit: typeof args['x-delivery-limit'] === 'number' ? args['x-delivery-limit'] : -1,
  }
}

function countOf(args: Arguments, name: string, max = Number.MAX_SAFE_INTEGER): number | null {
  const value = args[name] ?? null
  if (value === null) return null
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max)
    return value
  throw new AmqpError(406, `${name} is a whole number from 0 to ${max}`)
}

function oneOf<Choice extends string>(
  choices: readonly Choice[],
  value: unknown,
  name: string,
): Choice {
  const known = choices.find((choice) => choice === value)
  if (known) return known
  throw new AmqpError(406, `${name} is one of ${choices.join(', ')}`)
}

export function argumentsOf(value: unknown): Arguments {
  return isRecord(value) ? value : {}
}
