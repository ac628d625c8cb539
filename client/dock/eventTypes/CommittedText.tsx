import { type KeyboardEvent, useState } from 'react'

export interface CommittedTextProps {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly onCommit: (typed: string) => void
}

/** A text that counts when Enter is pressed or the field is left; Escape takes it back. */
export function CommittedText({ label, value, placeholder, onCommit }: CommittedTextProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const commit = () => {
    if (typed !== null && typed.trim() !== value) onCommit(typed.trim())
    setTyped(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') commit()
    if (event.key === 'Escape') setTyped(null)
  }
  return (
    <input
      className="text-field"
      aria-label={label}
      spellCheck={false}
      placeholder={placeholder}
      value={typed ?? value}
      onChange={({ target }) => setTyped(target.value)}
      onKeyDown={onKeyDown}
      onBlur={commit}
    />
  )
}
