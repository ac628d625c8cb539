// Puts part of a drawing into a drawing: a copy of what stands beside it, or what was copied elsewhere.

import { entriesById, ownValue } from '../lib/entries.ts'
import { bounded } from './bounded.ts'
import type { Change, Edit } from './change.ts'
import { CopiedParts } from './duplicationParts.ts'
import { EventTypeCopies } from './duplicationTypes.ts'
import { type Excerpt, nodeIdsOf } from './excerpt.ts'
import { freshId, freshName } from './ids.ts'
import { labelName } from './naming.ts'
import { moved } from './rectangles.ts'
import type { Position, Topology } from './topology.ts'

export interface Pasted {
  readonly edit: Edit
  readonly copyIds: CopyIds
}

/** From the id in the excerpt to its copy's. */
export interface CopyIds {
  /** Of services and channels. */
  readonly nodes: ReadonlyMap<string, string>
  readonly contexts: ReadonlyMap<string, string>
  readonly notes: ReadonlyMap<string, string>
}

export interface Pasting {
  /** How far from where they were copied. */
  readonly offset: Position
  /** What leads out of the excerpt is connected with what has that id here; otherwise it is left out. */
  readonly keepsConnections: boolean
}

/** Everything in it under ids that nothing here has yet, and under such names too, notes aside. */
export function pasteExcerpt(topology: Topology, excerpt: Excerpt, pasting: Pasting): Pasted {
  const { changes, copyIds } = copying(topology, excerpt, pasting)
  const label = `Paste ${excerptWords(excerpt)}`
  return { edit: bounded(topology, { label, changes: [...changes] }), copyIds }
}

/** "Payments and 2 more" */
export function excerptWords(excerpt: Excerpt): string {
  const { services, channels, layout } = excerpt
  const names = nodeIdsOf(excerpt).map(
    (id) => (ownValue(services, id) ?? ownValue(channels, id))?.name ?? id,
  )
  const frames = entriesById(layout.contexts).map(([, { name }]) => name)
  const notes = Object.keys(layout.notes).map(() => 'a note')
  const [first = '', ...others] = [...frames, ...names, ...notes]
  return others.length === 0 ? labelName(first) : `${labelName(first)} and ${others.length} more`
}

interface Copying {
  readonly changes: readonly Change[]
  readonly copyIds: CopyIds
}

function copying(target: Topology, excerpt: Excerpt, pasting: Pasting): Copying {
  const types = new EventTypeCopies(target, excerpt)
  const { names, ids } = freshNodes(target, excerpt)
  const { contexts, notes } = excerpt.layout
  const copyIds = {
    nodes: ids,
    contexts: freshIds(Object.keys(contexts), target.layout.contexts),
    notes: freshIds(Object.keys(notes), target.layout.notes),
  }
  const parts = new CopiedParts({
    target,
    keepsConnections: pasting.keepsConnections,
    copyIds: ids,
    typeId: (id) => types.idOf(id),
  })
  const subscriptions = connected(excerpt.subscriptions, target.subscriptions, (subscription) =>
    parts.subscription(subscription),
  )
  const bindings = connected(excerpt.bindings, target.bindings, (binding) => parts.binding(binding))
  const nodes = [...ids].flatMap(([id, copyId]): Change[] => {
    const name = names.get(id)?.name ?? id
    const service = ownValue(excerpt.services, id)
    const channel = ownValue(excerpt.channels, id)
    const subscriptionId = (inner: string) => subscriptions.get(inner)?.id
    if (service) {
      const value = parts.service(service, { name, subscriptionId })
      return [{ path: ['services', copyId], value }]
    }
    return channel ? [{ path: ['channels', copyId], value: parts.channel(channel, name) }] : []
  })
  const changes = [
    ...types.changes,
    ...layoutChanges({ target, excerpt, copyIds, offset: pasting.offset }),
    ...nodes,
    ...[...subscriptions.values()].map(({ id, value }) => ({ path: ['subscriptions', id], value })),
    ...[...bindings.values()].map(({ id, value }) => ({ path: ['bindings', id], value })),
  ]
  return { changes, copyIds }
}

