// How long a handler waits for the brokers to confirm what it has published.

import { filledChannel, filledProducer } from '../channels.ts'
import type { Handler, Output } from '../services.ts'
import type { Topology } from '../topology.ts'

/**
 * Of a handling without failure, on average. A Kafka producer lets a batch linger for others to join: what
 * is said here holds while few do, and is too long where batches fill.
 */
export function publishWaitMs(topology: Topology, { outputs }: Handler): number {
  const waits = Object.values(outputs)
    .filter(({ delayMs }) => delayMs === 0)
    .map((output) => ({ waitMs: confirmMs(topology, output), chance: output.probability }))
    .sort((a, b) => b.waitMs - a.waitMs)
  let noneSoFar = 1
  let meanMs = 0
  // It waits for the slowest of those that occur.
  for (const { waitMs, chance } of waits) {
    meanMs += noneSoFar * chance * waitMs
    noneSoFar *= 1 - chance
  }
  return meanMs
}

/** From handing a record to the producer until it is acknowledged, with all nodes up. */
function confirmMs({ channels }: Topology, { channelId, producer }: Output): number {
  const channel = channels[channelId]
  if (channel?.kind !== 'kafkaTopic') return 0
  const { lingerMs, acks } = filledProducer(
    producer?.kind === 'kafkaProducer' ? producer : { kind: 'kafkaProducer' },
  )
  const { replicationFactor, replicationDelayMs } = filledChannel(channel)
  if (acks === '0') return 0
  return lingerMs + (acks === 'all' && replicationFactor > 1 ? replicationDelayMs : 0)
}
