import type { Step } from '#shared/lib/json.ts'
import type { Arrivals } from '#shared/topology/fields.ts'
import { rateCodec } from '../fields/codec.ts'
import { Fields } from '../fields/FieldRow.tsx'
import type { FieldSpec } from '../fields/fieldSpec.ts'
import { KindField } from '../fields/KindField.tsx'
import { pointsCodec } from '../fields/listCodecs.ts'

interface ArrivalsFieldsProps {
  readonly arrivals: Arrivals
  readonly path: readonly Step[]
  readonly subject: string
}

const KINDS = [
  { value: 'poisson', label: 'Poisson' },
  { value: 'constant', label: 'Constant' },
  { value: 'profile', label: 'Profile over time' },
] as const

const rateField: FieldSpec = {
  key: 'ratePerSecond',
  label: 'Rate',
  control: { kind: 'text', codec: rateCodec },
}

const profileFields: readonly FieldSpec[] = [
  {
    key: 'process',
    label: 'Between events',
    control: {
      kind: 'choice',
      options: [
        { value: 'poisson', label: 'Poisson' },
        { value: 'constant', label: 'Constant' },
      ],
    },
  },
  {
    key: 'points',
    label: 'Rate over time',
    help: 'Runs straight from point to point, and holds after the last.',
    control: { kind: 'text', codec: pointsCodec, room: 'whole' },
  },
]

/** When a source publishes. */
export function ArrivalsFields({ arrivals, path, subject }: ArrivalsFieldsProps) {
  return (
    <>
      <KindField
        label="Arrivals"
        value={arrivals.kind}
        options={KINDS}
        path={path}
        subject={subject}
        partFor={(kind) => arrivalsOf(kind, arrivals)}
      />
      <Fields
        specs={arrivals.kind === 'profile' ? profileFields : [rateField]}
        values={arrivals}
        path={path}
        subject={subject}
      />
    </>
  )
}

/** Another kind of arrivals with about the same rate. */
function arrivalsOf(kind: Arrivals['kind'], before: Arrivals): Arrivals {
  const rate =
    before.kind === 'profile' ? (before.points[0]?.ratePerSecond ?? 0) : before.ratePerSecond
  if (kind !== 'profile') return { kind, ratePerSecond: rate }
  const process = before.kind === 'constant' ? 'constant' : 'poisson'
  const points = [
    { atMs: 0, ratePerSecond: rate },
    { atMs: 60_000, ratePerSecond: Math.min(1_000_000, rate * 10) },
  ]
  return { kind, process, points }
}
