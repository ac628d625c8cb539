import type { Step } from '#shared/lib/json.ts'
import { meanMs } from '#shared/topology/analysis/demand.ts'
import type { DurationDistribution } from '#shared/topology/fields.ts'
import { decimalCodec, durationCodec, integerCodec } from '../fields/codec.ts'
import { Fields } from '../fields/FieldRow.tsx'
import type { FieldSpec } from '../fields/fieldSpec.ts'
import { KindField } from '../fields/KindField.tsx'
import { DurationCurveImage } from './DurationCurveImage.tsx'

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
  { value: 'erlang', label: 'Erlang' },
  { value: 'gamma', label: 'Gamma' },
  { value: 'hyperexponential', label: 'Hyperexponential' },
  { value: 'weibull', label: 'Weibull' },
  { value: 'pareto', label: 'Pareto' },
] as const

const duration = { kind: 'text', codec: durationCodec() } as const

const mean: FieldSpec = { key: 'meanMs', label: 'Mean', control: duration }

const FIELDS: { readonly [Kind in DurationDistribution['kind']]: readonly FieldSpec[] } = {
  constant: [{ key: 'valueMs', label: 'Time', control: duration }],
  uniform: [
    { key: 'minMs', label: 'Shortest', control: duration },
    { key: 'maxMs', label: 'Longest', control: duration },
  ],
  exponential: [mean],
  logNormal: [mean, variation(0.01)],
  erlang: [
    mean,
    {
      key: 'shape',
      label: 'Phases',
      help: 'Exponential phases, one after another; the more, the more even.',
      control: { kind: 'text', codec: integerCodec({ min: 1, max: 1000 }) },
    },
  ],
  hyperexponential: [mean, variation(1)],
  gamma: [mean, variation(0.01)],
  weibull: [
    mean,
    {
      key: 'shape',
      label: 'Shape',
      help: 'Below 1, a few take very long; 1 is exponential; above, they gather round the mean.',
      control: { kind: 'text', codec: decimalCodec({ min: 0.2, max: 20 }) },
    },
  ],
  pareto: [
    mean,
    {
      key: 'tailIndex',
      label: 'Tail index',
      help: 'The lower, the longer the longest. Below 1.5, few runs are long enough to show the mean.',
      control: { kind: 'text', codec: decimalCodec({ min: 1.1, max: 100 }) },
    },
  ],
}

function variation(min: number): FieldSpec {
  return {
    key: 'cv',
    label: 'Variation',
    help: 'Deviation divided by mean; 1 is as uneven as exponential.',
    control: { kind: 'text', codec: decimalCodec({ min, max: 20 }) },
  }
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
        partFor={(kind) => distributionOf(kind, meanMs(serviceTime))}
      />
      <Fields specs={FIELDS[serviceTime.kind]} values={serviceTime} path={path} subject={subject} />
      <DurationCurveImage duration={serviceTime} />
    </>
  )
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
    case 'gamma':
      return { kind, meanMs, cv: 0.5 }
    case 'erlang':
      return { kind, meanMs, shape: 4 }
    case 'hyperexponential':
      return { kind, meanMs, cv: 2 }
    case 'weibull':
      return { kind, meanMs, shape: 1.5 }
    case 'pareto':
      return { kind, meanMs, tailIndex: 2.5 }
  }
}
