import { useState } from 'react'
import { draftKeys } from './draftKeys.ts'

const LENGTH_MAX = 4000

interface LongTextProps {
  readonly text: string
  readonly rows: number
  readonly onText: (text: string) => void
  readonly id?: string
  /** Where no label stands beside it. */
  readonly label?: string
}

/** A longer text; commits on leaving, or with Ctrl and Enter. */
export function LongText({ text, rows, onText, id, label }: LongTextProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const finish = () => {
    setTyped(null)
    if (typed !== null) onText(typed)
  }
  return (
    <textarea
      id={id}
      className="text-field"
      aria-label={label}
      rows={rows}
      maxLength={LENGTH_MAX}
      value={typed ?? text}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
      onKeyDown={draftKeys(finish, () => setTyped(null))}
    />
  )
}
