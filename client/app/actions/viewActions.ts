import type { DockTab } from '../../store/viewSlice.ts'
import { type Action, hasNodes, isOpen, state } from './action.ts'

export const viewActions: readonly Action[] = [
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
    isEnabled: hasNodes,
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

function dockAction(tab: DockTab, label: string, key: string): Action {
  return { id: tab, group: 'View', label, keys: [key], run: () => state().openDock(tab) }
}
