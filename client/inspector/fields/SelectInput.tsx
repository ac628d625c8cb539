import type { Control, ControlProps } from './fieldSpec.ts'

type ChoiceControl = Extract<Control, { kind: 'choice' }>

export function SelectInput({
  value,
  inputId,
  helpId,
  commit,
  control,
}: ControlProps & { readonly control: ChoiceControl }) {
  const { options, none } = control
  const current = typeof value === 'string' ? value : ''
  const isKnown = current === '' || options.some((option) => option.value === current)
  return (
    <select
      id={inputId}
      className="text-field"
      value={current}
      aria-describedby={helpId}
      aria-invalid={!isKnown}
      onChange={({ target }) => commit(target.value === '' ? undefined : target.value)}
    >
      {none !== undefined || current === '' ? <option value="">{none ?? 'Choose …'}</option> : null}
      {isKnown ? null : <option value={current}>{current} (removed)</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}
