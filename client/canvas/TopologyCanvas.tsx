import { useEffect, useMemo, useRef, useState } from 'react'
import { MiniMap, ReactFlow, ReactFlowProvider, SelectionMode } from 'reactflow'
import { GRID } from '#shared/topology/nodeSizes.ts'
import { useDesigner } from '../store/designerStore.ts'
import { edgesOf, isMinimapShown } from '../store/selectors.ts'
import { Announcer } from './announce/Announcer.tsx'
import type { CanvasEdge } from './canvasEdges.ts'
import type { CanvasNode } from './canvasNodes.ts'
import { EventEdge } from './edges/EventEdge.tsx'
import { PortDots } from './edges/PortDots.tsx'
import { InsightCard } from './insight/InsightCard.tsx'
import { canvasStore } from './interaction/canvasStore.ts'
import { nodeIdOf } from './interaction/nodeAtPoint.ts'
import { useAdding } from './interaction/useAdding.ts'
import { useCanvasKeys } from './interaction/useCanvasKeys.ts'
import { useConnecting } from './interaction/useConnecting.ts'
import { usePaneGestures } from './interaction/usePaneGestures.ts'
import { nodeViews } from './nodes/nodeViews.ts'
import { CanvasTools } from './overlays/CanvasTools.tsx'
import { ConnectionHint } from './overlays/ConnectionHint.tsx'
import { ContextFrames } from './overlays/ContextFrames.tsx'
import { Legend } from './overlays/Legend.tsx'
import { OfferPopover } from './overlays/OfferPopover.tsx'
import { PlacingLayer } from './overlays/PlacingLayer.tsx'
import { QuickAddList } from './overlays/QuickAddList.tsx'
import { pace } from './traffic/pace.ts'
import { TrafficLayer } from './traffic/TrafficLayer.tsx'
import { markPace } from './traffic/trafficLoop.ts'
import { TrafficModel } from './traffic/trafficModel.ts'
import { type CanvasGraph, useCanvasGraph } from './useCanvasGraph.ts'
import { useReducedMotion } from './useReducedMotion.ts'
import { FIT, useDetail, useFlights, useMoving } from './useView.ts'
import 'reactflow/dist/base.css'
import './canvas.css'
import './edges/edges.css'
import './nodes/channels.css'
import './nodes/nodes.css'
import './overlays/overlays.css'

/** The drawing: services, channels and what flows between them. */
export function TopologyCanvas() {
  const topologyId = useDesigner((state) => state.topologyId)
  // Another topology is another canvas: nothing of the old view is left over.
  return (
    <ReactFlowProvider key={topologyId}>
      <Surface />
    </ReactFlowProvider>
  )
}

/** React Flow draws its map for the size that it is given, not for that of a stylesheet. */
const MINIMAP_SIZE = { width: 160, height: 96 }
const edgeTypes = { event: EventEdge }

function Surface() {
  const ref = useRef<HTMLElement>(null)
  const graph = useCanvasGraph()
  const traffic = useTraffic(graph)
  const still = useReducedMotion()
  const adding = useAdding(graph.boxes)
  const onKeyDown = useCanvasKeys(graph.boxes)
  const gestures = usePaneGestures()
  const hasMinimap = useDesigner(isMinimapShown)
  const hasGrid = useDesigner((state) => state.gridShown)
  useDetail(ref)
  useFlights()
  return (
    <section
      ref={ref}
      className="canvas"
      data-grid={hasGrid || undefined}
      role="application"
      aria-label="Canvas"
      tabIndex={graph.nodes.length === 0 ? 0 : -1}
      onKeyDown={onKeyDown}
      onDragOver={adding.onDragOver}
      onDrop={adding.onDrop}
      onDoubleClick={gestures.onDoubleClick}
      onFocus={({ target }) => {
        const nodeId = nodeIdOf(target)
        if (nodeId !== null) canvasStore.setState({ tabStopId: nodeId })
      }}
    >
      <Flow graph={graph}>
        <ContextFrames />
        {still ? null : <TrafficLayer model={traffic} />}
        <PortDots routes={graph.routes} />
        {hasMinimap ? (
          <MiniMap<CanvasNode>
            pannable
            zoomable
            ariaLabel="Overview"
            nodeClassName={mapClass}
            style={MINIMAP_SIZE}
          />
        ) : null}
      </Flow>
      <InsightCard />
      <Announcer />
      <Legend eventsPerMark={() => eventsPerMark(traffic)} />
      <CanvasTools />
      <PlacingLayer adding={adding} />
      <ConnectionHint />
      <OfferPopover />
      <QuickAddList />
    </section>
  )
}

function Flow({ graph, children }: { graph: CanvasGraph; children: React.ReactNode }) {
  const { onTap, ...connecting } = useConnecting()
  const { leavesOutHidden, ...moving } = useMoving(graph.nodes.length)
  // On a blank drawing, the first node stays where it was put down.
  const [fitsAtFirst] = useState(graph.nodes.length > 0)
  return (
    <ReactFlow<CanvasNode, CanvasEdge>
      nodes={graph.nodes}
      edges={graph.edges}
      nodeTypes={nodeViews}
      edgeTypes={edgeTypes}
      onNodesChange={graph.onNodesChange}
      onEdgesChange={graph.onEdgesChange}
      onNodeDragStop={graph.commitMove}
      onSelectionDragStop={graph.commitMove}
      {...connecting}
      {...moving}
      onClickCapture={onTap}
      onlyRenderVisibleElements={leavesOutHidden}
      fitView={fitsAtFirst}
      fitViewOptions={FIT}
      minZoom={0.05}
      maxZoom={2.5}
      snapToGrid
      snapGrid={SNAP}
      nodeDragThreshold={4}
      connectionRadius={28}
      connectOnClick={false}
      selectNodesOnDrag={false}
      elevateNodesOnSelect={false}
      selectionOnDrag
      selectionMode={SelectionMode.Partial}
      selectionKeyCode={null}
      multiSelectionKeyCode={MULTI_SELECT}
      deleteKeyCode={null}
      panOnDrag={MIDDLE_BUTTON}
      panOnScroll
      zoomOnScroll={false}
      zoomOnDoubleClick={false}
      nodesFocusable={false}
      edgesFocusable={false}
      disableKeyboardA11y
      autoPanOnNodeFocus={false}
      proOptions={PRO_OPTIONS}
    >
      {children}
    </ReactFlow>
  )
}

const SNAP: [number, number] = [GRID, GRID]
const MULTI_SELECT = ['Shift', 'Meta', 'Control']
const MIDDLE_BUTTON = [1]
const PRO_OPTIONS = { hideAttribution: true }

function useTraffic({ routes }: CanvasGraph): TrafficModel {
  const topology = useDesigner((state) => state.topology)
  const model = useMemo(() => new TrafficModel(), [])
  useEffect(() => {
    model.setEdges(topology, edgesOf(topology), routes)
  }, [model, topology, routes])
  return model
}

/** A run that is faster than marks can follow puts more events into each. */
function eventsPerMark(traffic: TrafficModel): number {
  const { running, speed } = pace()
  return running ? (traffic.eventsPerMark * Math.max(1, speed)) / markPace(Math.max(1, speed)) : 1
}

function mapClass({ data }: CanvasNode): string {
  return 'holdsDeadLetters' in data && data.holdsDeadLetters ? 'map-dead-letter' : 'map-node'
}
