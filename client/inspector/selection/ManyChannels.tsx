import { type ChannelKind, channelSchemas } from '#shared/topology/channels.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { nodeKinds } from '../../store/nodeKinds.ts'
import { channelFields } from '../channel/channelFields.ts'
import { settingFields } from '../fields/settingFields.ts'
import { Section } from '../Section.tsx'
import { ManyFields, ManySettings } from './ManyFields.tsx'

interface ManyChannelsProps {
  readonly kind: ChannelKind
  readonly ids: readonly string[]
}

/** Names are for one, and which channels are referred to is drawn. */
const SHARED_KEYS = ['partitions', 'type']

/** What channels of one kind have in common. */
export function ManyChannels({ kind, ids }: ManyChannelsProps) {
  const channels = useDesigner(({ topology }) => topology.channels)
  const parts = ids.flatMap((id) => {
    const values = channels[id]
    return values ? [{ values, path: ['channels', id] }] : []
  })
  const subject = `${ids.length} ${nodeKinds[kind].label}s`
  const required = channelFields(kind, { exchanges: [] }).filter(({ key }) =>
    SHARED_KEYS.includes(key),
  )
  return (
    <Section title={subject}>
      <ManyFields specs={required} parts={parts} subject={subject} />
      <ManySettings specs={settingFields(channelSchemas[kind])} parts={parts} subject={subject} />
    </Section>
  )
}
