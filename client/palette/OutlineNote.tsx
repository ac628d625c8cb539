import { removeNotes } from '#shared/topology/notes.ts'
import { canvasIds } from '../store/canvasIds.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { IconButton } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'

interface OutlineNoteProps {
  readonly noteId: string
  readonly title: string
}

/** A note by its first line; the inspector shows and changes the text. */
export function OutlineNote({ noteId, title }: OutlineNoteProps) {
  const selected = useDesigner(({ selectedNoteIds }) => selectedNoteIds.includes(noteId))
  const { select, requestFlyTo, edit } = designerStore.getState()
  return (
    <li className="outline-node" data-selected={selected}>
      <button
        type="button"
        className="outline-name"
        aria-expanded={selected}
        title={title}
        onClick={() => {
          select({ noteIds: selected ? [] : [noteId] })
          if (!selected) requestFlyTo([canvasIds.note(noteId)])
        }}
      >
        <Icon name="note" size={13} />
        <span>{title}</span>
      </button>
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
