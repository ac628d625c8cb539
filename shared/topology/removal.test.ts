import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHANGES_MAX } from './change.ts'
import { edgesOf } from './edges.ts'
import { applyEdit } from './edit.ts'
import { removeEdge, removeEventType, removeNodes } from './removal.ts'
import { anyTopology, anyTopologyAndNodes } from './topology.arbitrary.ts'
import { edited, exampleTopology } from './topology.fixture.ts'
import type { Topology } from './topology.ts'

describe('removeNodes', () => {
  it('takes a channel out with all that hangs on it', () => {
    const topology = exampleTopology()

    const edit = removeNodes(topology, ['stock', 'failed', 'ledger-dead'])

    const after = edited(topology, edit)
    expect(edit.label).toBe('Remove stock and 2 more')
    expect(Object.keys(after.channels)).toEqual(['placed', 'paid', 'ledger-queue', 'email'])
    expect(after.channels.email).toEqual({ kind: 'rabbitQueue', name: 'email' })
    expect(Object.hasOwn(after.channels['ledger-queue'] ?? {}, 'redrivePolicy')).toBe(false)
    expect(Object.keys(after.bindings)).toEqual(['paid-ledger'])
    expect(Object.hasOwn(after.subscriptions['payments-placed'] ?? {}, 'deadLetterChannelId')).toBe(
      false,
    )
    expect(Object.keys(after.services.payments?.handlers.placed?.outputs ?? {})).toEqual(['paid'])
    expect(after.services.ledger).toBe(topology.services.ledger)
  })

  it('keeps a handler that still publishes, and drops one that does nothing any more', () => {
    const topology = exampleTopology()

    const after = edited(topology, removeNodes(topology, ['placed', 'ledger-queue']))

    expect(after.services.payments?.handlers.placed?.subscriptionIds).toEqual([])
    expect(after.services.ledger?.handlers).toEqual({})
    expect(after.services.shop?.sources).toEqual({})
    expect(Object.keys(after.subscriptions)).toEqual(['notifier-email'])
    expect(Object.keys(after.layout.nodes)).toEqual(['shop', 'payments'])
  })

  it('leaves no trace of what it removes, in any document', () => {
    fc.assert(
      fc.property(anyTopologyAndNodes(), ({ topology, ids }) => {
        const outcome = applyEdit(topology, removeNodes(topology, ids))

        if (!outcome.ok) throw new Error(outcome.reason)
        const left = referencesIn(outcome.topology)
        expect(ids.filter((id) => left.has(id))).toEqual([])
        const back = applyEdit(outcome.topology, outcome.inverse)
        expect(back.ok && back.topology).toEqual(topology)
      }),
      { numRuns: 200 },
    )
  })

  it('removes thousands at once within the bounds of one edit', () => {
    const full = exampleTopology()
    const { shop } = full.services
    const subscription = full.subscriptions['notifier-email']
    if (!shop || !subscription) throw new Error('the example has them')
    const ids = Array.from({ length: 4900 }, (_, number) => `s-${number}`)
    for (const id of ids) {
      full.services[id] = shop
      full.layout.nodes[id] = { x: 0, y: 0 }
      for (const n of [1, 2, 3])
        full.subscriptions[`${id}-${n}`] = { ...subscription, serviceId: id }
    }

    const edit = removeNodes(full, ids)

    expect(edit.changes.length).toBeLessThanOrEqual(CHANGES_MAX)
    const outcome = applyEdit(full, edit)
    expect(outcome.ok && outcome.topology).toEqual(exampleTopology())
  })
})

describe('removeEdge', () => {
  it.each([
    ['publish:shop:placed', 'Disconnect Shop from placed', ['services.shop.sources.placed']],
    [
      'publish:payments:paid',
      'Disconnect Payments from paid',
      ['services.payments.handlers.placed.outputs.paid'],
    ],
    [
      'subscription:payments-placed',
      'Disconnect placed from Payments',
      ['subscriptions.payments-placed', 'services.payments.handlers.placed.subscriptionIds'],
    ],
    [
      'subscription:ledger-paid',
      'Disconnect ledger-queue from Ledger',
      ['subscriptions.ledger-paid', 'services.ledger.handlers.paid'],
    ],
    ['binding:stock-email', 'Disconnect stock from email', ['bindings.stock-email']],
    [
      'deadLetter:email:stock',
      'Disconnect email from stock',
      ['channels.email.deadLetterExchangeId', 'channels.email.deadLetterRoutingKey'],
    ],
    [
      'deadLetter:ledger-queue:ledger-dead',
      'Disconnect ledger-queue from ledger-dead',
      ['channels.ledger-queue.redrivePolicy'],
    ],
    [
      'deadLetter:payments:failed',
      'Disconnect Payments from failed',
      ['subscriptions.payments-placed.deadLetterChannelId'],
    ],
  ])('takes %s out', (edgeId, label, paths) => {
    const edit = removeEdge(exampleTopology(), edgeId)

    expect(edit?.label).toBe(label)
    expect(edit?.changes.map(({ path }) => path.join('.'))).toEqual(paths)
  })

  it('takes any edge out and no other', () => {
    fc.assert(
      fc.property(anyTopology(), (topology) => {
        for (const { id } of edgesOf(topology)) {
          const after = edited(topology, removeEdge(topology, id))

          const left = edgesOf(after).map((edge) => edge.id)
          const others = edgesOf(topology).map((edge) => edge.id)
          // A dead letter of a subscription, or of a binding, hangs on that.
          const holdsDeadLetters = /^(subscription|binding):/.test(id)
          const expected = others.filter(
            (other) => other !== id && !(holdsDeadLetters && other.startsWith('deadLetter:')),
          )
          expect(left.filter((edge) => expected.includes(edge))).toEqual(expected)
          expect(left).not.toContain(id)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('knows when there is no such edge', () => {
    expect(removeEdge(exampleTopology(), 'binding:gone')).toBeNull()
  })
})

describe('removeEventType', () => {
  it('takes what is published of it along, and handlers that took nothing else', () => {
    const topology = exampleTopology()

    const edit = removeEventType(topology, 'order-placed')

    const after = edited(topology, edit)
    expect(edit.label).toBe('Remove OrderPlaced')
    expect(Object.keys(after.eventTypes)).toEqual(['payment-taken'])
    expect(after.services.shop?.sources).toEqual({})
    expect(after.services.payments?.handlers).toEqual({})
  })
})

/** Every id of a service or channel that a document holds or refers to. */
function referencesIn(topology: Topology): ReadonlySet<string> {
  const { services, channels, layout } = topology
  const found = new Set([services, channels, layout.nodes].flatMap((map) => Object.keys(map)))
  JSON.stringify(topology, (key, value: unknown) => {
    if (/(channel|service|exchange|queue)Id$/i.test(key)) found.add(String(value))
    return value
  })
  return found
}
