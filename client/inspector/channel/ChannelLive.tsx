import { formatCount, formatDuration, formatRate } from '#shared/lib/units.ts'
import type { Channel, ChannelKind } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { topicLag } from '../../store/live/kafkaLag.ts'
import { Chart } from '../live/Chart.tsx'
import { Counts } from '../live/Counts.tsx'
import { type Kpi, Kpis } from '../live/Kpis.tsx'
import { Section } from '../Section.tsx'
import type { ChannelProps } from './channelProps.ts'
import { FanOutLive } from './FanOutLive.tsx'
import { Operations } from './Operations.tsx'
import { Partitions } from './Partitions.tsx'
import { ProductionMetrics } from './ProductionMetrics.tsx'
import { Readers } from './Readers.tsx'

type Count = readonly [label: string, metric: string]

const ACCEPTED: Count = ['Published to it', 'accepted']
const LOST: readonly Count[] = [
  ['Dead-lettered', 'deadLettered'],
  ['Dropped', 'dropped'],
]

const COUNTS = {
  kafkaTopic: [ACCEPTED, ['Kept', 'retained'], ['Expired', 'expired'], ...LOST],
  rabbitQueue: [
    ACCEPTED,
    ['Delivered', 'delivered'],
    ['Acknowledged', 'acknowledged'],
    ['Expired', 'expired'],
    ...LOST,
  ],
  sqsQueue: [
    ACCEPTED,
    ['Received', 'delivered'],
    ['Deleted', 'acknowledged'],
    ['Expired', 'expired'],
    ...LOST,
  ],
  eventStore: [
    ['Appended', 'accepted'],
    ['Streams', 'streams'],
    ['Kept', 'retained'],
    ['Conflicts', 'conflicted'],
    ['Parked', 'parked'],
    ['Scavenged', 'expired'],
    ['Skipped', 'dropped'],
  ],
} as const satisfies { [Kind in ChannelKind]?: readonly Count[] }

export function ChannelLive({ channelId, channel }: ChannelProps) {
  const name = elementNames.channel(channelId)
  if (channel.kind === 'rabbitExchange' || channel.kind === 'snsTopic')
    return (
      <>
        <FanOutLive channelId={channelId} kind={channel.kind} />
        <ProductionMetrics channelId={channelId} channel={channel} />
      </>
    )
  return (
    <>
      <section className="section">
        <Kpis kpis={storeKpis(channelId, channel)} />
      </section>
      <section className="section">
        <Chart
          title={channel.kind === 'kafkaTopic' ? 'Waiting to be read' : 'Waiting'}
          name={name}
          unit="count"
          lines={[['waiting', 'waiting']]}
        />
      </section>
      <Readers channelId={channelId} />
      {channel.kind === 'kafkaTopic' ? (
        <Partitions channelId={channelId} count={channel.partitions} />
      ) : null}
      <Operations channelId={channelId} channel={channel} />
      <Section title="Since the start">
        <Counts name={name} counts={COUNTS[channel.kind]} />
      </Section>
      <ProductionMetrics channelId={channelId} channel={channel} />
    </>
  )
}

function storeKpis(channelId: string, channel: Channel): readonly Kpi[] {
  const name = elementNames.channel(channelId)
  return [
    channel.kind === 'kafkaTopic'
      ? {
          label: 'Lag',
          hint: 'End offset less committed offset over all partitions, of the group that is farthest behind',
          read: (live) => formatCount(topicLag(live, channelId, channel.partitions)),
        }
      : {
          label: 'Waiting',
          hint: 'Messages ready to be handed out; those in flight are not counted',
          read: (live) => formatCount(live.figure(name, 'waiting')),
        },
    {
      label: 'Oldest waiting',
      hint: 'Age of the message that waits longest',
      read: (live) => formatDuration(live.figure(name, 'oldestWaitingMs')),
    },
    {
      label: 'In',
      hint: 'Messages stored a virtual second, over the last two',
      read: (live) => formatRate(live.rate(name, 'accepted')),
    },
    {
      label: channel.kind === 'kafkaTopic' ? 'Read' : 'Out',
      hint:
        channel.kind === 'kafkaTopic'
          ? 'Records read a virtual second, by all consumer groups together'
          : 'Messages handed out a virtual second, those handed out again included',
      read: (live) => formatRate(live.rate(name, 'delivered')),
    },
  ]
}
