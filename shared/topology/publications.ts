// Sources and outputs, seen alike: who publishes what, where.

import { entriesById, ownValue } from '../lib/entries.ts'
import type { Step } from '../lib/json.ts'
import { type ElementName, elementNames } from './elements.ts'
import type { Choice } from './fields.ts'
import type { Output, Service, Source } from './services.ts'
import type { Topology } from './topology.ts'

export interface Publication {
  readonly serviceId: string
  readonly element: ElementName
  /** Where in the document it stands. */
  readonly path: readonly Step[]
  readonly publishes: Source | Output
}

/** By the services of a document, which never change: many want to know. */
const known = new WeakMap<Topology['services'], readonly Publication[]>()

/** In the order of their ids. */
export function publicationsOf({ services }: Topology): readonly Publication[] {
  const found =
    known.get(services) ??
    entriesById(services).flatMap(([id, service]) => publicationsBy(id, service))
  known.set(services, found)
  return found
}

export function publicationsBy(serviceId: string, service: Service): readonly Publication[] {
  const bySources = entriesById(service.sources).map(([sourceId, source]) => ({
    serviceId,
    element: elementNames.source(serviceId, sourceId),
    path: ['services', serviceId, 'sources', sourceId],
    publishes: source,
  }))
  const byHandlers = entriesById(service.handlers).flatMap(([handlerId, handler]) =>
    entriesById(handler.outputs).map(([outputId, output]) => ({
      serviceId,
      element: elementNames.output(serviceId, handlerId, outputId),
      path: ['services', serviceId, 'handlers', handlerId, 'outputs', outputId],
      publishes: output,
    })),
  )
  return [...bySources, ...byHandlers]
}

/** Without a routing key of its own, an event carries the name of its type. */
function publicationRoutingKey(topology: Topology, publishes: Source | Output): Choice {
  const { routingKey, eventTypeId } = publishes
  return routingKey ?? ownValue(topology.eventTypes, eventTypeId)?.name ?? eventTypeId
}

/** Every routing key that its events may carry. */
export function routingKeysOf(topology: Topology, publishes: Source | Output): readonly string[] {
  const choice = publicationRoutingKey(topology, publishes)
  if (typeof choice === 'string') return [choice]
  return choice.filter(({ weight }) => weight > 0).map(({ value }) => value)
}
