import type { TopologyEdge } from '#shared/topology/edges.ts'
import { removeEdge } from '#shared/topology/edits.ts'
import { designerStore, useDesigner } from '../../store/designerStore.ts'
import { nodeOf } from '../../store/selectors.ts'
import { PanelHead } from '../PanelHead.tsx'
import { BindingPanel } from './BindingPanel.tsx'
import { DeadLetterPanel } from './DeadLetterPanel.tsx'
import { PublishPanel } from './PublishPanel.tsx'
import { SubscriptionPanel } from './SubscriptionPanel.tsx'

const TITLES = {
  publish: 'Publishing',
  subscription: 'Subscription',
  binding: 'Binding',
  deadLetter: 'Dead letters',
  alternate: 'Alternate exchange',
} as const satisfies { [Kind in TopologyEdge['kind']]: string }

export function EdgePanel({ edge }: { readonly edge: TopologyEdge }) {
  const topology = useDesigner((state) => state.topology)
  const from = nodeOf(topology, edge.fromId)?.name ?? edge.fromId
  const to = nodeOf(topology, edge.toId)?.name ?? edge.toId
  const remove = () => {
    const removal = removeEdge(topology, edge.id)
    if (removal) designerStore.getState().edit(removal)
  }
  return (
    <>
      <PanelHead
        icon={edge.kind === 'deadLetter' ? 'deadLetter' : 'connect'}
        title={`${from} → ${to}`}
        subtitle={TITLES[edge.kind]}
        onDelete={remove}
      />
      <div className="panel-body">
        <PanelOf edge={edge} />
      </div>
    </>
  )
}

function PanelOf({ edge }: { readonly edge: TopologyEdge }) {
  switch (edge.kind) {
    case 'subscription':
      return <SubscriptionPanel edge={edge} />
    case 'binding':
      return <BindingPanel edge={edge} />
    case 'publish':
      return <PublishPanel edge={edge} />
    case 'deadLetter':
    case 'alternate':
      return <DeadLetterPanel edge={edge} />
  }
}
