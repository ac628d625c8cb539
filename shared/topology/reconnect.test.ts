import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edgesOf } from './edges.ts'
import { applyEdit } from './edit.ts'
import { setField } from './edits.ts'
import { removeAndReconnect } from './reconnect.ts'
import { anyTopologyAndNodes } from './topology.arbitrary.ts'
import { edited, exampleTopology } from './topology.fixture.ts'
import type { Topology } from './topology.ts'

describe('removeAndReconnect', () => {
  it('lets who published to an exchange publish to the queue behind it', () => {
    const { after, lost, label } = without('stock')

    expect(label).toBe('Remove stock and reconnect')
    expect(lost).toEqual([])
    expect(linksIn(after)).toContain('payments > email')
    expect(after.services.payments?.handlers.placed?.outputs.stock).toEqual({
      ...exampleTopology().services.payments?.handlers.placed?.outputs.stock,
      channelId: 'email',
    })
  })

  it('lets a service read in place of the relay before it, with its own settings', () => {
    const { after, lost } = without('payments', 'paid', 'ledger-queue')

    expect(lost).toEqual([
      "'placed' no longer leads to 'stock'. A Kafka topic passes nothing on by itself: a service reads it and publishes to 'stock'.",
    ])
    expect(linksIn(after)).toContain('placed > ledger')
    expect(after.subscriptions['ledger-paid']).toEqual({
      kind: 'kafkaConsumer',
      channelId: 'placed',
      serviceId: 'ledger',
      groupId: 'ledger',
      retry: exampleTopology().subscriptions['ledger-paid']?.retry,
    })
    expect(after.services.ledger).toEqual(exampleTopology().services.ledger)
  })

  it('keeps a binding’s key when its queue is taken out for the exchange behind', () => {
    const start = edited(exampleTopology(), {
      label: 'Draw',
      changes: [
        {
          path: ['channels', 'later'],
          value: { kind: 'rabbitExchange', name: 'later', type: 'topic' },
        },
        { path: ['channels', 'late'], value: { kind: 'rabbitQueue', name: 'late' } },
        {
          path: ['bindings', 'later-late'],
          value: {
            kind: 'rabbitBinding',
            fromChannelId: 'later',
            toChannelId: 'late',
            routingKey: '#',
          },
        },
        { path: ['bindings', 'stock-email', 'toChannelId'], value: 'later' },
      ],
    })

    const after = edited(start, removeAndReconnect(start, ['later']).edit)

    expect(after.bindings).toEqual({
      'paid-ledger': start.bindings['paid-ledger'],
      'stock-email': { ...start.bindings['stock-email'], toChannelId: 'late' },
    })
  })

  it('copies what leads to several, and does not double what is there', () => {
    const start = exampleTopology()
    const binding = { ...start.bindings['stock-email'], toChannelId: 'second' }
    const drawn = edited(start, {
      label: 'Draw',
      changes: [
        { path: ['channels', 'second'], value: { kind: 'rabbitQueue', name: 'second' } },
        { path: ['bindings', 'stock-second'], value: binding },
      ],
    })

    const after = edited(drawn, removeAndReconnect(drawn, ['stock']).edit)

    const outputs = Object.values(after.services.payments?.handlers.placed?.outputs ?? {})
    expect(outputs.map(({ channelId, routingKey }) => [channelId, routingKey])).toEqual([
      ['paid', undefined],
      ['email', 'rejected'],
      ['second', 'rejected'],
    ])
  })

  it('leads dead letters on to the next place, and never into it what was fine', () => {
    const path = ['channels', 'ledger-dead', 'redrivePolicy']
    const last = { kind: 'sqsQueue', name: 'last' }
    const start = edited(
      edited(exampleTopology(), setField(['channels', 'last'], last, 'Add')),
      setField(path, { deadLetterQueueId: 'last', maxReceiveCount: 2 }, 'Set'),
    )

    const { edit, lost } = removeAndReconnect(start, ['ledger-dead'])
    const after = edited(start, edit)

    expect(lost).toEqual([])
    expect(after.channels['ledger-queue']).toMatchObject({
      redrivePolicy: { deadLetterQueueId: 'last', maxReceiveCount: 3 },
    })
    const bare = without('ledger-queue')
    expect(linksIn(bare.after)).not.toContain('paid > ledger-dead')
    expect(bare.lost).toEqual([
      "'paid' no longer leads to 'Ledger'. A queue stands between an SNS topic and a service.",
    ])
  })

  it('says that two services need a channel', () => {
    expect(without('placed').lost).toEqual([
      "'Shop' no longer leads to 'Payments'. Two services talk through a channel.",
    ])
  })

  it('leaves no trace of what it removes and can be taken back, in any drawing', () => {
    fc.assert(
      fc.property(anyTopologyAndNodes(), ({ topology, ids }) => {
        const { edit, lost } = removeAndReconnect(topology, ids)

        const outcome = applyEdit(topology, edit)
        if (!outcome.ok) throw new Error(outcome.reason)
        const text = JSON.stringify(
          edgesOf(outcome.topology).map(({ fromId, toId }) => [fromId, toId]),
        )
        expect(ids.filter((id) => text.includes(`"${id}"`))).toEqual([])
        for (const sentence of lost) expect(sentence).toMatch(/\.$/)
        const back = applyEdit(outcome.topology, outcome.inverse)
        expect(back.ok && back.topology).toEqual(topology)
      }),
      { numRuns: 60 },
    )
  })
})

function without(...ids: readonly string[]) {
  const topology = exampleTopology()
  const { edit, lost } = removeAndReconnect(topology, ids)
  return { after: edited(topology, edit), lost, label: edit.label }
}

function linksIn(topology: Topology): readonly string[] {
  return edgesOf(topology).map(({ fromId, toId }) => `${fromId} > ${toId}`)
}
