// Duplicates whatever is selected on the canvas: an excerpt of the drawing, pasted beside itself. A context
// goes with its members.

import { ownValue } from '../lib/entries.ts'
import { bounded } from './bounded.ts'
import type { Change, Edit } from './change.ts'
import { contextName } from './contexts.ts'
import { type CopyIds, pasteExcerpt } from './duplication.ts'
import { excerptOf, isEmptyExcerpt } from './excerpt.ts'
import { manyLabel } from './naming.ts'
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
  const excerpt = excerptOf(topology, chosen)
  if (isEmptyExcerpt(excerpt)) return null
  const pasted = pasteExcerpt(topology, excerpt, { offset, keepsConnections: false })
  const { copyIds } = pasted
  const changes = [
    ...pasted.edit.changes,
    ...staying(topology, 'nodes', copyIds),
    ...staying(topology, 'notes', copyIds),
  ]
  const label = labelFor(topology, chosen)
  // Members are selected by their context.
  const ids = {
    nodeIds: chosen.nodeIds.flatMap((id) => copyIds.nodes.get(id) ?? []),
    contextIds: chosen.contextIds.flatMap((id) => copyIds.contexts.get(id) ?? []),
    noteIds: chosen.noteIds.flatMap((id) => copyIds.notes.get(id) ?? []),
  }
  return { ids, edit: bounded(topology, { label, changes }) }
}

/** Copies of members whose context is not copied belong to it as well. */
function staying(
  { layout }: Topology,
  section: 'nodes' | 'notes',
  copyIds: CopyIds,
): readonly Change[] {
  return [...copyIds[section]].flatMap(([id, copyId]) => {
    const contextId = ownValue(layout[section], id)?.contextId
    if (contextId === undefined || copyIds.contexts.has(contextId)) return []
    return [{ path: ['layout', section, copyId, 'contextId'], value: contextId }]
  })
}

function labelFor(topology: Topology, { nodeIds, contextIds, noteIds }: CanvasIds): string {
  const [contextId] = contextIds
  if (nodeIds.length > 0) return `Duplicate ${manyLabel(topology, nodeIds)}`
  if (contextId !== undefined) return `Duplicate ${contextName(topology, contextId)}`
  return noteIds.length === 1 ? 'Duplicate a note' : `Duplicate ${noteIds.length} notes`
}
