import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { duplicateNodes } from './duplication.ts'
import { edgesOf } from './edges.ts'
import { anyTopologyAndNodes } from './topology.arbitrary.ts'
import { edited, exampleTopology } from './topology.fixture.ts'
import type { Topology } from './topology.ts'

const ORIGIN = { x: 0, y: 0 }

describe('duplicateNodes', () => {
  it('copies nodes with the edges between them', () => {
    const topology = exampleTopology()

    const { edit, ids } = duplicateNodes(topology, ['payments', 'placed'], { x: 40, y: 20 })

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

    const both = duplicateNodes(topology, ['ledger-queue', 'ledger-dead'], ORIGIN)
    const one = duplicateNodes(topology, ['email'], ORIGIN)

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
        const { edit, ids: copies } = duplicateNodes(topology, ids, { x: 1, y: 1 })

        const after = edited(topology, edit)

        expect(innerEdges(after, copies)).toEqual(innerEdges(topology, ids))
        for (const id of Object.keys(topology.services))
          expect(after.services[id]).toBe(topology.services[id])
      }),
      { numRuns: 150 },
    )
  })
})

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
