// Drawings of any size that carry the same load: lines of a shop, a channel and a worker that is half
// busy, side by side, so that only the number of elements differs.

import { kafka, persistent, rabbit, shop, sketch, sqs, worker } from '#shared/topology/sketch.ts'
import type { Topology } from '#shared/topology/topology.ts'

/** Boxes on the canvas. */
export const BOXES_PER_LINE = 3

export const FAMILIES = ['rabbitQueue', 'kafkaTopic', 'sqsQueue', 'eventStore'] as const
export type Family = (typeof FAMILIES)[number]

const UTILISATION = 0.5

export interface Lines {
  readonly family: Family
  readonly lines: number
  /** Of all lines together. */
  readonly ratePerSecond: number
}

export function parallelLines({ family, lines, ratePerSecond }: Lines): Topology {
  const services: Record<string, object> = {}
  const channels: Record<string, object> = {}
  const subscriptions: Record<string, object> = {}
  const rateOfEach = ratePerSecond / lines
  const serviceTime = { kind: 'exponential', meanMs: (UTILISATION * 1000) / rateOfEach }
  for (let line = 0; line < lines; line += 1) {
    const [channelId, workerId] = [`channel-${line}`, `worker-${line}`]
    const arrivals = { kind: 'poisson', ratePerSecond: rateOfEach }
    services[`shop-${line}`] = shop(channelId, { arrivals })
    services[workerId] = worker([`s-${line}`], { serviceTime })
    channels[channelId] = channelOf(family)
    subscriptions[`s-${line}`] = subscriptionOf(family, channelId, workerId)
  }
  return sketch({ services, channels, subscriptions })
}

export function channelOf(family: Family): object {
  return family === 'kafkaTopic' ? { kind: family, partitions: 1 } : { kind: family }
}

export function subscriptionOf(family: Family, channelId: string, serviceId: string): object {
  switch (family) {
    case 'rabbitQueue':
      return rabbit(channelId, serviceId, { prefetchCount: 10 })
    case 'kafkaTopic':
      return kafka(channelId, serviceId)
    case 'sqsQueue':
      return sqs(channelId, serviceId, { maxNumberOfMessages: 10, waitTimeMs: 20_000 })
    case 'eventStore':
      return persistent(channelId, serviceId)
  }
}
