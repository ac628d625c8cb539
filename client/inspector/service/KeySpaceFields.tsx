import type { Step } from '#shared/lib/json.ts'
import type { KeySpace } from '#shared/topology/fields.ts'
import { accepted, type Codec, decimalCodec, integerCodec } from '../fields/codec.ts'
import { Fields } from '../fields/FieldRow.tsx'
import type { FieldSpec } from '../fields/fieldSpec.ts'
import { KindField } from '../fields/KindField.tsx'
import { weightsCodec } from '../fields/listCodecs.ts'

interface KeySpaceFieldsProps {
  /** Left out: its events have no key. */
  readonly keys: KeySpace | undefined
  readonly path: readonly Step[]
  readonly subject: string
  /** True: "no key" is not for choice here. */
  readonly isNeeded?: boolean
}

const KINDS = [
  { value: 'none', label: 'No key' },
  { value: 'uniform', label: 'Evenly drawn' },
  { value: 'zipf', label: 'Zipf: few are popular' },
  { value: 'weighted', label: 'By weight' },
] as const
type Kind = (typeof KINDS)[number]['value']

const prefixCodec: Codec = {
  parse: (text) => accepted(text.trim().slice(0, 32)),
  format: (value) => String(value ?? ''),
}

const spaceFields: readonly FieldSpec[] = [
  {
    key: 'size',
    label: 'Number of keys',
    control: { kind: 'text', codec: integerCodec({ min: 1, max: 1_000_000 }) },
  },
  { key: 'prefix', label: 'Key prefix', control: { kind: 'text', codec: prefixCodec } },
]

const distributionFields: { readonly [K in Exclude<Kind, 'none'>]: readonly FieldSpec[] } = {
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
      control: { kind: 'text', codec: weightsCodec, room: 'whole' },
    },
    {
      key: 'restWeight',
      label: 'Weight of all others',
      control: { kind: 'text', codec: decimalCodec({ min: 0, max: 1e9 }) },
    },
  ],
}

/** Which keys events carry, and how often each. */
export function KeySpaceFields({ keys, path, subject, isNeeded = false }: KeySpaceFieldsProps) {
  return (
    <>
      <KindField<Kind>
        label="Keys"
        value={keys?.distribution.kind ?? 'none'}
        options={isNeeded ? KINDS.slice(1) : KINDS}
        path={path}
        subject={subject}
        partFor={(kind) => keySpaceOf(kind, keys)}
      />
      {keys ? (
        <>
          <Fields specs={spaceFields} values={keys} path={path} subject={subject} />
          <Fields
            specs={distributionFields[keys.distribution.kind]}
            values={keys.distribution}
            path={[...path, 'distribution']}
            subject={subject}
          />
        </>
      ) : null}
    </>
  )
}

const FIRST_SPACE: KeySpace = { prefix: 'id-', size: 1000, distribution: { kind: 'uniform' } }

function keySpaceOf(kind: Kind, before: KeySpace = FIRST_SPACE): KeySpace | undefined {
  switch (kind) {
    case 'none':
      return undefined
    case 'uniform':
      return { ...before, distribution: { kind } }
    case 'zipf':
      return { ...before, distribution: { kind, exponent: 1 } }
    case 'weighted':
      return { ...before, distribution: { kind, weights: [5, 3, 1], restWeight: 1 } }
  }
}
