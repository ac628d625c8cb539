// Drawing from a service to a channel: the service publishes there.

import { entriesById } from '../lib/entries.ts'
import type { Change, Edit } from './change.ts'
import { connectLabel, freshEventTypeId, freshIdIn, genericEventName } from './naming.ts'
import { newEventType, newOutput, newSource } from './newElements.ts'
import { publicationsBy, publicationsOf } from './publications.ts'
import type { Service } from './services.ts'
import type { Topology } from './topology.ts'

export interface NamedService {
  readonly id: string
  readonly service: Service
}

/** A source, or where the service has handlers at work, an output on each. */
export function publish(topology: Topology, from: NamedService, channelId: string): Edit {
  const { id, service } = from
  const { eventTypeId, changes } = fittingEventType(topology, from)
  const handlers = entriesById(service.handlers).filter(
    ([, { subscriptionIds }]) => subscriptionIds.length > 0,
  )
  for (const [handlerId, { outputs }] of handlers) {
    const outputId = freshIdIn(outputs, channelId, 'output')
    changes.push({
      path: ['services', id, 'handlers', handlerId, 'outputs', outputId],
      value: newOutput(eventTypeId, channelId),
    })
  }
  if (handlers.length === 0)
    changes.push({
      path: ['services', id, 'sources', freshIdIn(service.sources, channelId, 'source')],
      value: newSource(eventTypeId, channelId),
    })
  return { label: connectLabel(topology, id, channelId), changes }
}

interface Fitting {
  readonly eventTypeId: string
  /** What brings the event type into the document, if it is new. */
  readonly changes: Change[]
}

/** What the service publishes elsewhere; else the one type that is drawn but published by none; else a new one. */
function fittingEventType(topology: Topology, { id, service }: NamedService): Fitting {
  const [known] = publicationsBy(id, service)
    .map(({ publishes }) => publishes.eventTypeId)
    .filter((eventTypeId) => Object.hasOwn(topology.eventTypes, eventTypeId))
  if (known !== undefined) return { eventTypeId: known, changes: [] }

  const published = new Set(publicationsOf(topology).map(({ publishes }) => publishes.eventTypeId))
  const idle = Object.keys(topology.eventTypes).filter((eventTypeId) => !published.has(eventTypeId))
  const [only] = idle
  if (only !== undefined && idle.length === 1) return { eventTypeId: only, changes: [] }

  const name = genericEventName(service.name)
  const namesake = entriesById(topology.eventTypes).find(([, type]) => type.name === name)
  if (namesake !== undefined) return { eventTypeId: namesake[0], changes: [] }

  const eventTypeId = freshEventTypeId(topology, name)
  const value = newEventType(topology, name)
  return { eventTypeId, changes: [{ path: ['eventTypes', eventTypeId], value }] }
}
