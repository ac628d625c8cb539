import type { ChannelKind } from '#shared/topology/channels.ts'
import { removeEdge, removeNodes } from '#shared/topology/edits.ts'
import { Steps } from '#shared/topology/spliceSteps.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { nodeKinds } from '../store/nodeKinds.ts'
import { nodeOf } from '../store/selectors.ts'
import { Icon } from '../ui/Icon.tsx'
import { PanelHead } from './PanelHead.tsx'
import { Section } from './Section.tsx'
import { ArrangeButtons } from './selection/ArrangeButtons.tsx'
import { ManyChannels } from './selection/ManyChannels.tsx'
import { ManyEdges } from './selection/ManyEdges.tsx'
import { ManyServices } from './selection/ManyServices.tsx'
import './lists.css'
import './selection/selection.css'

interface SelectionSummaryProps {
  readonly nodeIds: readonly string[]
  readonly edgeIds: readonly string[]
}

/** Several nodes or edges at once: what they have in common can be set for all of them. */
export function SelectionSummary({ nodeIds, edgeIds }: SelectionSummaryProps) {
  return nodeIds.length > 0 ? (
    <ManyNodes nodeIds={nodeIds} edgeIds={edgeIds} />
  ) : (
    <>
      <PanelHead
        icon="connect"
        title={`${edgeIds.length} edges selected`}
        subtitle="What is set here is set for all"
        onDelete={() => removeEdges(edgeIds)}
      />
      <div className="panel-body">
        <ManyEdges ids={edgeIds} />
      </div>
    </>
  )
}

function ManyNodes({ nodeIds, edgeIds }: SelectionSummaryProps) {
  const topology = useDesigner((state) => state.topology)
  const { edit } = designerStore.getState()
  const serviceIds = nodeIds.filter((id) => Object.hasOwn(topology.services, id))
  const channelGroups = channelsByKind(topology, nodeIds)
  return (
    <>
      <PanelHead
        icon="cursor"
        title={`${nodeIds.length} selected`}
        subtitle={edgeIds.length > 0 ? `and ${edgeIds.length} edges` : 'Drag one to move them all'}
        onDelete={() => edit(removeNodes(topology, nodeIds))}
      />
      <ArrangeButtons ids={nodeIds} />
      <div className="panel-body">
        {serviceIds.length > 1 ? <ManyServices ids={serviceIds} /> : null}
        {channelGroups.map(([kind, ids]) => (
          <ManyChannels key={kind} kind={kind} ids={ids} />
        ))}
        <SelectedNodes topology={topology} nodeIds={nodeIds} />
      </div>
    </>
  )
}

interface SelectedNodesProps {
  readonly topology: Topology
  readonly nodeIds: readonly string[]
}

function SelectedNodes({ topology, nodeIds }: SelectedNodesProps) {
  const { select } = designerStore.getState()
  return (
    <Section title="Selected" aside={String(nodeIds.length)}>
      <ul className="node-list">
        {nodeIds.map((id) => {
          const node = nodeOf(topology, id)
          return node ? (
            <li key={id}>
              <button type="button" title={node.name} onClick={() => select({ nodeIds: [id] })}>
                <Icon name={node.kind} size={14} />
                <b>{node.name}</b>
                <span>{nodeKinds[node.kind].label}</span>
              </button>
            </li>
          ) : null
        })}
      </ul>
    </Section>
  )
}

/** Two of a kind at least. */
function channelsByKind(
  { channels }: Topology,
  ids: readonly string[],
): readonly (readonly [ChannelKind, readonly string[]])[] {
  const groups = new Map<ChannelKind, string[]>()
  for (const id of ids) {
    const kind = Object.hasOwn(channels, id) ? channels[id]?.kind : undefined
    if (kind) groups.set(kind, [...(groups.get(kind) ?? []), id])
  }
  return [...groups].filter(([, members]) => members.length > 1)
}

function removeEdges(edgeIds: readonly string[]): void {
  const { topology, edit } = designerStore.getState()
  const steps = new Steps(topology)
  for (const id of edgeIds) {
    const removal = removeEdge(steps.topology, id)
    if (removal) steps.take(removal)
  }
  edit(steps.asEdit(`Disconnect ${edgeIds.length} edges`))
}
