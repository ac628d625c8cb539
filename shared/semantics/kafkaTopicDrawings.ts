// What the drawings of Kafka's topics and producers are made of.

import type { Command, RunChange } from '../topology/recipe.ts'

export const SEED = 1

export const perSecond = (ratePerSecond: number) => ({
  arrivals: { kind: 'constant', ratePerSecond },
})
export const keyed = (size: number) => ({
  keys: { prefix: 'order-', size, distribution: { kind: 'uniform' } },
})
export const topic = (name: string, more: object = {}) => ({
  kind: 'kafkaTopic',
  name,
  partitions: 3,
  ...more,
})
export const THREE_COPIES = { replicationFactor: 3, minInsyncReplicas: 2 }
export const producer = (more: object) => ({ producer: { kind: 'kafkaProducer', ...more } })
export const fromTheBeginning = { autoOffsetReset: 'earliest' }

/** At so many milliseconds, in this order. */
export function commands(
  ...changes: readonly (readonly [atMs: number, change: RunChange])[]
): Command[] {
  return changes.map(([atMs, change], sequence) => ({ atNs: atMs * 1e6, sequence, change }))
}

export const down = (channelId: string, node: number): RunChange => ({
  kind: 'fault',
  fault: { kind: 'nodeDown', channelId, node },
})
export const back = (channelId: string, node: number): RunChange => ({
  kind: 'restoreNode',
  channelId,
  node,
})
