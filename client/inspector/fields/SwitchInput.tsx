import type { ControlProps } from './fieldSpec.ts'

export function SwitchInput({ spec, value, inputId, helpId, commit }: ControlProps) {
  return (
    <button
      id={inputId}
      type="button"
      role="switch"
      className="switch"
      aria-checked={value === true}
      aria-label={spec.label}
      aria-describedby={helpId}
      onClick={() => commit(value !== true)}
    />
  )
}
