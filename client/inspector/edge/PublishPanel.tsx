import { formatCount, formatRate } from '#shared/lib/units.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { type Publication, publicationsOf } from '#shared/topology/publications.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { edgeCount, edgeRate } from '../../store/live/edgeRate.ts'
import { Button } from '../../ui/Button.tsx'
import { Kpis } from '../live/Kpis.tsx'
import { Section } from '../Section.tsx'
import { OutputCard } from '../service/OutputCard.tsx'
import { SourceCard } from '../service/SourceCard.tsx'

/** What a service publishes to one channel: each source and output, to be set right here. */
export function PublishPanel({ edge }: { readonly edge: TopologyEdge }) {
  const topology = useDesigner((state) => state.topology)
  const behind = new Set(edge.elements)
  const publications = publicationsOf(topology).filter(({ element }) => behind.has(element))
  const service = topology.services[edge.fromId]?.name ?? edge.fromId
  return (
    <>
      <section className="section">
        <Kpis
          kpis={[
            {
              label: 'Published',
              hint: 'Events a virtual second, over the last two',
              read: (live) => formatRate(edgeRate(live, edge)),
            },
            {
              label: 'So far',
              hint: 'Events since the run began',
              read: (live) => formatCount(edgeCount(live, edge)),
            },
          ]}
        />
      </section>
      <Section title="Publishes">
        {publications.map((publication) => (
          <PublicationCard
            key={publication.element}
            publication={publication}
            serviceName={service}
          />
        ))}
        <Button
          size="small"
          onClick={() => designerStore.getState().select({ nodeIds: [edge.fromId] })}
        >
          Open {service}
        </Button>
      </Section>
    </>
  )
}

interface PublicationCardProps {
  readonly publication: Publication
  readonly serviceName: string
}

function PublicationCard({ publication, serviceName }: PublicationCardProps) {
  const { publishes, path } = publication
  return 'arrivals' in publishes ? (
    <SourceCard source={publishes} path={path} serviceName={serviceName} />
  ) : (
    <OutputCard output={publishes} path={path} serviceName={serviceName} />
  )
}
