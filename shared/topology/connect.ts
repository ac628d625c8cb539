// What drawing an edge between two nodes does to the document, or why it makes no sense.

import { ownValue } from '../lib/entries.ts'
import type { Edit } from './change.ts'
import type { Channel, ChannelOf } from './channels.ts'
import { bindExchange, bindTopic, deadLetterTo, redriveTo } from './connectChannels.ts'
import { type NamedService, publish } from './connectPublish.ts'
import { insertQueue } from './connectQueue.ts'
import { subscribe } from './connectSubscription.ts'
import { edgeIds, edgesOf, type TopologyEdge } from './edges.ts'
import { CHANNEL_NOUNS, nodeName } from './naming.ts'
import type { Topology } from './topology.ts'

export type Connection =
  | { readonly kind: 'edit'; readonly edit: Edit; readonly edgeId: string }
  /** `reason` is a sentence for the person who drew. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Not as drawn; what `label` says would do instead. */
  | { readonly kind: 'offer'; readonly reason: string; readonly label: string; readonly edit: Edit }

export function planConnection(topology: Topology, fromId: string, toId: string): Connection {
  const from = endAt(topology, fromId)
  const to = endAt(topology, toId)
  if (from === null) return refused(`'${fromId}' was removed meanwhile.`)
  if (to === null) return refused(`'${toId}' was removed meanwhile.`)
  if (fromId === toId) return refused(`'${nameOf(from)}' does not connect to itself.`)
  if ('service' in from)
    return 'service' in to ? betweenServices(topology, from, to) : fromService(topology, from, to)
  return 'service' in to ? toService(topology, from, to) : betweenChannels(topology, from, to)
}

interface NamedChannel<Of extends Channel = Channel> {
  readonly id: string
  readonly channel: Of
}
type End = NamedService | NamedChannel

function endAt({ services, channels }: Topology, id: string): End | null {
  const service = ownValue(services, id)
  if (service) return { id, service }
  const channel = ownValue(channels, id)
  return channel ? { id, channel } : null
}

function nameOf(end: End): string {
  return 'service' in end ? end.service.name : end.channel.name
}

function betweenServices(topology: Topology, from: NamedService, to: NamedService): Connection {
  return offerQueue(topology, { from, to, reason: 'Two services talk through a channel.' })
}

function fromService(topology: Topology, from: NamedService, to: NamedChannel): Connection {
  if (hasEdge(topology, { kind: 'publish', fromId: from.id, toId: to.id }))
    return refused(`'${from.service.name}' publishes to '${to.channel.name}' already.`)
  return {
    kind: 'edit',
    edit: publish(topology, from, to.id),
    edgeId: edgeIds.publish(from.id, to.id),
  }
}

function toService(topology: Topology, from: NamedChannel, to: NamedService): Connection {
  const { id, channel } = from
  switch (channel.kind) {
    case 'rabbitExchange':
    case 'snsTopic': {
      const noun = CHANNEL_NOUNS[channel.kind]
      const reason = `A queue stands between ${noun} and a service.`
      return offerQueue(topology, { from: { id, channel }, to, reason })
    }
    case 'kafkaTopic':
    case 'rabbitQueue':
    case 'sqsQueue':
    case 'eventStore': {
      if (hasEdge(topology, { kind: 'subscription', fromId: id, toId: to.id }))
        return refused(`'${to.service.name}' consumes '${channel.name}' already.`)
      const { edit, subscriptionId } = subscribe(topology, { id, channel }, to)
      return { kind: 'edit', edit, edgeId: edgeIds.subscription(subscriptionId) }
    }
  }
}

interface QueueWanted {
  readonly from: NamedService | NamedChannel<ChannelOf<'rabbitExchange' | 'snsTopic'>>
  readonly to: NamedService
  readonly reason: string
}

function offerQueue(topology: Topology, { from, to, reason }: QueueWanted): Connection {
  const edit = insertQueue(topology, from, to)
  return { kind: 'offer', reason, label: edit.label, edit }
}

