// Frames round what belongs together.

import { contextIdOf } from '#shared/topology/contextMembers.ts'
import {
  collapseContexts,
  expandContexts,
  groupItems,
  leaveContext,
  removeContexts,
  ungroupContexts,
} from '#shared/topology/contexts.ts'
import { focusContext } from '../../canvas/contexts/focusContext.ts'
import { canvasIds } from '../../store/canvasIds.ts'
import type { DesignerState } from '../../store/designerStore.ts'
import { type Action, state } from './action.ts'

export const contextActions: readonly Action[] = [
  {
    id: 'group',
    group: 'Edit',
    label: 'Group into a context',
    keys: ['Mod+G'],
    isEnabled: ({ selectedNodeIds, selectedNoteIds }) =>
      selectedNodeIds.length + selectedNoteIds.length > 0,
    run: groupSelection,
  },
  {
    id: 'ungroup',
    group: 'Edit',
    label: 'Ungroup, or take out of its context',
    keys: ['Mod+Shift+G'],
    isEnabled: (current) => concernedContexts(current).length > 0,
    run: ungroupSelection,
  },
  {
    id: 'fold-context',
    group: 'Edit',
    label: 'Collapse or expand the context',
    keys: ['Alt+G'],
    isEnabled: (current) => concernedContexts(current).length > 0,
    run: foldSelection,
  },
  {
    id: 'delete-context',
    group: 'Edit',
    label: 'Delete the context with its content',
    keys: [],
    isEnabled: ({ selectedContextIds }) => selectedContextIds.length > 0,
    run: () => state().edit(removeContexts(state().topology, state().selectedContextIds)),
  },
]

/** The name is the next thing to say. */
function groupSelection(): void {
  const { topology, selectedNodeIds, selectedNoteIds, edit, select, setRenaming } = state()
  const ids = { nodeIds: selectedNodeIds, noteIds: selectedNoteIds }
  const grouped = groupItems(topology, ids)
  if (!grouped || !edit(grouped.edit)) return
  select({ contextIds: [grouped.id] })
  setRenaming(canvasIds.context(grouped.id))
}

/** Selected frames go; where none is, what is selected leaves its frame. */
function ungroupSelection(): void {
  const { topology, selectedContextIds, selectedNodeIds, selectedNoteIds, edit } = state()
  const edits =
    selectedContextIds.length > 0
      ? ungroupContexts(topology, selectedContextIds)
      : leaveContext(topology, { nodeIds: selectedNodeIds, noteIds: selectedNoteIds })
  if (edits) edit(edits)
}

function foldSelection(): void {
  const { topology, edit, select } = state()
  const contextIds = concernedContexts(state())
  const isCollapsed = (id: string) => topology.layout.contexts[id]?.collapsed === true
  const open = contextIds.filter((id) => !isCollapsed(id))
  const change = open.length > 0 ? collapseContexts : expandContexts
  if (!edit(change(topology, open.length > 0 ? open : contextIds))) return
  select({ contextIds })
  if (contextIds[0] !== undefined) focusContext(contextIds[0])
}

/** Those selected, or those of what is selected. */
function concernedContexts(current: DesignerState): readonly string[] {
  const { topology, selectedContextIds, selectedNodeIds, selectedNoteIds } = current
  if (selectedContextIds.length > 0) return selectedContextIds
  const ids = [
    ...selectedNodeIds.map((id) => contextIdOf(topology, id)),
    ...selectedNoteIds.map((id) => topology.layout.notes[id]?.contextId),
  ]
  return [...new Set(ids.filter((id) => id !== undefined))]
}
