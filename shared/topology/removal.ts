// Takes things out of a document together with all that hangs on them.

import { entriesById, ownValue } from '../lib/entries.ts'
import { bounded } from './bounded.ts'
import type { Change, Edit } from './change.ts'
import type { Binding, Channel, Subscription } from './channels.ts'
import { edgesOf, type TopologyEdge } from './edges.ts'
import { labelName, manyLabel, nodeName } from './naming.ts'
import type { Handler, Output, Service, Source } from './services.ts'
import type { Topology } from './topology.ts'

/** Services and channels. */
export function removeNodes(topology: Topology, ids: readonly string[]): Edit {
  const gone = new Set(ids)
  const subscriptionIds = new Set(
    Object.entries(topology.subscriptions)
      .filter(([, { channelId, serviceId }]) => gone.has(channelId) || gone.has(serviceId))
      .map(([id]) => id),
  )
  const bindingIds = new Set(
    Object.entries(topology.bindings)
      .filter(([, binding]) => gone.has(binding.fromChannelId) || gone.has(binding.toChannelId))
      .map(([id]) => id),
  )
  const isGone = ({ channelId }: Source | Output) => gone.has(channelId)
  const references = [
    ...deadLetterRemovals(topology, (id) => gone.has(id)),
    ...alternateRemovals(topology, (id) => gone.has(id)),
    ...serviceRemovals(topology, { subscriptionIds, isGone }),
  ]
  // What stands in something that goes as a whole needs no change of its own.
  const goneFrom: Readonly<Record<string, ReadonlySet<string>>> = {
    subscriptions: subscriptionIds,
    bindings: bindingIds,
  }
  const kept = references.filter(
    ({ path: [section, id] }) => !(goneFrom[String(section)] ?? gone).has(String(id)),
  )
  const changes = [
    ...ids.flatMap((id) => removalOfNode(topology, id)),
    ...[...subscriptionIds].map((id) => removed('subscriptions', id)),
    ...[...bindingIds].map((id) => removed('bindings', id)),
    ...kept,
  ]
  const label = `Remove ${manyLabel(topology, ids)}`
  return bounded(topology, { label, changes })
}

function removalOfNode(topology: Topology, id: string): Change[] {
  const section = Object.hasOwn(topology.services, id) ? 'services' : 'channels'
  const node = removed(section, id)
  return Object.hasOwn(topology.layout.nodes, id) ? [node, removed('layout', 'nodes', id)] : [node]
}

/** An edge as `edgesOf` names it; null where there is none. */
export function removeEdge(topology: Topology, edgeId: string): Edit | null {
  const edge = edgesOf(topology).find(({ id }) => id === edgeId)
  if (edge === undefined) return null
  const from = labelName(nodeName(topology, edge.fromId))
  const to = labelName(nodeName(topology, edge.toId))
  return { label: `Disconnect ${from} from ${to}`, changes: edgeRemovals(topology, edge) }
}

function edgeRemovals(topology: Topology, { id, kind, fromId, toId }: TopologyEdge): Change[] {
  const elementId = id.slice(id.indexOf(':') + 1)
  switch (kind) {
    case 'publish':
      return serviceRemovals(topology, {
        subscriptionIds: new Set(),
        isGone: ({ channelId }, serviceId) => serviceId === fromId && channelId === toId,
      })
    case 'subscription':
      return [
        removed('subscriptions', elementId),
        ...serviceRemovals(topology, {
          subscriptionIds: new Set([elementId]),
          isGone: () => false,
        }),
      ]
    case 'binding':
      return [removed('bindings', elementId)]
    case 'deadLetter':
      return deadLetterRemovals(topology, (to, from) => to === toId && from === fromId)
    case 'alternate':
      return alternateRemovals(topology, (to, from) => to === toId && from === fromId)
  }
}

/** With what is published of that type; a handler that took nothing else goes too. */
export function removeEventType(topology: Topology, id: string): Edit {
  const name = ownValue(topology.eventTypes, id)?.name ?? id
  const changes = [
    removed('eventTypes', id),
    ...serviceRemovals(topology, {
      subscriptionIds: new Set(),
      isGone: ({ eventTypeId }) => eventTypeId === id,
      eventTypeId: id,
    }),
  ]
  return bounded(topology, { label: `Remove ${labelName(name)}`, changes })
}

interface Gone {
  readonly subscriptionIds: ReadonlySet<string>
  readonly isGone: (publication: Source | Output, serviceId: string) => boolean
  readonly eventTypeId?: string
}

function serviceRemovals(topology: Topology, gone: Gone): Change[] {
  return entriesById(topology.services).flatMap(([serviceId, service]) => [
    ...sourceRemovals(serviceId, service, gone),
    ...entriesById(service.handlers).flatMap(([handlerId, handler]) =>
      handlerRemovals({ serviceId, handlerId, handler }, gone),
    ),
  ])
}

