import { entriesById } from '#shared/lib/entries.ts'
import { formatRate } from '#shared/lib/units.ts'
import { elementNames } from '#shared/topology/elements.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { useProblems } from '../store/problems.ts'
import { loadOf } from '../store/selectors.ts'
import { Button } from '../ui/Button.tsx'
import { EventMark } from '../ui/EventMark.tsx'
import { textCodec } from './fields/codec.ts'
import { Fields } from './fields/FieldRow.tsx'
import type { FieldSpec } from './fields/fieldSpec.ts'
import { Notes } from './fields/Notes.tsx'
import { LiveText } from './live/LiveText.tsx'
import { PanelHead } from './PanelHead.tsx'
import { Section } from './Section.tsx'
import './lists.css'

const nameField: FieldSpec = {
  key: 'name',
  label: 'Name',
  control: { kind: 'text', codec: textCodec({ max: 120 }), room: 'name' },
}

/** Nothing is selected: the topology itself. */
export function TopologySummary() {
  const topology = useDesigner((state) => state.topology)
  const serviceCount = Object.keys(topology.services).length
  const channelCount = Object.keys(topology.channels).length
  return (
    <>
      <PanelHead
        icon="layout"
        title={topology.name}
        subtitle={`${plural(serviceCount, 'service')}, ${plural(channelCount, 'channel')}`}
      />
      <div className="panel-body">
        <Section title="Topology">
          <Fields specs={[nameField]} values={topology} path={[]} subject="the topology" />
          <Notes
            label="Description"
            value={topology.description}
            path={['description']}
            subject="the topology"
          />
        </Section>
        <EventTypes />
        <Prediction />
        <Section title="Select something">
          <p className="section-text">
            Click a service, a channel or an edge to see how it does and to set it. Drag from the
            dot at a node’s side to connect it.
          </p>
        </Section>
      </div>
    </>
  )
}

function EventTypes() {
  const eventTypes = useDesigner((state) => state.topology.eventTypes)
  const entries = entriesById(eventTypes)
  return (
    <Section title="Event types" aside={String(entries.length)}>
      <ul className="event-type-list">
        {entries.map(([id, { name, shape, hue }]) => (
          <li key={id}>
            <EventMark shape={shape} hue={hue} />
            <span title={name}>{name}</span>
            <LiveText
              label={`Rate of ${name}`}
              read={(live) => formatRate(live.rate(elementNames.eventType(id), 'published'))}
            />
          </li>
        ))}
      </ul>
      <Button size="small" onClick={() => designerStore.getState().openDock('eventTypes')}>
        Edit event types
      </Button>
    </Section>
  )
}

/** From the drawing alone. */
function Prediction() {
  const topology = useDesigner((state) => state.topology)
  const problems = useProblems()
  const busiest = Object.entries(loadOf(topology).services)
    .filter(([, { slots }]) => slots > 0)
    .sort(([, a], [, b]) => b.utilisation - a.utilisation)
    .slice(0, 4)
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return (
    <Section title="Predicted load" aside="from the drawing">
      <dl className="counts">
        {busiest.map(([id, { utilisation }]) => (
          <div key={id}>
            <dt>{topology.services[id]?.name ?? id}</dt>
            <dd data-bad={utilisation >= 1}>{percentText(utilisation)}</dd>
          </div>
        ))}
        <div>
          <dt>Problems</dt>
          <dd data-bad={errors > 0}>{problems.length === 0 ? 'none' : problems.length}</dd>
        </div>
      </dl>
    </Section>
  )
}

function percentText(part: number): string {
  return Number.isFinite(part) ? `${Math.round(part * 100)} %` : 'endless'
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
