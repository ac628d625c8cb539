import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { duplicateNodes, removeEdge, removeNodes } from '#shared/topology/edits.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { type Action, hasNodes, hasSelection, isOpen, state } from './action.ts'

export const editActions: readonly Action[] = [
  {
    id: 'undo',
    group: 'Edit',
    label: 'Undo',
    keys: ['Mod+Z'],
    detail: ({ undoLabel }) => undoLabel,
    isEnabled: ({ undoLabel }) => undoLabel !== null,
    run: () => state().undo(),
  },
  {
    id: 'redo',
    group: 'Edit',
    label: 'Redo',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    detail: ({ redoLabel }) => redoLabel,
    isEnabled: ({ redoLabel }) => redoLabel !== null,
    run: () => state().redo(),
  },
  {
    id: 'delete',
    group: 'Edit',
    label: 'Delete what is selected',
    keys: ['Delete', 'Backspace'],
    isEnabled: hasSelection,
    run: deleteSelection,
  },
  {
    id: 'duplicate',
    group: 'Edit',
    label: 'Duplicate',
    keys: ['Mod+D'],
    isEnabled: hasNodes,
    run: duplicateSelection,
  },
  {
    id: 'rename',
    group: 'Edit',
    label: 'Rename',
    keys: ['F2'],
    isEnabled: ({ selectedNodeIds }) => selectedNodeIds.length === 1,
    run: () => state().setRenaming(state().selectedNodeIds[0] ?? null),
  },
  {
    id: 'select-all',
    group: 'Edit',
    label: 'Select everything',
    keys: ['Mod+A'],
    isEnabled: isOpen,
    run: () => state().select({ nodeIds: nodeIdsOf(state().topology) }),
  },
  { id: 'escape', group: 'Edit', label: 'Deselect, or stop placing', keys: ['Escape'], run: letGo },
]

function deleteSelection(): void {
  const { topology, selectedNodeIds, selectedEdgeIds, edit } = state()
  const removal = removalOf(topology, selectedNodeIds, selectedEdgeIds)
  if (removal) edit(removal)
}

/** Nodes and edges go in one edit, so that one undo brings them back. */
function removalOf(
  topology: Topology,
  nodeIds: readonly string[],
  edgeIds: readonly string[],
): Edit | null {
  const steps = [
    ...(nodeIds.length > 0 ? [(before: Topology) => removeNodes(before, nodeIds)] : []),
    // An edge may be gone with its node already.
    ...edgeIds.map((edgeId) => (before: Topology) => removeEdge(before, edgeId)),
  ]
  let current = topology
  const edits: Edit[] = []
  for (const step of steps) {
    const edit = step(current)
    if (!edit) continue
    const result = applyEdit(current, edit)
    if (!result.ok) continue
    current = result.topology
    edits.push(edit)
  }
  const [first] = edits
  if (!first) return null
  const label = edits.length === 1 ? first.label : 'Delete the selection'
  return { label, changes: edits.flatMap(({ changes }) => changes) }
}

const DUPLICATE_OFFSET = { x: 40, y: 40 }

function duplicateSelection(): void {
  const { topology, selectedNodeIds, edit, select } = state()
  const copy = duplicateNodes(topology, selectedNodeIds, DUPLICATE_OFFSET)
  if (edit(copy.edit)) select({ nodeIds: copy.ids })
}

function letGo(): void {
  if (state().placing) state().setPlacing(null)
  else state().select({})
}

function nodeIdsOf({ services, channels }: Topology): readonly string[] {
  return [...Object.keys(services), ...Object.keys(channels)]
}
