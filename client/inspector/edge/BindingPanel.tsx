import { formatRate } from '#shared/lib/units.ts'
import { type Binding, bindingSchemas } from '#shared/topology/channels.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { attributeCodec } from '../fields/attributeCodec.ts'
import { accepted, type Codec, refused } from '../fields/codec.ts'
import { Fields } from '../fields/FieldRow.tsx'
import type { FieldSpec } from '../fields/fieldSpec.ts'
import { KeyedRows } from '../fields/KeyedRows.tsx'
import { Settings } from '../fields/Settings.tsx'
import { Counts } from '../live/Counts.tsx'
import { Kpis } from '../live/Kpis.tsx'
import { Section } from '../Section.tsx'
import { elementId } from './elementId.ts'
import { SnsSettings } from './SnsSettings.tsx'

/** A binding's key may be empty. */
const routingKeyCodec: Codec = {
  parse: (text) =>
    text.trim().length <= 255 ? accepted(text.trim()) : refused('At most 255 characters.'),
  format: (value) => String(value ?? ''),
}

export function routingKeyField(exchangeType: string): FieldSpec {
  const help = {
    direct: 'Exactly the routing key of the message.',
    fanout: 'A fanout exchange does not look at it.',
    topic: '* stands for one word, # for any number: reserved.*',
  }[exchangeType]
  return {
    key: 'routingKey',
    label: 'routing key',
    official: true,
    ...(help === undefined ? {} : { help }),
    control: { kind: 'text', codec: routingKeyCodec, room: 'whole' },
  }
}

const SNS_COUNTS = [
  ['Failed attempts', 'deliveryFailed'],
  ['Dead-lettered', 'deadLettered'],
  ['Lost', 'dropped'],
] as const

export function BindingPanel({ edge }: { readonly edge: TopologyEdge }) {
  const id = elementId(edge)
  const topology = useDesigner((state) => state.topology)
  const binding = topology.bindings[id]
  if (!binding) return null
  const name = elementNames.binding(id)
  const target = topology.channels[binding.toChannelId]?.name ?? binding.toChannelId
  return (
    <>
      <section className="section">
        <Kpis
          kpis={[
            {
              label: 'Passed on',
              hint: 'Messages a virtual second, over the last two',
              read: (live) => formatRate(live.rate(name, 'routed')),
            },
            {
              label: 'Filtered out',
              hint: 'Messages a virtual second that do not match, over the last two',
              read: (live) => formatRate(live.rate(name, 'filtered')),
            },
          ]}
        />
      </section>
      <Section title={binding.kind === 'rabbitBinding' ? 'Binding' : 'Subscription'}>
        <BindingSettings binding={binding} bindingId={id} subject={`the binding of ${target}`} />
      </Section>
      <Section title="Since the start">
        <Counts
          name={name}
          counts={[
            ['Passed on', 'routed'],
            ['Filtered out', 'filtered'],
            ...(binding.kind === 'snsSubscription' ? SNS_COUNTS : []),
          ]}
        />
      </Section>
    </>
  )
}

interface BindingSettingsProps {
  readonly binding: Binding
  readonly bindingId: string
  readonly subject: string
}

function BindingSettings({ binding, bindingId, subject }: BindingSettingsProps) {
  const source = useDesigner(({ topology }) => topology.channels[binding.fromChannelId])
  const path = ['bindings', bindingId]
  if (binding.kind === 'snsSubscription')
    return <SnsSettings binding={binding} bindingId={bindingId} subject={subject} />
  const type = source?.kind === 'rabbitExchange' ? source.type : 'topic'
  if (type === 'headers') return <HeadersSettings binding={binding} path={path} subject={subject} />
  return <Fields specs={[routingKeyField(type)]} values={binding} path={path} subject={subject} />
}

interface HeadersSettingsProps {
  readonly binding: Extract<Binding, { kind: 'rabbitBinding' }>
  readonly path: readonly string[]
  readonly subject: string
}

/** A headers exchange compares arguments with the headers of the message: its attributes. */
function HeadersSettings({ binding, path, subject }: HeadersSettingsProps) {
  return (
    <>
      <Settings
        schema={bindingSchemas.rabbitBinding}
        values={binding}
        path={path}
        subject={subject}
      />
      <KeyedRows
        title="Arguments"
        help="Compared with the attributes of the message, type and value. Empty: being there is enough."
        map={binding.arguments}
        path={[...path, 'arguments']}
        subject={subject}
        codec={argumentCodec}
        keyWord="header"
        firstValue={null}
      />
    </>
  )
}

/** One value, as attributes are typed; nothing stands for a header that only has to be there. */
const argumentCodec: Codec = {
  parse(text) {
    if (text.trim() === '') return accepted(null)
    const parsed = attributeCodec.parse(text)
    return parsed.ok && Array.isArray(parsed.value)
      ? refused('One text, one number, true or false.')
      : parsed
  },
  format: (value) => (value === null ? '' : attributeCodec.format(value)),
}
