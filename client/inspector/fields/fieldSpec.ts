// A field is described once, as data; FieldRow.tsx draws every one of them.

import type { Codec } from './codec.ts'

export interface Option {
  readonly value: string
  readonly label: string
  /** What choosing it means, in a line. */
  readonly help?: string
}

export type Control =
  | {
      readonly kind: 'text'
      readonly codec: Codec
      /** What holds while nothing is typed. */
      readonly placeholder?: string
      /** Names need more room than numbers; `whole`: the whole width, below the label. */
      readonly room?: 'name' | 'whole'
    }
  | { readonly kind: 'stepper'; readonly min: number; readonly max: number }
  | {
      readonly kind: 'choice'
      readonly options: readonly Option[]
      /** Label of the choice that leaves the setting out. */
      readonly none?: string
    }
  | {
      readonly kind: 'switch'
      /** What holds while the document says nothing; then putting it back there leaves it out. */
      readonly standard?: boolean
    }

export interface FieldSpec {
  /** The property of the document. */
  readonly key: string
  readonly label: string
  /** True: the label is a broker's own name for the setting. */
  readonly official?: boolean
  /** One line. */
  readonly help?: string
  readonly control: Control
}

/** What every control is given. */
export interface ControlProps {
  readonly spec: FieldSpec
  readonly value: unknown
  readonly inputId: string
  readonly helpId: string | undefined
  readonly commit: (value: unknown) => void
}
