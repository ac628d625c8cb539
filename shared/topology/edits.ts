// Constructors of edits, in the words of the person who makes them.

import { assert } from '../lib/assert.ts'
import { ownValue } from '../lib/entries.ts'
import type { Step } from '../lib/json.ts'
import type { Addition, Change, Edit } from './change.ts'
import type { ChannelKind } from './channels.ts'
import { settling } from './contextMembers.ts'
import { freshEventTypeId, freshNodeId, labelName, nodeName } from './naming.ts'
import { newChannel, newEventType, newService } from './newElements.ts'
import { channelSize, serviceSize } from './nodeSizes.ts'
import type { Service } from './services.ts'
import type { Position, Topology } from './topology.ts'

export type { Addition } from './change.ts'
export { removeEdge, removeEventType, removeNodes } from './removal.ts'

interface NewService {
  readonly name: string
  readonly role: Service['role']
  readonly position: Position
}

export function addService(topology: Topology, { name, role, position }: NewService): Addition {
  const id = freshNodeId(topology, name, 'service')
  const service = newService(name, role)
  const changes = [
    { path: ['services', id], value: service },
    ...settling(topology, id, { ...position, ...serviceSize(service) }),
  ]
  return { id, edit: { label: `Add ${labelName(name)}`, changes } }
}

interface NewChannel {
  readonly kind: ChannelKind
  readonly name: string
  readonly position: Position
}

export function addChannel(topology: Topology, { kind, name, position }: NewChannel): Addition {
  const id = freshNodeId(topology, name, 'channel')
  const channel = newChannel(kind, name)
  const size = channelSize(channel, { rows: 0, holdsDeadLetters: false })
  const changes = [
    { path: ['channels', id], value: channel },
    ...settling(topology, id, { ...position, ...size }),
  ]
  return { id, edit: { label: `Add ${labelName(name)}`, changes } }
}

export function addEventType(topology: Topology, { name }: { readonly name: string }): Addition {
  const id = freshEventTypeId(topology, name)
  const changes = [{ path: ['eventTypes', id], value: newEventType(topology, name) }]
  return { id, edit: { label: `Add ${labelName(name)}`, changes } }
}

export function moveNodes(topology: Topology, positions: Readonly<Record<string, Position>>): Edit {
  const ids = Object.keys(positions)
  assert(ids.length > 0, 'a move has something to move')
  const changes = Object.entries(positions).map(([id, position]) => ({
    path: ['layout', 'nodes', id],
    // Wherever it goes, it belongs to the same context.
    value: { ...ownValue(topology.layout.nodes, id), ...position },
  }))
  const what =
    ids.length === 1 ? labelName(nodeName(topology, ids[0] ?? '')) : `${ids.length} nodes`
  return { label: `Move ${what}`, changes }
}

/** Of a service or channel; its id stays. */
export function renameElement(topology: Topology, id: string, name: string): Edit {
  const section = Object.hasOwn(topology.services, id) ? 'services' : 'channels'
  const label = `Rename ${labelName(nodeName(topology, id))} to ${labelName(name)}`
  return { label, changes: [{ path: [section, id, 'name'], value: name }] }
}

/** Without a value, removes what is at the path. */
export function setField(path: readonly Step[], value: unknown, label: string): Edit {
  const change: Change = value === undefined ? { path: [...path] } : { path: [...path], value }
  return { label, changes: [change] }
}
