// Turns key presses into actions, unless somebody is typing.

import { designerStore } from '../../store/designerStore.ts'
import { keymapStore, keysOf } from '../../store/keys/keymap.ts'
import { matches } from '../../store/keys/keys.ts'
import type { Action } from '../actions/action.ts'
import { actions } from '../actions/actions.ts'
import { isClipboardKey } from '../clipboard/clipboardKeys.ts'
import { HeldKey } from './heldKey.ts'

export function listenForShortcuts(): void {
  // Space and a drag move the view, so Space alone has to wait for what comes.
  const space = new HeldKey()
  document.addEventListener('keydown', (event) => {
    if (event.code !== 'Space') space.spoil()
    const action = wantedAction(event)
    if (!action) return
    event.preventDefault()
    if (event.code !== 'Space') action.run()
    else if (!event.repeat) space.press(action.run)
  })
  document.addEventListener('keyup', ({ code }) => {
    if (code === 'Space') space.release()
  })
  for (const used of ['pointerdown', 'wheel', 'focusin', 'blur'] as const)
    window.addEventListener(used, () => space.spoil(), { capture: true, passive: true })
}

function wantedAction(event: KeyboardEvent): Action | undefined {
  if (event.defaultPrevented || event.isComposing) return undefined
  const action = actionFor(event)
  if (!action || isTakenElsewhere(event, action)) return undefined
  const isEnabled = action.isEnabled?.(designerStore.getState()) ?? true
  return isEnabled ? action : undefined
}

function actionFor(event: KeyboardEvent): Action | undefined {
  const keymap = keymapStore.getState()
  return actions.find((action) => keysOf(action, keymap).some((written) => matches(written, event)))
}

const TYPING = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]'
const PRESSABLE = 'button, a, summary, [role=button], [role=tab], [role=option], [role=row]'

/** Somebody is typing, presses a button by keyboard, or answers a dialog. */
function isTakenElsewhere(event: KeyboardEvent, { worksInFields }: Action): boolean {
  const target = event.target instanceof Element ? event.target : null
  if (isClipboardKey(event)) return true
  // A dialog may still be on its way: what is typed meanwhile is meant for it.
  const isOnItsWay = designerStore.getState().dialog !== null && !document.querySelector('dialog')
  if (isOnItsWay || document.querySelector('dialog:modal')) return true
  if (target?.closest('[role=menu]')) return true
  if (target?.closest(TYPING)) return !worksInFields || types(event)
  const presses = event.key === ' ' || (event.key === 'Enter' && !event.ctrlKey && !event.metaKey)
  return presses && target?.closest(PRESSABLE) != null
}

/** The press would put something into a field. */
function types({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key.length === 1 && !ctrlKey && !metaKey
}
