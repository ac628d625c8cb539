import { type Binding, bindingSchemas } from '#shared/topology/channels.ts'
import { useDesigner } from '../../store/designerStore.ts'
import type { FieldSpec, Option } from '../fields/fieldSpec.ts'
import { Settings } from '../fields/Settings.tsx'
import { FilterPolicyField } from './FilterPolicyField.tsx'

interface SnsSettingsProps {
  readonly binding: Extract<Binding, { kind: 'snsSubscription' }>
  readonly bindingId: string
  readonly subject: string
}

/** The subscription of a queue to a topic. */
export function SnsSettings({ binding, bindingId, subject }: SnsSettingsProps) {
  const channels = useDesigner(({ topology }) => topology.channels)
  const queues = Object.entries(channels)
    .filter(([id, { kind }]) => kind === 'sqsQueue' && id !== binding.toChannelId)
    .map(([value, { name }]) => ({ value, label: name }))
  const { filterPolicy, filterPolicyScope = 'MessageAttributes' } = binding
  return (
    <>
      <FilterPolicyField
        bindingId={bindingId}
        policy={filterPolicy}
        scope={filterPolicyScope}
        subject={subject}
      />
      <Settings
        schema={bindingSchemas.snsSubscription}
        first={[deadLetterField(queues)]}
        values={binding}
        path={['bindings', bindingId]}
        subject={subject}
      />
    </>
  )
}

function deadLetterField(queues: readonly Option[]): FieldSpec {
  return {
    key: 'deadLetterQueueId',
    label: 'RedrivePolicy',
    official: true,
    help: 'Where messages go that cannot be delivered. Without: they are lost.',
    control: { kind: 'choice', options: queues, none: 'nowhere' },
  }
}
