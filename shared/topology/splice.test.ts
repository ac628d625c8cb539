import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChannelKind } from './channels.ts'
import { edgesOf } from './edges.ts'
import { applyEdit } from './edit.ts'
import { addChannel, addService, moveNodes, setField } from './edits.ts'
import { planSplice, type Splice } from './splice.ts'
import { anyTopology } from './topology.arbitrary.ts'
import { edited, exampleTopology } from './topology.fixture.ts'
import type { Topology } from './topology.ts'

const KINDS = [
  'service',
  'kafkaTopic',
  'rabbitExchange',
  'rabbitQueue',
  'snsTopic',
  'sqsQueue',
  'eventStore',
] as const satisfies readonly ('service' | ChannelKind)[]
type Kind = (typeof KINDS)[number]

// In the order of KINDS: + the node alone, * with something else beside it, - refused.
describe('planSplice', () => {
  it.each([
    ['publish:shop:placed', '**-*-**'],
    ['publish:payments:paid', '**-*-**'],
    ['publish:payments:stock', '**+*-**'],
    ['subscription:payments-placed', '**-*-**'],
    ['subscription:ledger-paid', '**-*-**'],
    ['subscription:notifier-email', '**-*-**'],
    ['binding:paid-ledger', '*----*-'],
    ['binding:stock-email', '*-+*---'],
    ['deadLetter:payments:failed', '-------'],
    ['deadLetter:ledger-queue:ledger-dead', '-----+-'],
    ['deadLetter:email:stock', '--+----'],
    ['alternate:stock', '--+----'],
  ])('knows what each kind of node does to %s', (edgeId, outcomes) => {
    const planned = KINDS.map((kind) => SIGNS[dropped(withAlternate(), kind, edgeId).splice.kind])

    expect(planned.join('')).toBe(outcomes)
  })

  it('binds an exchange between a service and an exchange with everything that came', () => {
    const { before, splice, nodeId } = dropped(
      exampleTopology(),
      'rabbitExchange',
      'publish:payments:stock',
    )

    const after = taken(before, splice)

    expect(linksAt(after, nodeId)).toEqual(['payments > new', 'new > stock'])
    expect(after.services.payments?.handlers.placed?.outputs.stock).toMatchObject({
      channelId: nodeId,
      routingKey: 'rejected',
    })
    expect(after.bindings['new-stock']).toMatchObject({ routingKey: '#' })
  })

  it('gives a direct exchange a binding for each key that is published', () => {
    const start = exampleTopology()
    const typed = setField(['channels', 'stock', 'type'], 'direct', 'Set')
    const { before, nodeId } = dropped(
      edited(start, typed),
      'rabbitExchange',
      'publish:payments:stock',
    )
    const direct = edited(before, setField(['channels', nodeId, 'type'], 'direct', 'Set'))

    const after = taken(direct, planSplice(direct, nodeId, 'publish:payments:stock'))

    expect(after.bindings['new-stock']).toMatchObject({ routingKey: 'rejected' })
  })

  it('keeps the settings of a binding that it leads elsewhere', () => {
    const { before, splice } = dropped(exampleTopology(), 'rabbitExchange', 'binding:stock-email')

    const after = taken(before, splice)

    expect(after.bindings['stock-email']).toMatchObject({
      fromChannelId: 'stock',
      toChannelId: 'new',
      routingKey: 'rejected',
    })
  })

  it('offers a service its channel, and passes on what came', () => {
    const { before, splice } = dropped(exampleTopology(), 'service', 'subscription:payments-placed')

    expect(splice).toMatchObject({
      kind: 'offer',
      reason: 'Two services talk through a channel.',
      label: 'Add a Kafka topic behind it',
      edit: { label: 'Put new between placed and Payments' },
    })
    const after = taken(before, splice)
    expect(linksAt(after, 'new')).toEqual(['new > new-payments', 'placed > new'])
    expect(after.subscriptions['payments-placed']).toEqual({
      ...before.subscriptions['payments-placed'],
      channelId: 'new-payments',
    })
    expect(Object.values(after.services.new?.handlers ?? {})).toMatchObject([
      { outputs: { 'new-payments': { eventTypeId: 'order-placed', key: { kind: 'carry' } } } },
    ])
  })

  it('offers a channel of another broker a service that carries events over', () => {
    const { before, splice } = dropped(
      exampleTopology(),
      'sqsQueue',
      'subscription:payments-placed',
    )

    expect(splice).toMatchObject({
      reason: 'A Kafka topic passes nothing on by itself: a service reads it and publishes again.',
      label: 'Add a service before it',
    })
    const after = taken(before, splice)
    expect(linksAt(after, 'placed-new-relay')).toEqual([
      'placed-new-relay > new',
      'placed > placed-new-relay',
    ])
    expect(after.subscriptions['payments-placed']).toMatchObject({
      kind: 'sqsConsumer',
      channelId: 'new',
      retry: before.subscriptions['payments-placed']?.retry,
    })
  })

  it('passes on each of several event types by a handler of its own', () => {
    const start = exampleTopology()
    const source = { ...start.services.shop?.sources.placed, eventTypeId: 'payment-taken' }
    const both = edited(start, setField(['services', 'shop', 'sources', 'too'], source, 'Set'))
    const { before, splice } = dropped(both, 'service', 'subscription:payments-placed')

    const handlers = Object.values(taken(before, splice).services.new?.handlers ?? {})

    expect(handlers.map(({ eventTypeIds }) => eventTypeIds)).toEqual([
      ['order-placed'],
      ['payment-taken'],
    ])
  })

  it.each([
    ['service', 'deadLetter:email:stock', 'Dead letters go from channel to channel'],
    ['kafkaTopic', 'binding:paid-ledger', 'An SNS topic passes events to SQS queues; '],
    ['kafkaTopic', 'alternate:stock', 'What an exchange cannot route goes to another exchange'],
    ['snsTopic', 'subscription:payments-placed', 'A queue stands between an SNS topic and'],
    ['service', 'publish:a:b', 'That edge was removed meanwhile.'],
  ] as const)('says why %s does not go into %s', (kind, edgeId, words) => {
    const { splice } = dropped(withAlternate(), kind, edgeId)

    expect(splice.kind === 'refused' && splice.reason).toContain(words)
  })

  it('moves the node aside where it would cover what stands there', () => {
    const { before, splice, nodeId } = dropped(exampleTopology(), 'service', 'publish:shop:placed')

    const { nodes } = taken(before, splice).layout
    // The topic between comes to stand beyond it.
    expect([nodes[nodeId], nodes['shop-new']]).toEqual([
      { x: 100, y: -160 },
      { x: 40, y: -320 },
    ])
    const apart = edited(before, moveNodes(before, { [nodeId]: { x: 0, y: 900 } }))
    const there = taken(apart, planSplice(apart, nodeId, 'publish:shop:placed')).layout.nodes
    expect(there[nodeId]).toEqual({ x: 0, y: 900 })
  })

  it('takes only a node without edges', () => {
    expect(planSplice(exampleTopology(), 'email', 'publish:shop:placed')).toEqual({
      kind: 'refused',
      reason: "'email' has edges already: only a node without any is put into another.",
    })
  })

  it('leaves a valid document that can be taken back, or says why not, in any drawing', () => {
    fc.assert(
      fc.property(anyTopology(), fc.constantFrom(...KINDS), fc.nat(), (topology, kind, pick) => {
        const edges = edgesOf(topology)
        const edge = edges[pick % Math.max(1, edges.length)]
        const { before, splice, nodeId } = dropped(topology, kind, edge?.id ?? 'none')

        if (splice.kind === 'refused') {
          expect(splice.reason).toMatch(/\.$/)
          return
        }
        const outcome = applyEdit(before, splice.edit)
        if (!outcome.ok) throw new Error(outcome.reason)
        expect(linksAt(outcome.topology, nodeId).length).toBeGreaterThanOrEqual(2)
        const back = applyEdit(outcome.topology, outcome.inverse)
        expect(back.ok && back.topology).toEqual(before)
      }),
      { numRuns: 60 },
    )
  })
})

