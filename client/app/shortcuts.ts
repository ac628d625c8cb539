// Turns key presses into actions, unless somebody is typing.

import { designerStore } from '../store/designerStore.ts'
import { type Action, actions } from './actions.ts'
import { matches } from './keys.ts'

export function listenForShortcuts(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    const action = actionFor(event)
    if (!action || isTakenElsewhere(event)) return
    if (action.isEnabled && !action.isEnabled(designerStore.getState())) return
    event.preventDefault()
    action.run()
  })
}

function actionFor(event: KeyboardEvent): Action | undefined {
  return actions.find(({ keys }) => keys.some((written) => matches(written, event)))
}

const TYPING = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]'
const PRESSABLE = 'button, a, summary, [role=button], [role=tab], [role=option], [role=row]'

/** Somebody is typing, presses a button by keyboard, or answers a dialog. */
function isTakenElsewhere(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest('dialog, [role=menu]')) return true
  if (target?.closest(TYPING)) return true
  return event.key === ' ' && target?.closest(PRESSABLE) != null
}
