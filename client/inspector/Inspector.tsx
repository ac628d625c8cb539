import { useDesigner } from '../store/designerStore.ts'
import { edgesOf, shownEdgesOf } from '../store/selectors.ts'
import { ChannelPanel } from './channel/ChannelPanel.tsx'
import { AnnotationsSummary } from './context/AnnotationsSummary.tsx'
import { ContextPanel } from './context/ContextPanel.tsx'
import { MergedEdgePanel } from './context/MergedEdgePanel.tsx'
import { NotePanel } from './context/NotePanel.tsx'
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
  if (nodeIds.length > 1 || (nodeIds.length === 0 && edgeIds.length > 1))
    return <SelectionSummary nodeIds={nodeIds} edgeIds={edgeIds} />
  if (nodeId !== undefined) {
    const service = topology.services[nodeId]
    if (service) return <ServicePanel key={nodeId} serviceId={nodeId} service={service} />
    const channel = topology.channels[nodeId]
    if (channel) return <ChannelPanel key={nodeId} channelId={nodeId} channel={channel} />
  }
  const edge = edgesOf(topology).find(({ id }) => id === edgeIds[0])
  if (edge) return <EdgePanel key={edge.id} edge={edge} />
  return <SelectedAnnotation />
}

/** Contexts, notes, and what a collapsed context shows as one edge. */
function SelectedAnnotation() {
  const topology = useDesigner((state) => state.topology)
  const contextIds = useDesigner((state) => state.selectedContextIds)
  const noteIds = useDesigner((state) => state.selectedNoteIds)
  const edgeIds = useDesigner((state) => state.selectedEdgeIds)
  if (contextIds.length + noteIds.length > 1)
    return <AnnotationsSummary contextIds={contextIds} noteIds={noteIds} />
  const { contexts, notes } = topology.layout
  const [contextId = ''] = contextIds
  const context = contexts[contextId]
  if (context) return <ContextPanel key={contextId} contextId={contextId} context={context} />
  const [noteId = ''] = noteIds
  const note = notes[noteId]
  if (note) return <NotePanel key={noteId} noteId={noteId} note={note} />
  const merged = shownEdgesOf(topology).find(({ id }) => id === edgeIds[0])
  if (merged) return <MergedEdgePanel edge={merged} />
  return <TopologySummary />
}
