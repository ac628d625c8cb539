import { copyTopology, downloadTopology } from '../exporting.ts'
import { chooseFile } from '../importing.ts'
import { newTopology } from '../newTopology.ts'
import { copyPicture, savePng, saveSvg } from '../pictures/pictureActions.ts'
import { copyShareLink } from '../sharing/addressShare.ts'
import { type Action, hasRun, isOpen, state } from './action.ts'

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
    id: 'copy-link',
    group: 'Topology',
    label: 'Copy a link that holds the topology and its run',
    keys: [],
    isEnabled: isOpen,
    run: () => void copyShareLink(),
  },
  {
    id: 'picture-svg',
    group: 'Topology',
    label: 'Download the drawing as SVG',
    keys: [],
    isEnabled: isOpen,
    run: saveSvg,
  },
  {
    id: 'picture-png',
    group: 'Topology',
    label: 'Download the drawing as PNG',
    keys: [],
    isEnabled: isOpen,
    run: savePng,
  },
  {
    id: 'picture-copy',
    group: 'Topology',
    label: 'Copy the drawing as a picture',
    keys: [],
    isEnabled: isOpen,
    run: copyPicture,
  },
  {
    id: 'picture-gif',
    group: 'Topology',
    label: 'Record a GIF of the run',
    keys: [],
    isEnabled: hasRun,
    run: () => state().openDialog('record'),
  },
  {
    id: 'versions',
    group: 'Topology',
    label: 'Version history, name a version',
    keys: ['Mod+Shift+S'],
    isEnabled: isOpen,
    run: () => state().openDialog('versions'),
  },
  {
    id: 'gallery',
    group: 'Topology',
    label: 'Examples and their stories',
    keys: [],
    run: () => state().openDialog('gallery'),
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
