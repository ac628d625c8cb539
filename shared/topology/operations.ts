// What a person may do to channels and subscriptions of a run besides editing the drawing, and why not
// where it does not apply. The page offers what the run then takes.

import { unreachable } from '../lib/assert.ts'
import { ownValue } from '../lib/entries.ts'
import { type Channel, filledChannel, type Subscription } from './channels.ts'
import { quoted } from './describe.ts'
import { CHANNEL_NOUNS, nodeName } from './naming.ts'
import type { Operation } from './recipe.ts'
import type { Topology } from './topology.ts'

/** How many nodes hold the channel, each of which can go down. SQS counts as one: the service as a whole. */
export function nodesOf(channel: Channel): number {
  switch (channel.kind) {
    case 'kafkaTopic':
      return filledChannel(channel).replicationFactor
    case 'rabbitQueue': {
      const { queueType, quorumInitialGroupSize } = filledChannel(channel)
      return queueType === 'classic' ? 1 : quorumInitialGroupSize
    }
    case 'eventStore':
    case 'sqsQueue':
      return 1
    case 'rabbitExchange':
    case 'snsTopic':
      return 0
    default:
      return unreachable(channel)
  }
}

/** Why the operation does not apply, in a sentence; null where it does. */
export function operationProblem(
  topology: Topology,
  channelId: string,
  { kind }: Operation,
): string | null {
  const channel = ownValue(topology.channels, channelId)
  if (!channel) return `There is no channel ${quoted(channelId)} in the run.`
  return kind === 'purge' ? purgeProblem(channel) : redriveProblem(topology, channelId, channel)
}

function purgeProblem(channel: Channel): string | null {
  const { kind, name } = channel
  if (kind === 'sqsQueue') return null
  if (kind === 'rabbitQueue' && channel.queueType !== 'stream') return null
  if (kind === 'rabbitQueue')
    return `${quoted(name)} is a stream, which cannot be purged: its segments go by age and length.`
  const noun = CHANNEL_NOUNS[kind]
  return `${quoted(name)} is ${noun}, which cannot be purged. RabbitMQ queues and SQS queues can.`
}

function redriveProblem(topology: Topology, channelId: string, channel: Channel): string | null {
  const { kind, name } = channel
  if (kind === 'eventStore') return replayProblem(topology, channelId, name)
  if (kind !== 'sqsQueue')
    return `${quoted(name)} is ${CHANNEL_NOUNS[kind]}; only SQS queues for dead letters can be redriven, and what is parked in event stores.`
  if (isDeadLetterQueue(topology, channelId)) return null
  return `${quoted(name)} is no queue for dead letters: name it in the redrive policy of another queue first.`
}

/** Persistent subscriptions park events, which can be replayed. */
function replayProblem({ subscriptions }: Topology, id: string, name: string): string | null {
  const parks = Object.values(subscriptions).some(
    ({ kind, channelId }) => kind === 'persistentConsumer' && channelId === id,
  )
  if (parks) return null
  return `Nothing is ever parked in ${quoted(name)}: it has no persistent subscription.`
}

/** Of a queue, whose messages came to it by way of a redrive policy. */
function isDeadLetterQueue({ channels }: Topology, channelId: string): boolean {
  return Object.values(channels).some(
    (channel) =>
      channel.kind === 'sqsQueue' && channel.redrivePolicy?.deadLetterQueueId === channelId,
  )
}

/** Why the subscription cannot be set to read from elsewhere, in a sentence; null where it can. */
export function seekProblem(topology: Topology, subscriptionId: string): string | null {
  const subscription = ownValue(topology.subscriptions, subscriptionId)
  if (!subscription) return `There is no subscription ${quoted(subscriptionId)} in the run.`
  const service = quoted(nodeName(topology, subscription.serviceId))
  const channel = quoted(nodeName(topology, subscription.channelId))
  if (subscription.kind === 'persistentConsumer')
    return `${service} cannot read ${channel} again: the server keeps the position of a persistent subscription. A catch-up subscription keeps its own.`
  if (readsLog(topology, subscription)) return null
  return `${service} cannot read ${channel} again: a queue keeps nothing that was acknowledged. Logs can be read again.`
}

/** A log is read without taking anything away. */
function readsLog({ channels }: Topology, { channelId }: Subscription): boolean {
  const channel = ownValue(channels, channelId)
  return (
    channel?.kind === 'kafkaTopic' ||
    channel?.kind === 'eventStore' ||
    (channel?.kind === 'rabbitQueue' && channel.queueType === 'stream')
  )
}

/** Why no such node can go down or come back, in a sentence; null where it can. */
export function nodeProblem(topology: Topology, channelId: string, node: number): string | null {
  const channel = ownValue(topology.channels, channelId)
  if (!channel) return `There is no channel ${quoted(channelId)} in the run.`
  const nodes = nodesOf(channel)
  const { kind, name } = channel
  if (node < nodes) return null
  if (nodes > 0) {
    const which = nodes === 1 ? 'node 0 alone' : `nodes 0 to ${nodes - 1}`
    return `${quoted(name)} has no node ${node}: it is held by ${which}.`
  }
  return `${quoted(name)} is ${CHANNEL_NOUNS[kind]}, which has no nodes of its own that could go down.`
}
