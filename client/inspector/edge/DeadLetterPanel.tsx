import { formatCount, formatRate } from '#shared/lib/units.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { edgeCount, edgeRate } from '../../store/live/edgeRate.ts'
import { Kpis } from '../live/Kpis.tsx'
import { Section } from '../Section.tsx'
import { ruleOf } from './deadLetterRule.ts'

/** How much ends in a dead-letter channel, and by which rule. */
export function DeadLetterPanel({ edge }: { readonly edge: TopologyEdge }) {
  const topology = useDesigner((state) => state.topology)
  return (
    <>
      <section className="section">
        <Kpis
          kpis={[
            {
              label: 'Moved there',
              read: (live) => formatCount(edgeCount(live, edge)),
            },
            { label: 'Now', read: (live) => formatRate(edgeRate(live, edge)) },
          ]}
        />
      </section>
      <Section title="Rule">
        <p className="section-text">{ruleOf(topology, edge)}</p>
      </Section>
    </>
  )
}
