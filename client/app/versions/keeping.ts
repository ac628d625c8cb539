// Keeps, brings back and hands out versions, and says what came of it.

import { replaceTopology } from '#shared/topology/replacement.ts'
import type { Result } from '../../connection/result.ts'
import { keepVersion, type VersionContent } from '../../connection/versions.ts'
import { type DesignerStore, designerStore } from '../../store/designerStore.ts'
import { versionTitle } from './versionWords.ts'

/** For edits on their way. */
const SETTLED_MAX_MS = 5000

/** Names what is on show. Edits that are on their way are waited for. */
export async function nameVersion(topologyId: string, name: string): Promise<Result<unknown>> {
  if (!(await settled(designerStore)))
    return failure('The last edits are not saved yet, so there is no version of them to name.')
  return keepVersion(topologyId, { kind: 'named', name })
}

/** Answers why it could not be brought back; null: it is on show, and one undo takes it away again. */
export async function restore(topologyId: string, content: VersionContent): Promise<string | null> {
  const { version, topology } = content
  if (topology === null) return content.problem
  if (!(await settled(designerStore)))
    return 'The last edits are not saved yet. Try again in a moment.'
  const { topology: current, edit, openDialog, requestFlyTo, notify } = designerStore.getState()
  const label = `Restore ${versionTitle(version)}`.slice(0, 120)
  const restoring = replaceTopology(current, topology, label)
  if (restoring === null) return 'This is what is there now.'
  const kept = await keepVersion(topologyId, { kind: 'beforeRestore' })
  if (!kept.ok) return kept.message
  if (!edit(restoring)) return 'This version does not fit the drawing any more.'
  openDialog(null)
  requestFlyTo([])
  notify({
    tone: 'success',
    text: `${versionTitle(version)} is back. Undo brings you to where you were.`,
    action: { label: 'Undo', run: () => undoIfNewest(label) },
  })
  return null
}

/** Not what somebody has done since. */
function undoIfNewest(label: string): void {
  const { undoLabel, undo } = designerStore.getState()
  if (undoLabel === label) undo()
}

/** Whether the server has all that is on show. */
function settled(store: DesignerStore): Promise<boolean> {
  const isSettled = () => store.getState().pending.length === 0
  if (isSettled()) return Promise.resolve(true)
  return new Promise((resolve) => {
    const end = (value: boolean) => {
      clearTimeout(timer)
      stop()
      resolve(value)
    }
    const timer = setTimeout(() => end(isSettled()), SETTLED_MAX_MS)
    const stop = store.subscribe(() => {
      if (isSettled()) end(true)
    })
  })
}

function failure(message: string): Result<never> {
  return { ok: false, message, retryable: true }
}
