import { type KeyboardEvent, useId, useState } from 'react'
import type { Control, ControlProps } from './fieldSpec.ts'

type TextControl = Extract<Control, { kind: 'text' }>

/** Commits on Enter or on leaving; Esc brings the old value back; what is refused stays as typed. */
export function TextInput({
  value,
  inputId,
  helpId,
  commit,
  control,
}: ControlProps & { readonly control: TextControl }) {
  const { codec, placeholder = '' } = control
  const [typed, setTyped] = useState<string | null>(null)
  const [reason, setReason] = useState<string | null>(null)
  const reasonId = useId()
  const known = codec.format(value)
  const revert = () => {
    setTyped(null)
    setReason(null)
  }
  const finish = () => {
    if (typed === null || typed === known) return revert()
    const parsed = codec.parse(typed)
    if (!parsed.ok) return setReason(parsed.reason)
    revert()
    if (codec.format(parsed.value) !== known) commit(parsed.value)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') finish()
    if (event.key !== 'Escape') return
    event.stopPropagation()
    revert()
  }
  return (
    <>
      <input
        id={inputId}
        className="text-field"
        value={typed ?? known}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={reason !== null}
        aria-describedby={reason === null ? helpId : reasonId}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={finish}
        onKeyDown={onKeyDown}
      />
      {reason === null ? null : (
        <p id={reasonId} className="field-reason" role="alert">
          {reason}
        </p>
      )}
    </>
  )
}
