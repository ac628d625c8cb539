// The engine against queueing theory. Ten runs of each case with fixed seeds; the band is five standard
// errors that are known beforehand (W. Whitt, Planning Queueing Simulations, 1989), never estimated from
// the runs, so that an error of the engine cannot widen its own band.

import { describe, expect, it } from 'vitest'
import { rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from './simulation.ts'

const RUNS = 10
const SECONDS = 400
const RATE = 100

describe('the mean wait', () => {
  it.each(cases())('of $name is what theory says', ({ meanMs, relativeError, topology }) => {
    const measured = meanWaitMs(topology)

    expect(Math.abs(measured - meanMs)).toBeLessThan(5 * relativeError * meanMs)
  })

  it('is found wrong where the service takes 5 % longer than it should', () => {
    const [mm1] = cases()
    const measured = meanWaitMs(oneQueue({ serviceTime: { kind: 'exponential', meanMs: 5.25 } }))

    expect(Math.abs(measured - mm1.meanMs)).toBeGreaterThan(5 * mm1.relativeError * mm1.meanMs)
  })
})

/** Utilisation 1/2 throughout: 100 events a second, and 5 ms of work in all for each. */
function cases() {
  const events = RUNS * SECONDS * RATE
  // M/M/1: the variance of the mean wait is ρ(2 + 5ρ - 4ρ² + ρ³) / (1 - ρ)⁴ services, over n events.
  const rho = 0.5
  const variance = (rho * (2 + 5 * rho - 4 * rho ** 2 + rho ** 3)) / (1 - rho) ** 4
  const relativeError = Math.sqrt(variance / events) / (rho / (1 - rho))
  return [
    {
      name: 'M/M/1',
      meanMs: 5,
      relativeError,
      topology: oneQueue({ serviceTime: { kind: 'exponential', meanMs: 5 } }),
    },
    {
      // Pollaczek and Khinchine: half the wait of M/M/1, and less spread.
      name: 'M/D/1',
      meanMs: 2.5,
      relativeError,
      topology: oneQueue({ serviceTime: { kind: 'constant', valueMs: 5 } }),
    },
    {
      // Erlang C for two servers at 1/2 each: 1/3 of the events wait, on average 10 ms.
      name: 'M/M/2',
      meanMs: 10 / 3,
      relativeError,
      topology: oneQueue({ serviceTime: { kind: 'exponential', meanMs: 10 } }, 2),
    },
  ] as const
}

function oneQueue(handler: object, concurrency = 1): Topology {
  return sketch({
    services: {
      shop: shop('q', { arrivals: { kind: 'poisson', ratePerSecond: RATE } }),
      worker: { concurrency, ...worker(['s'], handler) },
    },
    channels: { q: { kind: 'rabbitQueue' } },
    subscriptions: { s: rabbit('q', 'worker', { prefetchCount: 1 }) },
  })
}

function meanWaitMs(topology: Topology): number {
  const means = Array.from({ length: RUNS }, (_, seed) => {
    const simulation = new Simulation({ topology, seed })
    simulation.advance(SECONDS * 1e9)
    return simulation.report().services.worker?.waitMs.mean ?? Number.NaN
  })
  return means.reduce((sum, mean) => sum + mean, 0) / RUNS
}