function sourceRemovals(serviceId: string, { sources }: Service, { isGone }: Gone): Change[] {
  return entriesById(sources)
    .filter(([, source]) => isGone(source, serviceId))
    .map(([id]) => removed('services', serviceId, 'sources', id))
}

interface NamedHandler {
  readonly serviceId: string
  readonly handlerId: string
  readonly handler: Handler
}

/** A handler that neither takes nor publishes anything any more goes; one that still publishes has edges to show. */
function handlerRemovals({ serviceId, handlerId, handler }: NamedHandler, gone: Gone): Change[] {
  const path = ['services', serviceId, 'handlers', handlerId]
  const outputIds = Object.keys(handler.outputs)
  const goneOutputIds = entriesById(handler.outputs)
    .filter(([, output]) => gone.isGone(output, serviceId))
    .map(([id]) => id)
  const subscriptionIds = handler.subscriptionIds.filter((id) => !gone.subscriptionIds.has(id))
  const eventTypeIds = handler.eventTypeIds?.filter((id) => id !== gone.eventTypeId)
  const losesSubscriptions = subscriptionIds.length < handler.subscriptionIds.length
  const losesTypes = eventTypeIds !== undefined && eventTypeIds.length < lengthOf(handler)
  if (!losesSubscriptions && !losesTypes && goneOutputIds.length === 0) return []

  const isIdle = subscriptionIds.length === 0 && outputIds.length === goneOutputIds.length
  if (isIdle || (losesTypes && eventTypeIds.length === 0)) return [{ path }]

  const changes: Change[] = goneOutputIds.map((id) => ({ path: [...path, 'outputs', id] }))
  if (losesSubscriptions)
    changes.push({ path: [...path, 'subscriptionIds'], value: subscriptionIds })
  if (losesTypes) changes.push({ path: [...path, 'eventTypeIds'], value: eventTypeIds })
  return changes
}

function lengthOf({ eventTypeIds }: Handler): number {
  return eventTypeIds?.length ?? 0
}

type IsGone = (toId: string, fromId: string) => boolean

function deadLetterRemovals(topology: Topology, isGone: IsGone): Change[] {
  const ofChannels = entriesById(topology.channels).flatMap(([id, channel]) =>
    channelDeadLetterRemovals(id, channel, isGone),
  )
  const ofSubscriptions = entriesById(topology.subscriptions)
    .filter(([, subscription]) => losesDeadLetters(subscription, isGone))
    .map(([id]) => removed('subscriptions', id, 'deadLetterChannelId'))
  const ofBindings = entriesById(topology.bindings)
    .filter(([, binding]) => bindingLosesDeadLetters(binding, isGone))
    .map(([id]) => removed('bindings', id, 'deadLetterQueueId'))
  return [...ofChannels, ...ofSubscriptions, ...ofBindings]
}

function channelDeadLetterRemovals(id: string, channel: Channel, isGone: IsGone): Change[] {
  if (channel.kind === 'sqsQueue' && channel.redrivePolicy)
    return isGone(channel.redrivePolicy.deadLetterQueueId, id)
      ? [removed('channels', id, 'redrivePolicy')]
      : []
  if (channel.kind !== 'rabbitQueue' || channel.deadLetterExchangeId === undefined) return []
  if (!isGone(channel.deadLetterExchangeId, id)) return []
  const exchange = removed('channels', id, 'deadLetterExchangeId')
  if (channel.deadLetterRoutingKey === undefined) return [exchange]
  return [exchange, removed('channels', id, 'deadLetterRoutingKey')]
}

function alternateRemovals(topology: Topology, isGone: IsGone): Change[] {
  return entriesById(topology.channels)
    .filter(
      ([id, channel]) =>
        channel.kind === 'rabbitExchange' &&
        channel.alternateExchangeId !== undefined &&
        isGone(channel.alternateExchangeId, id),
    )
    .map(([id]) => removed('channels', id, 'alternateExchangeId'))
}

function losesDeadLetters(subscription: Subscription, isGone: IsGone): boolean {
  if (subscription.kind !== 'kafkaConsumer') return false
  const { deadLetterChannelId, serviceId } = subscription
  return deadLetterChannelId !== undefined && isGone(deadLetterChannelId, serviceId)
}

function bindingLosesDeadLetters(binding: Binding, isGone: IsGone): boolean {
  if (binding.kind !== 'snsSubscription') return false
  const { deadLetterQueueId, fromChannelId } = binding
  return deadLetterQueueId !== undefined && isGone(deadLetterQueueId, fromChannelId)
}

function removed(...path: readonly string[]): Change {
  return { path: [...path] }
}
