import { textCodec } from '../fields/codec.ts'
import type { FieldSpec } from '../fields/fieldSpec.ts'

export const serviceFields: readonly FieldSpec[] = [
  {
    key: 'name',
    label: 'Name',
    control: { kind: 'text', codec: textCodec({ max: 120 }), room: 'name' },
  },
  {
    key: 'role',
    label: 'Role',
    control: {
      kind: 'choice',
      options: [
        { value: 'service', label: 'Service' },
        { value: 'external', label: 'External client' },
        { value: 'projection', label: 'Projection' },
      ],
    },
  },
]

/** They work during a run, too. */
export const capacityFields: readonly FieldSpec[] = [
  { key: 'replicas', label: 'Replicas', control: { kind: 'stepper', min: 0, max: 1000 } },
  {
    key: 'concurrency',
    label: 'Concurrency',
    help: 'Slots of a replica: how many events it handles at once.',
    control: { kind: 'stepper', min: 1, max: 1000 },
  },
]
