import { formatCount, formatDuration, formatRate } from '#shared/lib/units.ts'
import { PRODUCTION_METRICS, type ProductionMetric } from '#shared/semantics/productionMetrics.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
import { LiveText } from '../live/LiveText.tsx'
import { Section } from '../Section.tsx'
import type { ChannelProps } from './channelProps.ts'
import '../live/tables.css'

/** The same figures under the names that dashboards and alerts have for them. */
export function ProductionMetrics({ channelId, channel }: ChannelProps) {
  const metrics = PRODUCTION_METRICS[channel.kind]
  const partitions = channel.kind === 'kafkaTopic' ? channel.partitions : 0
  return (
    <Section title="In production" aside="names of its metrics">
      <dl className="counts counts-official">
        {metrics.map((metric) => (
          <div key={metric.name} title={metric.help}>
            <dt>{metric.name}</dt>
            <dd>
              <LiveText
                label={metric.name}
                read={(live) => shown(metric, figureFor(metric, live, { channelId, partitions }))}
              />
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}

interface Measured {
  readonly channelId: string
  readonly partitions: number
}

function figureFor(
  { from }: ProductionMetric,
  live: LiveStore,
  { channelId, partitions }: Measured,
): number {
  const name = elementNames.channel(channelId)
  switch (from.kind) {
    case 'figure':
      return live.figure(name, from.metric)
    case 'rate':
      return live.rate(name, from.metric)
    case 'sum':
      return from.metrics.reduce((sum, metric) => sum + live.figure(name, metric), 0)
    case 'partitions': {
      const values = Array.from({ length: partitions }, (_, partition) =>
        live.figure(elementNames.partition(channelId, partition), from.metric),
      )
      return from.take === 'max'
        ? Math.max(0, ...values)
        : values.reduce((sum, value) => sum + value, 0)
    }
  }
}

function shown({ unit }: ProductionMetric, value: number): string {
  switch (unit) {
    case 'count':
      return formatCount(value)
    case 'rate':
      return formatRate(value)
    case 'duration':
      return formatDuration(value)
    case 'seconds':
      return Number.isFinite(value) ? `${formatCount(value / 1000)} s` : '–'
  }
}
