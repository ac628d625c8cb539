// Lining nodes up, and selecting along the edges.

import type { Alignment, Direction } from '#shared/topology/align.ts'
import type { DesignerState } from '../../store/designerStore.ts'
import { type Action, hasNodes } from './action.ts'
import type { Along } from './reached.ts'

export const arrangeActions: readonly Action[] = [
  alignAction('left', 'Align left edges', 'Alt+A'),
  alignAction('right', 'Align right edges', 'Alt+D'),
  alignAction('top', 'Align top edges', 'Alt+W'),
  alignAction('bottom', 'Align bottom edges', 'Alt+S'),
  alignAction('centre', 'Align centres, one below the other', 'Alt+H'),
  alignAction('middle', 'Align middles, side by side', 'Alt+V'),
  distributeAction('horizontally', 'Alt+Shift+H'),
  distributeAction('vertically', 'Alt+Shift+V'),
  selectAction('upstream', 'Select what leads here', 'Alt+Shift+ArrowLeft'),
  selectAction('downstream', 'Select what this leads to', 'Alt+Shift+ArrowRight'),
  selectAction('connected', 'Select all that is connected', 'Alt+Shift+A'),
]

function hasSome(count: number): (state: DesignerState) => boolean {
  return ({ selectedNodeIds }) => selectedNodeIds.length >= count
}

function alignAction(to: Alignment, label: string, key: string): Action {
  return {
    id: `align-${to}`,
    group: 'Edit',
    label,
    keys: [key],
    isEnabled: hasSome(2),
    run: () => void import('./arranging.ts').then(({ alignSelection }) => alignSelection(to)),
  }
}

function distributeAction(direction: Direction, key: string): Action {
  return {
    id: `distribute-${direction}`,
    group: 'Edit',
    label: `Distribute ${direction}`,
    keys: [key],
    isEnabled: hasSome(3),
    run: () =>
      void import('./arranging.ts').then(({ distributeSelection }) =>
        distributeSelection(direction),
      ),
  }
}

function selectAction(along: Along, label: string, key: string): Action {
  return {
    id: `select-${along}`,
    group: 'Edit',
    label,
    keys: [key],
    isEnabled: hasNodes,
    run: () => void import('./arranging.ts').then(({ selectAlong }) => selectAlong(along)),
  }
}
