// How the drawing lies in the window: fitting, flying, level of detail, whole pixels.

import { type RefObject, useEffect, useRef, useState } from 'react'
import { useReactFlow, useStoreApi } from 'reactflow'
import type { Rectangle } from '#shared/topology/rectangles.ts'
import { designerStore, useDesigner } from '../store/designerStore.ts'
import { allBoxes, boxOnCanvas } from './contexts/boxOnCanvas.ts'
import { fittedView } from './fit.ts'
import type { Box } from './geometry.ts'
import { detailsStore } from './live/Details.tsx'
import { livePainters } from './live/livePainters.ts'
import { LARGE_NODES, type Sight } from './overview/sight.ts'
import { RestWatch } from './restWatch.ts'
import { prefersReducedMotion } from './useReducedMotion.ts'

const FLIGHT_MS = 280

type Detail = 'full' | 'brief' | 'far'

function detailAt(zoom: number): Detail {
  if (zoom >= 0.7) return 'full'
  return zoom >= 0.4 ? 'brief' : 'far'
}

/** Sets the level of detail on the canvas as an attribute: CSS does the rest, nothing renders again. */
export function useDetail(ref: RefObject<HTMLElement | null>, isLarge: boolean): void {
  const store = useStoreApi()
  useEffect(() => {
    const apply = () => {
      const detail = detailAt(store.getState().transform[2])
      livePainters.showDetails(detail === 'full')
      const areLeftOut = isLarge && detail !== 'full'
      if (detailsStore.getState().areLeftOut !== areLeftOut) detailsStore.setState({ areLeftOut })
      if (ref.current && ref.current.dataset.detail !== detail) ref.current.dataset.detail = detail
    }
    apply()
    return store.subscribe(apply)
  }, [store, ref, isLarge])
}

type Boxes = ReadonlyMap<string, Box>

/** Follows the store's wishes to show certain nodes. */
export function useFlights(boxes: Boxes): void {
  const flyTo = useDesigner((state) => state.flyTo)
  const fitTo = useFit(boxes)
  const [seen, setSeen] = useState(flyTo)
  useEffect(() => {
    if (flyTo === null || flyTo === seen) return
    setSeen(flyTo)
    const durationMs = prefersReducedMotion() ? 0 : FLIGHT_MS
    // The nodes that somebody has just added have their boxes by then.
    requestAnimationFrame(() => {
      fitTo(flyTo.nodeIds, { durationMs, isClear: true })
    })
  }, [flyTo, seen, fitTo])
}

/**
 * By its boxes: React Flow does not get to know frames, nor the nodes of a large drawing. In a blank one, the
 * first node stays where it was put down.
 */
export function useFirstFit(boxes: Boxes): void {
  const store = useStoreApi()
  const fitTo = useFit(boxes)
  const [isBlank] = useState(boxes.size === 0)
  useEffect(() => {
    if (isBlank) return
    const whenMeasured = () => {
      const { width, panZoom } = store.getState()
      if (width === 0 || panZoom === null) return
      stop()
      // The legend closes where it would cover something.
      fitTo([], { durationMs: 0, isClear: false })
    }
    const stop = store.subscribe(whenMeasured)
    whenMeasured()
    return stop
  }, [store, fitTo, isBlank])
}

interface Fitting {
  readonly durationMs: number
  /** Of the open legend. */
  readonly isClear: boolean
}

/** By their boxes: nodes that React Flow does not draw at the moment can be flown to as well. */
function useFit(boxes: Boxes): (nodeIds: readonly string[], how: Fitting) => void {
  const store = useStoreApi()
  const { setViewport } = useReactFlow()
  const newest = useRef(boxes)
  useEffect(() => {
    newest.current = boxes
  })
  const [fitTo] = useState(() => (nodeIds: readonly string[], { durationMs, isClear }: Fitting) => {
    const known = newest.current
    const { topology } = designerStore.getState()
    const asked = nodeIds.flatMap((id) => boxOnCanvas(topology, known, id) ?? [])
    const { width, height, domNode } = store.getState()
    const view = fittedView(asked.length > 0 ? asked : allBoxes(topology, known), {
      width,
      height,
      corner: isClear ? legendIn(domNode) : null,
      isLarge: known.size > LARGE_NODES,
    })
    if (view === null) return
    void setViewport(view, { duration: durationMs })
  })
  return fitTo
}

/** Where the open legend floats, in pixels of the canvas; null: it is closed. */
function legendIn(pane: HTMLElement | null): Rectangle | null {
  const legend = pane?.parentElement?.querySelector('.legend[data-open="true"]')
  if (!pane || !legend) return null
  const { left, top } = pane.getBoundingClientRect()
  const { x, y, width, height } = legend.getBoundingClientRect()
  return { x: x - left, y: y - top, width, height }
}

export interface MoveHandlers {
  readonly onMoveStart: () => void
  readonly onMoveEnd: () => void
  /** Far out, everything is on show anyway, and leaving out what is not costs more than it saves. */
  readonly leavesOutHidden: boolean
}

const LEAVE_OUT_ZOOM = 0.4
const LEAVE_OUT_NODES = 60

export function useMoving(nodeCount: number, sight: Sight['kind']): MoveHandlers {
  const store = useStoreApi()
  const { setViewport } = useReactFlow()
  const [near, setNear] = useState(true)
  const [rest] = useState(
    () =>
      new RestWatch(() => {
        livePainters.hold(false)
        // Text on half pixels is blurred.
        const [x, y, zoom] = store.getState().transform
        const whole = { x: Math.round(x), y: Math.round(y), zoom }
        if (whole.x !== x || whole.y !== y) void setViewport(whole)
      }),
  )
  useEffect(() => {
    const unsubscribe = store.subscribe(({ transform }, previous) => {
      if (transform !== previous.transform) rest.move()
    })
    return () => {
      unsubscribe()
      rest.begin()
    }
  }, [store, rest])
  return {
    leavesOutHidden:
      sight === 'everything' ? near && nodeCount > LEAVE_OUT_NODES : sight === 'near',
    onMoveStart: () => {
      rest.begin()
      livePainters.hold(true)
    },
    onMoveEnd: () => {
      setNear(store.getState().transform[2] >= LEAVE_OUT_ZOOM)
      rest.move()
    },
  }
}
