import { canvasView } from '../../canvas/scene/canvasView.ts'
import { selectedCanvasIds } from '../../store/selectionSlice.ts'
import { isMinimapShown } from '../../store/selectors.ts'
import type { DockTab } from '../../store/viewSlice.ts'
import { goToRegion } from '../regions.ts'
import { type Action, hasThings, isOpen, state } from './action.ts'

export const searchAction: Action = {
  id: 'search',
  group: 'View',
  label: 'Find an action',
  keys: ['Mod+K'],
  worksInFields: true,
  run: () => state().openDialog('search'),
}

export const viewActions: readonly Action[] = [
  searchAction,
  {
    id: 'find',
    group: 'View',
    label: 'Find on the canvas',
    keys: ['Mod+F'],
    worksInFields: true,
    isEnabled: isOpen,
    run: () => state().find(state().finding ?? ''),
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
    isEnabled: hasThings,
    run: () => state().requestFlyTo(selectedCanvasIds(state())),
  },
  zoomAction('in', 'Zoom in', ['Plus', '=']),
  zoomAction('out', 'Zoom out', ['Minus']),
  zoomAction('whole', 'Zoom to 100 %', ['Mod+0']),
  {
    id: 'minimap',
    group: 'View',
    label: 'Minimap on or off',
    keys: ['M'],
    isEnabled: isOpen,
    run: () => state().showMinimap(!isMinimapShown(state())),
  },
  {
    id: 'grid',
    group: 'View',
    label: 'Grid on or off',
    keys: ['G'],
    isEnabled: isOpen,
    run: () => state().showGrid(!state().gridShown),
  },
  {
    id: 'panels',
    group: 'View',
    label: 'Hide or show the panels',
    keys: ['\\'],
    isEnabled: isOpen,
    run: () => state().showPanels(!state().panelsShown),
  },
  {
    id: 'next-region',
    group: 'View',
    label: 'Go to the next region of the page',
    keys: ['F6'],
    worksInFields: true,
    run: () => goToRegion(1),
  },
  {
    id: 'previous-region',
    group: 'View',
    label: 'Go to the region before',
    keys: ['Shift+F6'],
    worksInFields: true,
    run: () => goToRegion(-1),
  },
  dockAction('events', 'Events', 'Alt+1'),
  dockAction('metrics', 'Metrics', 'Alt+2'),
  dockAction('problems', 'Problems', 'Alt+3'),
  dockAction('eventTypes', 'Event types', 'Alt+4'),
  dockAction('breakpoints', 'Breakpoints', 'Alt+5'),
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

function zoomAction(to: 'in' | 'out' | 'whole', label: string, keys: readonly string[]): Action {
  const run = () => canvasView()?.zoom(to)
  return { id: `zoom-${to}`, group: 'View', label, keys, isEnabled: isOpen, run }
}

function dockAction(tab: DockTab, label: string, key: string): Action {
  return { id: tab, group: 'View', label, keys: [key], run: () => state().openDock(tab) }
}
