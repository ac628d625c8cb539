// One queue and its servers: who comes how, and how long it takes.

import * as theory from '../formulas.ts'
import { long, mean, plain, quantile, type TheoryCase, time } from '../theoryCase.ts'
import { exponential, oneQueue, poisson } from './parts.ts'

const KLEINROCK = 'Kleinrock, Queueing Systems I (1975)'

const BURSTS = {
  kind: 'bursts',
  process: 'poisson',
  ratePerSecond: 140,
  onTime: { kind: 'exponential', meanMs: 50 },
  offTime: { kind: 'exponential', meanMs: 50 },
}

export const SINGLE_QUEUES: readonly TheoryCase[] = [
  single(0.5),
  { ...single(0.8), isLong: true },
  many(2, 0.7),
  many(4, 0.7),
  { ...many(2, 0.8), isLong: true },
  general('D', 0, { kind: 'constant', valueMs: 10 }, 0.7),
  general('E2', 1 / 2, { kind: 'erlang', meanMs: 10, shape: 2 }, 0.6),
  general('H2', 4, { kind: 'hyperexponential', meanMs: 10, cv: 2 }, 0.3),
  general('lognormal', 1, { kind: 'logNormal', meanMs: 10, cv: 1 }, 0.5),
  { ...general('H2', 4, { kind: 'hyperexponential', meanMs: 10, cv: 2 }, 0.7), isLong: true },
  constantService(0.7),
  renewal('D', { kind: 'constant', ratePerSecond: 70 }, (s) => Math.exp(-s / 70)),
  renewal(
    'E3',
    { kind: 'renewal', gap: { kind: 'erlang', meanMs: 1000 / 70, shape: 3 } },
    (s) => (210 / (210 + s)) ** 3,
  ),
  // Bursts at 140/s and silences of 50 ms each, on average.
  {
    ...renewal('IPP', BURSTS, (s) => (140 * (s + 20)) / (s * s + (140 + 20 + 20) * s + 140 * 20)),
    isLong: true,
  },
  batches(4, 0.5),
  interrupted(),
]

/** M/M/1 with services of 10 ms. */
function single(rho: number): TheoryCase {
  const sojourn = theory.sojournMM1(100 * rho, 100)
  const at = (share: number) => theory.exponentialQuantile(share, sojourn)
  return {
    id: `mm1-${percent(rho)}`,
    name: 'M/M/1',
    settings: `ρ = ${rho}`,
    source: `${KLEINROCK}, 3.2 and 5.12`,
    topology: oneQueue({ source: poisson(100 * rho), handler: exponential(10) }),
    metrics: [
      time('wait', mean('wait'), rho * sojourn),
      time('sojourn', mean('sojourn'), sojourn),
      time('sojourn p95', quantile(0.95, 'sojourn'), at(0.95)),
      ...(rho > 0.5 ? [] : [long(time('sojourn p99', quantile(0.99, 'sojourn'), at(0.99)))]),
      plain('no wait', { kind: 'within', of: 'wait', at: 'work', limitNs: 0 }, 1 - rho),
      plain('inside', { kind: 'inSystem', at: 'work' }, rho / (1 - rho)),
      plain('busy', { kind: 'busy', at: 'work' }, rho),
    ],
  }
}

/** M/M/c; half of the servers are replicas, the other half slots of them. */
function many(servers: number, rho: number): TheoryCase {
  const queue = theory.manyServers(100 * rho * servers, 100, servers)
  return {
    id: `mm${servers}-${percent(rho)}`,
    name: `M/M/${servers}`,
    settings: `ρ = ${rho}`,
    source: 'Erlang C: Kleinrock, Queueing Systems I (1975), 3.5',
    topology: oneQueue({
      source: poisson(100 * rho * servers),
      handler: exponential(10),
      service: { replicas: servers / 2, concurrency: 2 },
    }),
    metrics: [
      long(time('wait', mean('wait'), queue.wait)),
      time('sojourn', mean('sojourn'), queue.sojourn),
      plain('no wait', { kind: 'within', of: 'wait', at: 'work', limitNs: 0 }, 1 - queue.waits),
      plain('busy', { kind: 'busy', at: 'work' }, rho * servers),
    ],
  }
}

