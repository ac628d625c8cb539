// RabbitMQ: scripts of AMQP operations with what a live broker answered, played on queues and exchanges of
// the engine. They were recorded on 3.10.8 and are played as of 4.3, so a few things are translated:
//
// - a quorum queue that names no x-delivery-limit had none (since 4.0 it is 20);
// - basic.nack with requeue counted towards x-delivery-count there (since 4.3 basic.reject does);
// - x-death with three entries and more was not yet ordered by the time of death behind the newest;
// - where the suite of RabbitMQ asserts another answer, it is right, and what was recorded after it is not
//   compared.

import type { RabbitProperties } from '../../server/broker/properties.ts'
import { readDeaths } from '../../server/broker/rabbitDeaths.ts'
import type { RabbitVerdict } from '../../server/broker/rabbitHeld.ts'
import { milliseconds } from '../../server/engine/time.ts'
import { isRecord } from '../../shared/lib/json.ts'
import type { AttributeSet } from '../../shared/schemas/attributes.ts'
import { differenceIn } from './amqpAnswers.ts'
import { AmqpChannels, type Handed } from './amqpChannels.ts'
import { AmqpError, AmqpHost, argumentsOf, type DeclaredQueue } from './amqpHost.ts'
import { failed, PASSED, type VectorSuite, type Verdict } from './suite.ts'

type Step = Readonly<Record<string, unknown>>
type Play = (step: Step) => unknown

export const rabbitScenarioSuites: readonly VectorSuite[] = [
  {
    file: 'rabbitmq-scenarios.json',
    run: ({ steps }) => {
      if (!Array.isArray(steps)) return failed('steps is no list')
      const unmodelled = steps.find((step: Step) => namesCopies(step))
      if (unmodelled)
        return { kind: 'skipped', why: 'CC and BCC: a message has one routing key here' }
      return played(steps)
    },
  },
]

function played(steps: readonly Step[]): Verdict {
  const script = new Script()
  let isOfNow = true
  for (const [index, step] of steps.entries()) {
    const answer = script.play(step)
    const { assertedBySuite: asserted, expect: recorded } = step
    const said = `step ${index + 1}, ${String(step.op)}`
    if (asserted !== undefined) {
      const difference = differenceIn(answer, asserted)
      if (difference) return failed(`${said}: ${difference}`)
      isOfNow &&= recorded === undefined || differenceIn(recorded, asserted) === null
    }
    if (!isOfNow || recorded === undefined) continue
    const difference = differenceIn(answer, recorded)
    if (difference) return failed(`${said}: ${difference}`)
  }
  return PASSED
}

function namesCopies({ props }: Step): boolean {
  const headers = isRecord(props) ? props.headers : null
  return isRecord(headers) && (headers.CC !== undefined || headers.BCC !== undefined)
}

const DEFAULT_CHANNEL = 'script'

class Script {
  readonly #host = new AmqpHost()
  readonly #channels = new AmqpChannels(this.#host)
  readonly #tags = new Map<string, Handed>()
  readonly #bodies = new Map<string, { body: string; props: Step }>()