/** The copies of those whose ends are both here, by the id of the original. */
function connected<Value>(
  map: Readonly<Record<string, Value>>,
  taken: object,
  copy: (value: Value) => Value | null,
): ReadonlyMap<string, { readonly id: string; readonly value: Value }> {
  const copies = entriesById(map).flatMap(([id, value]) => {
    const copied = copy(value)
    return copied === null ? [] : [[id, copied] as const]
  })
  const ids = freshIds(
    copies.map(([id]) => id),
    taken,
  )
  return new Map(copies.map(([id, value]) => [id, { id: ids.get(id) ?? id, value }]))
}

interface Placing {
  readonly target: Topology
  readonly excerpt: Excerpt
  readonly copyIds: CopyIds
  readonly offset: Position
}

function layoutChanges({ target, excerpt, copyIds, offset }: Placing): readonly Change[] {
  const { nodes, contexts, notes } = excerpt.layout
  const framed = ({ contextId }: { readonly contextId?: string | undefined }) => {
    const copyId = contextId === undefined ? undefined : copyIds.contexts.get(contextId)
    return copyId === undefined ? {} : { contextId: copyId }
  }
  const placed = (section: string, id: string, value: Position): Change => ({
    path: ['layout', section, id],
    value: { ...value, ...moved(value, offset) },
  })
  const names = freshNames(entriesById(contexts), Object.values(target.layout.contexts))
  return [
    ...[...copyIds.contexts].flatMap(([id, copyId]) => {
      const context = ownValue(contexts, id)
      return context ? [placed('contexts', copyId, { ...context, ...names.get(id) })] : []
    }),
    ...[...copyIds.nodes].map(([id, copyId]) => {
      const place = ownValue(nodes, id) ?? { x: 0, y: 0 }
      return placed('nodes', copyId, { ...place, ...framed(place) })
    }),
    ...[...copyIds.notes].flatMap(([id, copyId]) => {
      const note = ownValue(notes, id)
      return note ? [placed('notes', copyId, { ...note, ...framed(note) })] : []
    }),
  ]
}

interface Named {
  readonly name: string
}

/** Names that nothing has yet, and the ids that follow from them. */
function freshNodes(target: Topology, excerpt: Excerpt) {
  const { services, channels } = excerpt
  const taken = { ...target.services, ...target.channels }
  const nodes = nodeIdsOf(excerpt).flatMap((id) => {
    const node = ownValue(services, id) ?? ownValue(channels, id)
    return node ? [[id, node] as const] : []
  })
  const names = freshNames(nodes, Object.values(taken))
  const ids = freshIds([...names.keys()], taken, (id) => names.get(id)?.name ?? id)
  return { names, ids }
}

/** By the ids of those that are copied, in their order. */
function freshNames(
  copied: readonly (readonly [string, Named])[],
  known: readonly Named[],
): ReadonlyMap<string, Named> {
  const taken = new Set(known.map(({ name }) => name))
  const names = new Map<string, Named>()
  for (const [id, { name: wanted }] of copied) {
    const name = freshName(wanted, (candidate) => taken.has(candidate))
    taken.add(name)
    names.set(id, { name })
  }
  return names
}

function freshIds(
  ids: readonly string[],
  taken: object,
  nameOf: (id: string) => string = (id) => id,
): ReadonlyMap<string, string> {
  const fresh = new Map<string, string>()
  const used = new Set(Object.keys(taken))
  for (const id of [...ids].sort()) {
    const copyId = freshId(nameOf(id), {
      isTaken: (candidate) => used.has(candidate),
      fallback: 'copy',
    })
    used.add(copyId)
    fresh.set(id, copyId)
  }
  return fresh
}