/** M/G/1 with services of 10 ms. */
function general(letter: string, cv2: number, serviceTime: object, rho: number): TheoryCase {
  const service = theory.momentsOf(0.01, cv2)
  const wait = theory.pollaczekKhinchine(100 * rho, service)
  return {
    id: `mg1-${letter.toLowerCase()}-${percent(rho)}`,
    name: `M/${letter === 'lognormal' ? 'G' : letter}/1`,
    settings: `ρ = ${rho}, cv² = ${cv2}${letter === 'lognormal' ? ', lognormal' : ''}`,
    source: 'Pollaczek 1930, Khinchine 1932: Kleinrock I, (5.70)',
    topology: oneQueue({ source: poisson(100 * rho), handler: { serviceTime } }),
    metrics: [
      cv2 > 1 / 2 ? long(time('wait', mean('wait'), wait)) : time('wait', mean('wait'), wait),
      plain('inside', { kind: 'inSystem', at: 'work' }, 100 * rho * (wait + 0.01)),
    ],
  }
}

/** M/D/1: its waits have a distribution of their own. */
function constantService(rho: number): TheoryCase {
  const within = (seconds: number) => theory.waitsWithinMD1(seconds, 100 * rho, 0.01)
  const at = (share: number) => theory.quantileOf(within, share)
  return {
    id: `md1-waits-${percent(rho)}`,
    name: 'M/D/1',
    settings: `ρ = ${rho}`,
    source: 'Erlang 1909: Tijms, A First Course in Stochastic Models (2003), 9.2',
    topology: oneQueue({
      source: poisson(100 * rho),
      handler: { serviceTime: { kind: 'constant', valueMs: 10 } },
    }),
    metrics: [
      time('wait p50', quantile(0.5, 'wait'), at(0.5)),
      time('wait p95', quantile(0.95, 'wait'), at(0.95)),
      long(time('wait p99', quantile(0.99, 'wait'), at(0.99))),
    ],
  }
}

/** GI/M/1 at 0.7, services of 10 ms. */
function renewal(letter: string, arrivals: object, transform: (s: number) => number): TheoryCase {
  const queue = theory.renewalQueue(transform, 100)
  return {
    id: `gm1-${letter.toLowerCase()}-70`,
    name: `${letter}/M/1`,
    settings: 'ρ = 0.7',
    source:
      letter === 'IPP'
        ? 'Kuczura, The interrupted Poisson process as an overflow process (1973)'
        : `${KLEINROCK}, (6.28) and (6.30)`,
    topology: oneQueue({ source: { arrivals }, handler: exponential(10) }),
    metrics: [
      long(time('wait', mean('wait'), queue.wait)),
      time('sojourn', mean('sojourn'), queue.sojourn),
      long(time('wait p95', quantile(0.95, 'wait'), queue.waitQuantile(0.95))),
    ],
  }
}

/** M/M/1 whose messages come several at a time. */
function batches(size: number, rho: number): TheoryCase {
  const inside = theory.batchesInside(rho, size)
  return {
    id: `batches-${size}`,
    name: `M[${size}]/M/1`,
    settings: `ρ = ${rho}, batches of ${size}`,
    source: 'Gross and Harris, Fundamentals of Queueing Theory (1998), 3.1',
    topology: oneQueue({
      source: { ...poisson((100 * rho) / size), batch: { kind: 'constant', size } },
      handler: exponential(10),
    }),
    metrics: [
      time('sojourn', mean('sojourn'), inside / (100 * rho)),
      long(plain('inside', { kind: 'inSystem', at: 'work' }, inside)),
      plain('busy', { kind: 'busy', at: 'work' }, rho),
    ],
  }
}

/** M/M/1 whose server breaks down, at work or not; its work stands still until it is repaired. */
function interrupted(): TheoryCase {
  const [arrivals, failures, repairs] = [50, 2, 40]
  const inside = theory.breakdownsInside(arrivals, 100, { failures, repairs })
  const breakdowns = {
    upTime: { kind: 'exponential', meanMs: 1000 / failures },
    repairTime: { kind: 'exponential', meanMs: 1000 / repairs },
    effect: 'pause',
    scope: 'replica',
  }
  return {
    id: 'breakdowns',
    name: 'M/M/1 with breakdowns',
    settings: 'λ = 50, μ = 100, down for 25 ms after each 500 ms',
    source: 'White and Christie 1958; Gaver 1962',
    topology: oneQueue({
      source: poisson(arrivals),
      handler: exponential(10),
      service: { breakdowns },
    }),
    metrics: [
      time('sojourn', mean('sojourn'), inside / arrivals),
      plain('inside', { kind: 'inSystem', at: 'work' }, inside),
    ],
  }
}

function percent(share: number): number {
  return Math.round(share * 100)
}
