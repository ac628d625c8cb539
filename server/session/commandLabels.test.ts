import { describe, expect, it } from 'vitest'
import type { RunChange } from '#shared/topology/recipe.ts'
import { kafka, sketch, worker } from '#shared/topology/sketch.ts'
import { labelled } from './commandLabels.ts'

const topology = sketch({
  services: { billing: { name: 'Billing', ...worker(['reads']) } },
  channels: { orders: { kind: 'kafkaTopic', name: 'Orders', partitions: 1 } },
  subscriptions: { reads: kafka('orders', 'billing') },
})

const seek = (to: Extract<RunChange, { kind: 'seek' }>['to']): RunChange => ({
  kind: 'seek',
  subscriptionId: 'reads',
  to,
})
const operate = (operation: Extract<RunChange, { kind: 'operate' }>['operation']): RunChange => ({
  kind: 'operate',
  channelId: 'orders',
  operation,
})

describe('the label of a command', () => {
  const cases: readonly (readonly [kind: string, label: string, change: RunChange])[] = [
    [
      'fault',
      'Disconnect Billing',
      { kind: 'fault', fault: { kind: 'disconnect', serviceId: 'billing' } },
    ],
    [
      'fault',
      'Slow down Billing ×3',
      { kind: 'fault', fault: { kind: 'slow', serviceId: 'billing', factor: 3 } },
    ],
    [
      'fault',
      'Node 2 of Orders goes down',
      { kind: 'fault', fault: { kind: 'nodeDown', channelId: 'orders', node: 2 } },
    ],
    [
      'recover',
      'Billing recovers (disconnect)',
      { kind: 'recover', serviceId: 'billing', fault: 'disconnect' },
    ],
    [
      'recover',
      'Node 2 of Orders comes back',
      { kind: 'restoreNode', channelId: 'orders', node: 2 },
    ],
    ['operation', 'Purge Orders', operate({ kind: 'purge' })],
    ['operation', 'Redrive Orders', operate({ kind: 'redrive', ratePerSecond: null })],
    ['operation', 'Billing reads Orders from the start', seek({ kind: 'earliest' })],
    ['operation', 'Billing reads Orders from the end', seek({ kind: 'latest' })],
    ['operation', 'Billing reads Orders from 00:00:01.500 on', seek({ kind: 'time', atMs: 1500 })],
    ['recover', 'gone recovers (crash)', { kind: 'recover', serviceId: 'gone', fault: 'crash' }],
  ]

  it.each(cases)('is a %s: %s', (kind, label, change) => {
    expect(labelled({ atNs: 5, sequence: 0, change }, topology)).toEqual({ atNs: 5, kind, label })
  })
})
