// One server with exponential service times, and arrivals of every kind, against queueing theory: batches
// (M. L. Chaudhry and J. G. C. Templeton, A first course in bulk queues, 1983) and renewal processes (GI/M/1).
// Relative errors of the mean wait over all runs were measured once, on 60 runs with other seeds.

import { describe, expect, it } from 'vitest'
import { rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { Simulation } from './simulation.ts'

const RUNS = 10
/** Enough to tell what is far from the truth: nothing is averaged finely. */
const RUNS_OF_WRONG = 3
const SECONDS = 200
const RATE = 100
const SERVICE_MS = 6
const RHO = (RATE * SERVICE_MS) / 1000

describe('the mean wait behind', () => {
  it.each(cases())('$name is what theory says', ({ source, meanMs, relativeError }) => {
    const band = 5 * relativeError * meanMs

    expect(Math.abs(meanWaitMs(source, SERVICE_MS) - meanMs)).toBeLessThan(band)
    const slower = meanWaitMs(source, SERVICE_MS * 1.1, RUNS_OF_WRONG)
    expect(Math.abs(slower - meanMs)).toBeGreaterThan(band)
  })

  it('batches is not that behind the same events one by one', () => {
    const [batches] = cases()
    const single = { arrivals: { kind: 'poisson', ratePerSecond: RATE } }

    const measured = meanWaitMs(single, SERVICE_MS, RUNS_OF_WRONG)
    expect(measured).toBeLessThan(batches.meanMs / 2)
  })
})

function cases() {
  return [
    {
      name: 'batches of five',
      source: batches({ kind: 'constant', size: 5 }, 5),
      // All that are in the system: rho (b + 1) / 2 (1 - rho).
      meanMs: waitOf((RHO * 6) / (2 * (1 - RHO))),
      relativeError: 0.018,
    },
    {
      name: 'batches of geometric size',
      source: batches({ kind: 'geometric', meanSize: 3 }, 3),
      meanMs: waitOf((RHO * 3) / (1 - RHO)),
      relativeError: 0.019,
    },
    {
      name: 'gaps of Erlang with four phases',
      source: {
        arrivals: { kind: 'renewal', gap: { kind: 'erlang', meanMs: 1000 / RATE, shape: 4 } },
      },
      meanMs: renewalWait((s) => (4 / (4 + s / 0.1)) ** 4),
      relativeError: 0.015,
    },
    {
      name: 'bursts',
      source: {
        arrivals: {
          kind: 'bursts',
          process: 'poisson',
          ratePerSecond: 200,
          onTime: { kind: 'exponential', meanMs: 50 },
          offTime: { kind: 'exponential', meanMs: 50 },
        },
      },
      meanMs: renewalWait(interruptedPoisson({ rate: 0.2, ends: 0.02, begins: 0.02 })),
      relativeError: 0.025,
    },
  ] as const
}

function batches(batch: object, meanSize: number) {
  return { arrivals: { kind: 'poisson', ratePerSecond: RATE / meanSize }, batch }
}

/** By Little's law, from the mean number in the system. */
function waitOf(inSystem: number): number {
  return (1000 * inSystem) / RATE - SERVICE_MS
}

/** GI/M/1: sigma is the chance of having to wait. `transform`: of the gaps, in 1/ms. */
function renewalWait(transform: (s: number) => number): number {
  let sigma = 0.5
  for (let round = 0; round < 500; round += 1) sigma = transform((1 - sigma) / SERVICE_MS)
  return (SERVICE_MS * sigma) / (1 - sigma)
}

/** Two exponential phases (A. Kuczura, The interrupted Poisson process as an overflow process, 1973). */
function interruptedPoisson({ rate, ends, begins }: Readonly<Record<string, number>>) {
  const [arrive = 0, end = 0, begin = 0] = [rate, ends, begins]
  const sum = arrive + end + begin
  const root = Math.sqrt(sum ** 2 - 4 * arrive * begin)
  const [fast, slow] = [(sum + root) / 2, (sum - root) / 2]
  const share = (arrive - slow) / (fast - slow)
  return (s: number) => (share * fast) / (fast + s) + ((1 - share) * slow) / (slow + s)
}

function meanWaitMs(source: object, serviceMs: number, runs = RUNS): number {
  const topology = sketch({
    services: {
      shop: shop('q', source),
      worker: worker(['work'], { serviceTime: { kind: 'exponential', meanMs: serviceMs } }),
    },
    channels: { q: { kind: 'rabbitQueue' } },
    subscriptions: { work: rabbit('q', 'worker', { prefetchCount: 1 }) },
  })
  const waits = Array.from({ length: runs }, (_, seed) => {
    const simulation = new Simulation({ topology, seed })
    simulation.advance(SECONDS * 1e9)
    return simulation.report().subscriptions.work?.waitMs.mean ?? Number.NaN
  })
  return waits.reduce((sum, wait) => sum + wait, 0) / runs
}
