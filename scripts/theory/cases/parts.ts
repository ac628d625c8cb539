// Drawings that most cases are made of: a shop that publishes, a queue, and a worker that takes one message
// after the other. Prefetch 1, so that nobody has more in hand than it works on.

import { rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'

export const ONE_AT_A_TIME = { prefetchCount: 1 }

export function poisson(ratePerSecond: number) {
  return { arrivals: { kind: 'poisson', ratePerSecond } }
}

export function exponential(meanMs: number) {
  return { serviceTime: { kind: 'exponential', meanMs } }
}

interface QueueParts {
  /** Of its source. */
  readonly source: object
  /** Of its handler. */
  readonly handler: object
  readonly queue?: object
  readonly subscription?: object
  /** Of the service: replicas, concurrency. */
  readonly service?: object
}

/** A channel `q` and a subscription `work`. */
export function oneQueue(parts: QueueParts): Topology {
  const { source, handler, queue = {}, subscription = {}, service = {} } = parts
  return sketch({
    services: {
      shop: shop('q', source),
      worker: { ...worker(['work'], handler), ...service },
    },
    channels: { q: { kind: 'rabbitQueue', ...queue } },
    subscriptions: { work: rabbit('q', 'worker', { ...ONE_AT_A_TIME, ...subscription }) },
  })
}
