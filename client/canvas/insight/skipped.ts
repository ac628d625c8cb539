// A group of Kafka that went past records without reading them: it had committed nothing, or what it had
// committed was deleted, and auto.offset.reset=latest begins at the end. People think that a bug.

import { formatCount } from '#shared/lib/units.ts'
import { filledSubscription } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { Insight, InsightContext } from './insightTypes.ts'

export function skipped({ topology, figures }: InsightContext): Insight | null {
  for (const [id, subscription] of Object.entries(topology.subscriptions)) {
    const { channelId, serviceId } = subscription
    const channel = topology.channels[channelId]
    const service = topology.services[serviceId]
    if (subscription.kind !== 'kafkaConsumer' || !channel || !service) continue
    const { autoOffsetReset, commitWhen, enableAutoCommit } = filledSubscription(subscription)
    // What is committed before it is handled is dropped by a crash, too.
    const losesInHand = commitWhen === 'beforeHandling' && !enableAutoCommit
    if (autoOffsetReset !== 'latest' || losesInHand) continue
    const name = elementNames.subscription(id)
    // What is given up was handled, and failed, first.
    const count = figures.figure(name, 'dropped') - figures.figure(name, 'failed')
    if (!(count > 0)) continue
    return {
      key: `skipped ${id}`,
      severity: 'error',
      cause: `${service.name} went past ${formatCount(count)} of ${channel.name} without handling them.`,
      consequence:
        'A group without a valid offset begins at the end: auto.offset.reset=latest. With earliest it begins with the oldest record that is kept.',
      nodeIds: [channelId, serviceId],
      remedy: null,
    }
  }
  return null
}
