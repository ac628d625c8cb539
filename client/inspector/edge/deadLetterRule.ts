// When an event goes along an edge of dead letters or to an alternate exchange, in a sentence, and by
// whose setting.

import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { Topology } from '#shared/topology/topology.ts'

/** The subscription that sends dead letters along this edge; null where a queue does. */
export function subscriptionIdOf(topology: Topology, edge: TopologyEdge): string | null {
  return subscriptionsBehind(topology, edge)[0]?.id ?? null
}

function subscriptionsBehind(topology: Topology, { toId, elements }: TopologyEdge) {
  return elements.flatMap((element) => {
    const id = element.split('/').at(-1) ?? ''
    const subscription = topology.subscriptions[id]
    return subscription?.kind === 'kafkaConsumer' && subscription.deadLetterChannelId === toId
      ? [{ id, attempts: subscription.retry.attempts }]
      : []
  })
}

export function ruleOf(topology: Topology, edge: TopologyEdge): string {
  const channel = topology.channels[edge.fromId]
  if (channel?.kind === 'sqsQueue') {
    const times = channel.redrivePolicy?.maxReceiveCount ?? 1
    return `A message received ${times} times without being deleted is moved, by the RedrivePolicy of ${channel.name}.`
  }
  if (channel?.kind === 'rabbitQueue')
    return `Messages that are rejected, or older than x-message-ttl, are published there again, by the x-dead-letter-exchange of ${channel.name}.`
  if (channel?.kind === 'rabbitExchange')
    return `Messages that no binding of ${channel.name} matches go there, by its alternate-exchange.`
  const most = Math.max(1, ...subscriptionsBehind(topology, edge).map(({ attempts }) => attempts))
  const words = most === 1 ? 'After its only attempt has failed' : `After ${most} failed attempts`
  return `${words}, the consumer publishes the record there.`
}
