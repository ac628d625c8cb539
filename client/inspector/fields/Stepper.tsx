import { IconButton } from '../../ui/Button.tsx'
import { integerCodec } from './codec.ts'
import type { Control, ControlProps } from './fieldSpec.ts'
import { TextInput } from './TextInput.tsx'

type StepperControl = Extract<Control, { kind: 'stepper' }>

/** A small whole number: typed, or one more, one less. */
export function Stepper({
  control,
  ...props
}: ControlProps & { readonly control: StepperControl }) {
  const { min, max } = control
  const { spec, commit } = props
  const value = Number(props.value)
  return (
    <span className="stepper">
      <IconButton
        icon="minus"
        iconSize={12}
        label={`One less: ${spec.label.toLowerCase()}`}
        disabled={value <= min}
        onClick={() => commit(value - 1)}
      />
      <TextInput {...props} control={{ kind: 'text', codec: integerCodec({ min, max }) }} />
      <IconButton
        icon="plus"
        iconSize={12}
        label={`One more: ${spec.label.toLowerCase()}`}
        disabled={value >= max}
        onClick={() => commit(value + 1)}
      />
    </span>
  )
}
