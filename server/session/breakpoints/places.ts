// Which elements of a run a part of the canvas stands for, by what happens to them.

import { entriesById, ownValue } from '#shared/lib/entries.ts'
import type { JournalKind } from '#shared/lib/journal.ts'
import type { BreakpointPlace } from '#shared/protocol/breakpoints.ts'
import { edgesOf, type TopologyEdge } from '#shared/topology/edges.ts'
import { type ElementName, elementNames } from '#shared/topology/elements.ts'
import type { Topology } from '#shared/topology/topology.ts'

/** The elements that a record of this kind may name there. */
export type PlaceElements = (kind: JournalKind) => ReadonlySet<ElementName>

/** Null where the drawing has no such part. */
export function elementsOfPlace(topology: Topology, place: BreakpointPlace): PlaceElements | null {
  const edges = edgesOf(topology)
  if (place.kind === 'edge') {
    const edge = edges.find(({ id }) => id === place.id)
    return edge ? elementsOfEdge(edge) : null
  }
  if (ownValue(topology.services, place.id)) return elementsOfService(topology, edges, place.id)
  if (ownValue(topology.channels, place.id)) return elementsOfChannel(topology, edges, place.id)
  return null
}

function elementsOfService(
  topology: Topology,
  edges: readonly TopologyEdge[],
  serviceId: string,
): PlaceElements {
  const consumed = entriesById(topology.subscriptions).filter(
    ([, subscription]) => subscription.serviceId === serviceId,
  )
  const publishes = edges.filter(({ kind, fromId }) => kind === 'publish' && fromId === serviceId)
  const own = [
    elementNames.service(serviceId),
    ...consumed.map(([id]) => elementNames.subscription(id)),
  ]
  return byKind(own, {
    published: publishes.flatMap(({ elements }) => elements),
    // What comes to it, and what nobody takes of it.
    accepted: consumed.map(([, { channelId }]) => elementNames.channel(channelId)),
    refused: publishes.map(({ toId }) => elementNames.channel(toId)),
  })
}

function elementsOfChannel(
  topology: Topology,
  edges: readonly TopologyEdge[],
  channelId: string,
): PlaceElements {
  const into = (edgeKind: TopologyEdge['kind']) =>
    edges
      .filter(({ kind, toId }) => kind === edgeKind && toId === channelId)
      .flatMap(({ elements }) => elements)
  const own = [
    elementNames.channel(channelId),
    ...entriesById(topology.subscriptions)
      .filter(([, subscription]) => subscription.channelId === channelId)
      .map(([id]) => elementNames.subscription(id)),
    ...entriesById(topology.bindings)
      .filter(([, { fromChannelId }]) => fromChannelId === channelId)
      .map(([id]) => elementNames.binding(id)),
  ]
  return byKind(own, { published: into('publish'), deadLettered: into('deadLetter') })
}

function elementsOfEdge(edge: TopologyEdge): PlaceElements {
  const { kind, fromId, toId, elements } = edge
  const channelId = kind === 'subscription' ? fromId : toId
  const accepted = [elementNames.channel(channelId)]
  switch (kind) {
    case 'publish':
      return byKind([], { published: elements, accepted })
    case 'deadLetter':
      return byKind([], { deadLettered: elements, accepted })
    case 'subscription':
    case 'binding':
      return byKind(elements, { accepted })
    case 'alternate':
      return byKind([], { accepted })
  }
}

function byKind(
  own: readonly ElementName[],
  more: Readonly<Partial<Record<JournalKind, readonly ElementName[]>>>,
): PlaceElements {
  return (kind) => new Set([...own, ...(more[kind] ?? [])])
}
