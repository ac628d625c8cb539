import { formatCount, formatRate } from '#shared/lib/units.ts'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { edgeIds } from '#shared/topology/edges.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { edgeCount, edgeRate } from '../../store/live/edgeRate.ts'
import { nodeOf } from '../../store/selectors.ts'
import { Button } from '../../ui/Button.tsx'
import { Kpis } from '../live/Kpis.tsx'
import { Section } from '../Section.tsx'
import { ruleOf, subscriptionIdOf } from './deadLetterRule.ts'

/** How much ends in a dead-letter channel or an alternate exchange, and by which rule. */
export function DeadLetterPanel({ edge }: { readonly edge: TopologyEdge }) {
  const topology = useDesigner((state) => state.topology)
  return (
    <>
      <section className="section">
        <Kpis
          kpis={[
            {
              label: 'Moved there',
              hint: 'Since the run began',
              read: (live) => formatCount(edgeCount(live, edge)),
            },
            {
              label: 'Now',
              hint: 'Messages a virtual second, over the last two',
              read: (live) => formatRate(edgeRate(live, edge)),
            },
          ]}
        />
      </section>
      <Section title="Rule">
        <p className="section-text">{ruleOf(topology, edge)}</p>
        <RuleButton edge={edge} />
      </Section>
    </>
  )
}

/** Where the rule is set: at the queue, or at the subscription of the service. */
function RuleButton({ edge }: { readonly edge: TopologyEdge }) {
  const topology = useDesigner((state) => state.topology)
  const { select } = designerStore.getState()
  const subscriptionId = subscriptionIdOf(topology, edge)
  if (subscriptionId !== null)
    return (
      <Button
        size="small"
        onClick={() => select({ edgeIds: [edgeIds.subscription(subscriptionId)] })}
      >
        Open the subscription
      </Button>
    )
  const node = nodeOf(topology, edge.fromId)
  if (!node) return null
  return (
    <Button size="small" onClick={() => select({ nodeIds: [edge.fromId] })}>
      Open {node.name}
    </Button>
  )
}
