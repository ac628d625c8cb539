import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tidyEdit, tidying } from './arrangeEdit.ts'
import { contextKey, type GraphNode, layoutGraph, placesIn } from './arrangeGraph.ts'
import { edgesOf } from './edges.ts'
import { kafka, shop, sketch, worker } from './sketch.ts'
import { anyTopologyAndNodes } from './topology.arbitrary.ts'
import { edited } from './topology.fixture.ts'
import type { Topology } from './topology.ts'

describe('layoutGraph', () => {
  it('depends on what is connected, not on where things stand', () => {
    const topology = threeInARow()
    const elsewhere: Topology = {
      ...topology,
      layout: { ...topology.layout, nodes: { shop: { x: 900, y: -40 } } },
    }

    expect(graphOf(elsewhere, [])).toEqual(graphOf(topology, []))
  })

  it('keeps the members of a frame inside, and a collapsed one as a node', () => {
    const open = framed(threeInARow(), {})
    const collapsed = framed(threeInARow(), { collapsed: true })

    const childIds = (topology: Topology) =>
      graphOf(topology, []).children?.map(({ id, children = [] }) => [
        id,
        ...children.map((child) => child.id),
      ])
    expect(childIds(open)).toEqual([['context:pay', 'billing', 'orders'], ['shop']])
    expect(childIds(collapsed)).toEqual([['context:pay'], ['shop']])
    expect(graphOf(collapsed, []).edges?.map(({ id }) => id)).toEqual(['shop → context:pay'])
  })
})

describe('tidyEdit', () => {
  it('begins where the drawing began, on the grid, in one edit', () => {
    const topology = threeInARow()

    const edit = tidyEdit(topology, planned(topology, []), rowOf(['shop', 'orders', 'billing']))

    expect(edit?.label).toBe('Tidy the drawing')
    expect(edited(topology, edit).layout.nodes).toEqual({
      shop: { x: 100, y: 60 },
      orders: { x: 400, y: 60 },
      billing: { x: 700, y: 60 },
    })
  })

  it('leaves alone what is not selected', () => {
    const topology = threeInARow()

    const tidied = planned(topology, ['shop', 'orders'])
    const after = edited(topology, tidyEdit(topology, tidied, rowOf(['shop', 'orders'])))

    expect(tidied.label).toBe('Tidy 2 nodes')
    expect(after.layout.nodes.billing).toBe(topology.layout.nodes.billing)
  })

  it('puts the frame round its members again', () => {
    const topology = framed(threeInARow(), {})
    const places = rowOf(['shop', 'orders', 'billing', contextKey('pay')])

    const after = edited(topology, tidyEdit(topology, planned(topology, []), places))

    expect(after.layout.contexts.pay).toEqual({
      name: 'Pay',
      x: 380,
      y: 0,
      width: 500,
      height: 200,
    })
  })

  it('moves a collapsed frame with all that is out of sight in it', () => {
    const topology = framed(threeInARow(), { collapsed: true })
    const places = new Map([
      ['shop', { x: 0, y: 0 }],
      [contextKey('pay'), { x: 300, y: 0 }],
    ])

    const after = edited(topology, tidyEdit(topology, planned(topology, []), places))

    const offset = (section: Topology['layout']) => {
      const { x = 0, y = 0 } = section.nodes.orders ?? {}
      return [x - (section.contexts.pay?.x ?? 0), y - (section.contexts.pay?.y ?? 0)]
    }
    expect(offset(after.layout)).toEqual(offset(topology.layout))
    expect(after.layout.contexts.pay).toMatchObject({ collapsed: true, width: 300 })
  })

  it('finds nothing to do a second time', () => {
    const topology = threeInARow()
    const places = rowOf(['shop', 'orders', 'billing'])
    const once = edited(topology, tidyEdit(topology, planned(topology, []), places))

    expect(tidyEdit(once, planned(once, []), places)).toBeNull()
  })

  it('is an edit of any document that touches only its layout', () => {
    fc.assert(
      fc.property(anyTopologyAndNodes(), ({ topology, ids }) => {
        const tidied = tidying(topology, ids, { edges: edgesOf(topology), sizeOf })
        if (tidied === null) return
        const graph = layoutGraph(topology, tidied.parts)
        const edit = tidyEdit(topology, tidied, placesIn(stacked(graph)))
        if (edit === null) return

        const after = edited(topology, edit)

        expect({ ...after, layout: null }).toEqual({ ...topology, layout: null })
        expect(Object.keys(after.layout.contexts)).toEqual(Object.keys(topology.layout.contexts))
      }),
      { numRuns: 100 },
    )
  })
})

const sizeOf = () => ({ width: 160, height: 120 })

function planned(topology: Topology, ids: readonly string[]) {
  const tidied = tidying(topology, ids, { edges: edgesOf(topology), sizeOf })
  if (tidied === null) throw new Error('there is something to tidy')
  return tidied
}

function graphOf(topology: Topology, ids: readonly string[]): GraphNode {
  return layoutGraph(topology, planned(topology, ids).parts)
}

function rowOf(keys: readonly string[]) {
  return new Map(keys.map((key, index) => [key, { x: 300 * index, y: 0 }]))
}

/** Every node below the one before. */
function stacked(node: GraphNode): GraphNode {
  const { children = [], ...rest } = node
  return {
    ...rest,
    children: children.map((child, n) => ({ ...stacked(child), x: 0, y: 200 * n })),
  }
}

function threeInARow(): Topology {
  const topology = sketch({
    services: { shop: shop('orders'), billing: worker(['billing']) },
    channels: { orders: { kind: 'kafkaTopic', partitions: 3 } },
    subscriptions: { billing: kafka('orders', 'billing') },
  })
  const nodes = {
    shop: { x: 100, y: 300 },
    orders: { x: 130, y: 60 },
    billing: { x: 600, y: 61 },
  }
  return { ...topology, layout: { ...topology.layout, nodes } }
}

function framed(topology: Topology, more: { readonly collapsed?: true }): Topology {
  const { nodes } = topology.layout
  const contexts = { pay: { name: 'Pay', x: 100, y: 0, width: 300, height: 300, ...more } }
  const inside = (id: string) => ({ x: 0, y: 0, ...nodes[id], contextId: 'pay' })
  return {
    ...topology,
    layout: {
      ...topology.layout,
      contexts,
      nodes: { ...nodes, orders: inside('orders'), billing: inside('billing') },
    },
  }
}
