// Parts of a service that are added from the inspector. They begin as something that runs.

import type { Change, Edit } from '#shared/topology/change.ts'
import { addEventType, setField } from '#shared/topology/edits.ts'
import { freshName } from '#shared/topology/ids.ts'
import { freshIdIn, genericEventName } from '#shared/topology/naming.ts'
import { newHandler, newOutput, newSource } from '#shared/topology/newElements.ts'
import { publicationsBy } from '#shared/topology/publications.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { designerStore } from '../../store/designerStore.ts'

export function addSource(serviceId: string): void {
  const { topology } = designerStore.getState()
  const service = topology.services[serviceId]
  if (!service) return
  const target = targetFor(topology, serviceId)
  if (!target) return
  const id = freshIdIn(service.sources, 'source', 'source')
  const source = newSource(target.eventTypeId, target.channelId)
  commit(`Add a source to ${service.name}`, [
    ...target.changes,
    { path: ['services', serviceId, 'sources', id], value: source },
  ])
}

export function addOutput(serviceId: string, handlerId: string): void {
  const { topology } = designerStore.getState()
  const service = topology.services[serviceId]
  const handler = service?.handlers[handlerId]
  if (!service || !handler) return
  const target = targetFor(topology, serviceId)
  if (!target) return
  const id = freshIdIn(handler.outputs, 'output', 'output')
  const path = ['services', serviceId, 'handlers', handlerId, 'outputs', id]
  const output = newOutput(target.eventTypeId, target.channelId)
  commit(`Add an output to ${service.name}`, [...target.changes, { path, value: output }])
}

/** Takes the subscriptions that no other handler takes; the first of all where none is free. */
export function addHandler(serviceId: string): void {
  const { topology, edit } = designerStore.getState()
  const service = topology.services[serviceId]
  if (!service) return
  const own = Object.entries(topology.subscriptions)
    .filter(([, subscription]) => subscription.serviceId === serviceId)
    .map(([id]) => id)
    .sort()
  const taken = new Set(Object.values(service.handlers).flatMap((h) => h.subscriptionIds))
  const free = own.filter((id) => !taken.has(id))
  const subscriptionIds = free.length > 0 ? free : own.slice(0, 1)
  const id = freshIdIn(service.handlers, 'handler', 'handler')
  const handler = { ...newHandler(''), subscriptionIds }
  edit(
    setField(['services', serviceId, 'handlers', id], handler, `Add a handler to ${service.name}`),
  )
}

/** A new event type, and the field that wanted it, in one step. */
export function setNewEventType(path: readonly (string | number)[], subject: string): void {
  const { topology } = designerStore.getState()
  const { edit: addition, id } = addEventType(topology, { name: freshTypeName(topology, subject) })
  commit(`Add an event type for ${subject}`, [...addition.changes, { path: [...path], value: id }])
}

interface Target {
  readonly eventTypeId: string
  readonly channelId: string
  /** What has to be there first. */
  readonly changes: readonly Change[]
}

/** Where the service publishes already, or the first channel; the first event type, or a new one. */
function targetFor(topology: Topology, serviceId: string): Target | null {
  const service = topology.services[serviceId]
  const known = service ? publicationsBy(serviceId, service)[0]?.publishes : undefined
  const channelId = known?.channelId ?? Object.keys(topology.channels).sort()[0]
  if (channelId === undefined) return null
  const eventTypeId = known?.eventTypeId ?? Object.keys(topology.eventTypes).sort()[0]
  if (eventTypeId !== undefined) return { eventTypeId, channelId, changes: [] }
  const { edit, id } = addEventType(topology, {
    name: freshTypeName(topology, service?.name ?? serviceId),
  })
  return { eventTypeId: id, channelId, changes: edit.changes }
}

function freshTypeName({ eventTypes }: Topology, serviceName: string): string {
  const taken = new Set(Object.values(eventTypes).map(({ name }) => name))
  return freshName(genericEventName(serviceName), (name) => taken.has(name))
}

function commit(label: string, changes: readonly Change[]): void {
  const edit: Edit = { label, changes: [...changes] }
  designerStore.getState().edit(edit)
}
