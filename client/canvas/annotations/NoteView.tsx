import { memo } from 'react'
import type { NodeProps } from 'reactflow'
import { NOTE_SIZE_MIN, resizeNote } from '#shared/topology/notes.ts'
import type { Rectangle } from '#shared/topology/rectangles.ts'
import type { Position } from '#shared/topology/topology.ts'
import { thingOf } from '../../store/canvasIds.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import type { NoteCanvasNode } from './annotationDrafts.ts'
import { useResizing } from './gestureStore.ts'
import { NoteField } from './NoteField.tsx'
import { ResizeHandles } from './ResizeHandles.tsx'

/** Plain text with its line breaks. Links are text like any other. */
export const NoteView = memo(function NoteView({
  id,
  data: { note },
  selected,
}: NodeProps<NoteCanvasNode>) {
  const noteId = thingOf(id).id
  const resizing = useResizing(id)
  const isWriting = useDesigner((state) => state.renamingNodeId === id)
  return (
    <div
      className={`note ${selected ? 'note-selected' : ''}`}
      data-hue={note.hue ?? 0}
      data-rename={isWriting ? undefined : id}
      style={resizing ? shiftedTo(note, resizing) : undefined}
    >
      {isWriting ? <NoteField canvasId={id} text={note.text} /> : <NoteText text={note.text} />}
      {selected && !isWriting ? (
        <ResizeHandles
          canvasId={id}
          box={note}
          sizeMin={NOTE_SIZE_MIN}
          onResized={(box) => {
            const { topology, edit } = designerStore.getState()
            edit(resizeNote(topology, noteId, box))
          }}
        />
      ) : null}
    </div>
  )
})

/** Beside where React Flow has put it. */
function shiftedTo({ x, y }: Position, box: Rectangle) {
  return { left: box.x - x, top: box.y - y, width: box.width, height: box.height }
}

function NoteText({ text }: { readonly text: string }) {
  return text === '' ? <p className="note-empty">Double-click to write</p> : <p>{text}</p>
}
