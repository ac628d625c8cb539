import { describe, expect, it } from 'vitest'
import { editSchema } from './change.ts'
import {
  addChannel,
  addEventType,
  addService,
  moveNodes,
  renameElement,
  setField,
} from './edits.ts'
import { edited, exampleTopology } from './topology.fixture.ts'
import { emptyTopology } from './topology.ts'

const ORIGIN = { x: 0, y: 0 }

describe('addService', () => {
  it('adds a service that does nothing yet, under an id that nothing has', () => {
    const topology = exampleTopology()

    const { edit, id } = addService(topology, {
      name: 'Stock',
      role: 'projection',
      position: { x: 5, y: 6 },
    })

    const after = edited(topology, edit)
    expect(edit.label).toBe('Add Stock')
    // A channel has the id `stock`.
    expect(id).toBe('stock-2')
    expect(after.services[id]).toEqual({
      name: 'Stock',
      role: 'projection',
      replicas: 1,
      concurrency: 1,
      sources: {},
      handlers: {},
    })
    expect(after.layout.nodes[id]).toEqual({ x: 5, y: 6 })
  })

  it('has a label of bounded length', () => {
    const topology = emptyTopology('Empty')
    const { edit, id } = addService(topology, {
      name: 'x'.repeat(120),
      role: 'service',
      position: ORIGIN,
    })

    expect(editSchema.safeParse(edit).success).toBe(true)
    const after = edited(topology, edit)
    expect(editSchema.safeParse(renameElement(after, id, 'y'.repeat(120))).success).toBe(true)
  })
})

describe('addChannel', () => {
  it.each([
    ['kafkaTopic', { partitions: 3 }],
    ['rabbitExchange', { type: 'topic' }],
    ['rabbitQueue', {}],
    ['snsTopic', {}],
    ['sqsQueue', {}],
  ] as const)('adds a %s that says only what has no default', (kind, settings) => {
    const topology = emptyTopology('Empty')

    const { edit, id } = addChannel(topology, { kind, name: 'Orders', position: ORIGIN })

    const after = edited(topology, edit)
    expect(id).toBe('orders')
    expect(after.channels).toEqual({ orders: { kind, name: 'Orders', ...settings } })
    expect(after.layout.nodes).toEqual({ orders: ORIGIN })
  })
})

describe('addEventType', () => {
  it('gives each of the first 25 a mark of its own', () => {
    let topology = emptyTopology('Empty')
    for (let number = 1; number <= 25; number += 1)
      topology = edited(topology, addEventType(topology, { name: `E${number}` }).edit)

    const marks = Object.values(topology.eventTypes).map(({ hue, shape }) => `${hue} ${shape}`)
    expect(new Set(marks).size).toBe(25)
    expect(topology.eventTypes.e1).toMatchObject({ hue: 1, shape: 'circle' })
    expect(topology.eventTypes.e2).toMatchObject({ hue: 2, shape: 'square' })
  })
})

describe('moveNodes', () => {
  it('touches nothing but the layout', () => {
    const topology = exampleTopology()

    const edit = moveNodes(topology, { shop: { x: 1, y: 2 } })

    const after = edited(topology, edit)
    expect(edit.label).toBe('Move Shop')
    expect(after).toEqual({
      ...topology,
      layout: {
        contexts: {},
        notes: {},
        nodes: { ...topology.layout.nodes, shop: { x: 1, y: 2 } },
      },
    })
    expect(after.services).toBe(topology.services)
    expect(moveNodes(topology, { shop: ORIGIN, placed: ORIGIN }).label).toBe('Move 2 nodes')
  })
})

describe('renameElement', () => {
  it('keeps the id', () => {
    const topology = exampleTopology()

    const edit = renameElement(topology, 'placed', 'orders')

    expect(edit.label).toBe('Rename placed to orders')
    expect(edited(topology, edit).channels.placed?.name).toBe('orders')
    expect(edited(topology, renameElement(topology, 'shop', 'Web')).services.shop?.name).toBe('Web')
  })
})

describe('setField', () => {
  it('without a value removes what is there', () => {
    const topology = exampleTopology()
    const path = ['channels', 'email', 'deadLetterRoutingKey']

    const after = edited(topology, setField(path, undefined, 'Clear the key'))

    expect(after.channels.email).toEqual({
      kind: 'rabbitQueue',
      name: 'email',
      deadLetterExchangeId: 'stock',
    })
  })
})
