// Buffers that are full: a queue that refuses (M/M/1/K), and a service that keeps what it could not hand on and
// tries again, which blocks it (repetitive service, as H. G. Perros calls it in Queueing networks with blocking).
// A queue's x-max-length counts what waits: with the one in hand its system holds one more.

import { describe, expect, it } from 'vitest'
import { handler, output, rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from './simulation.ts'

const RUNS = 10
const SECONDS = 60
const LENGTH_MAX = 3

describe('a queue that refuses when it is full', () => {
  const [rate, services] = [100, 125]

  it('refuses as many as theory says', () => {
    const { share, events } = refusedShare(LENGTH_MAX)
    const lost = fullShare(rate / services, LENGTH_MAX + 1)

    // Losses come in clusters: the variance is some five times that of independent ones.
    const band = 5 * Math.sqrt((5 * lost * (1 - lost)) / events)
    expect(Math.abs(share - lost)).toBeLessThan(band)
    expect(Math.abs(refusedShare(LENGTH_MAX + 1).share - lost)).toBeGreaterThan(band)
  })

  function refusedShare(maxLength: number) {
    const topology = sketch({
      services: {
        shop: shop('q', { arrivals: { kind: 'poisson', ratePerSecond: rate }, ...CONFIRMED }),
        worker: worker(['work'], exponential(1000 / services)),
      },
      channels: { q: bounded(maxLength) },
      subscriptions: { work: rabbit('q', 'worker', ONE_AT_A_TIME) },
    })
    const reports = runs(topology).map((run) => run.report().services.shop)
    const events = sumOf(reports.map((report) => report?.published ?? 0))
    return { share: sumOf(reports.map((report) => report?.refused ?? 0)) / events, events }
  }
})

describe('a service whose output is refused', () => {
  const [first, second] = [150, 100]

  it('[everywhere.blocking] keeps its slot and tries again: the stage behind it sets the pace', () => {
    const perSecond = throughputOf(LENGTH_MAX)
    const expected = first * (1 - fullShare(first / second, LENGTH_MAX + 1))
    // At most as uneven as Poisson.
    const band = 5 * Math.sqrt(expected / (RUNS * SECONDS))

    expect(Math.abs(perSecond - expected)).toBeLessThan(band)
    expect(throughputOf(LENGTH_MAX + 2) - expected).toBeGreaterThan(band)
  })

  it('loses nothing', () => {
    const topology = tandem(LENGTH_MAX)
    const simulation = new Simulation({ topology, seed: 1 })
    simulation.advance(SECONDS * 1e9)
    const { subscriptions, channels } = simulation.report()

    const handedOn = subscriptions.first?.acknowledged ?? 0
    const { waiting = 0, inFlight = 0 } = channels.q2 ?? {}
    expect(subscriptions.first?.dropped).toBe(0)
    expect(subscriptions.first?.retried).toBeGreaterThan(handedOn / 10)
    expect(handedOn).toBe((subscriptions.second?.acknowledged ?? 0) + waiting + inFlight)
  })

  /** The first stage always has work: more comes than it can hand on. */
  function tandem(maxLength: number): Topology {
    const handling = handler(['first'], {
      ...exponential(1000 / first),
      outputs: { on: output('q2', CONFIRMED) },
    })
    const arrivals = { kind: 'poisson', ratePerSecond: first }
    return sketch({
      services: {
        shop: shop('q1', { arrivals }),
        one: { handlers: { h: handling } },
        two: worker(['second'], exponential(1000 / second)),
      },
      channels: { q1: { kind: 'rabbitQueue' }, q2: bounded(maxLength) },
      subscriptions: {
        first: rabbit('q1', 'one', { ...ONE_AT_A_TIME, retry: AGAIN_AND_AGAIN }),
        second: rabbit('q2', 'two', ONE_AT_A_TIME),
      },
    })
  }

  function throughputOf(maxLength: number): number {
    const handled = runs(tandem(maxLength)).map(
      (run) => run.report().subscriptions.second?.acknowledged ?? 0,
    )
    return sumOf(handled) / RUNS / SECONDS
  }
})

const CONFIRMED = { producer: { kind: 'rabbitPublisher', confirms: true } }
const ONE_AT_A_TIME = { prefetchCount: 1 }
const AGAIN_AND_AGAIN = { attempts: 100, backoffMs: 0, multiplier: 1, backoffMaxMs: 0 }

const exponential = (meanMs: number) => ({ serviceTime: { kind: 'exponential', meanMs } })
const bounded = (maxLength: number) => ({
  kind: 'rabbitQueue',
  maxLength,
  overflow: 'reject-publish',
})

/** M/M/1/K: how much of the time all places are taken. */
function fullShare(rho: number, places: number): number {
  return ((1 - rho) * rho ** places) / (1 - rho ** (places + 1))
}

function runs(topology: Topology): Simulation[] {
  return Array.from({ length: RUNS }, (_, seed) => {
    const simulation = new Simulation({ topology, seed })
    simulation.advance(SECONDS * 1e9)
    return simulation
  })
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
