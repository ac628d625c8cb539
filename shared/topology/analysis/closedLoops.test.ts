import { describe, expect, it } from 'vitest'
import { predictLoad } from '../analysis.ts'
import { lint } from '../lint.ts'
import { rabbit, shop, sketch, worker } from '../sketch.ts'

describe('the load of a closed loop', () => {
  it('counts the time that a client waits while it is worked for', () => {
    // One client: 90 ms of thinking and 10 ms of work by turns.
    const { services, channels } = predictLoad(closed({ clients: 1, thinkMs: 90 }))

    expect(channels.q?.publishedPerSecond).toBeCloseTo(10, 12)
    expect(services.worker?.utilisation).toBeCloseTo(0.1, 12)
  })

  it('never is more than the slots can do', () => {
    const topology = closed({ clients: 500, thinkMs: 0 })

    expect(predictLoad(topology).services.worker?.utilisation).toBeCloseTo(0.99, 12)
    expect(lint(topology).map(({ code }) => code)).not.toContain('overloaded')
  })

  it('takes what is left beside open arrivals, and is told from them', () => {
    const { services, elements } = predictLoad(closed({ clients: 500, thinkMs: 0, openRate: 60 }))

    expect(services.worker?.utilisation).toBeCloseTo(0.99, 12)
    expect(elements['services/open/sources/source']).toBe(60)
    expect(elements['services/shop/sources/source']).toBeCloseTo(39, 12)
  })
})

interface Parts {
  readonly clients: number
  readonly thinkMs: number
  readonly openRate?: number
}

/** One slot of 10 ms. */
function closed({ clients, thinkMs, openRate = 0 }: Parts) {
  const thinkTime = { kind: 'constant', valueMs: thinkMs }
  return sketch({
    services: {
      shop: shop('q', { arrivals: { kind: 'closedLoop', clients, thinkTime } }),
      open: shop('q', { arrivals: { kind: 'constant', ratePerSecond: openRate } }),
      worker: worker(['work'], { serviceTime: { kind: 'constant', valueMs: 10 } }),
    },
    channels: { q: { kind: 'rabbitQueue' } },
    subscriptions: { work: rabbit('q', 'worker') },
  })
}
