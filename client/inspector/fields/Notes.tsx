import { useId } from 'react'
import type { Step } from '#shared/lib/json.ts'
import { setField } from '#shared/topology/edits.ts'
import { designerStore } from '../../store/designerStore.ts'
import { LongText } from './LongText.tsx'

interface NotesProps {
  readonly label: string
  readonly value: string | undefined
  readonly path: readonly Step[]
  readonly subject: string
  /** The section around says what it is. */
  readonly isTitled?: boolean
}

export function Notes({ label, value = '', path, subject, isTitled = false }: NotesProps) {
  const id = useId()
  const write = (typed: string) => {
    const next = typed.trim()
    if (next === value) return
    const edit = setField(
      path,
      next === '' ? undefined : next,
      `Write the ${label.toLowerCase()} of ${subject}`,
    )
    designerStore.getState().edit(edit)
  }
  return (
    <div className="field" data-room="whole">
      <label htmlFor={id} className={isTitled ? 'visually-hidden' : ''}>
        {label}
      </label>
      <LongText id={id} rows={3} text={value} onText={write} />
    </div>
  )
}