  readonly #plays: Readonly<Record<string, Play>> = {
    'queue.declare': ({ queue, args, durable }) =>
      this.#host.declareQueue(text(queue), argumentsOf(args), durable !== false),
    'exchange.declare': ({ exchange, type, args }) =>
      this.#host.declareExchange(text(exchange), text(type), argumentsOf(args)),
    'queue.bind': ({ queue, exchange, key, args }) =>
      this.#host.bindQueue(text(queue), text(exchange), text(key), argumentsOf(args)),
    'exchange.bind': ({ destination, source, key, args }) =>
      this.#host.bindExchange(text(destination), text(source), text(key), argumentsOf(args)),
    'queue.purge': ({ queue }) => {
      const { queue: purged } = this.#host.queue(text(queue))
      const count = purged.waiting
      purged.operate({ kind: 'purge' })
      return { purged: count }
    },
    publish: (step) => this.#publish(step),
    get: (step) => this.#get(step),
    getAll: ({ queue }) => this.#getAll(this.#host.queue(text(queue))),
    ack: (step) => this.#settle(step, () => 'acknowledge'),
    nack: (step) =>
      this.#settle(step, (queue) => (step.requeue === false ? 'reject' : nackIn(queue))),
    reject: (step) => this.#settle(step, () => (step.requeue === false ? 'reject' : 'failed')),
    qos: ({ prefetch, global: isGlobal, channel }) => {
      const of = this.#channels.at(text(channel, DEFAULT_CHANNEL))
      of.isPrefetchGlobal = isGlobal === true && prefetch !== 0
      if (isGlobal !== true) of.prefetch = Number(prefetch)
    },
    consume: (step) => this.#consume(step),
    deliveries: ({ consumer, tag }) => this.#deliveries(text(consumer), tag),
    cancel: ({ consumer }) => this.#channels.cancel(text(consumer)),
    'channel.close': ({ channel }) => this.#channels.close(text(channel, DEFAULT_CHANNEL)),
    sleep: ({ ms }) => this.#host.world.run(milliseconds(Number(ms))),
    count: ({ queue }) => {
      const declared = this.#host.queue(text(queue))
      const consumers = this.#channels.consumersOf(declared).length
      return { ready: declared.queue.waiting, consumers }
    },
  }

  play(step: Step): unknown {
    const play = this.#plays[text(step.op)]
    if (!play) throw new Error(`Nothing is known of the operation ${String(step.op)}.`)
    try {
      const answer = play(step) ?? null
      this.#host.world.settleDown()
      return answer
    } catch (error) {
      if (error instanceof AmqpError) return { error: error.code }
      throw error
    }
  }

  #publish({ exchange, key, body, props, mandatory }: Step): unknown {
    const { world } = this.#host
    const target = this.#host.exchange(text(exchange))
    const said = argumentsOf(props)
    const headers = Object.entries(argumentsOf(said.headers)) as unknown as AttributeSet
    const name = world.publish(target, {
      routingKey: text(key),
      attributes: headers,
      properties: propertiesOf(said, mandatory === true),
      sizeBytes: new TextEncoder().encode(text(body)).length,
    })
    this.#bodies.set(name, { body: text(body), props: said })
    world.settleDown()
    const outcome = world.outcomes.find((line) => line.startsWith(`${name} `))?.split(' ')[1]
    const confirm = outcome === 'refused' ? 'nack' : outcome === undefined ? null : 'ack'
    return { confirm, returned: outcome === 'returned' }
  }

  #get({ queue, tag, noAck, channel }: Step): unknown {
    const name = text(channel, DEFAULT_CHANNEL)
    const handed = this.#channels.get(name, this.#host.queue(text(queue)), noAck === true)
    if (!handed) return null
    const answer = this.#told(handed)
    if (typeof tag === 'string') this.#tags.set(tag, handed)
    this.#finish(handed)
    return answer
  }

  #getAll(queue: DeclaredQueue): unknown {
    const bodies: string[] = []
    for (;;) {
      const handed = this.#channels.get(DEFAULT_CHANNEL, queue, true)
      if (!handed) return bodies
      bodies.push(this.#bodyOf(handed))
      this.#finish(handed)
    }
  }

  #consume({ queue, consumer, channel, noAck, exclusive, args }: Step): null {
    const priority = argumentsOf(args)['x-priority']
    const options = {
      name: text(consumer),
      noAck: noAck === true,
      isExclusive: exclusive === true,
      priority: typeof priority === 'number' ? priority : 0,
    }
    const name = text(channel, DEFAULT_CHANNEL)
    this.#channels.consume(name, this.#host.queue(text(queue)), options)
    return null
  }

  #deliveries(consumer: string, tag: unknown): readonly string[] {
    this.#host.world.settleDown()
    return this.#channels.received(consumer).map((handed, index) => {
      if (typeof tag === 'string') this.#tags.set(`${tag}${index + 1}`, handed)
      const body = this.#bodyOf(handed)
      const isAgain = this.#host.world.deliveries.attempt(handed.delivery) > 1
      this.#finish(handed)
      return isAgain ? `${body}(redelivered)` : body
    })
  }

  #settle({ tag, multiple }: Step, verdictOn: (queue: DeclaredQueue) => RabbitVerdict): null {
    const handed = this.#tags.get(text(tag))
    if (!handed) throw new Error(`Nothing was tagged ${String(tag)}.`)
    this.#channels.settle(handed, multiple === true, verdictOn)
    return null
  }

  #finish({ isNoAck, membership, delivery }: Handed): void {
    if (isNoAck) membership.answer(delivery, 'acknowledge')
  }

  #bodyOf({ delivery }: Handed): string {
    return this.#published(delivery).body
  }

  #published(delivery: Handed['delivery']) {
    const { world } = this.#host
    const event = world.messages.event(world.deliveries.message(delivery))
    const published = this.#bodies.get(world.nameOf(event))
    if (!published) throw new Error('What is delivered was published before.')
    return published
  }

  /** A message as basic.get-ok tells it. */
  #told({ delivery, queue }: Handed): unknown {
    const { messages, deliveries, texts } = this.#host.world
    const message = deliveries.message(delivery)
    const { body, props } = this.#published(delivery)
    const attempt = deliveries.attempt(delivery)
    const history = readDeaths(texts, messages.deaths(message))
    const isQuorum = queue.settings.queueType === 'quorum'
    const headers = {
      ...argumentsOf(props.headers),
      // 3.10.8 counted every return.
      ...(isQuorum && attempt > 1 && { 'x-delivery-count': attempt - 1 }),
      ...(history && {
        'x-death': history.deaths.map(({ routingKey, expirationMs, ...death }) => ({
          ...death,
          'routing-keys': [routingKey],
          ...(expirationMs !== null && { 'original-expiration': String(expirationMs) }),
        })),
        'x-first-death-exchange': history.first.exchange,
        'x-first-death-queue': history.first.queue,
        'x-first-death-reason': history.first.reason,
      }),
    }
    return {
      body,
      redelivered: attempt > 1,
      exchange: texts.text(messages.exchange(message)),
      routingKey: texts.text(messages.routingKey(message)),
      ...(props.priority !== undefined && { priority: props.priority }),
      ...(history === null && props.expiration !== undefined && { expiration: props.expiration }),
      headers,
    }
  }
}

/** 3.10.8 counted a nack as a failed delivery where there was a limit; without one it went to the back. */
function nackIn({ settings }: DeclaredQueue): RabbitVerdict {
  return (settings.deliveryLimit ?? -1) < 0 ? 'requeue' : 'failed'
}

function propertiesOf(props: Step, mandatory: boolean): RabbitProperties {
  const { priority, expiration } = props
  return {
    kind: 'rabbit',
    confirms: true,
    mandatory,
    priority: typeof priority === 'number' ? priority : null,
    expiration: expiration === undefined ? null : milliseconds(Number(expiration)),
  }
}

function text(value: unknown, otherwise?: string): string {
  if (typeof value === 'string') return value
  if (value === undefined && otherwise !== undefined) return otherwise
  throw new Error(`${JSON.stringify(value)} stands where a text belongs.`)
}
