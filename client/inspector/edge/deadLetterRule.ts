// When an event goes along a dead-letter edge, in a sentence, and where that is set.

import type { TopologyEdge } from '#shared/topology/edges.ts'
import type { Topology } from '#shared/topology/topology.ts'

export function ruleOf(topology: Topology, { fromId, toId, elements }: TopologyEdge): string {
  const channel = topology.channels[fromId]
  if (channel?.kind === 'sqsQueue') {
    const times = channel.redrivePolicy?.maxReceiveCount ?? 1
    return `A message received ${times} times without being deleted is moved. Set it at ${channel.name}, RedrivePolicy.`
  }
  if (channel?.kind === 'rabbitQueue')
    return `Messages that are rejected, or older than x-message-ttl, are published there again. Set it at ${channel.name}, x-dead-letter-exchange.`
  const attempts = elements.flatMap((element) => {
    const subscription = topology.subscriptions[element.split('/').at(-1) ?? '']
    return subscription?.kind === 'kafkaConsumer' && subscription.deadLetterChannelId === toId
      ? [subscription.retry.attempts]
      : []
  })
  const most = Math.max(1, ...attempts)
  const words = most === 1 ? 'After its only attempt has failed' : `After ${most} failed attempts`
  return `${words}, the consumer publishes the record there. Set it at the subscription.`
}
