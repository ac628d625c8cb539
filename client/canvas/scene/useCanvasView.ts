import { useEffect } from 'react'
import { useReactFlow, useStoreApi } from 'reactflow'
import { type CanvasView, showCanvasView } from './canvasView.ts'

/** Lets the rest of the app ask where things are. */
export function useCanvasView(): void {
  const flow = useReactFlow()
  const store = useStoreApi()
  useEffect(() => {
    const placeAt = (x: number, y: number) => flow.screenToFlowPosition({ x, y }, UNSNAPPED)
    const middle = () => {
      const box = store.getState().domNode?.getBoundingClientRect()
      return box ? placeAt(box.x + box.width / 2, box.y + box.height / 2) : { x: 0, y: 0 }
    }
    let aim = { zoom: 1, untilMs: 0 }
    const zoom: CanvasView['zoom'] = (to) => {
      const { minZoom, maxZoom } = store.getState()
      const nowMs = performance.now()
      // Whoever presses again on the way means another step.
      const present = nowMs < aim.untilMs ? aim.zoom : flow.getZoom()
      const wish = to === 'whole' ? 1 : to === 'in' ? present * STEP : present / STEP
      const next = Math.min(maxZoom, Math.max(minZoom, wish))
      aim = { zoom: next, untilMs: nowMs + GLIDE.duration }
      void flow.zoomTo(next, GLIDE)
    }
    return showCanvasView({ placeAt, middle, zoom })
  }, [flow, store])
}

const GLIDE = { duration: 120 }
const STEP = 1.2
const UNSNAPPED = { snapToGrid: false }
