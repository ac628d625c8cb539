import { type KeyboardEvent, useEffect, useRef } from 'react'
import { writeNote } from '#shared/topology/notes.ts'
import { thingOf } from '../../store/canvasIds.ts'
import { designerStore } from '../../store/designerStore.ts'
import { focusNode } from '../interaction/focusNode.ts'

const LENGTH_MAX = 4000

interface NoteFieldProps {
  readonly canvasId: string
  readonly text: string
}

/** Written in place: Escape and Ctrl+Enter leave it, and what was written stays. */
export function NoteField({ canvasId, text }: NoteFieldProps) {
  const ref = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const field = ref.current
    field?.focus({ preventScroll: true })
    field?.setSelectionRange(field.value.length, field.value.length)
  }, [])
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    event.stopPropagation()
    const leaves = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
    if (event.key !== 'Escape' && !leaves) return
    event.preventDefault()
    event.currentTarget.blur()
    requestAnimationFrame(() => focusNode(canvasId))
  }
  return (
    <textarea
      ref={ref}
      className="note-field nodrag nopan nowheel nokey"
      aria-label="Text of the note"
      defaultValue={text}
      maxLength={LENGTH_MAX}
      spellCheck={false}
      onKeyDown={onKeyDown}
      onBlur={(event) => finish(canvasId, text, event.currentTarget.value)}
    />
  )
}

function finish(canvasId: string, before: string, typed: string): void {
  const { edit, setRenaming } = designerStore.getState()
  setRenaming(null)
  const text = typed.trimEnd()
  if (text !== before) edit(writeNote(thingOf(canvasId).id, text))
}
