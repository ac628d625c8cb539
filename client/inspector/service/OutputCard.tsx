import type { Step } from '#shared/lib/json.ts'
import { setField } from '#shared/topology/edits.ts'
import type { Output } from '#shared/topology/services.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { durationCodec, integerCodec, optional, percentCodec, textCodec } from '../fields/codec.ts'
import { Fields } from '../fields/FieldRow.tsx'
import type { FieldSpec } from '../fields/fieldSpec.ts'
import { KindField } from '../fields/KindField.tsx'
import { Card } from '../Section.tsx'
import { KeySpaceFields } from './KeySpaceFields.tsx'
import { ProducerSettings } from './ProducerSettings.tsx'
import { RoutingFields, TargetFields } from './PublicationFields.tsx'

interface OutputCardProps {
  readonly output: Output
  readonly path: readonly Step[]
  readonly serviceName: string
}

const fields: readonly FieldSpec[] = [
  {
    key: 'probability',
    label: 'Probability',
    control: { kind: 'text', codec: percentCodec },
  },
  {
    key: 'exclusiveGroup',
    label: 'Either-or group',
    help: 'Outputs with the same group exclude each other.',
    control: { kind: 'text', codec: optional(textCodec({ max: 120 })), placeholder: 'none' },
  },
  {
    key: 'count',
    label: 'How many',
    control: { kind: 'text', codec: integerCodec({ min: 1, max: 100 }) },
  },
  {
    key: 'delayMs',
    label: 'After',
    help: 'From the end of the handling to the publishing.',
    control: { kind: 'text', codec: durationCodec() },
  },
]

export function OutputCard({ output, path, serviceName }: OutputCardProps) {
  const title = useDesigner(({ topology }) => {
    const type = topology.eventTypes[output.eventTypeId]?.name ?? output.eventTypeId
    return `${type} to ${topology.channels[output.channelId]?.name ?? output.channelId}`
  })
  const subject = `${title} by ${serviceName}`
  const remove = () =>
    designerStore.getState().edit(setField(path, undefined, `Delete the output ${subject}`))
  return (
    <Card title={title} onDelete={remove}>
      <TargetFields publishes={output} path={path} subject={subject} />
      <Fields specs={fields} values={output} path={path} subject={subject} />
      <KeyFields output={output} path={[...path, 'key']} subject={subject} />
      <RoutingFields publishes={output} path={path} subject={subject} />
      <ProducerSettings publishes={output} path={path} subject={subject} />
    </Card>
  )
}

const KEY_KINDS = [
  { value: 'carry', label: 'Carried on' },
  { value: 'none', label: 'None' },
  { value: 'draw', label: 'Drawn anew' },
] as const

interface KeyFieldsProps {
  readonly output: Output
  readonly path: readonly Step[]
  readonly subject: string
}

function KeyFields({ output, path, subject }: KeyFieldsProps) {
  return (
    <>
      <KindField
        label="Key"
        value={output.key.kind}
        options={KEY_KINDS}
        path={path}
        subject={subject}
        partFor={(kind) => (kind === 'draw' ? DRAWN : { kind })}
      />
      {output.key.kind === 'draw' ? (
        <KeySpaceFields
          keys={output.key.keys}
          path={[...path, 'keys']}
          isNeeded
          subject={subject}
        />
      ) : null}
    </>
  )
}

const DRAWN: Output['key'] = {
  kind: 'draw',
  keys: { prefix: 'id-', size: 1000, distribution: { kind: 'uniform' } },
}
