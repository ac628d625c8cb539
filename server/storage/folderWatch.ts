// Notices when somebody else changes a file of the workspace. Where the system cannot tell, changes
// are noticed at the next save.

import { watch } from 'node:fs'
import { idOfFile } from './workspace.ts'

/** Editors write in several steps; the last one counts. */
const QUIET_MS = 100

/** Tells the id of each topology whose file was touched. The result ends the watch. */
export function watchFolder(folder: string, onTouched: (id: string) => void): () => void {
  const due = new Map<string, NodeJS.Timeout>()
  const onChange = (_event: string, fileName: string | null) => {
    const id = fileName === null ? null : idOfFile(fileName)
    if (id === null) return
    clearTimeout(due.get(id))
    const timer = setTimeout(() => {
      due.delete(id)
      onTouched(id)
    }, QUIET_MS)
    due.set(id, timer.unref())
  }
  const stop = startWatch(folder, onChange)
  return () => {
    stop()
    for (const timer of due.values()) clearTimeout(timer)
  }
}

function startWatch(
  folder: string,
  onChange: (event: string, fileName: string | null) => void,
): () => void {
  try {
    const watcher = watch(folder, { persistent: false }, onChange)
    watcher.on('error', () => watcher.close())
    return () => watcher.close()
  } catch {
    return () => undefined
  }
}
