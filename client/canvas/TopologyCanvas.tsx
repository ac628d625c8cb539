import { memo, useEffect, useMemo, useRef } from 'react'
import { ReactFlow, ReactFlowProvider } from 'reactflow'
import { useDesigner } from '../store/designerStore.ts'
import { isMinimapShown, shownEdgesOf } from '../store/selectors.ts'
import { AnnotationPlacing } from './annotations/AnnotationPlacing.tsx'
import { Announcer } from './announce/Announcer.tsx'
import type { CanvasEdge } from './canvasEdges.ts'
import type { CanvasNode } from './canvasNodes.ts'
import { useClearOfSheet } from './clearOfSheet.ts'
import { ContextFrames } from './contexts/ContextFrames.tsx'
import { useFrameMarquee } from './contexts/useFrameMarquee.ts'
import { EventEdge } from './edges/EventEdge.tsx'
import { PortDots } from './edges/PortDots.tsx'
import { GuideLayer } from './guides/GuideLayer.tsx'
import { InsightCard } from './insight/InsightCard.tsx'
import { canvasStore, useCanvas } from './interaction/canvasStore.ts'
import { nodeIdOf } from './interaction/nodeAtPoint.ts'
import { useAdding } from './interaction/useAdding.ts'
import { useCanvasKeys } from './interaction/useCanvasKeys.ts'
import { useConnecting } from './interaction/useConnecting.ts'
import { useHover } from './interaction/useHover.ts'
import { useMarquee } from './interaction/useMarquee.ts'
import { usePaneGestures } from './interaction/usePaneGestures.ts'
import { usePinch } from './interaction/usePinch.ts'
import { nodeViews } from './nodes/nodeViews.ts'
import { CanvasTools } from './overlays/CanvasTools.tsx'
import { ConnectionHint } from './overlays/ConnectionHint.tsx'
import { FirstNodeHint } from './overlays/FirstNodeHint.tsx'
import { Legend } from './overlays/Legend.tsx'
import { OfferPopover } from './overlays/OfferPopover.tsx'
import { PlacingLayer } from './overlays/PlacingLayer.tsx'
import { QuickAddList } from './overlays/QuickAddList.tsx'
import { SpliceHint } from './overlays/SpliceHint.tsx'
import { Minimap } from './overview/Minimap.tsx'
import { OverviewLayer } from './overview/OverviewLayer.tsx'
import { LARGE_NODES } from './overview/sight.ts'
import { useBoard } from './overview/useBoard.ts'
import { useLargeMarquee, useOverviewGestures } from './overview/useOverviewGestures.ts'
import { useCanvasView } from './scene/useCanvasView.ts'
import { pace } from './traffic/pace.ts'
import { QualityChip } from './traffic/QualityChip.tsx'
import { TrafficLayer } from './traffic/TrafficLayer.tsx'
import { markPace } from './traffic/trafficLoop.ts'
import { TrafficModel } from './traffic/trafficModel.ts'
import { type CanvasGraph, useCanvasGraph } from './useCanvasGraph.ts'
import { useReducedMotion } from './useReducedMotion.ts'
import { useDetail, useFirstFit, useFlights, useMoving } from './useView.ts'
import 'reactflow/dist/base.css'
import './canvas.css'
import './annotations/annotations.css'
import './contexts/contexts.css'
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

const edgeTypes = { event: EventEdge }

