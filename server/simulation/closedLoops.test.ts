// Clients that wait until all that came of their event is over. Times are constant, so every history is known.

import { describe, expect, it } from 'vitest'
import { journalKindIndex } from '#shared/lib/journal.ts'
import type { Command } from '#shared/topology/recipe.ts'
import {
  bound,
  catchUp,
  handler,
  kafka,
  notified,
  output,
  rabbit,
  shop,
  sketch,
  sqs,
  worker,
} from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from './simulation.ts'

describe('a closed loop', () => {
  it('[everywhere.closed-loop] publishes again when its event was handled and it has thought', () => {
    // Thinks for 100 ms, and is answered 10 ms later.
    expect(publishedAt(loop({ q: queue }, { work: rabbit('q', 'worker') }))).toEqual([
      100, 210, 320, 430,
    ])
  })

  it('waits for every queue that the event comes to', () => {
    const channels = { q: { kind: 'rabbitExchange', type: 'fanout' }, a: queue, b: queue }
    const topology = sketch({
      services: {
        shop: shop('q', closed()),
        fast: worker(['a-fast'], lasting(5)),
        slow: worker(['b-slow'], lasting(50)),
      },
      channels,
      bindings: { a: bound('q', 'a', ''), b: bound('q', 'b', '') },
      subscriptions: { 'a-fast': rabbit('a', 'fast'), 'b-slow': rabbit('b', 'slow') },
    })

    expect(publishedAt(topology)).toEqual([100, 250, 400])
  })

  it.each([0, 40])('waits for what its event causes, published %d ms later too', (delayMs) => {
    const handlers = {
      h: handler(['first'], { ...lasting(10), outputs: { on: output('q2', { delayMs }) } }),
    }
    const topology = sketch({
      services: {
        shop: shop('q', closed()),
        one: { handlers },
        two: worker(['second'], lasting(20)),
      },
      channels: { q: queue, q2: queue },
      subscriptions: { first: rabbit('q', 'one'), second: rabbit('q2', 'two') },
    })

    expect(publishedAt(topology).slice(0, 2)).toEqual([100, 230 + delayMs])
  })

  it('[everywhere.closed-loop] waits for every group that reads the topic, and not until the topic forgets', () => {
    const topology = sketch({
      services: {
        shop: shop('topic', closed({ producer: { kind: 'kafkaProducer', lingerMs: 0 } })),
        fast: worker(['to-fast'], lasting(5)),
        slow: worker(['to-slow'], lasting(50)),
      },
      channels: { topic: { kind: 'kafkaTopic', partitions: 1 } },
      subscriptions: {
        'to-fast': kafka('topic', 'fast', { autoOffsetReset: 'earliest' }),
        'to-slow': kafka('topic', 'slow', { autoOffsetReset: 'earliest' }),
      },
    })

    const [first = 0, second = 0, third = 0] = publishedAt(topology)
    expect(first).toBe(100)
    expect(second - first).toBeGreaterThanOrEqual(150)
    expect(third - second).toBeGreaterThanOrEqual(150)
    expect(third - second).toBeLessThan(200)
  })

  it('waits for the catch-up reader of an event store', () => {
    const topology = loop({ q: { kind: 'eventStore' } }, { work: catchUp('q', 'worker') })
    expect(publishedAt(topology)).toEqual([100, 210, 320, 430])
  })

  it('waits for the queue behind an SNS topic, until its message is deleted', () => {
    const topology = sketch({
      services: { shop: shop('t', closed()), worker: worker(['work'], lasting(10)) },
      channels: { t: { kind: 'snsTopic' }, q: { kind: 'sqsQueue' } },
      bindings: { b: notified('t', 'q') },
      subscriptions: { work: sqs('q', 'worker', { waitTimeMs: 20_000 }) },
    })

    expect(publishedAt(topology)).toEqual([100, 210, 320, 430])
  })

  it.each([
    ['nobody takes the event', {}],
    ['it is dead-lettered and dropped', { work: rabbit('q', 'worker') }],
  ])('goes on where %s', (_, subscriptions) => {
    const services = {
      shop: shop('q', closed()),
      worker: worker(Object.keys(subscriptions), { ...lasting(10), failure: { probability: 1 } }),
    }
    const channels =
      Object.keys(subscriptions).length > 0
        ? { q: queue }
        : { q: { kind: 'rabbitExchange', type: 'fanout' } }

    const [first, second] = publishedAt(sketch({ services, channels, subscriptions }))
    expect([first, second]).toEqual([100, Object.keys(subscriptions).length > 0 ? 210 : 200])
  })

  it('waits for ever for what nobody handles, or as long as its patience lasts', () => {
    expect(publishedAt(loop({ q: queue }, {}))).toEqual([100])
    expect(publishedAt(loop({ q: queue }, {}, { timeoutMs: 50 }))).toEqual([100, 250, 400])
  })

  it('has as many events under way as it has clients, each with its batch', () => {
    const batch = { kind: 'constant', size: 3 }
    const topology = loop({ q: queue }, { work: rabbit('q', 'worker') }, { clients: 2 }, { batch })

    // Six come at once and take 60 ms in turn; the first client is answered after 30 ms.
    expect(publishedAt(topology).slice(0, 10)).toEqual([
      100, 100, 100, 100, 100, 100, 230, 230, 230, 260,
    ])
  })

  it('begins anew after a crash of its own, and waits on through a rest', () => {
    const topology = loop({ q: queue }, { work: rabbit('q', 'worker') })
    const during = (kind: 'crash' | 'pause'): readonly Command[] => [
      { atNs: 105e6, sequence: 0, change: { kind: 'fault', fault: { kind, serviceId: 'shop' } } },
      { atNs: 205e6, sequence: 1, change: { kind: 'recover', serviceId: 'shop', fault: kind } },
    ]

    expect(publishedAt(topology, during('crash'))).toEqual([100, 305, 415])
    expect(publishedAt(topology, during('pause'))).toEqual([100, 305, 415])
  })

  it('is taken up by an edit, and ends with one', () => {
    const topology = loop({ q: queue }, { work: rabbit('q', 'worker') })
    const arrivals = { kind: 'constant', ratePerSecond: 10 }
    const path = ['services', 'shop', 'sources', 'source', 'arrivals']
    const edit = { label: 'Open', changes: [{ path, value: arrivals }] }
    const change = { kind: 'edit' as const, edits: [edit] }

    expect(publishedAt(topology, [{ atNs: 250e6, sequence: 0, change }])).toEqual([
      100, 210, 350, 450,
    ])
  })

  it('goes on the same after it was saved', () => {
    const topology = loop(
      { q: queue },
      { work: rabbit('q', 'worker') },
      { clients: 5, timeoutMs: 35 },
    )
    for (const atMs of [50, 105, 130, 216.5]) {
      const original = new Simulation({ topology, seed: 1 })
      original.advance(atMs * 1e6)
      const restored = Simulation.restore(structuredClone(original.save()))
      original.advance(2e9)
      restored.advance(2e9)

      expect(restored.hash()).toBe(original.hash())
    }
  })
})

const PUBLISHED = journalKindIndex.published
const queue = { kind: 'rabbitQueue' }

const lasting = (valueMs: number) => ({ serviceTime: { kind: 'constant', valueMs } })

function closed(more: object = {}, terms: object = {}) {
  const thinkTime = { kind: 'constant', valueMs: 100 }
  return { arrivals: { kind: 'closedLoop', clients: 1, thinkTime, ...terms }, ...more }
}

type Parts = Readonly<Record<string, object>>

/** Work of 10 ms. */
function loop(channels: Parts, subscriptions: Parts, terms: object = {}, more: object = {}) {
  return sketch({
    services: {
      shop: shop('q', closed(more, terms)),
      worker: worker(Object.keys(subscriptions), lasting(10)),
    },
    channels,
    subscriptions,
  })
}

/** In milliseconds, within 450 ms. */
function publishedAt(topology: Topology, commands: readonly Command[] = []): number[] {
  const simulation = new Simulation({ topology, seed: 1, commands })
  simulation.advance(450e6)
  return simulation.journal
    .rows(0, 10_000)
    .filter(({ kind, origin, rootOrigin }) => kind === PUBLISHED && origin === rootOrigin)
    .map(({ atNs }) => Math.round(atNs / 1e4) / 100)
}
