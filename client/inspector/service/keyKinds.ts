// Which fields each distribution of keys has, and what it begins with.

import type { KeyDistribution, KeySpace } from '#shared/topology/keySpaces.ts'
import { accepted, type Codec, decimalCodec, durationCodec, integerCodec } from '../fields/codec.ts'
import type { FieldSpec, Option } from '../fields/fieldSpec.ts'
import { weightsCodec } from '../fields/listCodecs.ts'

export type KeyKind = KeyDistribution['kind']

export const KEY_KINDS: readonly (Option & { readonly value: KeyKind })[] = [
  { value: 'uniform', label: 'Uniform', help: 'Every key is as likely.' },
  { value: 'zipf', label: 'Zipf', help: 'A few keys are popular, most are rare.' },
  { value: 'weighted', label: 'By weight', help: 'Some keys are as popular as you say.' },
]

const prefixCodec: Codec = {
  parse: (text) => accepted(text.trim().slice(0, 32)),
  format: (value) => String(value ?? ''),
}

export const SPACE_FIELDS: readonly FieldSpec[] = [
  {
    key: 'size',
    label: 'Number of keys',
    control: { kind: 'text', codec: integerCodec({ min: 1, max: 1_000_000 }) },
  },
  { key: 'prefix', label: 'Key prefix', control: { kind: 'text', codec: prefixCodec } },
]

export const DISTRIBUTION_FIELDS: { readonly [Kind in KeyKind]: readonly FieldSpec[] } = {
  uniform: [],
  zipf: [
    {
      key: 'exponent',
      label: 'Exponent',
      help: '0 is even; 1 is usual; higher is more uneven.',
      control: { kind: 'text', codec: decimalCodec({ min: 0, max: 5 }) },
    },
  ],
  weighted: [
    {
      key: 'weights',
      label: 'Weights of the first keys',
      help: 'Key 0 first, such as 5, 3, 1: key 0 comes five times as often as key 2.',
      control: { kind: 'text', codec: weightsCodec, room: 'whole' },
    },
    {
      key: 'restWeight',
      label: 'Weight of the rest',
      help: 'Of all other keys together, shared evenly.',
      control: { kind: 'text', codec: decimalCodec({ min: 0, max: 1e9 }) },
    },
  ],
}

export const PHASE_FIELD: FieldSpec = {
  key: 'fromMs',
  label: 'From',
  help: 'Time after the start of the run.',
  control: { kind: 'text', codec: durationCodec() },
}

export const ROTATION_FIELDS: readonly FieldSpec[] = [
  {
    key: 'everyMs',
    label: 'Change every',
    control: { kind: 'text', codec: durationCodec({ min: 1, max: 9_007_199_254 }) },
  },
  {
    key: 'by',
    label: 'Move on by',
    help: 'Keys: what was key 0 is then key 0 + this; after the last comes the first.',
    control: { kind: 'text', codec: integerCodec({ min: 1, max: 1_000_000 }) },
  },
]

export function distributionOf(kind: KeyKind): KeyDistribution {
  switch (kind) {
    case 'uniform':
      return { kind }
    case 'zipf':
      return { kind, exponent: 1 }
    case 'weighted':
      return { kind, weights: [5, 3, 1], restWeight: 1 }
  }
}

const FIRST_SPACE: KeySpace = { prefix: 'id-', size: 1000, distribution: { kind: 'uniform' } }

export function keySpaceOf(
  kind: KeyKind | 'none',
  before: KeySpace = FIRST_SPACE,
): KeySpace | undefined {
  return kind === 'none' ? undefined : { ...before, distribution: distributionOf(kind) }
}
