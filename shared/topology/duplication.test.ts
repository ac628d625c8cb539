import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { duplicateOnCanvas } from './canvasCopies.ts'
import { pasteExcerpt } from './duplication.ts'
import { cutChosen } from './duplicationCut.ts'
import { edgesOf } from './edges.ts'
import { chosenNodeIds, excerptOf } from './excerpt.ts'
import { anyTopologyAndNodes } from './topology.arbitrary.ts'
import { edited, exampleTopology } from './topology.fixture.ts'
import { emptyTopology, type Position, type Topology } from './topology.ts'

const ORIGIN = { x: 0, y: 0 }

describe('duplicateOnCanvas', () => {
  it('copies nodes with the edges between them', () => {
    const topology = exampleTopology()

    const { edit, ids } = duplicated(topology, ['payments', 'placed'], { x: 40, y: 20 })

    const after = edited(topology, edit)
    expect(edit.label).toBe('Duplicate Payments and 1 more')
    expect(ids).toEqual(['payments-2', 'placed-2'])
    expect(after.channels['placed-2']).toEqual({ ...topology.channels.placed, name: 'placed 2' })
    expect(after.subscriptions['payments-placed-2']).toEqual({
      kind: 'kafkaConsumer',
      channelId: 'placed-2',
      serviceId: 'payments-2',
      retry: { attempts: 1, backoffMs: 100, multiplier: 2, backoffMaxMs: 10_000 },
      groupId: 'payments-2',
    })
    expect(after.services['payments-2']?.name).toBe('Payments 2')
    expect(after.services['payments-2']?.handlers).toEqual({
      placed: {
        ...topology.services.payments?.handlers.placed,
        subscriptionIds: ['payments-placed-2'],
        outputs: {},
      },
    })
    expect(after.layout.nodes['payments-2']).toEqual({ x: 440, y: 20 })
    const before = edgesOf(topology).map(({ id }) => id)
    const added = edgesOf(after).filter(({ id }) => !before.includes(id))
    expect(added.map(({ id }) => id)).toEqual(['subscription:payments-placed-2'])
  })

  it('leads dead letters to the copy, or nowhere', () => {
    const topology = exampleTopology()

    const both = duplicated(topology, ['ledger-queue', 'ledger-dead'], ORIGIN)
    const one = duplicated(topology, ['email'], ORIGIN)

    expect(edited(topology, both.edit).channels['ledger-queue-2']).toMatchObject({
      redrivePolicy: { deadLetterQueueId: 'ledger-dead-2', maxReceiveCount: 3 },
    })
    expect(edited(topology, one.edit).channels['email-2']).toEqual({
      kind: 'rabbitQueue',
      name: 'email 2',
    })
  })

  it('doubles the inner edges of any part of any document, and leaves the rest alone', () => {
    fc.assert(
      fc.property(anyTopologyAndNodes(), ({ topology, ids }) => {
        const { edit, ids: copies } = duplicated(topology, ids, { x: 1, y: 1 })

        const after = edited(topology, edit)

        expect(innerEdges(after, copies)).toEqual(innerEdges(topology, ids))
        for (const id of Object.keys(topology.services))
          expect(after.services[id]).toBe(topology.services[id])
      }),
      { numRuns: 150 },
    )
  })
})

