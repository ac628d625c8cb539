import { describe, expect, it } from 'vitest'
import { edgesOf } from '#shared/topology/edges.ts'
import { setField } from '#shared/topology/edits.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { type EdgeSurroundings, reconcileEdges } from './canvasEdges.ts'
import { reconcileNodes } from './canvasNodes.ts'
import { type Routes, routesOf } from './routes.ts'
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
    const before = around(topology)
    const shown = reconcileEdges([], before)
    const other = edited(topology, setField(['services', 'shop', 'replicas'], 3, 'Set replicas'))

    const edges = reconcileEdges(shown, around(other, before.routes))

    expect(edges).toBe(shown)
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

function around(topology: Topology, known?: Routes): EdgeSurroundings & { routes: Routes } {
  const edges = edgesOf(topology)
  const nodes = reconcileNodes([], {
    topology,
    edges,
    dragged: new Map(),
    selectedIds: new Set(),
    tabStopId: null,
    refusedIds: new Set(),
    targetId: null,
  })
  const boxes = new Map(
    nodes.map(({ id, position, width = 0, height = 0 }) => [id, { ...position, width, height }]),
  )
  return { topology, edges, routes: routesOf(edges, boxes, known), selectedIds: new Set() }
}
