import { describe, expect, it } from 'vitest'
import { emptyTopology, type Topology } from '#shared/topology/topology.ts'
import { chartsOf, type History } from './charts.ts'

describe('charts', () => {
  it('add up what all event types publish', () => {
    const live = historyOf({
      'eventTypes/placed published': [1, 2, 3],
      'eventTypes/paid published': [10, Number.NaN, 30],
    })

    const [throughput] = chartsOf(shop, null, live)

    expect(throughput?.lines[0]).toMatchObject({ label: 'published' })
    expect([...(throughput?.lines[0]?.values ?? [])]).toEqual([11, 2, 33])
    expect([...(throughput?.times ?? [])]).toEqual([0, 1, 2])
  })

  it('show the slowest service of the system', () => {
    const live = historyOf({
      'services/orders endToEndP95Ms': [5, Number.NaN],
      'services/billing endToEndP95Ms': [3, 7],
    })

    const latency = chartsOf(shop, null, live)[2]

    expect([...(latency?.lines[1]?.values ?? [])]).toEqual([5, 7])
  })

  it('leave a gap where nothing is known', () => {
    const live = historyOf({ 'services/orders completed': [1, 2] })

    const [throughput] = chartsOf(shop, 'orders', live)

    expect(throughput?.lines.map(({ values }) => [...values])).toEqual([
      [1, 2],
      [Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN],
    ])
  })
})

function historyOf(series: Readonly<Record<string, readonly number[]>>): History {
  return {
    history: (name, metric) => {
      const values = series[`${name} ${metric}`] ?? []
      return { times: Float64Array.from(values.keys()), values: Float64Array.from(values) }
    },
  }
}

const service = { role: 'service' as const, replicas: 1, concurrency: 1, sources: {}, handlers: {} }
const eventType = {
  compatibility: 'none' as const,
  versions: [{ version: 1, schema: {} }],
  hue: 1,
  shape: 'circle' as const,
}

const shop: Topology = {
  ...emptyTopology('Shop'),
  services: { orders: { ...service, name: 'Orders' }, billing: { ...service, name: 'Billing' } },
  eventTypes: { placed: { ...eventType, name: 'Placed' }, paid: { ...eventType, name: 'Paid' } },
}
