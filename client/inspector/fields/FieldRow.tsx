import { useEffect, useId } from 'react'
import type { Step } from '#shared/lib/json.ts'
import { setField } from '#shared/topology/edits.ts'
import { designerStore } from '../../store/designerStore.ts'
import { fulfilWish, useIsWished } from '../fieldWish.ts'
import type { ControlProps, FieldSpec } from './fieldSpec.ts'
import { SelectInput } from './SelectInput.tsx'
import { Stepper } from './Stepper.tsx'
import { SwitchInput } from './SwitchInput.tsx'
import { TextInput } from './TextInput.tsx'
import './fields.css'
import { FieldLabel } from './FieldLabel.tsx'

interface FieldRowProps {
  readonly spec: FieldSpec
  readonly value: unknown
  readonly path: readonly Step[]
  /** Whose field it is, for the undo button: "Set replicas of Payments". */
  readonly subject: string
  /** Does something else with a value than putting it in its place; true: it did. */
  readonly instead?: (value: unknown) => boolean
}

/** A label, what can be set, and a line of help. Each commit is one edit. */
export function FieldRow({ spec, value, path, subject, instead }: FieldRowProps) {
  const inputId = useId()
  const helpId = useId()
  const isWished = useIsWished(path)
  useEffect(() => {
    if (!isWished) return
    fulfilWish()
    // Once the dialog that it was wished from has given the focus back.
    requestAnimationFrame(() => document.getElementById(inputId)?.focus())
  }, [isWished, inputId])
  const props = {
    spec,
    value,
    inputId,
    helpId: spec.help ? helpId : undefined,
    commit: (next: unknown) => {
      if (next === value || instead?.(next) === true) return
      const label = `Set ${spec.official ? spec.label : spec.label.toLowerCase()} of ${subject}`
      designerStore.getState().edit(setField(path, next, label))
    },
  }
  const room = spec.control.kind === 'text' ? spec.control.room : undefined
  return (
    <div className="field" data-room={room}>
      <FieldLabel inputId={inputId} text={spec.label} official={spec.official} />
      <ControlOf {...props} />
      {spec.help ? (
        <p id={helpId} className="field-help">
          {spec.help}
        </p>
      ) : null}
    </div>
  )
}

function ControlOf(props: ControlProps) {
  const { control } = props.spec
  switch (control.kind) {
    case 'text':
      return <TextInput {...props} control={control} />
    case 'stepper':
      return <Stepper {...props} control={control} />
    case 'choice':
      return <SelectInput {...props} control={control} />
    case 'switch':
      return <SwitchInput {...props} control={control} />
  }
}

interface FieldsProps {
  readonly specs: readonly FieldSpec[]
  readonly values: object
  readonly path: readonly Step[]
  readonly subject: string
  /** Does something else with a value than putting it in its place; true: it did. */
  readonly instead?: (key: string, value: unknown) => boolean
}

/** The fields of one part of the document. */
export function Fields({ specs, values, path, subject, instead }: FieldsProps) {
  return specs.map((spec) => (
    <FieldRow
      key={spec.key}
      spec={spec}
      value={(values as Readonly<Record<string, unknown>>)[spec.key]}
      path={[...path, spec.key]}
      subject={subject}
      {...(instead ? { instead: (value: unknown) => instead(spec.key, value) } : {})}
    />
  ))
}
