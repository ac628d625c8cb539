import { formatCount, formatDuration, formatRate } from '#shared/lib/units.ts'
import type { Channel } from '#shared/topology/channels.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { Chart } from '../live/Chart.tsx'
import { Counts } from '../live/Counts.tsx'
import { type Kpi, Kpis } from '../live/Kpis.tsx'
import { Section } from '../Section.tsx'
import type { ChannelProps } from './ChannelPanel.tsx'
import { Partitions } from './Partitions.tsx'
import { Readers } from './Readers.tsx'

type Count = readonly [label: string, metric: string]

const ACCEPTED: Count = ['Published to it', 'accepted']
const LOST: readonly Count[] = [
  ['Dead-lettered', 'deadLettered'],
  ['Dropped', 'dropped'],
]

const COUNTS: { readonly [Kind in Channel['kind']]: readonly Count[] } = {
  kafkaTopic: [ACCEPTED, ['Kept', 'retained'], ['Expired', 'expired'], ...LOST],
  rabbitExchange: [ACCEPTED, ['Unroutable', 'unroutable'], ['Dropped', 'dropped']],
  snsTopic: [ACCEPTED, ['Unroutable', 'unroutable'], ['Dropped', 'dropped']],
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
}

export function ChannelLive({ channelId, channel }: ChannelProps) {
  const name = elementNames.channel(channelId)
  const keeps = channel.kind !== 'rabbitExchange' && channel.kind !== 'snsTopic'
  return (
    <>
      <section className="section">
        <Kpis kpis={keeps ? storeKpis(name, channel) : fanOutKpis(name)} />
      </section>
      <section className="section">
        {keeps ? (
          <Chart
            title={channel.kind === 'kafkaTopic' ? 'Lag' : 'Waiting'}
            name={name}
            unit="count"
            lines={[['waiting', 'waiting']]}
          />
        ) : (
          <Chart
            title="Coming in per second"
            name={name}
            unit="count"
            lines={[['accepted', 'in']]}
          />
        )}
      </section>
      <Readers channelId={channelId} />
      {channel.kind === 'kafkaTopic' ? (
        <Partitions channelId={channelId} count={channel.partitions} />
      ) : null}
      <Section title="Since the start">
        <Counts name={name} counts={COUNTS[channel.kind]} />
      </Section>
    </>
  )
}

function storeKpis(name: string, { kind }: Channel): readonly Kpi[] {
  return [
    {
      label: kind === 'kafkaTopic' ? 'Lag' : 'Waiting',
      read: (live) => formatCount(live.figure(name, 'waiting')),
    },
    {
      label: 'Oldest waiting',
      read: (live) => formatDuration(live.figure(name, 'oldestWaitingMs')),
    },
    { label: 'In', read: (live) => formatRate(live.rate(name, 'accepted')) },
    { label: 'Out', read: (live) => formatRate(live.rate(name, 'delivered')) },
  ]
}

function fanOutKpis(name: string): readonly Kpi[] {
  return [
    { label: 'In', read: (live) => formatRate(live.rate(name, 'accepted')) },
    {
      label: 'Unroutable',
      read: (live) => formatRate(live.rate(name, 'unroutable')),
      isBad: (live) => live.rate(name, 'unroutable') > 0,
    },
  ]
}
