import { formatCount, formatRate } from '#shared/lib/units.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { useDesigner } from '../../store/designerStore.ts'
import type { LiveStore } from '../../store/live/liveStore.ts'
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
              read: (live) => formatCount(sum(edge, (name) => live.figure(name, 'deadLettered'))),
            },
            { label: 'Now', read: (live) => formatRate(rateOf(live, edge)) },
          ]}
        />
      </section>
      <Section title="Rule">
        <p className="section-text">{ruleOf(topology, edge)}</p>
      </Section>
    </>
  )
}

function rateOf(live: LiveStore, edge: TopologyEdge): number {
  return sum(edge, (name) => live.rate(name, 'deadLettered'))
}

function sum({ elements }: TopologyEdge, read: (name: string) => number): number {
  return elements.reduce((total, name) => total + (read(name) || 0), 0)
}
