// What the canvas draws between services and channels, derived from the document.

import { entriesById } from '../lib/entries.ts'
import { type ElementName, elementNames } from './elements.ts'
import { alternatePass, bindingPass, eventTypeIdsIn, type Flow, flowsOf } from './flows.ts'
import { publicationsOf } from './publications.ts'
import type { Topology } from './topology.ts'

export interface TopologyEdge {
  /** See `edgeIds`. */
  readonly id: string
  readonly kind: 'publish' | 'subscription' | 'binding' | 'deadLetter' | 'alternate'
  /** The id of a service or channel. */
  readonly fromId: string
  readonly toId: string
  /** What stands behind it in the document: sources and outputs, a binding, a subscription, … */
  readonly elements: readonly ElementName[]
  /** The types of the events that may travel along it, in the order of their ids. */
  readonly eventTypeIds: readonly string[]
}

export const edgeIds = {
  publish: (serviceId: string, channelId: string) => `publish:${serviceId}:${channelId}`,
  subscription: (subscriptionId: string) => `subscription:${subscriptionId}`,
  binding: (bindingId: string) => `binding:${bindingId}`,
  deadLetter: (fromId: string, toId: string) => `deadLetter:${fromId}:${toId}`,
  alternate: (exchangeId: string) => `alternate:${exchangeId}`,
}

/** Edges with both ends in the document; one publish edge for a service and a channel, however often it publishes. */
export function edgesOf(topology: Topology): readonly TopologyEdge[] {
  const flows = flowsOf(topology)
  const typesIn = (channelId: string) => eventTypeIdsIn(flows.get(channelId) ?? [])
  const edges = [
    ...publishEdges(topology),
    ...subscriptionEdges(topology, typesIn),
    ...bindingEdges(topology, flows),
    ...deadLetterEdges(topology, typesIn),
    ...alternateEdges(topology, flows),
  ]
  return edges.filter((edge) => hasItsEnds(topology, edge))
}

type Flows = ReadonlyMap<string, readonly Flow[]>
type TypesIn = (channelId: string) => readonly string[]

function hasItsEnds({ services, channels }: Topology, edge: TopologyEdge): boolean {
  const { kind, fromId, toId } = edge
  const isFromService = Object.hasOwn(services, fromId)
  const isFromChannel = Object.hasOwn(channels, fromId)
  const isToChannel = Object.hasOwn(channels, toId)
  switch (kind) {
    case 'publish':
      return isFromService && isToChannel
    case 'subscription':
      return isFromChannel && Object.hasOwn(services, toId)
    case 'binding':
    case 'alternate':
      return isFromChannel && isToChannel
    case 'deadLetter':
      return (isFromService || isFromChannel) && isToChannel
  }
}

function publishEdges(topology: Topology): readonly TopologyEdge[] {
  const edges = publicationsOf(topology).map(
    ({ serviceId, element, publishes }): TopologyEdge => ({
      id: edgeIds.publish(serviceId, publishes.channelId),
      kind: 'publish',
      fromId: serviceId,
      toId: publishes.channelId,
      elements: [element],
      eventTypeIds: [publishes.eventTypeId],
    }),
  )
  return merged(edges)
}

function subscriptionEdges(topology: Topology, typesIn: TypesIn): readonly TopologyEdge[] {
  return entriesById(topology.subscriptions).map(([id, { channelId, serviceId }]) => ({
    id: edgeIds.subscription(id),
    kind: 'subscription',
    fromId: channelId,
    toId: serviceId,
    elements: [elementNames.subscription(id)],
    eventTypeIds: typesIn(channelId),
  }))
}

function bindingEdges(topology: Topology, flows: Flows): readonly TopologyEdge[] {
  return entriesById(topology.bindings).map(([id, binding]) => {
    const pass = bindingPass(topology, binding)
    const arriving = flows.get(binding.fromChannelId) ?? []
    return {
      id: edgeIds.binding(id),
      kind: 'binding',
      fromId: binding.fromChannelId,
      toId: binding.toChannelId,
      elements: [elementNames.binding(id)],
      eventTypeIds: eventTypeIdsIn(arriving.filter((flow) => pass(flow) !== null)),
    }
  })
}

function deadLetterEdges(topology: Topology, typesIn: TypesIn): readonly TopologyEdge[] {
  const ofChannels = entriesById(topology.channels).flatMap(([id, channel]) => {
    const toId =
      channel.kind === 'sqsQueue'
        ? channel.redrivePolicy?.deadLetterQueueId
        : channel.kind === 'rabbitQueue' && channel.deadLetterExchangeId
    if (!toId) return []
    return [deadLetterEdge(id, toId, { element: elementNames.channel(id), types: typesIn(id) })]
  })
  const ofSubscriptions = entriesById(topology.subscriptions).flatMap(([id, subscription]) => {
    if (subscription.kind !== 'kafkaConsumer' || !subscription.deadLetterChannelId) return []
    const { serviceId, channelId, deadLetterChannelId } = subscription
    const behind = { element: elementNames.subscription(id), types: typesIn(channelId) }
    return [deadLetterEdge(serviceId, deadLetterChannelId, behind)]
  })
  const ofBindings = entriesById(topology.bindings).flatMap(([id, binding]) => {
    if (binding.kind !== 'snsSubscription' || !binding.deadLetterQueueId) return []
    const { fromChannelId, deadLetterQueueId } = binding
    if (topology.channels[fromChannelId]?.kind !== 'snsTopic') return []
    const behind = { element: elementNames.binding(id), types: typesIn(fromChannelId) }
    return [deadLetterEdge(fromChannelId, deadLetterQueueId, behind)]
  })
  return merged([...ofChannels, ...ofSubscriptions, ...ofBindings])
}

/** From an exchange to its alternate exchange. */
function alternateEdges(topology: Topology, flows: Flows): readonly TopologyEdge[] {
  return entriesById(topology.channels).flatMap(([id, channel]) => {
    if (channel.kind !== 'rabbitExchange' || channel.alternateExchangeId === undefined) return []
    const pass = alternatePass(topology, id)
    const arriving = flows.get(id) ?? []
    return [
      {
        id: edgeIds.alternate(id),
        kind: 'alternate' as const,
        fromId: id,
        toId: channel.alternateExchangeId,
        elements: [elementNames.channel(id)],
        eventTypeIds: eventTypeIdsIn(arriving.filter((flow) => pass(flow) !== null)),
      },
    ]
  })
}

function deadLetterEdge(
  fromId: string,
  toId: string,
  behind: { readonly element: ElementName; readonly types: readonly string[] },
): TopologyEdge {
  const id = edgeIds.deadLetter(fromId, toId)
  const { element, types } = behind
  return { id, kind: 'deadLetter', fromId, toId, elements: [element], eventTypeIds: types }
}

/** Edges of the same id become one. */
function merged(edges: readonly TopologyEdge[]): readonly TopologyEdge[] {
  const byId = new Map<string, TopologyEdge>()
  for (const edge of edges) {
    const known = byId.get(edge.id)
    byId.set(edge.id, known ? joined(known, edge) : edge)
  }
  return [...byId.values()]
}

function joined(a: TopologyEdge, b: TopologyEdge): TopologyEdge {
  return {
    ...a,
    elements: [...a.elements, ...b.elements],
    eventTypeIds: [...new Set([...a.eventTypeIds, ...b.eventTypeIds])].sort(),
  }
}
