import { openQuickAdd } from '../../canvas/interaction/quickAddAt.ts'
import { canvasView } from '../../canvas/scene/canvasView.ts'
import { pointerOverCanvas } from '../clipboard/pointer.ts'
import { type Action, isOpen } from './action.ts'

export const quickAddAction: Action = {
  id: 'quick-add',
  group: 'Add',
  label: 'Add at the pointer',
  keys: ['A'],
  isEnabled: isOpen,
  run: () => {
    const view = canvasView()
    const at = pointerOverCanvas() ?? middleOfCanvas()
    if (view && at) openQuickAdd(at, view.placeAt(at.x, at.y))
  },
}

function middleOfCanvas() {
  const pane = document.querySelector('.canvas')?.getBoundingClientRect()
  return pane ? { x: pane.left + pane.width / 2, y: pane.top + pane.height / 2 } : null
}
