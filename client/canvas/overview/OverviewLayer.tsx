import { useEffect, useRef, useState } from 'react'
import { useStoreApi } from 'reactflow'
import { useDesigner } from '../../store/designerStore.ts'
import { nodeKinds } from '../../store/nodeKinds.ts'
import { nodeOf } from '../../store/selectors.ts'
import { draftsOf } from '../canvasNodes.ts'
import { ViewportPortal } from '../FlowPortals.tsx'
import { STATUS_WORDS } from '../live/status.ts'
import { watchTheme } from '../watchTheme.ts'
import { OverviewLoop } from './overviewLoop.ts'
import { type MapContents, OverviewPainter } from './overviewPainter.ts'
import { useOverview } from './overviewStore.ts'
import type { Drawing } from './sight.ts'
import type { StatusBoard } from './statusBoard.ts'
import './overview.css'

interface OverviewLayerProps extends Drawing {
  readonly isShown: boolean
  readonly board: StatusBoard
  readonly draggedIds: ReadonlySet<string>
}

/** A large drawing from far away, on one canvas. What it shows can be read in the outline too. */
export function OverviewLayer({ isShown, board, ...drawing }: OverviewLayerProps) {
  // A portal's element comes later than the first effect, so it is state.
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null)
  const loop = useLoop(canvas)
  useContents(loop, isShown, { ...drawing, board })
  return (
    <ViewportPortal>
      <canvas ref={setCanvas} className="overview" hidden={!isShown} aria-hidden />
      {isShown ? <HoveredName boxes={drawing.boxes} board={board} /> : null}
    </ViewportPortal>
  )
}

function useLoop(canvas: HTMLCanvasElement | null): OverviewLoop | null {
  const flow = useStoreApi()
  const [loop, setLoop] = useState<OverviewLoop | null>(null)
  useEffect(() => {
    if (!canvas) return
    const painter = new OverviewPainter(canvas)
    const created = new OverviewLoop({ painter, view: () => flow.getState() })
    setLoop(created)
    const unwatch = [
      flow.subscribe(({ transform, width }, previous) => {
        if (transform !== previous.transform || width !== previous.width) created.follow()
      }),
      watchTheme(() => {
        painter.readColours()
        created.repaint()
      }),
    ]
    return () => {
      for (const stop of unwatch) stop()
      created.hide()
    }
  }, [canvas, flow])
  return loop
}

type Contents = Pick<MapContents, 'boxes' | 'edges' | 'routes' | 'draggedIds' | 'board'>

function useContents(loop: OverviewLoop | null, isShown: boolean, contents: Contents): void {
  const { boxes, edges, routes, draggedIds, board } = contents
  const topology = useDesigner((state) => state.topology)
  const nodeIds = useDesigner((state) => state.selectedNodeIds)
  const edgeIds = useDesigner((state) => state.selectedEdgeIds)
  const painted = useRef<readonly unknown[]>([])
  useEffect(() => {
    if (!loop || !isShown) return
    // While nodes are dragged, what they leave behind stays as it is.
    const ground = draggedIds.size > 0 ? [topology, 'dragging'] : [topology, routes, edgeIds]
    const wholly = ground.some((part, index) => part !== painted.current[index])
    painted.current = ground
    const map: MapContents = {
      boxes,
      edges,
      routes,
      draggedIds,
      board,
      drafts: draftsOf(topology, edges),
      contexts: Object.values(topology.layout.contexts).filter(({ collapsed }) => !collapsed),
      selectedNodeIds: new Set(nodeIds),
      selectedEdgeIds: new Set(edgeIds),
    }
    loop.show(map, wholly)
  }, [loop, isShown, topology, boxes, edges, routes, draggedIds, nodeIds, edgeIds, board])
  useEffect(() => {
    if (!loop || !isShown) return
    return () => loop.hide()
  }, [loop, isShown])
}

interface HoveredNameProps {
  readonly boxes: Drawing['boxes']
  readonly board: StatusBoard
}

/** What the pointer is at: names are too small to be read from far away. */
function HoveredName({ boxes, board }: HoveredNameProps) {
  const hoveredId = useOverview((state) => state.hoveredId)
  const topology = useDesigner((state) => state.topology)
  const node = hoveredId === null ? null : nodeOf(topology, hoveredId)
  const box = hoveredId === null ? undefined : boxes.get(hoveredId)
  if (hoveredId === null || !node || !box) return null
  const { x, y, width } = box
  const status = board.statusOf(hoveredId)
  return (
    <div className="overview-name" style={{ left: x + width / 2, top: y }} aria-hidden>
      {node.name}
      <small>{status === 'idle' ? nodeKinds[node.kind].label : STATUS_WORDS[status]}</small>
    </div>
  )
}
