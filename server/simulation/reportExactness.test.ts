// What a report says is what its messages did: counts and means exactly, percentiles as near as buckets
// are, and utilisation to the nanosecond, with all that holds a slot.

import { describe, expect, it } from 'vitest'
import { JOURNAL_KINDS, type JournalKind } from '#shared/lib/journal.ts'
import { kafka, output, rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from './simulation.ts'

/** Half of a bucket: 32 to each doubling. */
const BUCKET_ERROR = 1 / 64

const SERVICES = [
  { kind: 'exponential', meanMs: 7 },
  { kind: 'logNormal', meanMs: 5, cv: 2 },
  { kind: 'constant', valueMs: 8 },
]

describe('a report', () => {
  it.each(SERVICES)('has the waits of its messages: $kind services', (serviceTime) => {
    const run = drained(oneQueue({ handler: { serviceTime } }))
    const waits = run.waits.toSorted((a, b) => a - b)
    const { count, mean, p50, p95, p99, max } = run.report.waitMs

    expect(count).toBe(waits.length)
    expect(count).toBeGreaterThan(900)
    expect(Math.round((mean ?? 0) * 1e6 * count)).toBe(sum(waits))
    expect(max).toBe((waits.at(-1) ?? 0) / 1e6)
    for (const [share, told] of [
      [0.5, p50],
      [0.95, p95],
      [0.99, p99],
    ] as const) {
      const exact = (waits[Math.ceil(share * waits.length) - 1] ?? 0) / 1e6
      expect(Math.abs((told ?? 0) - exact)).toBeLessThanOrEqual(BUCKET_ERROR * exact)
    }
  })
})

describe('slots are at work', () => {
  it('for as long as services take, where nothing else holds them', () => {
    const run = drained(oneQueue({ handler: { serviceTime: SERVICES[0] } }))

    expect(run.busyNs).toBe(run.serviceNs)
    expect(run.busyNs).toBeGreaterThan(5e9)
  })

  it('and while they wait to try again', () => {
    const retry = { attempts: 3, backoffMs: 20, multiplier: 2, backoffMaxMs: 1000 }
    const run = drained(
      oneQueue({
        handler: { serviceTime: SERVICES[0], failure: { probability: 0.3 } },
        subscription: { retry },
        concurrency: 4,
      }),
    )
    const pauses = run.between('failed', 'started')

    expect(run.busyNs).toBe(run.serviceNs + sum(pauses))
    expect(new Set(pauses)).toEqual(new Set([20e6, 40e6]))
  })

  it('and while a broker has not confirmed what they published', () => {
    const run = drained(confirming())
    const held = run.between('published', 'acknowledged')

    expect(run.busyNs).toBe(run.serviceNs + sum(held))
    expect(Math.min(...held)).toBeGreaterThan(0)
  })
})

const BURST = {
  arrivals: {
    kind: 'profile',
    process: 'poisson',
    points: [
      { atMs: 0, ratePerSecond: 100 },
      { atMs: 10_000, ratePerSecond: 100 },
      { atMs: 10_001, ratePerSecond: 0 },
    ],
  },
}

function oneQueue({
  handler,
  subscription = {},
  concurrency = 1,
}: {
  readonly handler: object
  readonly subscription?: object
  readonly concurrency?: number
}): Topology {
  return sketch({
    services: { shop: shop('q', BURST), worker: { ...worker(['work'], handler), concurrency } },
    channels: { q: { kind: 'rabbitQueue' } },
    subscriptions: { work: rabbit('q', 'worker', { prefetchCount: 1, ...subscription }) },
  })
}

/** Its output goes to a topic with three replicas, which all must have it. */
function confirming(): Topology {
  const handler = { serviceTime: SERVICES[0], outputs: { on: output('t') } }
  return sketch({
    services: {
      shop: shop('q', BURST),
      worker: { ...worker(['work'], handler), concurrency: 4 },
      reader: worker(['read']),
    },
    channels: {
      q: { kind: 'rabbitQueue' },
      t: { kind: 'kafkaTopic', partitions: 1, replicationFactor: 3, replicationDelayMs: 2 },
    },
    subscriptions: {
      work: rabbit('q', 'worker', { prefetchCount: 1 }),
      read: kafka('t', 'reader', { autoOffsetReset: 'earliest' }),
    },
  })
}

/** A run whose messages are all handled. */
function drained(topology: Topology) {
  const simulation = new Simulation({ topology, seed: 3 })
  simulation.advance(60e9)
  const report = simulation.report().subscriptions.work
  if (!report) throw new Error('The drawing has a subscription `work`.')
  expect(simulation.journal.oldest).toBe(0)
  expect(report.waiting + report.inFlight).toBe(0)
  const { count, mean } = report.serviceTimeMs
  const between = (from: JournalKind, to: JournalKind) => gaps(simulation, from, to)
  return {
    report,
    waits: between('accepted', 'started'),
    between,
    serviceNs: Math.round((mean ?? 0) * 1e6 * count),
    busyNs: simulation.loadAreas().busyOf.get('worker'),
  }
}

/** From each record of a kind to the next of the other kind, of one story: at the queue and its worker. */
function gaps(simulation: Simulation, from: JournalKind, to: JournalKind): readonly number[] {
  const { elements } = simulation.dictionary()
  const isOfWork = (name: string) =>
    ['channels/q', 'subscriptions/work'].includes(name) || name.includes('/outputs/')
  const since = new Map<number, number>()
  const found: number[] = []
  for (const row of simulation.journal.rows(0, Number.MAX_SAFE_INTEGER)) {
    if (!isOfWork(elements[row.element]?.name ?? '')) continue
    const kind = JOURNAL_KINDS[row.kind]
    const begun = since.get(row.rootN)
    if (kind === to && begun !== undefined) {
      found.push(row.atNs - begun)
      since.delete(row.rootN)
    }
    if (kind === from) since.set(row.rootN, row.atNs)
  }
  return found
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