describe('pasteExcerpt', () => {
  it('gives an empty drawing the same names, types and edges', () => {
    const source = exampleTopology()
    const excerpt = excerptOf(source, { nodeIds: ['shop', 'placed', 'payments'] })

    const { edit, copyIds } = pasteExcerpt(emptyTopology('Other'), excerpt, leftOut)

    const after = edited(emptyTopology('Other'), edit)
    expect(edit.label).toBe('Paste Payments and 2 more')
    expect([...copyIds.nodes.values()]).toEqual(['payments', 'placed', 'shop'])
    expect(after.eventTypes).toEqual(source.eventTypes)
    expect(after.channels.placed).toEqual(source.channels.placed)
    expect(edgesOf(after).map(({ id }) => id)).toEqual([
      'publish:shop:placed',
      'subscription:payments-placed',
    ])
  })

  it('keeps connections with what is there, of a kind that fits', () => {
    const topology = exampleTopology()
    const excerpt = excerptOf(topology, { nodeIds: ['payments', 'email', 'ledger-queue'] })

    const kept = edited(topology, pasteExcerpt(topology, excerpt, keeping).edit)
    const changed: Topology = {
      ...topology,
      channels: { ...topology.channels, placed: { kind: 'snsTopic', name: 'placed' } },
    }
    const elsewhere = edited(changed, pasteExcerpt(changed, excerpt, keeping).edit)

    const added = (after: Topology) =>
      edgesOf(after).filter(({ id }) => !edgesOf(topology).some((edge) => edge.id === id))
    expect(added(kept).map(({ fromId, toId }) => `${fromId} → ${toId}`)).toEqual([
      'payments-2 → paid',
      'payments-2 → stock',
      'placed → payments-2',
      'paid → ledger-queue-2',
      'stock → email-2',
      'email-2 → stock',
      'ledger-queue-2 → ledger-dead',
      'payments-2 → failed',
    ])
    expect(elsewhere.subscriptions['payments-placed-2']).toBeUndefined()
    expect(kept.services.payments).toBe(topology.services.payments)
  })

  it('brings frames under names that nothing has yet', () => {
    const layout = { contexts: { sales: { name: 'Sales', x: 0, y: 0, width: 100, height: 100 } } }
    const source = {
      ...emptyTopology('One'),
      layout: { ...emptyTopology('One').layout, ...layout },
    }
    const excerpt = excerptOf(source, { nodeIds: [], contextIds: ['sales'] })

    const after = edited(source, pasteExcerpt(source, excerpt, leftOut).edit)

    expect(Object.values(after.layout.contexts).map(({ name }) => name)).toEqual([
      'Sales',
      'Sales 2',
    ])
  })

  it('tells event types apart that have one name and two meanings', () => {
    const excerpt = excerptOf(exampleTopology(), { nodeIds: ['shop', 'placed'] })
    const { 'order-placed': placed } = exampleTopology().eventTypes
    if (!placed) throw new Error('the example has that type')
    const target = {
      ...emptyTopology('Other'),
      eventTypes: { 'order-placed': { ...placed, sizeBytes: 7 } },
    }

    const after = edited(target, pasteExcerpt(target, excerpt, leftOut).edit)

    expect(Object.keys(after.eventTypes)).toEqual(['order-placed', 'order-placed-2'])
    expect(after.eventTypes['order-placed-2']).toEqual(placed)
    expect(after.services.shop?.sources.placed?.eventTypeId).toBe('order-placed-2')
  })

  it('recognises an event type under another id', () => {
    const excerpt = excerptOf(exampleTopology(), { nodeIds: ['shop', 'placed'] })
    const { 'order-placed': placed } = exampleTopology().eventTypes
    const target = { ...emptyTopology('Other'), eventTypes: { ...(placed && { other: placed }) } }

    const after = edited(target, pasteExcerpt(target, excerpt, leftOut).edit)

    expect(Object.keys(after.eventTypes)).toEqual(['other'])
    expect(after.services.shop?.sources.placed?.eventTypeId).toBe('other')
  })

  it('makes of any part of any document its likeness, here and elsewhere', () => {
    fc.assert(
      fc.property(anyTopologyAndNodes(), fc.boolean(), ({ topology, ids }, isHere) => {
        const target = isHere ? topology : emptyTopology('Elsewhere')
        const chosen = { nodeIds: ids, contextIds: Object.keys(topology.layout.contexts) }
        const excerpt = excerptOf(topology, chosen)

        const { edit, copyIds } = pasteExcerpt(target, excerpt, leftOut)
        const copies = [...copyIds.nodes.values()]

        const after = edited(target, edit)
        const sorted = [...chosenNodeIds(topology, chosen)].sort()
        expect(copies).toHaveLength(sorted.length)
        expect(innerEdges(after, copies)).toEqual(innerEdges(topology, sorted))
        const framesBefore = Object.keys(target.layout.contexts).length
        expect(Object.keys(after.layout.contexts)).toHaveLength(
          framesBefore + Object.keys(topology.layout.contexts).length,
        )
      }),
      { numRuns: 60 },
    )
  })
})

describe('cutChosen', () => {
  it('takes out what was copied, frames with their members', () => {
    fc.assert(
      fc.property(anyTopologyAndNodes(), ({ topology, ids }) => {
        const contextIds = Object.keys(topology.layout.contexts).slice(0, 1)
        const chosen = { nodeIds: ids, contextIds }

        const after = edited(topology, cutChosen(topology, chosen))

        const left = Object.keys({ ...after.services, ...after.channels })
        expect(left.filter((id) => chosenNodeIds(topology, chosen).includes(id))).toEqual([])
        expect(Object.keys(after.layout.contexts)).toEqual(
          Object.keys(topology.layout.contexts).filter((id) => !contextIds.includes(id)),
        )
      }),
      { numRuns: 60 },
    )
  })
})

const leftOut = { offset: ORIGIN, keepsConnections: false }
const keeping = { offset: ORIGIN, keepsConnections: true }

/** Services and channels alone. */
function duplicated(topology: Topology, nodeIds: readonly string[], offset: Position) {
  const copies = duplicateOnCanvas(topology, { nodeIds, contextIds: [], noteIds: [] }, offset)
  return { edit: copies?.edit ?? NOTHING, ids: copies?.ids.nodeIds ?? [] }
}

const NOTHING = { label: '', changes: [] }

/** But for dead letters that hang on a subscription or a binding, which may lead outside. */
function innerEdges(topology: Topology, ids: readonly string[]): readonly string[] {
  return edgesOf(topology)
    .filter(({ kind, elements }) => kind !== 'deadLetter' || elements.every(isChannel))
    .filter(({ fromId, toId }) => ids.includes(fromId) && ids.includes(toId))
    .map(({ kind, fromId, toId }) => `${kind} ${ids.indexOf(fromId)} ${ids.indexOf(toId)}`)
    .sort()
}

function isChannel(element: string): boolean {
  return element.startsWith('channels/')
}
