import { formatDuration, formatRate } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
import { Fields } from '../fields/FieldRow.tsx'
import { Chart } from '../live/Chart.tsx'
import { Counts } from '../live/Counts.tsx'
import { type Kpi, Kpis } from '../live/Kpis.tsx'
import { LiveText } from '../live/LiveText.tsx'
import { Section } from '../Section.tsx'
import { Faults } from './Faults.tsx'
import { capacityFields } from './serviceFields.ts'
import type { ServiceProps } from './serviceProps.ts'

const COUNTS = [
  ['Handled', 'completed'],
  ['Failed attempts', 'failed'],
  ['Retried', 'retried'],
  ['Dead-lettered', 'deadLettered'],
  ['Dropped', 'dropped'],
  ['Published', 'published'],
] as const

/** Live numbers first, then the knobs that matter most while it runs, then faults. */
export function ServiceLive({ serviceId, service }: ServiceProps) {
  const name = elementNames.service(serviceId)
  const handles = Object.keys(service.handlers).length > 0
  return (
    <>
      <section className="section">
        <Kpis kpis={handles ? handlingKpis(name) : sendingKpis(name)} />
      </section>
      {handles ? (
        <section className="section">
          <Chart
            title="Handling time"
            name={name}
            unit="duration"
            lines={[
              ['handlingP50Ms', 'p50'],
              ['handlingP95Ms', 'p95'],
              ['handlingP99Ms', 'p99'],
            ]}
          />
        </section>
      ) : (
        <section className="section">
          <Chart title="Sent per second" name={name} unit="count" lines={[['published', 'sent']]} />
        </section>
      )}
      <Section title="Capacity" aside={<LiveText label="Busy slots" read={slotsText(name)} />}>
        <Fields
          specs={capacityFields}
          values={service}
          path={['services', serviceId]}
          subject={service.name}
        />
      </Section>
      <Faults serviceId={serviceId} name={service.name} />
      <Section title="Since the start">
        <Counts name={name} counts={COUNTS} />
      </Section>
    </>
  )
}

function handlingKpis(name: string): readonly Kpi[] {
  return [
    {
      label: 'Throughput',
      hint: 'Events handled a virtual second, over the last two',
      read: (live) => formatRate(live.rate(name, 'completed')),
    },
    {
      label: 'p95 handling',
      hint: '95 % of the attempts of the last ten virtual seconds took no longer than this',
      read: (live) => formatDuration(live.figure(name, 'handlingP95Ms')),
    },
    {
      label: 'Errors',
      hint: 'Attempts that failed, of all attempts of the last two virtual seconds',
      read: (live) => percentText(failedPart(live, name)),
      isBad: (live) => failedPart(live, name) >= 0.1,
    },
    {
      label: 'p95 wait',
      hint: 'From publishing to the first attempt: 95 % of the events of the last ten virtual seconds waited no longer',
      read: (live) => formatDuration(live.figure(name, 'waitP95Ms')),
    },
  ]
}

function sendingKpis(name: string): readonly Kpi[] {
  return [
    {
      label: 'Sending',
      hint: 'Events published a virtual second, over the last two',
      read: (live) => formatRate(live.rate(name, 'published')),
    },
    {
      label: 'Replicas up',
      hint: 'Replicas at work, of those configured',
      read: (live) => countText(live.figure(name, 'replicasUp')),
    },
  ]
}

function failedPart(live: LiveStore, name: string): number {
  const failed = live.rate(name, 'failed')
  const all = failed + live.rate(name, 'completed')
  return all > 0 ? failed / all : 0
}

function percentText(part: number): string {
  return `${(100 * part).toFixed(1)}%`
}

function slotsText(name: string): (live: LiveStore) => string {
  return (live) => {
    const busy = countText(live.figure(name, 'busy'))
    return `${busy} of ${countText(live.figure(name, 'slots'))} slots busy`
  }
}

function countText(count: number): string {
  return Number.isFinite(count) ? String(count) : '–'
}
