import { describe, expect, it } from 'vitest'
import { edgesOf } from './edges.ts'
import { exampleTopology } from './topology.fixture.ts'

describe('edgesOf', () => {
  it('derives what the canvas draws', () => {
    expect(
      edgesOf(exampleTopology()).map(({ id, kind, fromId, toId, elements, eventTypeIds }) => [
        id,
        kind,
        `${fromId} → ${toId}`,
        elements.join(' '),
        eventTypeIds.join(' '),
      ]),
    ).toEqual([
      [
        'publish:payments:paid',
        'publish',
        'payments → paid',
        'services/payments/handlers/placed/outputs/paid',
        'payment-taken',
      ],
      [
        'publish:payments:stock',
        'publish',
        'payments → stock',
        'services/payments/handlers/placed/outputs/stock',
        'payment-taken',
      ],
      [
        'publish:shop:placed',
        'publish',
        'shop → placed',
        'services/shop/sources/placed',
        'order-placed',
      ],
      [
        'subscription:ledger-paid',
        'subscription',
        'ledger-queue → ledger',
        'subscriptions/ledger-paid',
        'payment-taken',
      ],
      [
        'subscription:notifier-email',
        'subscription',
        'email → notifier',
        'subscriptions/notifier-email',
        'payment-taken',
      ],
      [
        'subscription:payments-placed',
        'subscription',
        'placed → payments',
        'subscriptions/payments-placed',
        'order-placed',
      ],
      [
        'binding:paid-ledger',
        'binding',
        'paid → ledger-queue',
        'bindings/paid-ledger',
        'payment-taken',
      ],
      ['binding:stock-email', 'binding', 'stock → email', 'bindings/stock-email', 'payment-taken'],
      ['deadLetter:email:stock', 'deadLetter', 'email → stock', 'channels/email', 'payment-taken'],
      [
        'deadLetter:ledger-queue:ledger-dead',
        'deadLetter',
        'ledger-queue → ledger-dead',
        'channels/ledger-queue',
        'payment-taken',
      ],
      [
        'deadLetter:payments:failed',
        'deadLetter',
        'payments → failed',
        'subscriptions/payments-placed',
        'order-placed',
      ],
    ])
  })

  it('draws one edge for a service and a channel, however often the one publishes to the other', () => {
    const topology = exampleTopology()
    const source = topology.services.shop?.sources.placed
    if (!source) throw new Error('the shop publishes')
    Object.assign(topology.services.shop?.sources ?? {}, {
      again: { ...source, eventTypeId: 'payment-taken' },
    })

    const edges = edgesOf(topology).filter(({ fromId }) => fromId === 'shop')

    expect(edges).toEqual([
      {
        id: 'publish:shop:placed',
        kind: 'publish',
        fromId: 'shop',
        toId: 'placed',
        elements: ['services/shop/sources/again', 'services/shop/sources/placed'],
        eventTypeIds: ['order-placed', 'payment-taken'],
      },
    ])
  })

  it('shows a binding only the types whose routing key it takes', () => {
    const topology = exampleTopology()
    topology.bindings.other = {
      kind: 'rabbitBinding',
      fromChannelId: 'stock',
      toChannelId: 'email',
      routingKey: 'reserved.*',
    }

    const edge = edgesOf(topology).find(({ id }) => id === 'binding:other')

    expect(edge?.eventTypeIds).toEqual([])
  })

  it('leaves out edges whose end is gone', () => {
    const topology = exampleTopology()
    delete topology.channels.placed
    delete topology.channels.failed
    delete topology.services.notifier

    expect(edgesOf(topology).map(({ id }) => id)).toEqual([
      'publish:payments:paid',
      'publish:payments:stock',
      'subscription:ledger-paid',
      'binding:paid-ledger',
      'binding:stock-email',
      'deadLetter:email:stock',
      'deadLetter:ledger-queue:ledger-dead',
    ])
  })
})
