// How the drawing lies in the window: fitting, flying, level of detail, whole pixels.

import { type RefObject, useEffect, useState } from 'react'
import { type FitViewOptions, type Node, useReactFlow, useStoreApi } from 'reactflow'
import { useDesigner } from '../store/designerStore.ts'
import { livePainters } from './live/livePainters.ts'
import { prefersReducedMotion } from './useReducedMotion.ts'

/** Room for the tools below; a lonely node is not blown up. */
export const FIT: FitViewOptions = {
  padding: { top: '20px', right: '20px', bottom: '68px', left: '20px' },
  minZoom: 0.1,
  maxZoom: 1.1,
}

const FLIGHT_MS = 280
/** After the last movement, figures are painted again. */
const SETTLED_MS = 150

type Detail = 'full' | 'brief' | 'far'

function detailAt(zoom: number): Detail {
  if (zoom >= 0.7) return 'full'
  return zoom >= 0.4 ? 'brief' : 'far'
}

/** Sets the level of detail on the canvas as an attribute: CSS does the rest, nothing renders again. */
export function useDetail(ref: RefObject<HTMLElement | null>): void {
  const store = useStoreApi()
  useEffect(() => {
    const apply = () => {
      const detail = detailAt(store.getState().transform[2])
      if (ref.current && ref.current.dataset.detail !== detail) ref.current.dataset.detail = detail
    }
    apply()
    return store.subscribe(apply)
  }, [store, ref])
}

/** Follows the store's wishes to show certain nodes. */
export function useFlights(): void {
  const flyTo = useDesigner((state) => state.flyTo)
  const { fitView } = useReactFlow()
  const [seen, setSeen] = useState(flyTo)
  useEffect(() => {
    if (flyTo === null || flyTo === seen) return
    setSeen(flyTo)
    const nodes: Partial<Node>[] = flyTo.nodeIds.map((id) => ({ id }))
    const target = nodes.length > 0 ? { nodes: nodes as { id: string }[] } : {}
    const duration = prefersReducedMotion() ? 0 : FLIGHT_MS
    // The nodes that somebody has just added are drawn first.
    requestAnimationFrame(() => void fitView({ ...FIT, ...target, duration }))
  }, [flyTo, seen, fitView])
}

export interface MoveHandlers {
  readonly onMoveStart: () => void
  readonly onMoveEnd: () => void
  /** Far out, everything is on show anyway, and leaving out what is not costs more than it saves. */
  readonly leavesOutHidden: boolean
}

const LEAVE_OUT_ZOOM = 0.4
const LEAVE_OUT_NODES = 60

export function useMoving(nodeCount: number): MoveHandlers {
  const store = useStoreApi()
  const { setViewport } = useReactFlow()
  const [near, setNear] = useState(true)
  const [timer] = useState<{ id: ReturnType<typeof setTimeout> | null }>({ id: null })
  return {
    leavesOutHidden: near && nodeCount > LEAVE_OUT_NODES,
    onMoveStart: () => {
      if (timer.id !== null) clearTimeout(timer.id)
      livePainters.hold(true)
    },
    onMoveEnd: () => {
      const [x, y, zoom] = store.getState().transform
      setNear(zoom >= LEAVE_OUT_ZOOM)
      const whole = { x: Math.round(x), y: Math.round(y), zoom }
      // Text on half pixels is blurred.
      if (whole.x !== x || whole.y !== y) void setViewport(whole)
      if (timer.id !== null) clearTimeout(timer.id)
      timer.id = setTimeout(() => livePainters.hold(false), SETTLED_MS)
    },
  }
}
