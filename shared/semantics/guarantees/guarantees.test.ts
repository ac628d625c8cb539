import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { METRICS } from '../../lib/metrics.ts'
import { kafka, persistent, rabbit, shop, sketch, worker } from '../../topology/sketch.ts'
import { anyTopology } from '../../topology/topology.arbitrary.ts'
import type { Topology } from '../../topology/topology.ts'
import { PRODUCTION_METRICS } from '../productionMetrics.ts'
import { guaranteesOf } from './guarantees.ts'

describe('guaranteesOf', () => {
  it('says of a topic what its settings and its readers make of it', () => {
    const words = promised(topicWith({ replicationFactor: 3 }, { enableAutoCommit: false }))

    expect(words.delivery).toContain('At least once')
    expect(words.delivery).toContain('handled and not committed')
    expect(words.losses.join(' ')).toContain('min.insync.replicas=1')
    expect(words.replay).toContain('7 d')
  })

  it.each([
    [{ minInsyncReplicas: 2, replicationFactor: 3 }, {}, 'min.insync.replicas'],
    [{}, { autoOffsetReset: 'earliest' }, 'begins at the end'],
    [{}, { deadLetterChannelId: 'orders' }, 'no dead-letter topic'],
  ])('no longer warns once %j and %j are set', (channel, consumer, warning) => {
    const loose = promised(topicWith({ replicationFactor: 3 }, {}))
    const tight = promised(topicWith(channel, consumer))

    expect(loose.losses.join(' ')).toContain(warning)
    expect(tight.losses.join(' ')).not.toContain(warning)
  })

  it('calls committing before handling what it is', () => {
    const words = promised(topicWith({}, { enableAutoCommit: false, commitWhen: 'beforeHandling' }))

    expect(words.delivery).toMatch(/^At most once/)
  })

  it('claims no order for competing consumers of a queue', () => {
    const one = promised(queueWith(1))
    const many = promised(queueWith(4))

    expect(one.order).toContain('as long as one consumer reads')
    expect(many.order).toContain('4 consumers that do not wait for each other')
  })

  it('tells what a persistent subscription that begins at the end may lose', () => {
    const reading = (startFrom: string) =>
      promised(
        sketch({
          services: { shop: shop('orders'), billing: worker(['billing']) },
          channels: { orders: { kind: 'eventStore' } },
          subscriptions: { billing: persistent('orders', 'billing', { startFrom }) },
        }),
      )

    expect(reading('start').losses).toEqual([])
    expect(reading('end').losses).toHaveLength(1)
  })

  it('speaks in sentences of every channel of any drawing', () => {
    fc.assert(
      fc.property(anyTopology(), (topology) => {
        for (const id of Object.keys(topology.channels)) {
          const words = guaranteesOf(topology, id)
          const all = [words?.order, words?.delivery, words?.replay, ...(words?.losses ?? [])]
          for (const sentence of all) expect(sentence).toMatch(/^[A-Z].*[.]$/s)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('the names in production', () => {
  it.each(Object.entries(PRODUCTION_METRICS))(
    'of %s are made of figures that are there',
    (_, list) => {
      for (const { from } of list) {
        if (from.kind === 'partitions') expect(METRICS.partition).toContain(from.metric)
        else if (from.kind === 'sum')
          expect(METRICS.channel).toEqual(expect.arrayContaining([...from.metrics]))
        else expect(METRICS.channel).toContain(from.metric)
      }
    },
  )
})

function promised(topology: Topology) {
  const words = guaranteesOf(topology, 'orders')
  if (!words) throw new Error('no such channel')
  return words
}

function topicWith(channel: object, consumer: object): Topology {
  return sketch({
    services: { shop: shop('orders'), billing: worker(['billing']) },
    channels: { orders: { kind: 'kafkaTopic', partitions: 3, ...channel } },
    subscriptions: { billing: kafka('orders', 'billing', consumer) },
  })
}

function queueWith(replicas: number): Topology {
  return sketch({
    services: { shop: shop('orders'), billing: { ...worker(['billing']), replicas } },
    channels: { orders: { kind: 'rabbitQueue' } },
    subscriptions: { billing: rabbit('orders', 'billing') },
  })
}
