import { useState } from 'react'
import { writeNote } from '#shared/topology/notes.ts'
import { designerStore } from '../../store/designerStore.ts'

const LENGTH_MAX = 4000

interface NoteTextFieldProps {
  readonly noteId: string
  readonly text: string
}

/** Commits on leaving, or with Ctrl and Enter. */
export function NoteTextField({ noteId, text }: NoteTextFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const finish = () => {
    setTyped(null)
    const next = typed?.trimEnd()
    if (next !== undefined && next !== text) designerStore.getState().edit(writeNote(noteId, next))
  }
  return (
    <div className="field" data-room="whole">
      <textarea
        className="text-field"
        aria-label="Text"
        rows={6}
        maxLength={LENGTH_MAX}
        value={typed ?? text}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) finish()
          if (event.key !== 'Escape') return
          event.stopPropagation()
          setTyped(null)
        }}
      />
    </div>
  )
}
