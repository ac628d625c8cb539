import { duplicateOnCanvas } from '#shared/topology/canvasCopies.ts'
import type { Edit } from '#shared/topology/change.ts'
import { ungroupContexts } from '#shared/topology/contexts.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { removeEdge, removeNodes } from '#shared/topology/edits.ts'
import { removeNotes } from '#shared/topology/notes.ts'
import type { Topology } from '#shared/topology/topology.ts'
import type { DesignerState } from '../../store/designerStore.ts'
import { selectedCanvasIds } from '../../store/selectionSlice.ts'
import { copySelection, cutSelection } from '../clipboard/clipboard.ts'
import { pasteFromClipboard } from '../clipboard/pasting.ts'
import { type Action, hasNodes, hasSelection, hasThings, isOpen, state } from './action.ts'

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
    id: 'delete-reconnect',
    group: 'Edit',
    label: 'Delete, and connect what is left',
    keys: ['Mod+Backspace', 'Mod+Delete'],
    isEnabled: hasNodes,
    run: () => void import('./arranging.ts').then(({ removeReconnecting }) => removeReconnecting()),
  },
  {
    id: 'copy-selection',
    group: 'Edit',
    label: 'Copy',
    keys: ['Mod+C'],
    isEnabled: hasThings,
    run: () => void copySelection(),
  },
  {
    id: 'cut',
    group: 'Edit',
    label: 'Cut',
    keys: ['Mod+X'],
    isEnabled: hasThings,
    run: () => void cutSelection(),
  },
  {
    id: 'paste',
    group: 'Edit',
    label: 'Paste',
    keys: ['Mod+V'],
    run: () => void pasteFromClipboard({ keepsConnections: false }),
  },
  {
    id: 'paste-connected',
    group: 'Edit',
    label: 'Paste, keeping connections',
    keys: ['Mod+Shift+V'],
    isEnabled: isOpen,
    run: () => void pasteFromClipboard({ keepsConnections: true }),
  },
  {
    id: 'duplicate',
    group: 'Edit',
    label: 'Duplicate',
    keys: ['Mod+D'],
    isEnabled: hasThings,
    run: duplicateSelection,
  },
  {
    id: 'rename',
    group: 'Edit',
    label: 'Rename',
    keys: ['F2'],
    isEnabled: (current) => selectedCanvasIds(current).length === 1,
    run: () => state().setRenaming(selectedCanvasIds(state())[0] ?? null),
  },
  {
    id: 'tidy',
    group: 'Edit',
    label: 'Tidy the drawing, or what is selected of it',
    keys: ['Shift+Alt+T'],
    isEnabled: isOpen,
    run: () => void import('../layout/tidy.ts').then(({ tidy }) => tidy()),
  },
  {
    id: 'select-all',
    group: 'Edit',
    label: 'Select everything',
    keys: ['Mod+A'],
    isEnabled: isOpen,
    run: () => state().select(everythingIn(state().topology)),
  },
  {
    id: 'escape',
    group: 'Edit',
    label: 'Deselect; then close the dock',
    keys: ['Escape'],
    run: letGo,
  },
]

function deleteSelection(): void {
  const removal = removalOf(state())
  if (removal) state().edit(removal)
}

/** Nodes and edges go in one edit, so that one undo brings them back. */
function removalOf(current: DesignerState): Edit | null {
  const { topology, selectedNodeIds: nodeIds, selectedEdgeIds: edgeIds } = current
  const { selectedContextIds: contextIds, selectedNoteIds: noteIds } = current
  const steps = [
    // A frame goes by itself: what it holds stays.
    ...(contextIds.length > 0 ? [(before: Topology) => ungroupContexts(before, contextIds)] : []),
    ...(noteIds.length > 0 ? [() => removeNotes(noteIds)] : []),
    ...(nodeIds.length > 0 ? [(before: Topology) => removeNodes(before, nodeIds)] : []),
    // An edge may be gone with its node already.
    ...edgeIds.map((edgeId) => (before: Topology) => removeEdge(before, edgeId)),
  ]
  let drawing = topology
  const edits: Edit[] = []
  for (const step of steps) {
    const edit = step(drawing)
    if (!edit) continue
    const result = applyEdit(drawing, edit)
    if (!result.ok) continue
    drawing = result.topology
    edits.push(edit)
  }
  const [first] = edits
  if (!first) return null
  const label = edits.length === 1 ? first.label : 'Delete the selection'
  return { label, changes: edits.flatMap(({ changes }) => changes) }
}

const DUPLICATE_OFFSET = { x: 40, y: 40 }

function duplicateSelection(): void {
  const { topology, selectedNodeIds, selectedContextIds, selectedNoteIds, edit, select } = state()
  const chosen = {
    nodeIds: selectedNodeIds,
    contextIds: selectedContextIds,
    noteIds: selectedNoteIds,
  }
  const copy = duplicateOnCanvas(topology, chosen, DUPLICATE_OFFSET)
  if (copy && edit(copy.edit)) select(copy.ids)
}

function letGo(): void {
  if (state().placing) state().setPlacing(null)
  else if (hasSelection(state())) state().select({})
  else state().closeDock()
}

function everythingIn({ services, channels, layout }: Topology) {
  return {
    nodeIds: [...Object.keys(services), ...Object.keys(channels)],
    contextIds: Object.keys(layout.contexts),
    noteIds: Object.keys(layout.notes),
  }
}
