// The three reference workloads, as drawings: through the real brokers, services, journal and metrics.
// What queueing theory calls one unit of time is 10 ms here, as a service might take.

import { handler, output, rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'

export interface Workload {
  readonly name: string
  readonly what: string
  readonly topology: Topology
  /** Virtual seconds. */
  readonly seconds: number
}

const UNIT_MS = 10
const exponential = (mean: number) => ({
  serviceTime: { kind: 'exponential', meanMs: mean * UNIT_MS },
})
const poisson = (rate: number) => ({
  arrivals: { kind: 'poisson', ratePerSecond: (rate / UNIT_MS) * 1000 },
})
const ONE_AT_A_TIME = { prefetchCount: 1 }
const queue = { kind: 'rabbitQueue' }

export const workloads: readonly Workload[] = [
  {
    name: 'W1',
    what: 'one queue, one worker, 90 % busy',
    seconds: 2000,
    topology: sketch({
      services: { shop: shop('q', poisson(0.9)), worker: worker(['s'], exponential(1)) },
      channels: { q: queue },
      subscriptions: { s: rabbit('q', 'worker', ONE_AT_A_TIME) },
    }),
  },
  {
    name: 'W2',
    what: 'three stages: 4, 4 and 2 workers, 80 % busy',
    seconds: 250,
    topology: sketch({
      services: {
        shop: shop('q1', poisson(3.2)),
        one: {
          concurrency: 4,
          handlers: { h: handler(['s1'], { ...exponential(1), outputs: { o: output('q2') } }) },
        },
        two: {
          concurrency: 4,
          handlers: { h: handler(['s2'], { ...exponential(1), outputs: { o: output('q3') } }) },
        },
        three: { concurrency: 2, handlers: { h: handler(['s3'], exponential(0.5)) } },
      },
      channels: { q1: queue, q2: queue, q3: queue },
      subscriptions: {
        s1: rabbit('q1', 'one', ONE_AT_A_TIME),
        s2: rabbit('q2', 'two', ONE_AT_A_TIME),
        s3: rabbit('q3', 'three', ONE_AT_A_TIME),
      },
    }),
  },
  {
    name: 'W3',
    what: 'a topic, ten groups of one, 80 % busy',
    seconds: 250,
    topology: fanOut(),
  },
]

function fanOut(): Topology {
  const readers = Array.from({ length: 10 }, (_, index) => `reader-${index}`)
  return sketch({
    services: {
      shop: shop('log', poisson(0.8)),
      ...Object.fromEntries(readers.map((id) => [id, worker([`s-${id}`], exponential(1))])),
    },
    channels: { log: { kind: 'kafkaTopic', partitions: 1, retentionMs: 3_600_000 } },
    subscriptions: Object.fromEntries(
      readers.map((id) => [
        `s-${id}`,
        {
          kind: 'kafkaConsumer',
          channelId: 'log',
          serviceId: id,
          groupId: id,
          enableAutoCommit: false,
        },
      ]),
    ),
  })
}
