// A topology, a recipe or part of a drawing comes in wherever it is dropped.

import { importFile } from './importing.ts'

type StopListening = () => void

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
