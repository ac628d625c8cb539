import { producerKindFor, producerSchemas } from '#shared/topology/channels.ts'
import { setField } from '#shared/topology/edits.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { Settings } from '../fields/Settings.tsx'
import type { PublicationProps } from './PublicationFields.tsx'

/** How it is published, in the terms of the channel's broker. The first that is set makes the part. */
export function ProducerSettings({ publishes, path, subject }: PublicationProps) {
  const channelKind = useDesigner(({ topology }) => topology.channels[publishes.channelId]?.kind)
  if (!channelKind) return null
  const kind = producerKindFor(channelKind)
  const producer = publishes.producer?.kind === kind ? publishes.producer : { kind }
  const producerPath = [...path, 'producer']
  const set = (key: string, value: unknown) => {
    const { [key]: _, ...others } = { ...producer } as Record<string, unknown>
    const next = value === undefined ? others : { ...others, [key]: value }
    const isPlain = Object.keys(next).length === 1
    const edit = setField(producerPath, isPlain ? undefined : next, `Set ${key} of ${subject}`)
    designerStore.getState().edit(edit)
    return true
  }
  return (
    <Settings
      schema={producerSchemas[kind]}
      values={producer}
      path={producerPath}
      subject={subject}
      shown={0}
      instead={set}
    />
  )
}
