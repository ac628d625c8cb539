import { useDesigner } from '../store/designerStore.ts'
import { edgesOf } from '../store/selectors.ts'
import { ChannelPanel } from './channel/ChannelPanel.tsx'
import { EdgePanel } from './edge/EdgePanel.tsx'
import { SelectionSummary } from './SelectionSummary.tsx'
import { ServicePanel } from './service/ServicePanel.tsx'
import { TopologySummary } from './TopologySummary.tsx'
import './inspector.css'

/** Whatever is selected: how it does, and what can be set. */
export function Inspector() {
  return (
    <div id="inspector" className="inspector" tabIndex={-1}>
      <Selected />
    </div>
  )
}

function Selected() {
  const topology = useDesigner((state) => state.topology)
  const nodeIds = useDesigner((state) => state.selectedNodeIds)
  const edgeIds = useDesigner((state) => state.selectedEdgeIds)
  const [nodeId] = nodeIds
  if (nodeIds.length > 1) return <SelectionSummary nodeIds={nodeIds} edgeIds={edgeIds} />
  if (nodeId !== undefined) {
    const service = topology.services[nodeId]
    if (service) return <ServicePanel key={nodeId} serviceId={nodeId} service={service} />
    const channel = topology.channels[nodeId]
    if (channel) return <ChannelPanel key={nodeId} channelId={nodeId} channel={channel} />
  }
  const edge = edgesOf(topology).find(({ id }) => id === edgeIds[0])
  if (edge) return <EdgePanel key={edge.id} edge={edge} />
  return <TopologySummary />
}
