// A topology or a recipe comes in wherever it is dropped or pasted, except into a text field.

import { importFile, importText } from './importing.ts'

export type StopListening = () => void

export function listenForPaste(): StopListening {
  const onPaste = (event: ClipboardEvent) => {
    if (event.defaultPrevented || isTextField(event.target)) return
    const text = event.clipboardData?.getData('text/plain') ?? ''
    // Anything else on the clipboard is not meant for the page.
    if (!text.trimStart().startsWith('{')) return
    event.preventDefault()
    void importText(text)
  }
  document.addEventListener('paste', onPaste)
  return () => document.removeEventListener('paste', onPaste)
}

/** `onHover` is told while files are held over the page. */
export function listenForDrop(onHover: (isOver: boolean) => void): StopListening {
  const onDragOver = (event: DragEvent) => {
    if (!bringsFiles(event)) return
    event.preventDefault()
    onHover(true)
  }
  const onDragLeave = (event: DragEvent) => {
    if (event.relatedTarget === null) onHover(false)
  }
  const onDrop = (event: DragEvent) => {
    if (!bringsFiles(event)) return
    event.preventDefault()
    onHover(false)
    const file = event.dataTransfer?.files[0]
    if (file) void importFile(file)
  }
  window.addEventListener('dragover', onDragOver)
  window.addEventListener('dragleave', onDragLeave)
  window.addEventListener('drop', onDrop)
  return () => {
    window.removeEventListener('dragover', onDragOver)
    window.removeEventListener('dragleave', onDragLeave)
    window.removeEventListener('drop', onDrop)
  }
}

function bringsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false
}

function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, [contenteditable=true]') !== null
  )
}
