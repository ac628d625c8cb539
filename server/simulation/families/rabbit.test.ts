// RabbitMQ drawings, run: what the document says of exchanges and streams reaches the broker.

import { describe, expect, it } from 'vitest'
import { METRICS } from '#shared/lib/metrics.ts'
import type { Edit } from '#shared/topology/change.ts'
import { removeNodes, setField } from '#shared/topology/edits.ts'
import { lint } from '#shared/topology/lint.ts'
import { bound, rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from '../simulation.ts'
import { isAnotherChannel } from './families.ts'

const exchange = (type: string, more: object = {}) => ({ kind: 'rabbitExchange', type, ...more })
const queue = { kind: 'rabbitQueue' }

describe('exchanges of a drawing', () => {
  it('[rabbit.headers-all] [rabbit.headers-void] compare the attributes of events with arguments', () => {
    const topology = sketch({
      services: {
        shop: shop('orders', {
          attributes: {
            region: [
              { value: 'eu', weight: 1 },
              { value: 'us', weight: 1 },
            ],
          },
        }),
      },
      channels: { orders: exchange('headers'), eu: queue, any: queue },
      bindings: {
        a: { ...bound('orders', 'eu', ''), arguments: { region: 'eu' } },
        b: { ...bound('orders', 'any', ''), arguments: { region: null } },
      },
    })

    const { channels } = run(topology).report()

    expect(channels.any?.accepted).toBe(100)
    expect(channels.eu?.accepted).toBeGreaterThan(30)
    expect(channels.eu?.accepted).toBeLessThan(70)
  })

  it('[rabbit.alternate-exchange] have an alternate exchange until an edit removes it', () => {
    const topology = sketch({
      services: { shop: shop('orders', { routingKey: 'lost' }) },
      channels: {
        orders: exchange('direct', { alternateExchangeId: 'rest' }),
        rest: exchange('fanout'),
        strays: queue,
      },
      bindings: { a: bound('rest', 'strays', '') },
    })

    const edited = run(topology, removeNodes(topology, ['rest']))

    expect(edited.report().channels.strays).toMatchObject({ accepted: 50 })
    expect(edited.journal.count('diverted')).toBe(50)
    expect(edited.journal.count('unroutable')).toBe(50)
  })

  it('[rabbit.topic-two-hashes] do not run with a binding key that RabbitMQ refuses', () => {
    const keyed = (key: string) =>
      sketch({
        services: { shop: shop('orders') },
        channels: { orders: exchange('topic'), q: queue },
        bindings: { a: bound('orders', 'q', key) },
      })
    const errors = (topology: Topology) =>
      lint(topology).filter(({ severity }) => severity === 'error')

    expect(errors(keyed('#.a.#'))).toEqual([])
    expect(errors(keyed('#.a.#.b.#'))).toMatchObject([{ code: 'many-hashes' }])
  })
})

describe('streams of a drawing', () => {
  const reading = (channel: object, subscription: object = {}) =>
    sketch({
      services: { shop: shop('log'), billing: worker(['s']) },
      channels: { log: { ...queue, queueType: 'stream', ...channel } },
      subscriptions: { s: rabbit('log', 'billing', { prefetchCount: 10, ...subscription }) },
    })

  it('[rabbit.stream-log] keep what is read, and tell how far their consumers are', () => {
    const simulation = run(reading({}))

    expect(simulation.report().channels.log).toMatchObject({ accepted: 100, retained: 100 })
    // The last one is in hand: its consumer takes a millisecond.
    expect(figuresOf(simulation, 'channels/log/partitions/0')).toMatchObject({
      endOffset: 100,
      startOffset: 0,
      committedOffset: 99,
      lag: 1,
    })
  })

  it('[rabbit.stream-settings] do not expire by x-message-ttl, nor hold to x-max-length', () => {
    const topology = reading({ messageTtlMs: 1, maxLength: 1, deliveryLimit: 1 })

    expect(run(topology).report().channels.log).toMatchObject({ accepted: 100, retained: 100 })
    expect(lint(topology).map(({ code }) => code)).toEqual(['stream-settings'])
  })

  it('[rabbit.stream-segments] take new limits while they run', () => {
    const topology = reading({ maxSegmentSizeBytes: 1024 })
    const limit = setField(['channels', 'log', 'maxLengthBytes'], 10_240, 'Limit the stream')

    expect(run(topology, limit).report().channels.log).toMatchObject({ expired: 90 })
  })

  it('are other channels than queues', () => {
    const [stream, quorum] = [reading({}), reading({ queueType: 'quorum' })]
    const log = ({ channels }: Topology) => channels.log as Topology['channels'][string]

    expect(isAnotherChannel(log(stream), log(quorum))).toBe(true)
    expect(isAnotherChannel(log(stream), log(reading({ maxAgeMs: 1000 })))).toBe(false)
  })
})

/** One second at 100 events a second; the edit comes in its middle. */
function run(topology: Topology, edit?: Edit): Simulation {
  const commands = edit
    ? [{ atNs: 505_000_000, sequence: 0, change: { kind: 'edit' as const, edits: [edit] } }]
    : []
  const simulation = new Simulation({ topology, seed: 1, commands })
  simulation.advance(1e9)
  expect(simulation.ended).toBeNull()
  return simulation
}

function figuresOf(simulation: Simulation, name: string): Record<string, number> {
  const figures = new Float64Array(simulation.figureWidth)
  simulation.writeFigures(figures)
  let at = 0
  for (const element of simulation.dictionary().elements) {
    const metrics: readonly string[] = element.sort ? METRICS[element.sort] : []
    if (element.name === name)
      return Object.fromEntries(metrics.map((metric, index) => [metric, figures[at + index] ?? 0]))
    at += metrics.length
  }
  throw new Error(`There is no ${name}.`)
}
