import { useEffect, useRef, useState } from 'react'
import { deleteOpenTopology } from '../connection/connection.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { leave } from './navigation.ts'
import './deleteDialog.css'

/** Asks before the open topology is deleted, and says how it can be got back. */
export function DeleteDialog() {
  const id = useDesigner((state) => state.topologyId)
  const name = useDesigner((state) => state.topology.name)
  const [isDeleting, setDeleting] = useState(false)
  const keep = useRef<HTMLButtonElement>(null)
  // What takes nothing away is at hand first.
  useEffect(() => keep.current?.focus(), [])
  if (id === null) return null
  const onDelete = async () => {
    setDeleting(true)
    const result = await deleteOpenTopology(id)
    close()
    if (result.ok) await leave()
    else designerStore.getState().notify({ tone: 'error', text: result.message })
  }
  return (
    <Dialog title={`Delete ${name}?`} onClose={close}>
      <p className="delete-text">
        Its run ends, and everybody who has it open loses it. Its file goes to{' '}
        <code>.millrace/removed/</code> in the folder of your topologies: put it back from there if
        you want it again.
      </p>
      <div className="delete-buttons">
        <Button ref={keep} onClick={close}>
          Keep it
        </Button>
        <Button tone="danger" disabled={isDeleting} onClick={() => void onDelete()}>
          Delete
        </Button>
      </div>
    </Dialog>
  )
}

function close(): void {
  designerStore.getState().openDialog(null)
}
