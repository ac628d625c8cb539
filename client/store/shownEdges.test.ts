import { describe, expect, it } from 'vitest'
import { collapseContexts, groupItems } from '#shared/topology/contexts.ts'
import { edgesOf } from '#shared/topology/edges.ts'
import { bound, rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { edited } from '#shared/topology/topology.fixture.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { edgesBehind, shownEdges, shownId } from './shownEdges.ts'

describe('shownEdges', () => {
  it('is the list itself as long as nothing is collapsed', () => {
    const topology = setUp()
    const edges = edgesOf(topology)

    expect(shownEdges(topology, edges)).toBe(edges)
  })

  it('leads edges of collapsed contexts to what stands for them, one for each way', () => {
    const topology = collapsed(setUp(), ['email', 'stock', 'mailer', 'keeper'])

    expect(shownEdges(topology, edgesOf(topology))).toEqual([
      {
        ...edgeFrom('web', 'hub'),
        id: 'publish:web:hub',
        kind: 'publish',
        elements: ['services/web/sources/source'],
      },
      {
        ...edgeFrom('hub', 'context:context'),
        id: 'merged:binding:hub:context:context',
        kind: 'binding',
        elements: ['bindings/hub-email', 'bindings/hub-stock'],
      },
    ])
    expect(shownId(topology, 'email')).toBe('context:context')
    expect(shownId(topology, 'hub')).toBe('hub')
  })

  it('keeps the name of an edge that is alone on its way', () => {
    const topology = collapsed(setUp(), ['email', 'mailer'])

    const ids = shownEdges(topology, edgesOf(topology)).map(({ id, toId }) => [id, toId])

    expect(ids).toEqual([
      ['publish:web:hub', 'hub'],
      ['subscription:keeper-reads', 'keeper'],
      ['binding:hub-email', 'context:context'],
      ['binding:hub-stock', 'stock'],
    ])
  })

  it('knows the edges behind each', () => {
    const topology = collapsed(setUp(), ['email', 'stock', 'mailer', 'keeper'])
    const edges = edgesOf(topology)

    const behind = shownEdges(topology, edges).map(({ id }) =>
      edgesBehind(topology, edges, id).map((edge) => edge.id),
    )

    expect(behind).toEqual([['publish:web:hub'], ['binding:hub-email', 'binding:hub-stock']])
  })
})

function edgeFrom(fromId: string, toId: string) {
  return { fromId, toId, eventTypeIds: ['placed'] }
}

function collapsed(topology: Topology, nodeIds: readonly string[]): Topology {
  const grouped = edited(topology, groupItems(topology, { nodeIds })?.edit ?? null)
  return edited(grouped, collapseContexts(grouped, ['context']))
}

/** web → hub → email → mailer, and hub → stock → keeper. */
function setUp(): Topology {
  return sketch({
    services: {
      web: shop('hub'),
      mailer: worker(['mailer-reads']),
      keeper: worker(['keeper-reads']),
    },
    channels: {
      hub: { kind: 'rabbitExchange', type: 'topic' },
      email: { kind: 'rabbitQueue' },
      stock: { kind: 'rabbitQueue' },
    },
    bindings: {
      'hub-email': bound('hub', 'email', '#'),
      'hub-stock': bound('hub', 'stock', '#'),
    },
    subscriptions: {
      'mailer-reads': rabbit('email', 'mailer'),
      'keeper-reads': rabbit('stock', 'keeper'),
    },
  })
}
