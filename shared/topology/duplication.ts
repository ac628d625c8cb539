// Puts part of a drawing into a drawing: a copy of what stands beside it, or what was copied elsewhere.

import { entriesById, ownValue } from '../lib/entries.ts'
import { bounded } from './bounded.ts'
import type { Change, Edit } from './change.ts'
import { CopiedParts } from './duplicationParts.ts'
import { EventTypeCopies } from './duplicationTypes.ts'
import { type Excerpt, excerptOf, nodeIdsOf } from './excerpt.ts'
import { freshId, freshName } from './ids.ts'
import { labelName, manyLabel } from './naming.ts'
import { moved } from './rectangles.ts'
import type { Position, Topology } from './topology.ts'

export interface Duplication {
  readonly edit: Edit
  /** Of the copies, in the order of what was copied. */
  readonly ids: readonly string[]
}

export interface Pasted extends Duplication {
  readonly contextIds: readonly string[]
  readonly noteIds: readonly string[]
}

export interface Pasting {
  /** How far from where they were copied. */
  readonly offset: Position
  /** What leads out of the excerpt is connected with what has that id here; otherwise it is left out. */
  readonly keepsConnections: boolean
}

/** Services and channels, moved by `offset`. Edges to what is not copied are left out. */
export function duplicateNodes(
  topology: Topology,
  ids: readonly string[],
  offset: Position,
): Duplication {
  const excerpt = excerptOf(topology, { nodeIds: ids })
  const { changes, copyIds } = copying(topology, excerpt, { offset, keepsConnections: false })
  const frames = ids.flatMap((id): Change[] => {
    const contextId = ownValue(topology.layout.nodes, id)?.contextId
    const path = ['layout', 'nodes', copyIds.get(id) ?? id, 'contextId']
    return contextId === undefined ? [] : [{ path, value: contextId }]
  })
  const label = `Duplicate ${manyLabel(topology, ids)}`
  return {
    edit: bounded(topology, { label, changes: [...changes, ...frames] }),
    ids: ids.map((id) => copyIds.get(id) ?? id),
  }
}

/** Everything in it under ids that nothing here has yet, services and channels under such names too. */
export function pasteExcerpt(topology: Topology, excerpt: Excerpt, pasting: Pasting): Pasted {
  const { changes, copyIds, frameIds } = copying(topology, excerpt, pasting)
  const label = `Paste ${excerptWords(excerpt)}`
  return {
    edit: bounded(topology, { label, changes: [...changes] }),
    ids: [...copyIds.values()],
    contextIds: [...frameIds.contexts.values()],
    noteIds: [...frameIds.notes.values()],
  }
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
  /** From the id of a service or channel to its copy's. */
  readonly copyIds: ReadonlyMap<string, string>
  readonly frameIds: FrameIds
}

interface FrameIds {
  readonly contexts: ReadonlyMap<string, string>
  readonly notes: ReadonlyMap<string, string>
}

function copying(target: Topology, excerpt: Excerpt, pasting: Pasting): Copying {
  const types = new EventTypeCopies(target, excerpt)
  const { names, copyIds } = freshNodes(target, excerpt)
  const { contexts, notes } = excerpt.layout
  const frameIds = {
    contexts: freshIds(Object.keys(contexts), target.layout.contexts),
    notes: freshIds(Object.keys(notes), target.layout.notes),
  }
  const parts = new CopiedParts({
    target,
    keepsConnections: pasting.keepsConnections,
    copyIds,
    typeId: (id) => types.idOf(id),
  })
  const subscriptions = connected(excerpt.subscriptions, target.subscriptions, (subscription) =>
    parts.subscription(subscription),
  )
  const bindings = connected(excerpt.bindings, target.bindings, (binding) => parts.binding(binding))
  const nodes = [...copyIds].flatMap(([id, copyId]): Change[] => {
    const name = names.get(id) ?? id
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
    ...layoutChanges({ excerpt, copyIds, frameIds, offset: pasting.offset }),
    ...nodes,
    ...[...subscriptions.values()].map(({ id, value }) => ({ path: ['subscriptions', id], value })),
    ...[...bindings.values()].map(({ id, value }) => ({ path: ['bindings', id], value })),
  ]
  return { changes, copyIds, frameIds }
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
  readonly excerpt: Excerpt
  readonly copyIds: ReadonlyMap<string, string>
  readonly frameIds: FrameIds
  readonly offset: Position
}

function layoutChanges({ excerpt, copyIds, frameIds, offset }: Placing): readonly Change[] {
  const { nodes, contexts, notes } = excerpt.layout
  const framed = ({ contextId }: { readonly contextId?: string | undefined }) => {
    const copyId = contextId === undefined ? undefined : frameIds.contexts.get(contextId)
    return copyId === undefined ? {} : { contextId: copyId }
  }
  const placed = (section: string, id: string, value: Position): Change => ({
    path: ['layout', section, id],
    value: { ...value, ...moved(value, offset) },
  })
  return [
    ...entriesById(contexts).map(([id, context]) =>
      placed('contexts', frameIds.contexts.get(id) ?? id, context),
    ),
    ...[...copyIds].map(([id, copyId]) => {
      const place = ownValue(nodes, id) ?? { x: 0, y: 0 }
      return placed('nodes', copyId, { ...place, ...framed(place) })
    }),
    ...entriesById(notes).map(([id, note]) =>
      placed('notes', frameIds.notes.get(id) ?? id, { ...note, ...framed(note) }),
    ),
  ]
}

/** Names that nothing has yet, and the ids that follow from them. */
function freshNodes(target: Topology, excerpt: Excerpt) {
  const taken = { ...target.services, ...target.channels }
  const namesTaken = new Set(Object.values(taken).map(({ name }) => name))
  const names = new Map<string, string>()
  for (const id of nodeIdsOf(excerpt)) {
    const node = ownValue(excerpt.services, id) ?? ownValue(excerpt.channels, id)
    const name = freshName(node?.name ?? id, (candidate) => namesTaken.has(candidate))
    namesTaken.add(name)
    names.set(id, name)
  }
  return { names, copyIds: freshIds([...names.keys()], taken, (id) => names.get(id) ?? id) }
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
