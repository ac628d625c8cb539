// What the scenarios of Amazon SQS are put together from.

import type { Command, RunChange } from '../topology/recipe.ts'
import { shop, sketch, sqs, worker } from '../topology/sketch.ts'

export function queue(name: string, more: object = {}) {
  return { kind: 'sqsQueue', name, ...more }
}

/** Ids that a FIFO queue asks for come from the content. */
export function fifoQueue(name: string, more: object = {}) {
  return queue(name, { fifoQueue: true, contentBasedDeduplication: true, ...more })
}

export function redrivenTo(deadLetterQueueId: string, maxReceiveCount: number) {
  return { redrivePolicy: { deadLetterQueueId, maxReceiveCount } }
}

export function perSecond(ratePerSecond: number) {
  return { arrivals: { kind: 'constant', ratePerSecond } }
}

/** So many a second, until then. */
export function burst(ratePerSecond: number, untilMs: number) {
  const points = [
    { atMs: 0, ratePerSecond },
    { atMs: untilMs, ratePerSecond },
    { atMs: untilMs + 1, ratePerSecond: 0 },
  ]
  return { arrivals: { kind: 'profile', process: 'constant', points } }
}

export function keyed(...weights: readonly number[]) {
  const distribution = { kind: 'weighted', weights, restWeight: 0 }
  return { keys: { prefix: 'order-', size: weights.length, distribution } }
}

export function taking(valueMs: number) {
  return { serviceTime: { kind: 'constant', valueMs } }
}

export function failing(probability: number) {
  return { failure: { probability } }
}

export function sender(more: object) {
  return { producer: { kind: 'awsSender', ...more } }
}

export function commandsAt(
  ...changes: readonly (readonly [atMs: number, change: RunChange])[]
): readonly Command[] {
  return changes.map(([atMs, change], sequence) => ({ atNs: atMs * 1e6, sequence, change }))
}

/** One queue between a shop and a service. */
export function line(parts: {
  readonly source: object
  readonly channel: object
  readonly consumer?: object
  readonly handler: object
  readonly concurrency?: number
}) {
  const { source, channel, consumer = {}, handler, concurrency = 1 } = parts
  return sketch({
    services: {
      shop: { name: 'Shop', ...shop('jobs', source) },
      packing: { name: 'Packing', concurrency, ...worker(['packing-jobs'], handler) },
    },
    channels: { jobs: queue('Jobs', channel) },
    subscriptions: { 'packing-jobs': sqs('jobs', 'packing', { waitTimeMs: 20_000, ...consumer }) },
  })
}
