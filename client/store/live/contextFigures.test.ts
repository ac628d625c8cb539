import { describe, expect, it } from 'vitest'
import { groupItems } from '#shared/topology/contexts.ts'
import { kafka, output, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { edited } from '#shared/topology/topology.fixture.ts'
import { contextParts, oldestWaitingIn, rateOver, waitingIn } from './contextFigures.ts'

describe('the figures of a context', () => {
  it('are those of its edges across the frame, and of its channels', () => {
    const parts = contextParts(setUp(), 'context')

    expect(parts.serviceIds).toEqual(['payments'])
    expect(parts.channelIds).toEqual(['orders', 'paid'])
    expect(rateOver(FIGURES, parts.inwards)).toBe(30)
    expect(rateOver(FIGURES, parts.outwards)).toBe(7)
    expect(waitingIn(FIGURES, parts)).toBe(45)
    expect(oldestWaitingIn(FIGURES, parts)).toBe(900)
  })

  it('are unknown as long as nothing is known', () => {
    const parts = contextParts(setUp(), 'context')
    const nothing = { rate: () => Number.NaN, figure: () => Number.NaN }

    expect(rateOver(nothing, parts.inwards)).toBeNaN()
    expect(waitingIn(nothing, parts)).toBeNaN()
    expect(oldestWaitingIn(nothing, parts)).toBeNaN()
  })
})

const RATES: Readonly<Record<string, number>> = {
  'services/web/sources/source published': 30,
  'subscriptions/inner delivered': 1000,
  'subscriptions/outer delivered': 7,
}
const VALUES: Readonly<Record<string, number>> = {
  'channels/orders waiting': 40,
  'channels/orders oldestWaitingMs': 900,
  'channels/paid waiting': 5,
}

const FIGURES = {
  rate: (name: string, metric: string) => RATES[`${name} ${metric}`] ?? Number.NaN,
  figure: (name: string, metric: string) => VALUES[`${name} ${metric}`] ?? Number.NaN,
}

/** web → [orders → payments → paid] → ledger */
function setUp() {
  const topology = sketch({
    services: {
      web: shop('orders'),
      payments: worker(['inner'], { outputs: { out: output('paid') } }),
      ledger: worker(['outer']),
    },
    channels: {
      orders: { kind: 'kafkaTopic', partitions: 1 },
      paid: { kind: 'kafkaTopic', partitions: 1 },
    },
    subscriptions: { inner: kafka('orders', 'payments'), outer: kafka('paid', 'ledger') },
  })
  const grouped = groupItems(topology, { nodeIds: ['orders', 'payments', 'paid'] })
  return edited(topology, grouped?.edit ?? null)
}
