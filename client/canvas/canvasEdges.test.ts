import { describe, expect, it } from 'vitest'
import { edgesOf } from '#shared/topology/edges.ts'
import { setField } from '#shared/topology/edits.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { type EdgeSurroundings, reconcileEdges } from './canvasEdges.ts'
import { edited, ordersTopology, withChannel } from './testTopology.ts'

describe('reconcileEdges', () => {
  it('says who does what with whom', () => {
    const edges = reconcileEdges([], around(ordersTopology()))

    expect(
      edges.map(({ id, source, target, ariaLabel }) => [id, source, target, ariaLabel]),
    ).toEqual([
      ['publish:shop:orders', 'shop', 'orders', 'shop publishes to orders'],
      ['subscription:billing-orders', 'orders', 'billing', 'orders is read by billing'],
    ])
  })

  it('keeps the objects of edges that stay, although the document derives them anew', () => {
    const topology = ordersTopology()
    const shown = reconcileEdges([], around(topology))
    const other = edited(topology, setField(['services', 'shop', 'replicas'], 3, 'Set replicas'))

    const edges = reconcileEdges(shown, around(other))

    expect(edges).toBe(shown)
  })

  it('leads an edge elsewhere, although it says the same: to a collapsed context of that name', () => {
    const before = around(ordersTopology())
    const shown = reconcileEdges([], before)
    const edges = before.edges.map((edge) =>
      edge.toId === 'billing' ? { ...edge, toId: 'context:billing' } : edge,
    )
    const layout = {
      ...before.topology.layout,
      contexts: { billing: { name: 'billing', x: 0, y: 0, width: 200, height: 200 } },
    }

    const led = reconcileEdges(shown, {
      ...before,
      edges,
      topology: { ...before.topology, layout },
    })

    expect(led[0]).toBe(shown[0])
    expect(led[1]?.ariaLabel).toBe(shown[1]?.ariaLabel)
    expect(led[1]?.target).toBe('context:billing')
  })

  it('says on a dead-letter edge after how many tries', () => {
    const plain = withChannel(ordersTopology(), { kind: 'kafkaTopic', name: 'dead', x: 900 })
    const [id = ''] = Object.keys(plain.subscriptions)
    const path = ['subscriptions', id]
    const led = edited(
      plain,
      setField([...path, 'deadLetterChannelId'], 'dead', 'Set dead letters'),
    )
    const topology = edited(led, setField([...path, 'retry', 'attempts'], 3, 'Set attempts'))

    const edges = reconcileEdges([], around(topology))

    expect(edges.map(({ id, data }) => [id, data?.chip])).toEqual([
      ['publish:shop:orders', ''],
      ['subscription:billing-orders', ''],
      ['deadLetter:billing:dead', 'after 3 tries'],
    ])
  })
})

function around(topology: Topology): EdgeSurroundings {
  return { topology, edges: edgesOf(topology), selectedIds: new Set() }
}
