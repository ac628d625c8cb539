import { describe, expect, it } from 'vitest'
import type { RunState } from '#shared/protocol/protocol.ts'
import { startedRun } from '#shared/protocol/startedRun.ts'
import { predictLoad } from '#shared/topology/analysis.ts'
import { setField } from '#shared/topology/edits.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { fakeFigures } from '../live/testFigures.ts'
import { connected, edited, ordersTopology, withChannel } from '../testTopology.ts'
import { insightOf } from './insight.ts'
import type { InsightContext } from './insightTypes.ts'

describe('insightOf', () => {
  it('is silent while all is well', () => {
    expect(insightOf(running(ordersTopology(), healthy))).toBeNull()
  })

  it('names the bottleneck, what grows before it, and what it needs', () => {
    const topology = withRate(ordersTopology(), 200)
    const levels = {
      'services/billing': { utilisation: 1, replicasUp: 1 },
      [SUBSCRIPTION]: { waiting: 1500, lag: 1560, 'delivered/s': 50 },
    }

    const insight = insightOf(running(topology, levels, growing(SUBSCRIPTION, 156)))

    expect(insight).toEqual({
      key: 'bottleneck billing',
      severity: 'error',
      cause: 'billing is the bottleneck: busy 100 %.',
      consequence:
        'Lag of orders grows 156/s: 1,560 now, twice as much in 10 s. This load needs 6 replicas, but orders has only 3 partitions to read.',
      nodeIds: ['billing', 'orders'],
      remedy: { kind: 'setReplicas', serviceId: 'billing', replicas: 3 },
    })
  })

  it('tells a hot partition from a lack of replicas', () => {
    const levels = {
      'services/billing': { utilisation: 0.4, replicasUp: 3 },
      [SUBSCRIPTION]: { waiting: 900, lag: 900, 'delivered/s': 100 },
      'channels/orders/partitions/0': { lag: 10 },
      'channels/orders/partitions/1': { lag: 880 },
      'channels/orders/partitions/2': { lag: 10 },
    }

    const insight = insightOf(running(ordersTopology(), levels, growing(SUBSCRIPTION, 30)))

    expect(insight?.cause).toBe('Partition 1 of orders is hot.')
    expect(insight?.remedy).toBeNull()
  })

  it('puts a fault before what follows from it, and offers to end it', () => {
    const levels = { [SUBSCRIPTION]: { waiting: 510, lag: 520 } }
    const context = running(ordersTopology(), levels, growing(SUBSCRIPTION, 52))
    const fault = { kind: 'crash', serviceId: 'billing' } as const
    const run = { ...runState, faults: [{ fault, sinceNs: 1e9 }] }

    expect(insightOf({ ...context, run })).toMatchObject({
      key: 'fault crash billing',
      cause: 'billing has crashed.',
      consequence: 'Lag of orders: 520, +52/s.',
      remedy: { kind: 'recover', serviceId: 'billing', fault: 'crash' },
    })
  })

  it.each([
    [2, 0, 'warning', '2 nodes are left.'],
    [1, 5, 'warning', 'One node is left, and publications are refused.'],
    [0, 5, 'error', 'None is left: nothing goes in or out until one is back.'],
  ])('tells of a node that is down, with %i left', (nodesUp, refused, severity, consequence) => {
    const levels = { 'channels/orders': { nodesUp, 'refused/s': refused } }
    const fault = { kind: 'nodeDown', channelId: 'orders', node: 1 } as const
    const run = { ...runState, faults: [{ fault, sinceNs: 1e9 }] }

    expect(insightOf({ ...running(ordersTopology(), levels), run })).toMatchObject({
      cause: 'Node 1 of orders is down.',
      consequence,
      severity,
      nodeIds: ['orders'],
      remedy: { kind: 'restoreNode', channelId: 'orders', node: 1 },
    })
  })

  it('says where events are lost', () => {
    const topology = withChannel(ordersTopology(), { kind: 'rabbitExchange', name: 'stock' })
    const levels = { ...healthy, 'channels/stock': { unroutable: 73, 'unroutable/s': 4 } }

    expect(insightOf(running(topology, levels))).toMatchObject({
      cause: 'stock loses 4/s.',
      consequence: 'No binding matches them; 73 are gone so far.',
    })
  })

  it('says why a group of Kafka went past what nobody handled', () => {
    const levels = { ...healthy, [SUBSCRIPTION]: { dropped: 855, failed: 4 } }
    const reset = (value: string) =>
      edited(
        ordersTopology(),
        setField(['subscriptions', 'billing-orders', 'autoOffsetReset'], value, 'Set it'),
      )

    expect(insightOf(running(reset('latest'), levels))).toMatchObject({
      cause: 'billing went past 851 of orders without handling them.',
      consequence:
        'A group without a valid offset begins at the end: auto.offset.reset=latest. With earliest it begins with the oldest record that is kept.',
      nodeIds: ['orders', 'billing'],
    })
    expect(insightOf(running(reset('earliest'), levels))).toBeNull()
    const failing = { ...levels, [SUBSCRIPTION]: { dropped: 4, failed: 12 } }
    expect(insightOf(running(reset('latest'), failing))).toBeNull()
  })

  it('says when a queue will be full, and what happens then', () => {
    const name = 'channels/email'
    const limited = edited(
      withChannel(ordersTopology(), { kind: 'rabbitQueue', name: 'email' }),
      setField(['channels', 'email', 'maxLength'], 1000, 'Set x-max-length'),
    )
    const levels = { ...healthy, [name]: { waiting: 700 } }
    expect(insightOf(running(limited, levels, growing(name, 10)))).toMatchObject({
      key: 'filling email',
      cause: 'email will be full in 30 s.',
      consequence: 'It takes 1,000 messages; then the oldest make way for what comes.',
    })
    const full = { ...healthy, [name]: { waiting: 1000 } }
    expect(insightOf(running(limited, full))?.cause).toBe('email is full.')
    expect(insightOf(running(limited, healthy))).toBeNull()
  })

  it('names a queue that nobody reads', () => {
    const topology = connected(
      withChannel(ordersTopology(), { kind: 'sqsQueue', name: 'audit' }),
      'shop',
      'audit',
    )
    const levels = { ...healthy, 'channels/audit': { waiting: 300, 'accepted/s': 10 } }

    const insight = insightOf(running(topology, levels, growing('channels/audit', 10)))

    expect(insight?.cause).toBe('Nothing reads audit.')
  })

  it('predicts an overload before anything runs', () => {
    const path = ['channels', 'orders', 'partitions']
    const wide = edited(ordersTopology(), setField(path, 12, 'Set partitions'))
    const context = { ...running(withRate(wide, 200), {}), run: null }

    expect(insightOf(context)).toMatchObject({
      key: 'overload billing',
      cause: 'billing will fall behind.',
      consequence:
        '200/s need 400 % of its slots. It has 1 of the 6 replicas that this load needs.',
      remedy: { kind: 'setReplicas', serviceId: 'billing', replicas: 6 },
    })
  })

  it('predicts it too for a run that has been edited at its start', () => {
    const overloaded = running(withRate(ordersTopology(), 200), {})
    const atStart = { ...overloaded, figures: { ...overloaded.figures, nowNs: 1 } }
    expect(insightOf(atStart)?.key).toBe('overload billing')
    const fault = { kind: 'crash', serviceId: 'billing' } as const
    const run = { ...runState, faults: [{ fault, sinceNs: 1 }] }
    expect(insightOf({ ...atStart, run })?.key).toBe('fault crash billing')
  })

  it('leaves it to the bar above the canvas why a run is held or has ended', () => {
    const levels = { 'services/billing': { utilisation: 1, replicasUp: 1 } }
    const context = running(withRate(ordersTopology(), 200), levels, growing(SUBSCRIPTION, 156))
    const statuses = ['held', 'ended'] as const

    expect(
      statuses.map((status) => insightOf({ ...context, run: { ...runState, status } })),
    ).toEqual([null, null])
  })
})

const SUBSCRIPTION = 'subscriptions/billing-orders'

const healthy = {
  'services/billing': { utilisation: 0.4, replicasUp: 1 },
  [SUBSCRIPTION]: { waiting: 3, 'delivered/s': 10 },
}

const runState: RunState = startedRun({ status: 'running', nowNs: 60e9 })

function running(
  topology: Topology,
  levels: Parameters<typeof fakeFigures>[0],
  series: Parameters<typeof fakeFigures>[1] = {},
): InsightContext {
  return {
    topology,
    load: predictLoad(topology),
    run: runState,
    figures: fakeFigures(levels, series),
  }
}

/** Ten seconds during which what waits grows evenly. */
function growing(name: string, perSecond: number) {
  return { [name]: { waiting: Array.from({ length: 41 }, (_, n) => (n * perSecond) / 4) } }
}

function withRate(topology: Topology, ratePerSecond: number): Topology {
  const [sourceId = ''] = Object.keys(topology.services.shop?.sources ?? {})
  const path = ['services', 'shop', 'sources', sourceId, 'arrivals', 'ratePerSecond']
  return edited(topology, setField(path, ratePerSecond, 'Set rate'))
}
