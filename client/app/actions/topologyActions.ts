import { copyTopology, downloadTopology } from '../exporting.ts'
import { chooseFile } from '../importing.ts'
import { newTopology } from '../newTopology.ts'
import { type Action, isOpen, state } from './action.ts'

export const topologyActions: readonly Action[] = [
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
    worksInFields: true,
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
