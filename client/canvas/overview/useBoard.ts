import { useEffect, useState } from 'react'
import type { TopologyEdge } from '#shared/topology/edges.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { live } from '../../store/live/liveStore.ts'
import { draftsOf } from '../canvasNodes.ts'
import { StatusBoard } from './statusBoard.ts'

/** How all of the drawing is doing, for those who paint it as a whole. */
export function useBoard(edges: readonly TopologyEdge[]): StatusBoard {
  const topology = useDesigner((state) => state.topology)
  const [board] = useState(() => new StatusBoard(live))
  useEffect(() => {
    board.setDrawing(draftsOf(topology, edges), edges)
  }, [board, topology, edges])
  return board
}
