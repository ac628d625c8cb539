// The browser's own events for copying, cutting and pasting: they need no permission. What somebody
// has selected or types as text is left to the browser.

import { removeCut, selectionText } from './clipboard.ts'
import { pasteText } from './pasting.ts'
import { followPointer } from './pointer.ts'

/** Stops listening. */
export function listenForClipboard(): () => void {
  // The event of pasting does not say which keys it came from.
  let keepsConnections = false
  const onKeyDown = ({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent) => {
    if (key.toLowerCase() === 'v' && (ctrlKey || metaKey)) keepsConnections = shiftKey
  }
  const onPaste = (event: ClipboardEvent) => {
    const options = { keepsConnections }
    keepsConnections = false
    if (isTextsBusiness(event)) return
    const text = event.clipboardData?.getData('text/plain') ?? ''
    // Anything else on the clipboard is not meant for the page.
    if (!text.trimStart().startsWith('{')) return
    event.preventDefault()
    void pasteText(text, options)
  }
  const onCut = (event: ClipboardEvent) => {
    if (give(event)) removeCut()
  }
  document.addEventListener('copy', give)
  document.addEventListener('cut', onCut)
  document.addEventListener('paste', onPaste)
  document.addEventListener('keydown', onKeyDown, { capture: true })
  document.addEventListener('pointermove', followPointer, { capture: true, passive: true })
  return () => {
    document.removeEventListener('copy', give)
    document.removeEventListener('cut', onCut)
    document.removeEventListener('paste', onPaste)
    document.removeEventListener('keydown', onKeyDown, { capture: true })
    document.removeEventListener('pointermove', followPointer, { capture: true })
  }
}

/** True: the selection of the drawing is on the clipboard. */
function give(event: ClipboardEvent): boolean {
  if (isTextsBusiness(event) || hasSelectedText()) return false
  const text = selectionText()
  if (text === null || event.clipboardData === null) return false
  event.clipboardData.setData('text/plain', text)
  event.preventDefault()
  return true
}

function isTextsBusiness({ defaultPrevented, target }: ClipboardEvent): boolean {
  const element = target instanceof Element ? target : null
  const isText = element?.closest('input, textarea, [contenteditable=true], dialog') != null
  return defaultPrevented || isText
}

function hasSelectedText(): boolean {
  return (document.getSelection()?.toString() ?? '') !== ''
}
