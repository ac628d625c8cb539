import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arranged } from './arrange.ts'
import { kafka, output, shop, sketch, worker } from './sketch.ts'
import { anyTopology } from './topology.arbitrary.ts'

describe('arranged', () => {
  it('puts nodes in columns in the direction of the events', () => {
    const topology = sketch({
      services: {
        shop: shop('orders'),
        billing: worker(['billing'], { outputs: { paid: output('paid') } }),
        mail: worker(['mail']),
      },
      channels: {
        orders: { kind: 'kafkaTopic', partitions: 3 },
        paid: { kind: 'kafkaTopic', partitions: 1 },
      },
      subscriptions: { billing: kafka('orders', 'billing'), mail: kafka('orders', 'mail') },
    })

    const { nodes } = arranged(topology).layout

    const columns = Object.entries(nodes).map(([id, { x }]) => `${id} ${x / 260}`)
    expect(columns.sort()).toEqual(['billing 2', 'mail 2', 'orders 1', 'paid 3', 'shop 0'])
    expect(nodes.billing?.y).not.toBe(nodes.mail?.y)
  })

  it('gives every node of any drawing a place of its own on the grid', () => {
    fc.assert(
      fc.property(anyTopology(), (topology) => {
        const { nodes } = arranged(topology).layout
        const ids = [...Object.keys(topology.services), ...Object.keys(topology.channels)]
        const places = Object.values(nodes).map(({ x, y }) => `${x} ${y}`)

        expect(Object.keys(nodes).sort()).toEqual([...new Set(ids)].sort())
        expect(new Set(places).size).toBe(places.length)
        expect(Object.values(nodes).every(({ x, y }) => x % 20 === 0 && y % 20 === 0)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})
