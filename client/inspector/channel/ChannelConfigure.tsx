import { useState } from 'react'
import { type ChannelOf, channelSchemas } from '#shared/topology/channels.ts'
import { setField } from '#shared/topology/edits.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { FieldRow, Fields } from '../fields/FieldRow.tsx'
import type { Option } from '../fields/fieldSpec.ts'
import { Notes } from '../fields/Notes.tsx'
import { Settings } from '../fields/Settings.tsx'
import { Section } from '../Section.tsx'
import { SwapDialog } from '../swap/SwapDialog.tsx'
import { channelFields, channelOptions, maxReceiveCountField } from './channelFields.ts'
import type { ChannelProps } from './channelProps.ts'
import { Promises } from './Promises.tsx'

export function ChannelConfigure({ channelId, channel }: ChannelProps) {
  const channels = useDesigner((state) => state.topology.channels)
  const path = ['channels', channelId]
  const queues = channelOptions(channels, 'sqsQueue', channelId)
  const exchanges = channelOptions(channels, 'rabbitExchange', channelId)
  return (
    <>
      <Section title="Settings">
        <Settings
          schema={channelSchemas[channel.kind]}
          first={channelFields(channel.kind, { exchanges })}
          values={channel}
          path={path}
          subject={channel.name}
        />
      </Section>
      {channel.kind === 'sqsQueue' ? (
        <RedrivePolicy channelId={channelId} channel={channel} queues={queues} />
      ) : null}
      <Promises channelId={channelId} />
      <AnotherBroker channelId={channelId} />
      <Section title="Notes">
        <Notes
          isTitled
          label="Notes"
          value={channel.notes}
          path={[...path, 'notes']}
          subject={channel.name}
        />
      </Section>
    </>
  )
}

interface RedrivePolicyProps {
  readonly channelId: string
  readonly channel: ChannelOf<'sqsQueue'>
  readonly queues: readonly Option[]
}

const RECEIVES_AT_FIRST = 3

/** Both settings are there, or neither. */
function RedrivePolicy({ channelId, channel, queues }: RedrivePolicyProps) {
  const path = ['channels', channelId, 'redrivePolicy']
  const { redrivePolicy: policy, name } = channel
  const chooseQueue = (queueId: unknown) => {
    const value =
      queueId === undefined
        ? undefined
        : { maxReceiveCount: RECEIVES_AT_FIRST, ...policy, deadLetterQueueId: queueId }
    designerStore.getState().edit(setField(path, value, `Set the redrive policy of ${name}`))
    return true
  }
  return (
    <Section title="RedrivePolicy">
      <FieldRow
        spec={{
          key: 'deadLetterQueueId',
          label: 'deadLetterTargetArn',
          official: true,
          help: 'The queue for what was received too often.',
          control: { kind: 'choice', options: queues, none: 'none' },
        }}
        value={policy?.deadLetterQueueId}
        path={path}
        subject={name}
        instead={chooseQueue}
      />
      {policy ? (
        <Fields specs={[maxReceiveCountField]} values={policy} path={path} subject={name} />
      ) : null}
    </Section>
  )
}

function AnotherBroker({ channelId }: { readonly channelId: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <Section title="Another broker" aside="what would change">
      <Button onClick={() => setOpen(true)}>Swap and compare …</Button>
      {isOpen ? <SwapDialog channelId={channelId} onClose={() => setOpen(false)} /> : null}
    </Section>
  )
}
