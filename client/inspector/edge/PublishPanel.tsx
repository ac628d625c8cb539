import { formatRate } from '#shared/lib/units.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { publicationsOf } from '#shared/topology/publications.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { Button } from '../../ui/Button.tsx'
import { EventMark } from '../../ui/EventMark.tsx'
import { LiveText } from '../live/LiveText.tsx'
import { Section } from '../Section.tsx'

/** What a service publishes to one channel: each source and output, with its rate. */
export function PublishPanel({ edge }: { readonly edge: TopologyEdge }) {
  const topology = useDesigner((state) => state.topology)
  const behind = new Set(edge.elements)
  const publications = publicationsOf(topology).filter(({ element }) => behind.has(element))
  const service = topology.services[edge.fromId]?.name ?? edge.fromId
  return (
    <Section title="Publishes">
      <ul className="event-type-list">
        {publications.map(({ element, path, publishes }) => {
          const type = topology.eventTypes[publishes.eventTypeId]
          const typeName = type?.name ?? publishes.eventTypeId
          return (
            <li key={element}>
              {type ? <EventMark shape={type.shape} hue={type.hue} /> : <span />}
              <span title={typeName}>
                {typeName}
                <small>{path[2] === 'sources' ? 'by itself' : 'after handling'}</small>
              </span>
              <LiveText
                label={`Rate of ${typeName}`}
                read={(live) => formatRate(live.rate(element, 'published'))}
              />
            </li>
          )
        })}
      </ul>
      <Button
        size="small"
        onClick={() => designerStore.getState().select({ nodeIds: [edge.fromId] })}
      >
        Open {service}
      </Button>
    </Section>
  )
}
