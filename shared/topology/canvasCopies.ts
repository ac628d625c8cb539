// Duplicates whatever is selected on the canvas: a context goes with its members.

import { ownValue } from '../lib/entries.ts'
import { bounded } from './bounded.ts'
import type { Change, Edit } from './change.ts'
import { contextIdOf, memberNodeIds } from './contextMembers.ts'
import { contextName } from './contexts.ts'
import { duplicateNodes } from './duplication.ts'
import { freshId, freshName } from './ids.ts'
import type { Note } from './layout.ts'
import { manyLabel } from './naming.ts'
import { moved } from './rectangles.ts'
import type { Position, Topology } from './topology.ts'

/** What can be selected on the canvas, edges aside. */
export interface CanvasIds {
  readonly nodeIds: readonly string[]
  readonly contextIds: readonly string[]
  readonly noteIds: readonly string[]
}

export interface CanvasCopies {
  readonly edit: Edit
  readonly ids: CanvasIds
}

/** Copies of members stay in the context, or come into the copy of it. Null: nothing is chosen. */
export function duplicateOnCanvas(
  topology: Topology,
  chosen: CanvasIds,
  offset: Position,
): CanvasCopies | null {
  const { contextIds } = chosen
  const isMember = ({ contextId }: Note) =>
    contextId !== undefined && contextIds.includes(contextId)
  const notes = Object.entries(topology.layout.notes).filter(
    ([id, note]) => chosen.noteIds.includes(id) || isMember(note),
  )
  const members = contextIds.flatMap((id) => memberNodeIds(topology, id))
  const nodeIds = [...new Set([...chosen.nodeIds, ...members])]
  if (nodeIds.length + contextIds.length + notes.length === 0) return null
  const nodes = nodeIds.length > 0 ? duplicateNodes(topology, nodeIds, offset) : NO_NODES
  const contexts = copiedContexts(topology, contextIds, offset)
  const copyOf = (id: string | undefined) => (id === undefined ? id : (contexts.ids.get(id) ?? id))
  const copiedNotes = copies(
    topology.layout.notes,
    notes.map(([id]) => id),
  )
  const changes: Change[] = [
    ...nodes.edit.changes,
    ...contexts.changes,
    ...nodeIds.flatMap((id, index) =>
      joining(['layout', 'nodes', nodes.ids[index] ?? id], copyOf(contextIdOf(topology, id))),
    ),
    ...notes.map(([id, note]) => ({
      path: ['layout', 'notes', copiedNotes.get(id) ?? id],
      value: inContext({ ...note, ...moved(note, offset) }, copyOf(note.contextId)),
    })),
  ]
  const ids = {
    // Members are selected by their context.
    nodeIds: nodes.ids.filter((_, index) => chosen.nodeIds.includes(nodeIds[index] ?? '')),
    contextIds: contextIds.map((id) => contexts.ids.get(id) ?? id),
    noteIds: chosen.noteIds.flatMap((id) => copiedNotes.get(id) ?? []),
  }
  return { ids, edit: bounded(topology, { label: labelFor(topology, chosen), changes }) }
}

const NO_NODES = { edit: { label: '', changes: [] }, ids: [] }

function copiedContexts({ layout }: Topology, ids: readonly string[], offset: Position) {
  const taken = new Set(Object.values(layout.contexts).map(({ name }) => name))
  const copyIds = copies(layout.contexts, ids)
  const changes = ids.flatMap((id): Change[] => {
    const context = ownValue(layout.contexts, id)
    if (!context) return []
    const name = freshName(context.name, (candidate) => taken.has(candidate))
    taken.add(name)
    const path = ['layout', 'contexts', copyIds.get(id) ?? id]
    return [{ path, value: { ...context, name, ...moved(context, offset) } }]
  })
  return { ids: copyIds, changes }
}

/** From each id to one that nothing in the map has. */
function copies(map: object, ids: readonly string[]): ReadonlyMap<string, string> {
  const used = new Set(Object.keys(map))
  const fresh = new Map<string, string>()
  for (const id of ids) {
    const copyId = freshId(id, { isTaken: (candidate) => used.has(candidate), fallback: 'copy' })
    used.add(copyId)
    fresh.set(id, copyId)
  }
  return fresh
}

function joining(path: readonly string[], contextId: string | undefined): Change[] {
  return contextId === undefined ? [] : [{ path: [...path, 'contextId'], value: contextId }]
}

function inContext(note: Note, contextId: string | undefined): Note {
  return contextId === undefined ? note : { ...note, contextId }
}

function labelFor(topology: Topology, { nodeIds, contextIds, noteIds }: CanvasIds): string {
  const [contextId] = contextIds
  if (nodeIds.length > 0) return `Duplicate ${manyLabel(topology, nodeIds)}`
  if (contextId !== undefined) return `Duplicate ${contextName(topology, contextId)}`
  return noteIds.length === 1 ? 'Duplicate a note' : `Duplicate ${noteIds.length} notes`
}
