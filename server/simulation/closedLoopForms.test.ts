// Closed networks against mean value analysis (M. Reiser and S. S. Lavenberg, 1980), which is exact for single
// servers with exponential service times: the machine repairman, and a computer with two disks.

import { describe, expect, it } from 'vitest'
import { handler, output, rabbit, shop, sketch } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from './simulation.ts'

const RUNS = 10
const SECONDS = 100

interface Station {
  readonly id: string
  /** Of one story. */
  readonly visits: number
  readonly serviceMs: number
}

interface Network {
  readonly clients: number
  readonly thinkMs: number
  readonly stations: readonly Station[]
}

const REPAIRMAN: Network = {
  clients: 8,
  thinkMs: 100,
  stations: [{ id: 'a-repairs', visits: 1, serviceMs: 15 }],
}

/** Of the visits to the processor, a half lead to the first disk, three tenths to the second. */
const COMPUTER: Network = {
  clients: 5,
  thinkMs: 200,
  stations: [
    { id: 'a-processor', visits: 5, serviceMs: 8 },
    { id: 'b-disk', visits: 2.5, serviceMs: 12 },
    { id: 'c-disk', visits: 1.5, serviceMs: 20 },
  ],
}

// Relative errors of the throughput over all runs were measured once, on 60 runs with other seeds.
const CASES = [
  ['a machine repairman', REPAIRMAN, 0.0034],
  ['a computer with two disks', COMPUTER, 0.0065],
] as const

describe('the throughput of', () => {
  it.each(CASES)('%s is what mean value analysis says', (_, network, relativeError) => {
    const { perSecond } = meanValueAnalysis(network)
    const band = 5 * relativeError * perSecond

    expect(Math.abs(throughputOf(network) - perSecond)).toBeLessThan(band)
    const slower = network.stations.map((station) => ({
      ...station,
      serviceMs: station.serviceMs * 1.15,
    }))
    const another = throughputOf({ ...network, stations: slower })
    expect(perSecond - another).toBeGreaterThan(band)
  })

  it('a machine repairman is that of its birth and death process, too', () => {
    const { clients, thinkMs } = REPAIRMAN
    let weight = 1
    let sum = 1
    for (let down = 1; down <= clients; down += 1) {
      weight *= ((clients - down + 1) * 15) / thinkMs
      sum += weight
    }

    expect(meanValueAnalysis(REPAIRMAN).perSecond).toBeCloseTo(((1 - 1 / sum) / 15) * 1000, 9)
  })
})

/** Adds one client after another. */
function meanValueAnalysis({ clients, thinkMs, stations }: Network) {
  let queues = stations.map(() => 0)
  let perMs = 0
  for (let count = 1; count <= clients; count += 1) {
    const times = stations.map(
      ({ visits, serviceMs }, index) => visits * serviceMs * (1 + (queues[index] ?? 0)),
    )
    perMs = count / (thinkMs + times.reduce((sum, time) => sum + time, 0))
    queues = times.map((time) => perMs * time)
  }
  return { perSecond: perMs * 1000 }
}

function throughputOf(network: Network): number {
  const topology = drawing(network)
  const rates = Array.from({ length: RUNS }, (_, seed) => {
    const simulation = new Simulation({ topology, seed })
    simulation.advance(5e9)
    const before = simulation.report().services.shop?.published ?? 0
    simulation.advance((5 + SECONDS) * 1e9)
    return ((simulation.report().services.shop?.published ?? 0) - before) / SECONDS
  })
  return rates.reduce((sum, rate) => sum + rate, 0) / RUNS
}

/** The first station sends on to the others by their visits, and they send back. */
function drawing({ clients, thinkMs, stations }: Network): Topology {
  const [first = { id: '', visits: 1, serviceMs: 1 }, ...others] = stations
  const exponential = (meanMs: number) => ({ kind: 'exponential', meanMs })
  const outputs = Object.fromEntries(
    others.map(({ id, visits }) => [
      id,
      output(id, { probability: visits / first.visits, exclusiveGroup: 'next' }),
    ]),
  )
  const back = { back: output(first.id) }
  const services = stations.map(({ id, serviceMs }) => {
    const handling = handler([`of-${id}`], {
      serviceTime: exponential(serviceMs),
      outputs: id === first.id ? outputs : back,
    })
    return [`s-${id}`, { handlers: { h: handling } }] as const
  })
  const arrivals = { kind: 'closedLoop', clients, thinkTime: exponential(thinkMs) }
  return sketch({
    services: { shop: shop(first.id, { arrivals }), ...Object.fromEntries(services) },
    channels: Object.fromEntries(stations.map(({ id }) => [id, { kind: 'rabbitQueue' }])),
    subscriptions: Object.fromEntries(
      stations.map(({ id }) => [`of-${id}`, rabbit(id, `s-${id}`, { prefetchCount: 1 })]),
    ),
  })
}