function Surface() {
  const ref = useRef<HTMLElement>(null)
  const graph = useCanvasGraph()
  const traffic = useTraffic(graph)
  const board = useBoard(graph.edges)
  const still = useReducedMotion()
  const adding = useAdding(graph)
  const onKeyDown = useCanvasKeys(graph.boxes)
  const gestures = usePaneGestures()
  const hasMinimap = useDesigner(isMinimapShown)
  const hasGrid = useDesigner((state) => state.gridShown)
  useDetail(ref, graph.boxes.size > LARGE_NODES)
  useFlights(graph.boxes)
  useFirstFit(graph.boxes)
  useClearOfSheet(ref, graph.boxes)
  useOverviewGestures(ref, graph.boxes, graph.shown.sight === 'overview')
  useLargeMarquee(graph.boxes)
  useFrameMarquee()
  useCanvasView()
  useHover(ref)
  return (
    <section
      ref={ref}
      className="canvas"
      data-grid={hasGrid || undefined}
      data-sight={graph.shown.sight}
      role="application"
      aria-label="Canvas"
      tabIndex={graph.boxes.size === 0 ? 0 : -1}
      onKeyDown={onKeyDown}
      {...gestures}
      onFocus={({ target }) => {
        const nodeId = nodeIdOf(target)
        if (nodeId !== null) canvasStore.setState({ tabStopId: nodeId })
      }}
    >
      <Flow graph={graph}>
        <ContextFrames
          sight={graph.sight}
          boxes={graph.boxes}
          dragged={graph.dragged}
          onGrab={graph.beginMove}
          onDrag={graph.dragFrame}
          onDrop={graph.commitMove}
        />
        <GuideLayer />
        <FirstNodeHint boxes={graph.boxes} />
        {graph.boxes.size > LARGE_NODES ? (
          <OverviewLayer {...graph} board={board} isShown={graph.shown.isOverviewShown} />
        ) : null}
        <TrafficLayer model={traffic} still={still} />
        <PortDots edges={graph.shown.edges} routes={graph.routes} draggedIds={graph.draggedIds} />
        {hasMinimap ? <Minimap boxes={graph.boxes} edges={graph.edges} board={board} /> : null}
      </Flow>
      <PlacingLayer adding={adding} />
      <Besides traffic={traffic} />
    </section>
  )
}

/** Nothing of it changes while a node is dragged. */
const Besides = memo(function Besides({ traffic }: { readonly traffic: TrafficModel }) {
  return (
    <>
      <InsightCard />
      <Announcer />
      <Legend eventsPerMark={() => eventsPerMark(traffic)} />
      <QualityChip />
      <CanvasTools />
      <AnnotationPlacing />
      <ConnectionHint />
      <SpliceHint />
      <OfferPopover />
      <QuickAddList />
    </>
  )
})

function Flow({ graph, children }: { graph: CanvasGraph; children: React.ReactNode }) {
  const { onTap, ...connecting } = useConnecting()
  const marquee = useMarquee()
  const fingerSelects = useCanvas((state) => state.fingerSelects)
  const isPinching = usePinch(fingerSelects)
  const { leavesOutHidden, ...moving } = useMoving(graph.boxes.size, graph.shown.sight)
  return (
    <ReactFlow<CanvasNode, CanvasEdge>
      nodes={graph.nodes}
      edges={graph.shownEdges}
      nodeTypes={nodeViews}
      edgeTypes={edgeTypes}
      onNodesChange={graph.onNodesChange}
      onEdgesChange={graph.onEdgesChange}
      onNodeDragStart={graph.beginMove}
      onSelectionDragStart={graph.beginMove}
      onNodeDragStop={graph.commitMove}
      onSelectionDragStop={graph.commitMove}
      {...connecting}
      {...moving}
      onPaneClick={graph.onPaneClick}
      onClickCapture={onTap}
      onlyRenderVisibleElements={leavesOutHidden}
      minZoom={0.02}
      maxZoom={2.5}
      nodeDragThreshold={4}
      connectionRadius={28}
      connectOnClick={false}
      selectNodesOnDrag={false}
      elevateNodesOnSelect={false}
      selectionOnDrag
      {...marquee}
      selectionKeyCode={null}
      multiSelectionKeyCode={MULTI_SELECT}
      deleteKeyCode={null}
      panOnDrag={fingerSelects && !isPinching ? false : MIDDLE_BUTTON}
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

const MULTI_SELECT = ['Shift', 'Meta', 'Control']
const MIDDLE_BUTTON = [1]
const PRO_OPTIONS = { hideAttribution: true }

function useTraffic({ routes, shown }: CanvasGraph): TrafficModel {
  const topology = useDesigner((state) => state.topology)
  const model = useMemo(() => new TrafficModel(), [])
  useEffect(() => {
    model.setEdges(topology, shownEdgesOf(topology), routes)
  }, [model, topology, routes])
  useEffect(() => {
    model.showOn(shown.isOverviewShown ? null : new Set(shown.edges.map(({ id }) => id)))
  }, [model, shown])
  return model
}

/** A run that is faster than marks can follow puts more events into each. */
function eventsPerMark(traffic: TrafficModel): number {
  const { running, speed } = pace()
  return running ? (traffic.eventsPerMark * Math.max(1, speed)) / markPace(Math.max(1, speed)) : 1
}
