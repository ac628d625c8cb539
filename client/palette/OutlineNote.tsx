import { removeNotes } from '#shared/topology/notes.ts'
import { canvasIds } from '../store/canvasIds.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { IconButton } from '../ui/Button.tsx'
import { OutlineName } from './OutlineName.tsx'

interface OutlineNoteProps {
  readonly noteId: string
  readonly title: string
}

/** A note by its first line; the inspector shows and changes the text. */
export function OutlineNote({ noteId, title }: OutlineNoteProps) {
  const selected = useDesigner(({ selectedNoteIds }) => selectedNoteIds.includes(noteId))
  const { edit } = designerStore.getState()
  return (
    <li className="outline-node" data-selected={selected}>
      <OutlineName
        canvasId={canvasIds.note(noteId)}
        selected={selected}
        icon="note"
        name={title}
        title={title}
      />
      {selected ? (
        <div className="outline-acts">
          <IconButton
            icon="trash"
            label={`Delete the note: ${title}`}
            onClick={() => edit(removeNotes([noteId]))}
          />
        </div>
      ) : null}
    </li>
  )
}