function betweenChannels(topology: Topology, from: NamedChannel, to: NamedChannel): Connection {
  const { id, channel } = from
  switch (channel.kind) {
    case 'rabbitExchange':
      return fromExchange(topology, { id, channel }, to)
    case 'snsTopic':
      return fromSnsTopic(topology, from, to)
    case 'rabbitQueue':
      return fromRabbitQueue(topology, { id, channel }, to)
    case 'sqsQueue':
      return fromSqsQueue(topology, { id, channel }, to)
    case 'kafkaTopic':
      return refused(
        `A Kafka topic passes nothing on by itself: a service reads it and publishes to '${to.channel.name}'.`,
      )
    case 'eventStore':
      return refused(
        `An event store passes nothing on by itself: a service subscribes to it and publishes to '${to.channel.name}'.`,
      )
  }
}

function fromExchange(
  topology: Topology,
  from: NamedChannel<ChannelOf<'rabbitExchange'>>,
  to: NamedChannel,
): Connection {
  if (to.channel.kind !== 'rabbitQueue' && to.channel.kind !== 'rabbitExchange')
    return mismatch('A RabbitMQ exchange routes to RabbitMQ queues and exchanges', to)
  if (hasEdge(topology, { kind: 'binding', fromId: from.id, toId: to.id }))
    return refused(`'${to.channel.name}' is bound to '${from.channel.name}' already.`)
  const { edit, bindingId } = bindExchange(topology, from, to.id)
  return { kind: 'edit', edit, edgeId: edgeIds.binding(bindingId) }
}

function fromSnsTopic(topology: Topology, from: NamedChannel, to: NamedChannel): Connection {
  if (to.channel.kind !== 'sqsQueue')
    return mismatch('An SNS topic passes events to SQS queues', to)
  if (hasEdge(topology, { kind: 'binding', fromId: from.id, toId: to.id }))
    return refused(`'${to.channel.name}' is subscribed to '${from.channel.name}' already.`)
  const { edit, bindingId } = bindTopic(topology, from.id, to.id)
  return { kind: 'edit', edit, edgeId: edgeIds.binding(bindingId) }
}

function fromRabbitQueue(
  topology: Topology,
  from: NamedChannel<ChannelOf<'rabbitQueue'>>,
  to: NamedChannel,
): Connection {
  if (to.channel.kind !== 'rabbitExchange')
    return mismatch('A RabbitMQ queue sends only dead letters on, to a RabbitMQ exchange', to)
  const taken = deadLettersGoTo(topology, from, from.channel.deadLetterExchangeId)
  if (taken !== null) return taken
  const edit = deadLetterTo(topology, from.id, to.id)
  return { kind: 'edit', edit, edgeId: edgeIds.deadLetter(from.id, to.id) }
}

function fromSqsQueue(
  topology: Topology,
  from: NamedChannel<ChannelOf<'sqsQueue'>>,
  to: NamedChannel,
): Connection {
  if (to.channel.kind !== 'sqsQueue')
    return mismatch('An SQS queue sends only dead letters on, to another SQS queue', to)
  const taken = deadLettersGoTo(topology, from, from.channel.redrivePolicy?.deadLetterQueueId)
  if (taken !== null) return taken
  const edit = redriveTo(topology, from.id, to.id)
  return { kind: 'edit', edit, edgeId: edgeIds.deadLetter(from.id, to.id) }
}

/** A queue has one place for its dead letters; one that was removed does not count. */
function deadLettersGoTo(
  topology: Topology,
  { channel }: NamedChannel,
  id: string | undefined,
): Connection | null {
  if (id === undefined || !Object.hasOwn(topology.channels, id)) return null
  const place = nodeName(topology, id)
  return refused(
    `The dead letters of '${channel.name}' go to '${place}' already; remove that edge first.`,
  )
}

function mismatch(rule: string, { channel }: NamedChannel): Connection {
  return refused(`${rule}; '${channel.name}' is ${CHANNEL_NOUNS[channel.kind]}.`)
}

function hasEdge(
  topology: Topology,
  wanted: Pick<TopologyEdge, 'kind' | 'fromId' | 'toId'>,
): boolean {
  return edgesOf(topology).some(
    ({ kind, fromId, toId }) =>
      kind === wanted.kind && fromId === wanted.fromId && toId === wanted.toId,
  )
}

function refused(reason: string): Connection {
  return { kind: 'refused', reason }
}
