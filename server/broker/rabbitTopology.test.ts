// Exchanges and queues together, in any order of events.
//
//   events ─(#)─▶ work ──dead letters─▶ retry ─▶ wait (5 s) ──▶ back ─▶ work
//          └(a.*)▶ audit (no-ack)         └───▶ parked (1 min, no dead letters)

import fc from 'fast-check'
import { describe, it } from 'vitest'
import { milliseconds } from '../engine/time.ts'
import { expectSameAfterRestore } from './channel.conformance.ts'
import { Interleaving, type Stand, type StandChannel, steps } from './interleaving.fixture.ts'
import type { RabbitConsumerSettings } from './rabbitConsumer.ts'
import { RabbitExchange } from './rabbitExchange.ts'
import { RabbitQueue } from './rabbitQueue.ts'
import type { TestWorld } from './testWorld.ts'

const PROPERTY = { seed: 20_260_801, numRuns: 150 }

describe('exchanges and queues', () => {
  it('account for every message, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const interleaving = new Interleaving(standOf)

        for (const step of taken) {
          interleaving.take(step)
          interleaving.check()
        }
        interleaving.drain()

        interleaving.check()
        interleaving.checkDrained()
      }),
      PROPERTY,
    )
  })

  it('go on the same when they are saved and restored anywhere', () => {
    fc.assert(
      fc.property(steps, steps, (before, later) => {
        expectSameAfterRestore(standOf, before, later)
      }),
      PROPERTY,
    )
  })
})

function standOf(world: TestWorld): Stand<RabbitConsumerSettings> {
  const exchange = (name: string, type: 'topic' | 'fanout') =>
    new RabbitExchange({ name, element: world.element(name), world, settings: { type } })
  const queue = (name: string, ttlMs: number | null) => {
    const messageTtl = ttlMs === null ? null : milliseconds(ttlMs)
    const settings = { queueName: name, messageTtl, deadLetterRoutingKey: null }
    return new RabbitQueue({ name, element: world.element(name), world, settings })
  }
  const bind = (name: string, from: RabbitExchange, target: RabbitQueue, routingKey = '') =>
    from.bind({ bindingElement: world.element(name), target, routingKey })

  const [events, retry, back] = [
    exchange('events', 'topic'),
    exchange('retry', 'fanout'),
    exchange('back', 'fanout'),
  ]
  const [work, audit, wait, parked] = [
    queue('work', 30_000),
    queue('audit', null),
    queue('wait', 5000),
    queue('parked', 60_000),
  ]
  bind('events→work', events, work, '#')
  bind('events→audit', events, audit, 'a.*')
  bind('retry→wait', retry, wait)
  bind('retry→parked', retry, parked)
  bind('back→work', back, work)
  work.setDeadLetterExchange(retry)
  wait.setDeadLetterExchange(back)

  return {
    entries: [events, audit],
    routingKeys: ['a.b', 'b', ''],
    channels: [
      consumed('work', work, { prefetchCount: 2, noAck: false }),
      consumed('audit', audit, { prefetchCount: 0, noAck: true }),
      { name: 'wait', channel: wait, subscriptions: [] },
      { name: 'parked', channel: parked, subscriptions: [] },
    ],
  }
}

function consumed(
  name: string,
  channel: RabbitQueue,
  settings: RabbitConsumerSettings,
): StandChannel<RabbitConsumerSettings> {
  const subscription = {
    name: `${name} consumers`,
    settings,
    inFlightMax: settings.noAck ? Infinity : settings.prefetchCount,
    settlements: ['acknowledge', 'requeue', 'reject', 'forget'] as const,
  }
  return { name, channel, subscriptions: [subscription] }
}