const SIGNS = { edit: '+', offer: '*', refused: '-' } as const
const ORIGIN = { x: 0, y: 0 }

/** The drawing with a new node, and what putting it into the edge would do. */
function dropped(topology: Topology, kind: Kind, edgeId: string) {
  const addition =
    kind === 'service'
      ? addService(topology, { name: 'new', role: kind, position: ORIGIN })
      : addChannel(topology, { kind, name: 'new', position: ORIGIN })
  const before = edited(topology, addition.edit)
  return { before, nodeId: addition.id, splice: planSplice(before, addition.id, edgeId) }
}

function taken(topology: Topology, splice: Splice): Topology {
  if (splice.kind === 'refused') throw new Error(splice.reason)
  return edited(topology, splice.edit)
}

function withAlternate(): Topology {
  const start = exampleTopology()
  const added = addChannel(start, { kind: 'rabbitExchange', name: 'unrouted', position: ORIGIN })
  const path = ['channels', 'stock', 'alternateExchangeId']
  return edited(edited(start, added.edit), setField(path, added.id, 'Set'))
}

function linksAt(topology: Topology, nodeId: string): readonly string[] {
  return edgesOf(topology)
    .filter(({ fromId, toId }) => fromId === nodeId || toId === nodeId)
    .map(({ fromId, toId }) => `${fromId} > ${toId}`)
}
