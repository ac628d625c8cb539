// What stands on the canvas besides services and channels: notes, and the nodes that stand for
// collapsed contexts.

import type { Node } from 'reactflow'
import { entriesById, ownValue } from '#shared/lib/entries.ts'
import { hiddenIn } from '#shared/topology/contextMembers.ts'
import type { Context, Note } from '#shared/topology/layout.ts'
import { GRID, type Size } from '#shared/topology/nodeSizes.ts'
import { noteTitle } from '#shared/topology/notes.ts'
import type { Position, Topology } from '#shared/topology/topology.ts'
import { canvasIds, thingOf } from '../../store/canvasIds.ts'

export type NoteCanvasNode = Node<{ readonly note: Note }, 'note'>
export type ContextCanvasNode = Node<{ readonly context: Context }, 'context'>

interface AnnotationDraft {
  readonly id: string
  readonly type: 'note' | 'context'
  readonly data: Record<string, unknown>
  readonly name: string
  readonly size: Size
}

/** A context that is drawn as one node. */
const SUMMARY_SIZE: Size = { width: 10 * GRID, height: 6 * GRID }

export function annotationDrafts(topology: Topology): readonly AnnotationDraft[] {
  const { contexts, notes } = topology.layout
  const summaries = entriesById(contexts)
    .filter(([, { collapsed }]) => collapsed === true)
    .map(
      ([id, context]): AnnotationDraft => ({
        id: canvasIds.context(id),
        type: 'context',
        data: { context },
        name: context.name,
        size: SUMMARY_SIZE,
      }),
    )
  const shownNotes = entriesById(notes)
    .filter(([, { contextId }]) => ownValue(contexts, contextId ?? '')?.collapsed !== true)
    .map(([id, note]): AnnotationDraft => {
      const size = { width: note.width, height: note.height }
      return {
        id: canvasIds.note(id),
        type: 'note',
        data: { note },
        name: noteTitle(note.text),
        size,
      }
    })
  return [...summaries, ...shownNotes]
}

/** Whether a service or channel is drawn: not where its context is collapsed. */
export function isInSight(topology: Topology): (nodeId: string) => boolean {
  return (nodeId) => hiddenIn(topology, nodeId) === null
}

/** The top left corner of whatever the canvas calls so. */
export function placeOnCanvas({ layout }: Topology, canvasId: string): Position | undefined {
  const { kind, id } = thingOf(canvasId)
  if (kind === 'context') return ownValue(layout.contexts, id)
  return kind === 'note' ? ownValue(layout.notes, id) : ownValue(layout.nodes, id)
}

/** Whether a note, or a context as one node, is drawn under that name. */
export function isAnnotationOn({ layout }: Topology, canvasId: string): boolean {
  const { kind, id } = thingOf(canvasId)
  if (kind === 'context') return ownValue(layout.contexts, id)?.collapsed === true
  const note = kind === 'note' ? ownValue(layout.notes, id) : undefined
  return note !== undefined && ownValue(layout.contexts, note.contextId ?? '')?.collapsed !== true
}
