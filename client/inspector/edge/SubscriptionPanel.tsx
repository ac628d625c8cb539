import { formatDuration, formatRate } from '#shared/lib/units.ts'
import { subscriptionSchemas } from '#shared/topology/channels.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { Fields } from '../fields/FieldRow.tsx'
import type { Option } from '../fields/fieldSpec.ts'
import { Settings } from '../fields/Settings.tsx'
import { Chart } from '../live/Chart.tsx'
import { Counts } from '../live/Counts.tsx'
import { Kpis } from '../live/Kpis.tsx'
import { Section } from '../Section.tsx'
import { elementId } from './elementId.ts'
import { ReadAgain } from './ReadAgain.tsx'
import { retryFields, subscriptionFields } from './subscriptionFields.ts'

const COUNTS = [
  ['Delivered', 'delivered'],
  ['Delivered again', 'redelivered'],
  ['Acknowledged', 'acknowledged'],
  ['Failed attempts', 'failed'],
  ['Dead-lettered', 'deadLettered'],
  ['Dropped', 'dropped'],
] as const

export function SubscriptionPanel({ edge }: { readonly edge: TopologyEdge }) {
  const id = elementId(edge)
  const topology = useDesigner((state) => state.topology)
  const subscription = topology.subscriptions[id]
  if (!subscription) return null
  const name = elementNames.subscription(id)
  const path = ['subscriptions', id]
  const service = topology.services[subscription.serviceId]?.name ?? subscription.serviceId
  const subject = `the subscription of ${service}`
  const others: readonly Option[] = Object.entries(topology.channels)
    .filter(([channelId]) => channelId !== subscription.channelId)
    .map(([value, { name: label }]) => ({ value, label }))
  return (
    <>
      <section className="section">
        <Kpis
          kpis={[
            {
              label: 'Delivered',
              hint: 'Deliveries a virtual second, over the last two; those made again included',
              read: (live) => formatRate(live.rate(name, 'delivered')),
            },
            {
              label: 'p95 wait',
              hint: '95 % of the messages of the last ten virtual seconds waited no longer',
              read: (live) => formatDuration(live.figure(name, 'waitP95Ms')),
            },
          ]}
        />
        <Chart
          title="End to end"
          name={name}
          unit="duration"
          lines={[
            ['endToEndP50Ms', 'p50'],
            ['endToEndP95Ms', 'p95'],
            ['endToEndP99Ms', 'p99'],
          ]}
        />
      </section>
      <Section title="Consumer">
        <Settings
          schema={subscriptionSchemas[subscription.kind]}
          first={subscriptionFields(subscription.kind, others)}
          values={subscription}
          path={path}
          subject={subject}
        />
      </Section>
      <Section title="When it fails" aside="within one delivery">
        <Fields
          specs={retryFields}
          values={subscription.retry}
          path={[...path, 'retry']}
          subject={subject}
        />
      </Section>
      <ReadAgain subscriptionId={id} subject={subject} />
      <Section title="Since the start">
        <Counts name={name} counts={COUNTS} />
      </Section>
    </>
  )
}
