import { useEffect, useRef, useState } from 'react'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { leave } from './navigation.ts'
import { createAndOpen } from './opening.ts'
import { elementCounts } from './versions/versionWords.ts'
import './deleteDialog.css'

/** Somebody has deleted what is open here: says so, and offers to keep what is on show. */
export function GoneDialog() {
  const topology = useDesigner((state) => state.topology)
  const pendingCount = useDesigner((state) => state.pending.length)
  const isGone = useDesigner((state) => state.isGone)
  const [isKeeping, setKeeping] = useState(false)
  const keep = useRef<HTMLButtonElement>(null)
  useEffect(() => keep.current?.focus(), [])
  if (!isGone) return null
  const onKeep = async () => {
    setKeeping(true)
    const id = await createAndOpen({ kind: 'topology', topology })
    if (id === null) setKeeping(false)
    else close()
  }
  const onClose = async () => {
    close()
    await leave()
  }
  return (
    <Dialog title={`${topology.name} was deleted`} onClose={close}>
      <p className="delete-text">
        Somebody deleted it while you had it open. What you see is still here:{' '}
        {elementCounts(topology)}
        {pendingCount === 0 ? '' : `, with ${editsText(pendingCount)} that could not be saved`}.
        Keep it as a new topology, or close it: its file as it was saved last lies in{' '}
        <code>.millrace/removed/</code>.
      </p>
      <div className="delete-buttons">
        <Button onClick={() => void onClose()}>Close it</Button>
        <Button ref={keep} tone="accent" disabled={isKeeping} onClick={() => void onKeep()}>
          Keep it as a new topology
        </Button>
      </div>
    </Dialog>
  )
}

function editsText(count: number): string {
  return count === 1 ? 'one edit' : `${count} edits`
}

function close(): void {
  designerStore.getState().openDialog(null)
}
