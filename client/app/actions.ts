// What a person can do, once: menus, shortcuts and the shortcut sheet all read this list.

import type { Edit } from '#shared/topology/change.ts'
import { applyEdit } from '#shared/topology/edit.ts'
import { duplicateNodes, removeEdge, removeNodes } from '#shared/topology/edits.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { fasterSpeed, slowerSpeed } from '../playback/speeds.ts'
import { resetRun, rewind, setSpeed, stepBack, stepRun, toggleRun } from '../playback/transport.ts'
import { type DesignerState, designerStore } from '../store/designerStore.ts'
import { NODE_KINDS, nodeKinds } from '../store/nodeKinds.ts'
import type { DockTab, NodeKind } from '../store/viewSlice.ts'
import { copyTopology, downloadTopology } from './exporting.ts'
import { chooseFile } from './importing.ts'
import { newTopology } from './newTopology.ts'

export const ACTION_GROUPS = ['Run', 'Edit', 'Add', 'View', 'Topology'] as const

export interface Action {
  readonly id: string
  readonly group: (typeof ACTION_GROUPS)[number]
  readonly label: string
  /** As shortcuts.ts reads them; the first is the one that is shown. */
  readonly keys: readonly string[]
  /** Left out: always. */
  readonly isEnabled?: (state: DesignerState) => boolean
  readonly run: () => void
}

const state = () => designerStore.getState()
const isOpen = ({ topologyId }: DesignerState) => topologyId !== null
const hasSelection = ({ selectedNodeIds, selectedEdgeIds }: DesignerState) =>
  selectedNodeIds.length + selectedEdgeIds.length > 0
const hasRun = ({ run }: DesignerState) => run !== null && run.status !== 'held'

const runActions: readonly Action[] = [
  {
    id: 'run',
    group: 'Run',
    label: 'Run or pause',
    keys: ['Space', 'Mod+Enter'],
    isEnabled: hasRun,
    run: () => void toggleRun(),
  },
  {
    id: 'step',
    group: 'Run',
    label: 'Step to the next event',
    keys: ['.'],
    isEnabled: hasRun,
    run: () => void stepRun(),
  },
  {
    id: 'stepBack',
    group: 'Run',
    label: 'Step back to the event before',
    keys: [','],
    isEnabled: hasRun,
    run: () => void stepBack(),
  },
  {
    id: 'rewind',
    group: 'Run',
    label: 'Back to the start, keeping what is recorded',
    keys: ['Shift+Home'],
    isEnabled: hasRun,
    run: () => void rewind(0),
  },
  {
    id: 'faster',
    group: 'Run',
    label: 'Faster',
    keys: ['Shift+.'],
    isEnabled: hasRun,
    run: () => void setSpeed(fasterSpeed(state().run?.speed ?? 1)),
  },
  {
    id: 'slower',
    group: 'Run',
    label: 'Slower',
    keys: ['Shift+,'],
    isEnabled: hasRun,
    run: () => void setSpeed(slowerSpeed(state().run?.speed ?? 1)),
  },
  {
    id: 'reset',
    group: 'Run',
    label: 'Reset the run',
    keys: ['Mod+Shift+R'],
    isEnabled: ({ run }) => run !== null,
    run: () => void resetRun(),
  },
]

const editActions: readonly Action[] = [
  {
    id: 'undo',
    group: 'Edit',
    label: 'Undo',
    keys: ['Mod+Z'],
    isEnabled: ({ undoLabel }) => undoLabel !== null,
    run: () => state().undo(),
  },
  {
    id: 'redo',
    group: 'Edit',
    label: 'Redo',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
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
    isEnabled: ({ selectedNodeIds }) => selectedNodeIds.length > 0,
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

const viewActions: readonly Action[] = [
  {
    id: 'search',
    group: 'View',
    label: 'Find an action',
    keys: ['Mod+K'],
    run: () => state().openDialog('search'),
  },
  {
    id: 'fit',
    group: 'View',
    label: 'Show everything',
    keys: ['Shift+1'],
    isEnabled: isOpen,
    run: () => state().requestFlyTo([]),
  },
  {
    id: 'fit-selection',
    group: 'View',
    label: 'Show what is selected',
    keys: ['Shift+2'],
    isEnabled: ({ selectedNodeIds }) => selectedNodeIds.length > 0,
    run: () => state().requestFlyTo(state().selectedNodeIds),
  },
  dockAction('events', 'Events', 'Alt+1'),
  dockAction('metrics', 'Metrics', 'Alt+2'),
  dockAction('problems', 'Problems', 'Alt+3'),
  dockAction('eventTypes', 'Event types', 'Alt+4'),
  {
    id: 'shortcuts',
    group: 'View',
    label: 'Keyboard shortcuts',
    keys: ['?'],
    run: () => state().openDialog('shortcuts'),
  },
  {
    id: 'modelled',
    group: 'View',
    label: 'What is modelled',
    keys: [],
    run: () => state().openDialog('modelled'),
  },
]

const topologyActions: readonly Action[] = [
  {
    id: 'new',
    group: 'Topology',
    label: 'New topology',
    keys: [],
    run: () => void newTopology(),
  },
  {
    id: 'import',
    group: 'Topology',
    label: 'Import a file',
    keys: ['Mod+O'],
    run: chooseFile,
  },
  {
    id: 'download',
    group: 'Topology',
    label: 'Download the topology',
    keys: ['Mod+S'],
    isEnabled: isOpen,
    run: downloadTopology,
  },
  {
    id: 'copy',
    group: 'Topology',
    label: 'Copy the topology as JSON',
    keys: ['Mod+Shift+C'],
    isEnabled: isOpen,
    run: () => void copyTopology(),
  },
  {
    id: 'delete-topology',
    group: 'Topology',
    label: 'Delete the topology',
    keys: [],
    isEnabled: isOpen,
    run: () => state().openDialog('delete'),
  },
]

export const actions: readonly Action[] = [
  ...runActions,
  ...editActions,
  ...NODE_KINDS.map(addAction),
  ...viewActions,
  ...topologyActions,
]

function addAction(kind: NodeKind): Action {
  const { label, letter } = nodeKinds[kind]
  return {
    id: `add-${kind}`,
    group: 'Add',
    label,
    keys: [letter],
    isEnabled: isOpen,
    run: () => state().setPlacing(kind),
  }
}

function dockAction(tab: DockTab, label: string, key: string): Action {
  return { id: tab, group: 'View', label, keys: [key], run: () => state().openDock(tab) }
}

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
