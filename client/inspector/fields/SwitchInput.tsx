import type { Control, ControlProps } from './fieldSpec.ts'

type SwitchControl = Extract<Control, { kind: 'switch' }>

export function SwitchInput({
  spec,
  value,
  inputId,
  helpId,
  commit,
  control: { standard },
}: ControlProps & { readonly control: SwitchControl }) {
  const isOn = (value ?? standard) === true
  return (
    <button
      id={inputId}
      type="button"
      role="switch"
      className="switch"
      aria-checked={isOn}
      aria-label={spec.label}
      aria-describedby={helpId}
      onClick={() => commit(!isOn === standard ? undefined : !isOn)}
    />
  )
}
