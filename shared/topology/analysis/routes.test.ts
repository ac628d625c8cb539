import { describe, expect, it } from 'vitest'
import { predictLoad } from '../analysis.ts'
import { edgesOf, type TopologyEdge } from '../edges.ts'
import { removeEdge, removeNodes } from '../edits.ts'
import { bound, rabbit, shop, sketch, worker } from '../sketch.ts'
import type { Topology } from '../topology.ts'

const exchange = (type: string, more: object = {}) => ({ kind: 'rabbitExchange', type, ...more })
const queue = { kind: 'rabbitQueue' }
const asking = (from: string, to: string, more: object) => ({ ...bound(from, to, ''), ...more })

describe('the load behind exchanges', () => {
  it('is split by headers, once for each queue however many bindings take a message', () => {
    const topology = sketch({
      services: {
        shop: shop('stock', {
          attributes: {
            region: [
              { value: 'eu', weight: 3 },
              { value: 'us', weight: 1 },
            ],
            tier: [
              { value: 'gold', weight: 1 },
              { value: 'tin', weight: 1 },
            ],
          },
        }),
      },
      channels: { stock: exchange('headers'), both: queue, either: queue, none: queue },
      bindings: {
        a: asking('stock', 'both', { arguments: { region: 'eu', tier: 'gold' } }),
        b: asking('stock', 'either', { arguments: { region: 'us' } }),
        c: asking('stock', 'either', { arguments: { tier: 'tin' } }),
        d: asking('stock', 'none', { xMatch: 'any', arguments: { colour: null } }),
      },
    })

    const rates = arriving(topology)

    expect(rates.both).toBeCloseTo(37.5)
    // 25 by the region and 50 by the tier, of which 12.5 are the same messages.
    expect(rates.either).toBeCloseTo(62.5)
    expect(rates.none).toBe(0)
  })

  it('goes to an alternate exchange where no binding matches', () => {
    const topology = sketch({
      services: {
        shop: shop('stock', {
          routingKey: [
            { value: 'paid', weight: 1 },
            { value: 'lost', weight: 3 },
          ],
        }),
      },
      channels: {
        stock: exchange('direct', { alternateExchangeId: 'rest' }),
        rest: exchange('fanout'),
        paid: queue,
        strays: queue,
      },
      bindings: { a: bound('stock', 'paid', 'paid'), b: bound('rest', 'strays', '') },
    })

    expect(arriving(topology)).toMatchObject({ paid: 25, rest: 75, strays: 75 })
  })

  it('comes to each consumer of a stream as a whole', () => {
    const load = predictLoad(
      sketch({
        services: { shop: shop('log'), billing: { ...worker(['s']), replicas: 2 } },
        channels: { log: { ...queue, queueType: 'stream' } },
        subscriptions: { s: rabbit('log', 'billing', { prefetchCount: 1 }) },
      }),
    )

    expect(load.elements['subscriptions/s']).toBe(200)
    expect(load.services.billing?.utilisation).toBeCloseTo(0.1)
  })
})

describe('an alternate exchange', () => {
  const topology = sketch({
    services: { shop: shop('stock', { routingKey: 'lost' }) },
    channels: {
      stock: exchange('direct', { alternateExchangeId: 'rest' }),
      rest: exchange('fanout'),
      q: queue,
    },
    bindings: { a: bound('stock', 'q', 'paid'), b: bound('rest', 'q', '') },
  })
  const alternate = (of: Topology): TopologyEdge | undefined =>
    edgesOf(of).find(({ kind }) => kind === 'alternate')

  it('is drawn as an edge, by which goes what no binding is sure to take', () => {
    expect(alternate(topology)).toEqual({
      id: 'alternate:stock',
      kind: 'alternate',
      fromId: 'stock',
      toId: 'rest',
      elements: ['channels/stock'],
      eventTypeIds: ['placed'],
    })
    const taken = structuredClone(topology)
    taken.bindings.c = bound('stock', 'q', 'lost') as (typeof taken.bindings)[string]
    expect(alternate(taken)?.eventTypeIds).toEqual([])
  })

  it('goes with its edge, and with the exchange that it is', () => {
    const path = ['channels', 'stock', 'alternateExchangeId']

    expect(removeEdge(topology, 'alternate:stock')?.changes).toEqual([{ path }])
    expect(removeNodes(topology, ['rest']).changes).toContainEqual({ path })
    expect(removeNodes(topology, ['stock']).changes).not.toContainEqual({ path })
  })
})

function arriving(topology: Topology): Record<string, number> {
  const { channels } = predictLoad(topology)
  return Object.fromEntries(
    Object.entries(channels).map(([id, { publishedPerSecond }]) => [id, publishedPerSecond]),
  )
}
