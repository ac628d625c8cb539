// Queueing networks beside the single queues of closedForms.test.ts: stations in a row, attempts that fail
// and are repeated, the spread between runs, and Little's law, which holds exactly.

import { describe, expect, it } from 'vitest'
import { handler, output, rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from './simulation.ts'

const RUNS = 10
const SECONDS = 400
const RATE = 100
const EVENTS = RUNS * SECONDS * RATE

describe('stations in a row', () => {
  it('wait as if each were alone (Burke)', () => {
    const waits = runs(tandem()).map((run) => [meanWaitMs(run, 'first'), meanWaitMs(run, 'second')])

    // Utilisations 1/2 and 0.6.
    expectWithin(
      waits.map(([first]) => first ?? 0),
      mm1(0.5, 5),
    )
    expectWithin(
      waits.map(([, second]) => second ?? 0),
      mm1(0.6, 6),
    )
  })
})

describe('attempts that fail', () => {
  const failing = oneQueue({
    handler: { failure: { probability: 0.2 } },
    subscription: { retry: { attempts: 3, backoffMs: 0, multiplier: 1, backoffMaxMs: 0 } },
  })

  it('are repeated, at most three in all: 1.24 on average, and 0.8 % are given up', () => {
    const reports = runs(failing).map((run) => run.report().subscriptions.work)
    const sum = (of: 'retried' | 'dropped' | 'acknowledged') =>
      reports.reduce((total, report) => total + (report?.[of] ?? 0), 0)
    const handled = sum('acknowledged') + sum('dropped')

    // Attempts after the first: 0.16·1 + 0.04·2 on average, with variance 0.16·1 + 0.04·4 - 0.24².
    const attempts = 1 + sum('retried') / handled
    expect(Math.abs(attempts - 1.24)).toBeLessThan(5 * Math.sqrt(0.2624 / handled))
    const lost = sum('dropped') / handled
    expect(Math.abs(lost - 0.008)).toBeLessThan(5 * Math.sqrt((0.008 * 0.992) / handled))
  })

  it('keep the slot busy for 1.24 services an event', () => {
    const busy = runs(failing).map((run) => run.report().services.worker?.utilisation ?? 0)

    // The work of an event is 1.24 services on average, its square 1.24 + 0.2624 + 1.24².
    const error = 0.5 * Math.sqrt(3.04 / EVENTS)
    expect(Math.abs(mean(busy) - 0.62)).toBeLessThan(5 * error)
  })
})

describe('runs with different seeds', () => {
  it('spread as independent runs do', () => {
    const waits = runs(oneQueue({})).map((run) => meanWaitMs(run, 'work'))
    const average = mean(waits)
    const spread = Math.sqrt(
      waits.reduce((sum, wait) => sum + (wait - average) ** 2, 0) / (RUNS - 1),
    )
    const { meanMs, relativeError } = mm1(0.5, 5)
    const expected = relativeError * meanMs * Math.sqrt(RUNS)

    // 99.9 % of chi-square with 9 degrees of freedom: streams that hang together lie outside.
    expect(spread / expected).toBeGreaterThan(0.33)
    expect(spread / expected).toBeLessThan(2)
  })
})

describe("Little's law", () => {
  it('holds exactly: the depth over time is the sum of all waits', () => {
    const burst = [
      { atMs: 0, ratePerSecond: 300 },
      { atMs: 20_000, ratePerSecond: 300 },
      { atMs: 20_001, ratePerSecond: 0 },
    ]
    const arrivals = { kind: 'profile', process: 'poisson', points: burst }
    const drained = new Simulation({ topology: oneQueue({ source: { arrivals } }), seed: 1 })
    drained.advance(60e9)

    const { channels, subscriptions } = drained.report()
    const { count = 0, mean: waitMs = 0 } = subscriptions.work?.waitMs ?? {}
    expect(channels.q?.waiting).toBe(0)
    expect(count).toBeGreaterThan(5000)
    expect((channels.q?.depthMean ?? 0) * 60_000).toBeCloseTo(count * (waitMs ?? 0), 3)
  })
})

interface Parts {
  readonly source?: object
  readonly handler?: object
  readonly subscription?: object
}

const POISSON = { arrivals: { kind: 'poisson', ratePerSecond: RATE } }
const ONE_AT_A_TIME = { prefetchCount: 1 }
const exponential = (meanMs: number) => ({ serviceTime: { kind: 'exponential', meanMs } })

function oneQueue({ source = POISSON, handler: more = {}, subscription = {} }: Parts): Topology {
  return sketch({
    services: {
      shop: shop('q', source),
      worker: worker(['work'], { ...exponential(5), ...more }),
    },
    channels: { q: { kind: 'rabbitQueue' } },
    subscriptions: { work: rabbit('q', 'worker', { ...ONE_AT_A_TIME, ...subscription }) },
  })
}

function tandem(): Topology {
  const handling = handler(['first'], { ...exponential(5), outputs: { on: output('q2') } })
  return sketch({
    services: {
      shop: shop('q1', POISSON),
      one: { handlers: { h: handling } },
      two: worker(['second'], exponential(6)),
    },
    channels: { q1: { kind: 'rabbitQueue' }, q2: { kind: 'rabbitQueue' } },
    subscriptions: {
      first: rabbit('q1', 'one', ONE_AT_A_TIME),
      second: rabbit('q2', 'two', ONE_AT_A_TIME),
    },
  })
}

function runs(topology: Topology): Simulation[] {
  return Array.from({ length: RUNS }, (_, run) => {
    const simulation = new Simulation({ topology, seed: 100 + run })
    simulation.advance(SECONDS * 1e9)
    return simulation
  })
}

function meanWaitMs(simulation: Simulation, subscriptionId: string): number {
  return simulation.report().subscriptions[subscriptionId]?.waitMs.mean ?? Number.NaN
}

/** Mean wait of M/M/1, and its relative error over all runs (W. Whitt, Planning Queueing Simulations). */
function mm1(rho: number, serviceMs: number) {
  const variance = (rho * (2 + 5 * rho - 4 * rho ** 2 + rho ** 3)) / (1 - rho) ** 4
  const wait = rho / (1 - rho)
  return { meanMs: wait * serviceMs, relativeError: Math.sqrt(variance / EVENTS) / wait }
}

function expectWithin(
  waits: readonly number[],
  { meanMs, relativeError }: { readonly meanMs: number; readonly relativeError: number },
): void {
  expect(Math.abs(mean(waits) - meanMs)).toBeLessThan(5 * relativeError * meanMs)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
