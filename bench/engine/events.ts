// What a delivery costs as a run grows from 1,000 to 1,000,000 events, or with `--long` to 10,000,000:
// each run from its beginning, drawing and all.

import { kafka, rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { Simulation } from '../../server/simulation/simulation.ts'
import { calibrate } from './calibration.ts'
import { perCpuSecond, SECOND_NS, sampleOf } from './sample.ts'

const EVENTS = [1e3, 1e4, 1e5, 1e6] as const
const EVENTS_OF_LONG_RUN = 1e7
const RATE_PER_SECOND = 1000

const drawings: Readonly<Record<string, Topology>> = {
  rabbitQueue: drawn({ kind: 'rabbitQueue' }, rabbit('channel', 'worker', { prefetchCount: 10 })),
  // What a minute old is goes: otherwise the messages of a log are as many as its events.
  kafkaTopic: drawn(
    { kind: 'kafkaTopic', partitions: 4, retentionMs: 60_000, segmentMs: 10_000 },
    kafka('channel', 'worker'),
  ),
}

export function printEvents(isLong: boolean): void {
  const counts = isLong ? [...EVENTS, EVENTS_OF_LONG_RUN] : EVENTS
  console.log(`Cost of a delivery in runs of 10^3 to 10^${Math.log10(counts.at(-1) ?? 1)} events`)
  for (const topology of Object.values(drawings)) deliveriesPerSecond(topology, 1e5)
  for (const [name, topology] of Object.entries(drawings)) {
    const calib = calibrate()
    const shares = counts.map((events) => deliveriesPerSecond(topology, events) / calib)
    const cells = counts.map(
      (events, index) => `10^${Math.log10(events)}: ${(shares[index] ?? 0).toFixed(3)}`,
    )
    console.log(`  ${name.padEnd(12)} ${cells.join('   ')}  of calibration`)
  }
}

function deliveriesPerSecond(topology: Topology, events: number): number {
  const simulation = new Simulation({ topology, seed: 1 })
  return perCpuSecond(sampleOf(simulation, (events / RATE_PER_SECOND) * SECOND_NS))
}

function drawn(channel: object, subscription: object): Topology {
  const arrivals = { kind: 'poisson', ratePerSecond: RATE_PER_SECOND }
  return sketch({
    services: {
      shop: shop('channel', { arrivals }),
      worker: {
        ...worker(['s'], { serviceTime: { kind: 'exponential', meanMs: 3 } }),
        concurrency: 4,
      },
    },
    channels: { channel },
    subscriptions: { s: subscription },
  })
}
