import { useId, useState } from 'react'
import type { Step } from '#shared/lib/json.ts'
import { setField } from '#shared/topology/edits.ts'
import { designerStore } from '../../store/designerStore.ts'

interface NotesProps {
  readonly label: string
  readonly value: string | undefined
  readonly path: readonly Step[]
  readonly subject: string
  /** The section around says what it is. */
  readonly isTitled?: boolean
}

const LENGTH_MAX = 4000

/** A longer text; commits on leaving, or with Ctrl and Enter. */
export function Notes({ label, value = '', path, subject, isTitled = false }: NotesProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const id = useId()
  const finish = () => {
    setTyped(null)
    const next = typed?.trim()
    if (next === undefined || next === value) return
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
      <textarea
        id={id}
        className="text-field"
        rows={3}
        maxLength={LENGTH_MAX}
        value={typed ?? value}
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
