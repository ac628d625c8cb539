// React Flow selects nodes by a marquee; frames that lie in it as a whole are selected here.

import { useEffect } from 'react'
import { type ReactFlowState, useStoreApi } from 'reactflow'
import { entriesById } from '#shared/lib/entries.ts'
import { canvasIds } from '../../store/canvasIds.ts'
import { designerStore } from '../../store/designerStore.ts'
import { selectedCanvasIds } from '../../store/selectionSlice.ts'
import type { Box } from '../geometry.ts'
import { contains } from '../overview/sight.ts'

export function useFrameMarquee(): void {
  const store = useStoreApi()
  useEffect(() => {
    let kept: ReadonlySet<string> = new Set()
    return store.subscribe((state, previous) => {
      const { userSelectionRect: rect, userSelectionActive: isDrawn } = state
      if (rect === previous.userSelectionRect) return
      if (previous.userSelectionRect === null)
        kept = new Set(
          state.multiSelectionActive ? designerStore.getState().selectedContextIds : [],
        )
      if (rect !== null && isDrawn) selectFrames(areaOf(rect, state), kept)
    })
  }, [store])
}

/** Anew at each move: what React Flow says of its nodes lets go of everything that it does not know. */
function selectFrames(area: Box, kept: ReadonlySet<string>): void {
  const state = designerStore.getState()
  const { layout } = state.topology
  const framed = entriesById(layout.contexts)
    .filter(([, frame]) => frame.collapsed !== true)
    .map(([id, frame]) => ({ id, isIn: kept.has(id) || contains(area, frame) }))
  const frameIds = new Set(framed.map(({ id }) => canvasIds.context(id)))
  const nodeIds = selectedCanvasIds(state).filter((id) => !frameIds.has(id))
  const contextIds = framed.filter(({ isIn }) => isIn).map(({ id }) => id)
  state.select({ nodeIds, contextIds, edgeIds: state.selectedEdgeIds })
}

type Rect = NonNullable<ReactFlowState['userSelectionRect']>

function areaOf(
  { x, y, width, height }: Rect,
  { transform: [left, top, zoom] }: Pick<ReactFlowState, 'transform'>,
): Box {
  return {
    x: (x - left) / zoom,
    y: (y - top) / zoom,
    width: width / zoom,
    height: height / zoom,
  }
}
