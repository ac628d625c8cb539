// One server that breaks down whether it works or not, and goes on where it was after the repair: all times
// are exponential (H. C. White and L. S. Christie, Queuing with preemptive priorities or with breakdown, 1958).
// The relative error of the mean over all runs was measured once, on 60 runs with other seeds.

import { describe, expect, it } from 'vitest'
import { rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { Simulation } from './simulation.ts'

const RUNS = 10
const SECONDS = 400
/** Per second: events, services, breakdowns, repairs. */
const [LAMBDA, MU, BREAKDOWNS, REPAIRS] = [50, 100, 5, 20]
const RELATIVE_ERROR = 0.017

describe('the time in a system that breaks down', () => {
  const sum = BREAKDOWNS + REPAIRS
  const inSystem = (LAMBDA * (sum ** 2 + MU * BREAKDOWNS)) / (sum * (MU * REPAIRS - LAMBDA * sum))
  const meanMs = (1000 * inSystem) / LAMBDA
  const band = 5 * RELATIVE_ERROR * meanMs

  it('is what theory says', () => {
    expect(Math.abs(meanTimeMs(BREAKDOWNS, REPAIRS) - meanMs)).toBeLessThan(band)
  })

  it.each([
    ['repairs take a tenth longer', BREAKDOWNS, REPAIRS / 1.1],
    ['it breaks down more often', BREAKDOWNS * 1.2, REPAIRS],
  ])('is found wrong where %s', (_, breakdowns, repairs) => {
    expect(meanTimeMs(breakdowns, repairs) - meanMs).toBeGreaterThan(band)
  })
})

function meanTimeMs(breakdownsPerSecond: number, repairsPerSecond: number): number {
  const exponential = (perSecond: number) => ({ kind: 'exponential', meanMs: 1000 / perSecond })
  const breakdowns = {
    upTime: exponential(breakdownsPerSecond),
    repairTime: exponential(repairsPerSecond),
    effect: 'pause',
    scope: 'service',
  }
  const handling = worker(['work'], { serviceTime: exponential(MU) })
  const topology = sketch({
    services: {
      shop: shop('q', { arrivals: { kind: 'poisson', ratePerSecond: LAMBDA } }),
      worker: { ...handling, breakdowns },
    },
    channels: { q: { kind: 'rabbitQueue' } },
    subscriptions: { work: rabbit('q', 'worker', { prefetchCount: 1 }) },
  })
  const times = Array.from({ length: RUNS }, (_, seed) => {
    const simulation = new Simulation({ topology, seed })
    simulation.advance(SECONDS * 1e9)
    return simulation.report().services.worker?.endToEndMs.mean ?? Number.NaN
  })
  return times.reduce((sum, time) => sum + time, 0) / RUNS
}
