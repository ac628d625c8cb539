import { describe, expect, it } from 'vitest'
import { edgesOf } from '#shared/topology/edges.ts'
import { routesOf } from '../routes.ts'
import { connected, edited, ordersTopology, withChannel } from '../testTopology.ts'
import { addNode } from './placement.ts'
import { edgeIdAt, planDrop, wordsOf } from './spliceTarget.ts'

const SIZE = { width: 160, height: 120 }
const boxes = new Map([
  ['shop', { x: 0, y: 0, ...SIZE }],
  ['orders', { x: 300, y: 0, ...SIZE }],
  ['billing', { x: 600, y: 0, ...SIZE }],
])

describe('edgeIdAt', () => {
  it.each([
    ['between shop and orders', { x: 230, y: 60 }, 'publish:shop:orders'],
    ['a little beside', { x: 530, y: 80 }, 'subscription:billing-orders'],
    ['too far beside', { x: 530, y: 90 }, null],
    ['beyond the end', { x: 860, y: 60 }, null],
  ] as const)('finds the edge %s', (_, place, wanted) => {
    const routes = routesOf(edgesOf(ordersTopology()), boxes)

    expect(edgeIdAt(routes, place)).toBe(wanted)
  })
})

describe('planDrop', () => {
  it('adds and puts between in one edit', () => {
    const exchange = { kind: 'rabbitExchange', name: 'stock', x: 900 } as const
    const queue = { kind: 'rabbitQueue', name: 'email', x: 1300 } as const
    const drawn = withChannel(withChannel(ordersTopology(), exchange), queue)
    const topology = connected(drawn, 'stock', 'email')
    const { edit, id } = addNode(topology, 'rabbitExchange', { x: 1180, y: 60 })

    const plan = planDrop(topology, edit, { nodeId: id, edgeId: 'binding:stock-email' })

    if (!plan) throw new Error('It can be placed.')
    expect(wordsOf(plan.splice)).toEqual({
      tone: 'ok',
      text: 'Put exchange between stock and email',
    })
    const links = edgesOf(edited(topology, plan.edit)).map(({ fromId, toId }) => [fromId, toId])
    expect(links).toContainEqual(['stock', id])
    expect(links).toContainEqual([id, 'email'])
    expect(links).not.toContainEqual(['stock', 'email'])
  })

  it('only adds where more would have to be added, and offers the rest', () => {
    const topology = ordersTopology()
    const { edit, id } = addNode(topology, 'service', { x: 530, y: 400 })

    const plan = planDrop(topology, edit, { nodeId: id, edgeId: 'subscription:billing-orders' })

    expect(plan?.edit).toBe(edit)
    expect(plan && wordsOf(plan.splice)).toEqual({
      tone: 'warning',
      text: 'Two services talk through a channel. Add a Kafka topic behind it?',
    })
  })
})
