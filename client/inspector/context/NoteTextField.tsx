import { writeNote } from '#shared/topology/notes.ts'
import { designerStore } from '../../store/designerStore.ts'
import { LongText } from '../fields/LongText.tsx'

interface NoteTextFieldProps {
  readonly noteId: string
  readonly text: string
}

export function NoteTextField({ noteId, text }: NoteTextFieldProps) {
  const write = (typed: string) => {
    const next = typed.trimEnd()
    if (next !== text) designerStore.getState().edit(writeNote(noteId, next))
  }
  return (
    <div className="field" data-room="whole">
      <LongText label="Text" rows={6} text={text} onText={write} />
    </div>
  )
}
