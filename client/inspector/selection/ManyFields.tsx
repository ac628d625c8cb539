import { useId, useState } from 'react'
import { designerStore } from '../../store/designerStore.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { integerCodec } from '../fields/codec.ts'
import { FieldLabel } from '../fields/FieldLabel.tsx'
import { FieldRow } from '../fields/FieldRow.tsx'
import type { FieldSpec } from '../fields/fieldSpec.ts'
import { TextInput } from '../fields/TextInput.tsx'
import { commonValue, editOfAll, isSetInAny, type Part } from './common.ts'
import { MIXED, mixedField } from './mixedSpec.ts'

interface ManyFieldsProps {
  readonly specs: readonly FieldSpec[]
  readonly parts: readonly Part[]
  /** Whose fields they are: "3 services". */
  readonly subject: string
}

/** Fields of several parts at once: each commit is one edit of them all. */
export function ManyFields({ specs, parts, subject }: ManyFieldsProps) {
  return specs.map((spec) =>
    spec.control.kind === 'stepper' ? (
      <ManyStepper key={spec.key} spec={spec} parts={parts} subject={subject} />
    ) : (
      <ManyField key={spec.key} spec={spec} parts={parts} subject={subject} />
    ),
  )
}

const SHOWN_AT_ONCE = 4

/** The first few, those that any of them sets, and all others on demand. */
export function ManySettings({ specs, parts, subject }: ManyFieldsProps) {
  const [open, setOpen] = useState(false)
  const usual = specs.filter(
    ({ key }, index) => index < SHOWN_AT_ONCE || open || isSetInAny(parts, key),
  )
  const left = specs.length - usual.length
  return (
    <>
      <ManyFields specs={usual} parts={parts} subject={subject} />
      {left > 0 || open ? (
        <button
          type="button"
          className="more-settings"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'chevron' : 'chevronRight'} size={12} />
          {open ? 'Fewer settings' : `${left} more ${left === 1 ? 'setting' : 'settings'}`}
        </button>
      ) : null}
    </>
  )
}

interface ManyFieldProps {
  readonly spec: FieldSpec
  readonly parts: readonly Part[]
  readonly subject: string
}

function ManyField({ spec, parts, subject }: ManyFieldProps) {
  const common = commonValue(parts, spec.key)
  const shown =
    common.kind === 'same'
      ? { spec, value: common.value, meant: (chosen: unknown) => chosen }
      : mixedField(spec)
  return (
    <FieldRow
      // What was typed belongs to the selection that it was typed for.
      key={`${common.kind} ${subject}`}
      spec={shown.spec}
      value={shown.value}
      path={[spec.key]}
      subject={subject}
      instead={(chosen) => {
        commit({ spec, parts, subject }, () => shown.meant(chosen))
        return true
      }}
    />
  )
}

/** One more or one less changes each by one, from wherever it is. */
function ManyStepper({ spec, parts, subject }: ManyFieldProps) {
  const inputId = useId()
  const helpId = useId()
  const common = commonValue(parts, spec.key)
  if (spec.control.kind !== 'stepper') return null
  const { min, max } = spec.control
  const values = parts.map(({ values: part }) => numberIn(part, spec.key))
  const step = (by: number) =>
    commit({ spec, parts, subject }, (present) =>
      Math.min(max, Math.max(min, Number(present) + by)),
    )
  const control = {
    kind: 'text',
    codec: integerCodec({ min, max }),
    placeholder: MIXED,
  } as const
  return (
    <div className="field">
      <FieldLabel inputId={inputId} text={spec.label} official={spec.official} />
      <span className="stepper">
        <IconButton
          icon="minus"
          iconSize={12}
          label={`One less: ${spec.label.toLowerCase()}`}
          disabled={values.every((value) => value <= min)}
          onClick={() => step(-1)}
        />
        <TextInput
          key={`${common.kind} ${subject}`}
          spec={spec}
          control={control}
          value={common.kind === 'same' ? common.value : undefined}
          inputId={inputId}
          helpId={spec.help ? helpId : undefined}
          commit={(value) => commit({ spec, parts, subject }, () => value)}
        />
        <IconButton
          icon="plus"
          iconSize={12}
          label={`One more: ${spec.label.toLowerCase()}`}
          disabled={values.every((value) => value >= max)}
          onClick={() => step(1)}
        />
      </span>
      {spec.help ? (
        <p id={helpId} className="field-help">
          {spec.help}
        </p>
      ) : null}
    </div>
  )
}

function numberIn(values: object, key: string): number {
  return Number((values as Readonly<Record<string, unknown>>)[key])
}

function commit(
  { spec, parts, subject }: ManyFieldProps,
  valueFor: (present: unknown) => unknown,
): void {
  const label = `Set ${spec.official ? spec.label : spec.label.toLowerCase()} of ${subject}`
  const edit = editOfAll(parts, { key: spec.key, label, valueFor })
  if (edit) designerStore.getState().edit(edit)
}
