import type { Step } from '#shared/lib/json.ts'
import type { DurationDistribution } from '#shared/topology/fields.ts'
import { decimalCodec, durationCodec } from '../fields/codec.ts'
import { Fields } from '../fields/FieldRow.tsx'
import type { FieldSpec } from '../fields/fieldSpec.ts'
import { KindField } from '../fields/KindField.tsx'

interface ServiceTimeFieldsProps {
  readonly serviceTime: DurationDistribution
  readonly path: readonly Step[]
  readonly subject: string
}

const KINDS = [
  { value: 'logNormal', label: 'Log-normal' },
  { value: 'exponential', label: 'Exponential' },
  { value: 'uniform', label: 'Uniform' },
  { value: 'constant', label: 'Constant' },
] as const

const duration = { kind: 'text', codec: durationCodec() } as const

const FIELDS: { readonly [Kind in DurationDistribution['kind']]: readonly FieldSpec[] } = {
  constant: [{ key: 'valueMs', label: 'Time', control: duration }],
  uniform: [
    { key: 'minMs', label: 'Shortest', control: duration },
    { key: 'maxMs', label: 'Longest', control: duration },
  ],
  exponential: [{ key: 'meanMs', label: 'Mean', control: duration }],
  logNormal: [
    { key: 'meanMs', label: 'Mean', control: duration },
    {
      key: 'cv',
      label: 'Variation',
      help: 'Deviation divided by mean; 1 is as uneven as exponential.',
      control: { kind: 'text', codec: decimalCodec({ min: 0.01, max: 20 }) },
    },
  ],
}

/** How long a handling takes. */
export function ServiceTimeFields({ serviceTime, path, subject }: ServiceTimeFieldsProps) {
  return (
    <>
      <KindField
        label="Service time"
        value={serviceTime.kind}
        options={KINDS}
        path={path}
        subject={subject}
        partFor={(kind) => distributionOf(kind, meanOf(serviceTime))}
      />
      <Fields specs={FIELDS[serviceTime.kind]} values={serviceTime} path={path} subject={subject} />
    </>
  )
}

function meanOf(distribution: DurationDistribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.valueMs
    case 'uniform':
      return (distribution.minMs + distribution.maxMs) / 2
    case 'exponential':
    case 'logNormal':
      return distribution.meanMs
  }
}

/** Another distribution with the same mean. */
function distributionOf(kind: DurationDistribution['kind'], meanMs: number): DurationDistribution {
  switch (kind) {
    case 'constant':
      return { kind, valueMs: meanMs }
    case 'uniform':
      return { kind, minMs: meanMs / 2, maxMs: meanMs * 1.5 }
    case 'exponential':
      return { kind, meanMs }
    case 'logNormal':
      return { kind, meanMs, cv: 0.5 }
  }
}
