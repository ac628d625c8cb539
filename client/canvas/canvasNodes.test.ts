import { describe, expect, it } from 'vitest'
import { edgesOf } from '#shared/topology/edges.ts'
import { moveNodes, renameElement } from '#shared/topology/edits.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { type NodeSurroundings, reconcileNodes } from './canvasNodes.ts'
import { edited, ordersTopology } from './testTopology.ts'

describe('reconcileNodes', () => {
  it('draws services and channels where the layout has them, sizes and handles known', () => {
    const nodes = reconcileNodes([], around(ordersTopology()))

    expect(
      nodes.map(({ id, type, position, width, height, measured, handles, ariaLabel }) => [
        id,
        type,
        position,
        [width, height],
        measured,
        handles?.map(({ x, y }) => [x, y]),
        ariaLabel,
      ]),
    ).toEqual([
      [
        'billing',
        'service',
        { x: 600, y: 0 },
        [160, 120],
        size(160, 120),
        ends(160, 60),
        'billing, Service',
      ],
      [
        'shop',
        'service',
        { x: 0, y: 0 },
        [160, 120],
        size(160, 120),
        ends(160, 60),
        'shop, Service',
      ],
      [
        'orders',
        'kafkaTopic',
        { x: 300, y: 0 },
        [160, 120],
        size(160, 120),
        ends(160, 60),
        'orders, Kafka topic',
      ],
    ])
  })

  it('keeps the very list when nothing has changed', () => {
    const topology = ordersTopology()
    const shown = reconcileNodes([], around(topology))

    expect(reconcileNodes(shown, around(topology))).toBe(shown)
  })

  it('keeps the objects of nodes that an edit leaves alone', () => {
    const topology = ordersTopology()
    const shown = reconcileNodes([], around(topology))

    const renamed = edited(topology, renameElement(topology, 'shop', 'Web shop'))
    const nodes = reconcileNodes(shown, around(renamed))

    expect(nodes.map((node, index) => node === shown[index])).toEqual([true, false, true])
    expect(nodes[1]?.ariaLabel).toBe('Web shop, Service')
  })

  it('shows a node under the pointer while it is dragged, and where the edit put it afterwards', () => {
    const topology = ordersTopology()
    const dragged = new Map([['shop', { x: 40, y: 60 }]])

    const during = reconcileNodes([], { ...around(topology), dragged })
    const moved = edited(topology, moveNodes(topology, { shop: { x: 40, y: 60 } }))
    const after = reconcileNodes(during, around(moved))

    expect(during[1]?.position).toEqual({ x: 40, y: 60 })
    expect(after).toBe(during)
  })

  it('has one Tab stop', () => {
    const nodes = reconcileNodes([], { ...around(ordersTopology()), tabStopId: 'orders' })

    expect(nodes.map(({ domAttributes }) => domAttributes?.tabIndex)).toEqual([-1, -1, 0])
  })

  it('gives a channel the hue of the first event type that comes in', () => {
    const topology = ordersTopology()
    const [hue] = Object.values(topology.eventTypes).map((type) => type.hue)

    const [, , orders] = reconcileNodes([], around(topology))

    expect(orders?.data).toMatchObject({ hue, holdsDeadLetters: false, rows: [] })
  })

  it('dims what an edge cannot end at, and marks where it would', () => {
    const surroundings = { refusedIds: new Set(['billing']), targetId: 'orders' }

    const nodes = reconcileNodes([], { ...around(ordersTopology()), ...surroundings })

    expect(nodes.map(({ className }) => className)).toEqual(['node-refused', '', 'node-target'])
  })
})

function size(width: number, height: number) {
  return { width, height }
}

function ends(width: number, y: number) {
  return [
    [0, y],
    [width, y],
  ]
}

function around(topology: Topology): NodeSurroundings {
  return {
    topology,
    edges: edgesOf(topology),
    dragged: new Map(),
    selectedIds: new Set(),
    tabStopId: null,
    refusedIds: new Set(),
    targetId: null,
  }
}
