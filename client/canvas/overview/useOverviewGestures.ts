// The pointer and the keyboard on the overview: what is pointed at becomes a node of React Flow, so that
// clicks, drags and the menu go on as everywhere else; a double click, or Enter, flies there.

import { type RefObject, useEffect, useRef } from 'react'
import { type ReactFlowInstance, useReactFlow, useStoreApi } from 'reactflow'
import { designerStore } from '../../store/designerStore.ts'
import type { Box } from '../geometry.ts'
import { nodeIdOf } from '../interaction/nodeAtPoint.ts'
import { boxAt, boxesWithin } from './hitTest.ts'
import { overviewStore } from './overviewStore.ts'
import { LARGE_NODES, visibleArea } from './sight.ts'

type Boxes = ReadonlyMap<string, Box>

/** A box of a few pixels is hit from beside it as well; in pixels of the screen. */
const REACH_PX = 3

export function useOverviewGestures(
  ref: RefObject<HTMLElement | null>,
  boxes: Boxes,
  isShown: boolean,
): void {
  const flow = useReactFlow()
  // While a node is dragged, boxes are others in each frame.
  const newest = useRef(boxes)
  useEffect(() => {
    newest.current = boxes
  })
  useEffect(() => {
    const section = ref.current
    if (!section || !isShown) return
    const idAt = (event: MouseEvent) => hitAt(flow, newest.current, event)
    const listeners = new AbortController()
    const options = { capture: true, signal: listeners.signal }
    const point = (event: PointerEvent) => {
      if (event.buttons === 0 || event.type === 'pointerdown') hover(idAt(event))
    }
    section.addEventListener('pointermove', point, options)
    section.addEventListener('pointerdown', point, options)
    section.addEventListener('pointerleave', () => hover(null), { signal: listeners.signal })
    section.addEventListener('click', (event) => clickOn(event, idAt(event)), options)
    section.addEventListener('dblclick', (event) => flyOn(event, idAt(event)), options)
    section.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Enter') flyOn(event, nodeIdOf(event.target))
      },
      options,
    )
    return () => {
      listeners.abort()
      hover(null)
    }
  }, [ref, isShown, flow])
}

/** React Flow selects the nodes that it knows: of a large drawing those in a rectangle are found here. */
export function useLargeMarquee(boxes: Boxes): void {
  const store = useStoreApi()
  useEffect(() => {
    if (boxes.size <= LARGE_NODES) return
    let before: readonly string[] = []
    return store.subscribe((state, previous) => {
      const rect = state.userSelectionRect
      if (rect === previous.userSelectionRect) return
      const { selectedNodeIds, select } = designerStore.getState()
      if (previous.userSelectionRect === null)
        before = state.multiSelectionActive ? selectedNodeIds : []
      if (rect === null || !state.userSelectionActive) return
      const { width, height } = rect
      const corner = visibleArea({ ...state, width, height })
      const zoom = state.transform[2]
      const area = { ...corner, x: corner.x + rect.x / zoom, y: corner.y + rect.y / zoom }
      select({ nodeIds: [...new Set([...before, ...boxesWithin(boxes, area, false)])] })
    })
  }, [store, boxes])
}

function hover(hoveredId: string | null): void {
  if (overviewStore.getState().hoveredId !== hoveredId) overviewStore.setState({ hoveredId })
}

function hitAt(flow: ReactFlowInstance, boxes: Boxes, event: MouseEvent): string | null {
  const { target, clientX, clientY } = event
  const isDrawing = target instanceof Element && target.closest('.react-flow__renderer') !== null
  if (!isDrawing) return null
  const place = flow.screenToFlowPosition({ x: clientX, y: clientY }, { snapToGrid: false })
  return boxAt(boxes, place, REACH_PX / flow.getZoom())
}

/** A tap comes without the pointer having been there before. */
function clickOn(event: MouseEvent, nodeId: string | null): void {
  if (nodeId === null || nodeIdOf(event.target) !== null) return
  const { selectedNodeIds, select } = designerStore.getState()
  const adds = event.shiftKey || event.ctrlKey || event.metaKey
  select({ nodeIds: adds ? [...new Set([...selectedNodeIds, nodeId])] : [nodeId] })
}

function flyOn(event: Event, nodeId: string | null): void {
  if (nodeId === null) return
  event.preventDefault()
  event.stopPropagation()
  const { select, requestFlyTo } = designerStore.getState()
  select({ nodeIds: [nodeId] })
  requestFlyTo([nodeId])
}
