// What the elements of a run are called by people who read the drawing.

import { ownValue } from '#shared/lib/entries.ts'
import type { ElementName } from '#shared/topology/elements.ts'
import type { Topology } from '#shared/topology/topology.ts'

export interface ElementWords {
  /** A node's name, or the way from one to another: `orders → Payments`. */
  readonly path: string
  /** Where it begins, and where it leads; the same for a node. */
  readonly from: string
  readonly to: string
}

/** A part that was removed meanwhile is called by its id. */
export function elementWords(topology: Topology, name: ElementName): ElementWords {
  const [section = '', id = '', ...rest] = name.split('/')
  switch (section) {
    case 'services':
      return rest.length === 0
        ? place(nodeName(topology, id))
        : publicationWords(topology, id, rest)
    case 'channels':
      return place(partitionWords(nodeName(topology, id), rest))
    case 'subscriptions': {
      const subscription = ownValue(topology.subscriptions, id)
      if (!subscription) return place(id)
      return way(
        nodeName(topology, subscription.channelId),
        nodeName(topology, subscription.serviceId),
      )
    }
    case 'bindings': {
      const binding = ownValue(topology.bindings, id)
      if (!binding) return place(id)
      return way(nodeName(topology, binding.fromChannelId), nodeName(topology, binding.toChannelId))
    }
    default:
      return place(id === '' ? 'the drawing' : id)
  }
}

function nodeName({ services, channels }: Topology, id: string): string {
  return ownValue(services, id)?.name ?? ownValue(channels, id)?.name ?? id
}

/** `sources/<id>` or `handlers/<id>/outputs/<id>` of a service. */
function publicationWords(
  topology: Topology,
  serviceId: string,
  [kind = '', partId = '', , outputId = '']: readonly string[],
): ElementWords {
  const service = ownValue(topology.services, serviceId)
  if (!service) return place(serviceId)
  const handler = kind === 'handlers' ? ownValue(service.handlers, partId) : undefined
  const publication =
    kind === 'sources' ? ownValue(service.sources, partId) : handler?.outputs[outputId]
  if (!publication) return place(service.name)
  return way(service.name, nodeName(topology, publication.channelId))
}

function partitionWords(name: string, [kind, number]: readonly string[]): string {
  return kind === 'partitions' && number !== undefined ? `${name} P${number}` : name
}

function place(name: string): ElementWords {
  return { path: name, from: name, to: name }
}

function way(from: string, to: string): ElementWords {
  return { path: `${from} → ${to}`, from, to }
}
