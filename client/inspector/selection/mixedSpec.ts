// A field whose values differ is drawn by the same controls: empty, and saying so.

import type { Control, FieldSpec } from '../fields/fieldSpec.ts'

export const MIXED = 'mixed'

const ON = 'on'
const OFF = 'off'

export interface MixedField {
  readonly spec: FieldSpec
  readonly value: unknown
  /** From what the control gives to what the document gets. */
  readonly meant: (chosen: unknown) => unknown
}

export function mixedField(spec: FieldSpec): MixedField {
  const { control } = spec
  switch (control.kind) {
    case 'text':
      return same(spec, { ...control, placeholder: MIXED }, undefined)
    case 'choice':
      return same(spec, { ...control, options: [MIXED_OPTION, ...control.options] }, MIXED)
    case 'switch':
      return {
        spec: { ...spec, control: SWITCH_CHOICE },
        value: MIXED,
        meant: (chosen) => ((chosen === ON) === control.standard ? undefined : chosen === ON),
      }
    case 'stepper':
      return same(spec, control, undefined)
  }
}

const MIXED_OPTION = { value: MIXED, label: MIXED }
const SWITCH_CHOICE: Control = {
  kind: 'choice',
  options: [MIXED_OPTION, { value: ON, label: ON }, { value: OFF, label: OFF }],
}

function same(spec: FieldSpec, control: Control, value: unknown): MixedField {
  return { spec: { ...spec, control }, value, meant: (chosen) => chosen }
}
